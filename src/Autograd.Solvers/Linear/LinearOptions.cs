namespace Autograd;

/// <summary>Settings of <see cref="LinearSolvers"/>.</summary>
public sealed record LinearOptions : SolverOptions
{
    /// <summary>Stops where ‖b − A x‖ ≤ tolerance ‖b‖, which is computed anew from x before it is believed. 1e-10 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double RelativeTolerance { get; init => field = Tolerance(value, "tolerance", nameof(RelativeTolerance)); } = 1e-10;

    /// <summary>
    /// A map near A⁻¹ that is cheap to apply; symmetric and positive definite for conjugate gradients and MINRES. None unless given.
    /// </summary>
    public LinearMap? Preconditioner { get; init; }

    /// <summary>Where to start, as many elements as unknowns; at 0 unless given.</summary>
    public IReadOnlyList<double>? Start { get; init; }

    /// <summary>After how many iterations GMRES starts anew; it keeps as many vectors. 30 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Restart
    {
        get;
        init => field = value >= 1 ? value : throw SolverErrors.NotPositive("LinearOptions", "number of iterations before a restart", value, nameof(Restart));
    } = 30;
}

/// <summary>What a linear solver found.</summary>
public sealed record LinearResult : SolverResult
{
    /// <summary>x.</summary>
    public required double[] X { get; init; }

    /// <summary>‖b − A x‖, computed from x.</summary>
    public required double ResidualNorm { get; init; }

    internal string Method { get; init; } = "LinearSolvers";

    internal override string Solver => Method;
}
