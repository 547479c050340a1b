namespace Autograd;

/// <summary>Settings of a <see cref="DifferentialEquation{T}"/>.</summary>
public sealed record OdeOptions
{
    /// <summary>The default settings.</summary>
    public static OdeOptions Default { get; } = new();

    /// <summary>The method.</summary>
    public OdeMethod Method { get; init; } = OdeMethod.DormandPrince;

    /// <summary>How large a step's error may be in relation to the state, element by element; above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a finite number above 0.</exception>
    public double RelativeTolerance { get; init => field = Positive(value, "relative tolerance"); } = 1e-6;

    /// <summary>How large a step's error may be where the state is near 0; above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a finite number above 0.</exception>
    public double AbsoluteTolerance { get; init => field = Positive(value, "absolute tolerance"); } = 1e-9;

    /// <summary>The length of the first step, in time; null to have it chosen (E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I, II.4).</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a finite number above 0.</exception>
    public double? FirstStep { get; init => field = value is { } length ? Positive(length, "first step") : null; }

    /// <summary>The length that no step exceeds, in time; null for no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a finite number above 0.</exception>
    public double? LargestStep { get; init => field = value is { } length ? Positive(length, "largest step") : null; }

    /// <summary>
    /// Where given, steps have equal lengths, the greatest that divide each interval and are at most this; errors are not estimated and tolerances not used.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a finite number above 0.</exception>
    public double? FixedStep { get; init => field = value is { } length ? Positive(length, "fixed step") : null; }

    /// <summary>How many steps are tried at most, those included that were too large; 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaximumSteps { get; init => field = value >= 1 ? value : throw DifferentialEquationErrors.CountBelowOne("maximum of steps", value); } = 100_000;

    /// <summary>
    /// How many states the reverse pass keeps at a time. With c of them, n steps are each run again at most r times, for the least r with
    /// (c + r choose c) ≥ n (A. Griewank, A. Walther, Algorithm 799: revolve, 2000). Null takes the least for which that is twice: about √(2n).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? Checkpoints { get; init => field = value is null or >= 1 ? value : throw DifferentialEquationErrors.CountBelowOne("number of checkpoints", value.Value); }

    /// <summary>Is told of each step of a solution forward, tried or taken.</summary>
    public IProgress<OdeStep>? Progress { get; init; }

    /// <summary>Stops between two steps, forward or in reverse, with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Cancellation { get; init; }

    private static double Positive(double value, string what) =>
        double.IsFinite(value) && value > 0 ? value : throw DifferentialEquationErrors.NotPositive(what, value);
}
