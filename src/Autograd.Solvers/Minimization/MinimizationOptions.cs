namespace Autograd;

/// <summary>How Newton's method is kept from steps that are too long or lead up.</summary>
public enum NewtonStrategy
{
    /// <summary>The quadratic model is minimized exactly within a radius, also where it has no minimum of its own: leaves saddles.</summary>
    TrustRegion,

    /// <summary>Curvatures are taken positive, and the step's length is searched for.</summary>
    LineSearch,
}

/// <summary>Settings of <see cref="Minimization"/>.</summary>
public sealed record MinimizationOptions : SolverOptions
{
    /// <summary>Stops where no |∂f/∂xᵢ| is greater. 1e-8 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double GradientTolerance { get; init => field = Tolerance(value, "gradient tolerance", nameof(GradientTolerance)); } = 1e-8;

    /// <summary>Stops after a step that lowered f by less than this, relative to |f|. Never, by 0, unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double ValueTolerance { get; init => field = Tolerance(value, "value tolerance", nameof(ValueTolerance)); }

    /// <summary>Stops after a step that was shorter than this, relative to ‖x‖. Never, by 0, unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double StepTolerance { get; init => field = Tolerance(value, "step tolerance", nameof(StepTolerance)); }

    /// <summary>How many steps L-BFGS remembers, 1 or more; 10 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int History
    {
        get;
        init => field = value >= 1 ? value : throw SolverErrors.NotPositive("MinimizationOptions", "number of steps to remember", value, nameof(History));
    } = 10;

    /// <summary>The radius of the first trust region, in the units of x. 1 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a finite number above 0.</exception>
    public double InitialRadius
    {
        get;
        init => field = double.IsFinite(value) && value > 0 ? value : throw SolverErrors.NotPositive("MinimizationOptions", "initial radius", value, nameof(InitialRadius));
    } = 1;

    /// <summary>How <see cref="Minimization.Newton"/> is kept from going astray; by a trust region unless given.</summary>
    public NewtonStrategy Strategy { get; init; }
}

/// <summary>What a minimization found.</summary>
public sealed record MinimizationResult : SolverResult
{
    /// <summary>x.</summary>
    public required double[] X { get; init; }

    /// <summary>f(x).</summary>
    public required double Value { get; init; }

    /// <summary>∂f/∂x.</summary>
    public required double[] Gradient { get; init; }

    internal override string Solver => "Minimization";
}
