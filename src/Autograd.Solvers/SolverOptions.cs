namespace Autograd;

/// <summary>What all solvers can be told. Each family derives its own options, with tolerances, from it.</summary>
public abstract record SolverOptions
{
    /// <summary>How many iterations at most, 0 or more; unless given, each solver's own limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public int? MaxIterations
    {
        get;
        init => field = value is null or >= 0 ? value : throw SolverErrors.Negative("SolverOptions", "most iterations", value.Value, nameof(MaxIterations));
    }

    /// <summary>Is told of the start and of every iteration, on the thread that solves; <see cref="Progress{T}"/> hands it on to another.</summary>
    public IProgress<SolverProgress>? Progress { get; init; }

    /// <summary>Ends the work between two evaluations of the function, by an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>A tolerance as given, if it is one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    internal static double Tolerance(double value, string what, string parameter) =>
        double.IsFinite(value) && value >= 0 ? value : throw SolverErrors.Negative("SolverOptions", what, value, parameter);
}
