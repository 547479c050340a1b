namespace Autograd;

/// <summary>Settings of <see cref="NonlinearLeastSquares"/>.</summary>
public sealed record LeastSquaresOptions : SolverOptions
{
    /// <summary>
    /// Stops where the residuals are orthogonal to each column of the Jacobian up to this: |Jⱼ·r| ≤ tolerance ‖Jⱼ‖ ‖r‖, for all parameters that a
    /// bound does not hold. 1e-10 unless given.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double GradientTolerance { get; init => field = Tolerance(value, "gradient tolerance", nameof(GradientTolerance)); } = 1e-10;

    /// <summary>Stops where a full Gauss-Newton step is shorter than this, relative to the parameters, each in its own scale. 1e-12 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double StepTolerance { get; init => field = Tolerance(value, "step tolerance", nameof(StepTolerance)); } = 1e-12;

    /// <summary>Stops where the sum of squares is predicted to fall by less than this, relative to itself, and does. 1e-15 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double ValueTolerance { get; init => field = Tolerance(value, "value tolerance", nameof(ValueTolerance)); } = 1e-15;

    /// <summary>The parameters' lower bounds, one for each; unless given, there are none. −∞ is none, too.</summary>
    public IReadOnlyList<double>? Lower { get; init; }

    /// <summary>The parameters' upper bounds, one for each; unless given, there are none. ∞ is none, too.</summary>
    public IReadOnlyList<double>? Upper { get; init; }

    /// <summary>How much a large residual counts; as its square unless given.</summary>
    public RobustLoss Loss { get; init; }

    /// <summary>The scale s of the robust loss: residuals well below it count as their squares. 1 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a finite number above 0.</exception>
    public double LossScale
    {
        get;
        init => field = double.IsFinite(value) && value > 0 ? value : throw SolverErrors.NotPositive("LeastSquaresOptions", "loss scale", value, nameof(LossScale));
    } = 1;

    /// <summary>The radius of the first trust region, as a multiple of the start's length in the Jacobian's scale. 1 unless given; smaller is more careful.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a finite number above 0.</exception>
    public double InitialRadius
    {
        get;
        init => field = double.IsFinite(value) && value > 0 ? value : throw SolverErrors.NotPositive("LeastSquaresOptions", "initial radius", value, nameof(InitialRadius));
    } = 1;
}
