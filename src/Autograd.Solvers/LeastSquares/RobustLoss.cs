namespace Autograd;

/// <summary>How much a residual counts in a least-squares fit: ½ Σ s² ρ(rᵢ²/s²), with the scale s of <see cref="LeastSquaresOptions.LossScale"/>.</summary>
/// <remarks>Formulas as in Triggs et al., "Bundle adjustment: a modern synthesis" (2000), and in the documentation of SciPy's <c>least_squares</c>.</remarks>
public enum RobustLoss
{
    /// <summary>ρ(z) = z: ordinary least squares.</summary>
    None,

    /// <summary>ρ(z) = z for z ≤ 1, 2√z − 1 beyond: squares for small residuals, magnitudes for large ones (Huber 1964).</summary>
    Huber,

    /// <summary>ρ(z) = 2 (√(1 + z) − 1): a smooth Huber loss.</summary>
    SoftL1,

    /// <summary>ρ(z) = ln(1 + z): outliers count little; there may be several local minima.</summary>
    Cauchy,

    /// <summary>ρ(z) = arctan z: no residual counts more than π/2; there may be several local minima.</summary>
    Arctan,
}

/// <summary>The losses' formulas.</summary>
internal static class RobustLosses
{
    /// <summary>ρ(z) and its first two derivatives.</summary>
    public static (double Value, double First, double Second) At(this RobustLoss loss, double z)
    {
        switch (loss)
        {
            case RobustLoss.Huber:
                double root = Math.Sqrt(z);
                return z <= 1 ? (z, 1, 0) : ((2 * root) - 1, 1 / root, -0.5 / (z * root));
            case RobustLoss.SoftL1:
                double t = 1 + z, sqrt = Math.Sqrt(t);
                return (2 * z / (sqrt + 1), 1 / sqrt, -0.5 / (t * sqrt));
            case RobustLoss.Cauchy:
                return (double.LogP1(z), 1 / (1 + z), -1 / ((1 + z) * (1 + z)));
            case RobustLoss.Arctan:
                double q = 1 + (z * z);
                return (Math.Atan(z), 1 / q, -2 * z / (q * q));
            default:
                return (z, 1, 0);
        }
    }
}
