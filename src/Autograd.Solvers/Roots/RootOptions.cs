namespace Autograd;

/// <summary>Settings of <see cref="Roots"/>.</summary>
public sealed record RootOptions : SolverOptions
{
    /// <summary>Stops where no |fᵢ(x)| is greater. 1e-10 unless given, for systems; 0 for functions of a number, which go on until x is known.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double? ResidualTolerance
    {
        get;
        init => field = value is { } tolerance ? Tolerance(tolerance, "residual tolerance", nameof(ResidualTolerance)) : null;
    }

    /// <summary>
    /// Stops where a full Newton step, or the bracket of a number, is shorter than this, relative to x. 1e-12 unless given, for systems; some units in the
    /// last place for functions of a number.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double? StepTolerance
    {
        get;
        init => field = value is { } tolerance ? Tolerance(tolerance, "step tolerance", nameof(StepTolerance)) : null;
    }

    /// <summary>The radius of Newton's first trust region, as a multiple of the start's length in the Jacobian's scale. 1 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a finite number above 0.</exception>
    public double InitialRadius
    {
        get;
        init => field = double.IsFinite(value) && value > 0 ? value : throw SolverErrors.NotPositive("RootOptions", "initial radius", value, nameof(InitialRadius));
    } = 1;
}
