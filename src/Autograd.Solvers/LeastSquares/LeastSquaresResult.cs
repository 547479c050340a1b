namespace Autograd;

/// <summary>What a fit found.</summary>
public sealed record LeastSquaresResult : SolverResult
{
    /// <summary>The parameters.</summary>
    public required double[] X { get; init; }

    /// <summary>The residuals at the parameters, as the function gives them.</summary>
    public required double[] Residuals { get; init; }

    /// <summary>The Jacobian ∂rᵢ/∂xⱼ at the parameters, a row for each residual.</summary>
    public required double[] Jacobian { get; init; }

    /// <summary>Half the sum of squares, ½ Σ rᵢ², or of what the robust loss makes of them.</summary>
    public required double Cost { get; init; }

    /// <summary>How far from a solution: the largest |Jⱼ·r| / (‖Jⱼ‖ ‖r‖) over the parameters that no bound holds.</summary>
    public required double Optimality { get; init; }

    internal override string Solver => "NonlinearLeastSquares";

    /// <summary>
    /// The parameters' covariance s² (JᵀJ)⁻¹ with s² = Σr² / (m − n), for m residuals of equal variance and n parameters that no bound holds;
    /// infinite or NaN where the data do not determine the parameters, or where there are not more residuals than parameters.
    /// </summary>
    /// <returns>An n × n matrix in row-major order; the square roots of its diagonal are the standard deviations.</returns>
    public double[] Covariance()
    {
        int n = X.Length, m = Residuals.Length;
        var covariance = new double[n * n];
        if (m <= n)
        {
            Array.Fill(covariance, double.NaN);
            return covariance;
        }

        var columns = new double[n * m];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++) columns[(j * m) + i] = Jacobian[(i * n) + j];
        }

        HouseholderQr.Factor(columns, m, n, new double[m]);
        double variance = Dense.Dot(Residuals, Residuals) / (m - n);

        // (RᵀR)⁻¹ = R⁻¹ R⁻ᵀ: the columns of R⁻¹, each solved for, multiplied among each other.
        var inverse = new double[n * n];
        for (int j = 0; j < n; j++)
        {
            Span<double> column = inverse.AsSpan(j * n, n);
            column[j] = 1;
            HouseholderQr.SolveUpper(columns, m, n, column);
        }

        for (int k = 0; k < n; k++)
        {
            for (int i = 0; i < n; i++) Dense.AddScaled(variance * inverse[(k * n) + i], inverse.AsSpan(k * n, n), covariance.AsSpan(i * n, n));
        }

        return covariance;
    }
}
