namespace Autograd;

/// <summary>What every solver returns beside its solution: why it stopped, and what it took.</summary>
public abstract record SolverResult
{
    /// <summary>Why it stopped.</summary>
    public required StopReason Reason { get; init; }

    /// <summary>How many iterations it made.</summary>
    public required int Iterations { get; init; }

    /// <summary>How often the function was evaluated, with derivatives or without.</summary>
    public required int Evaluations { get; init; }

    /// <summary>Whether it found what it was asked for.</summary>
    public bool IsConverged => Reason.IsConverged;

    /// <summary>Makes sure that there is a solution.</summary>
    /// <exception cref="NotConvergedException">It stopped for another reason than having found one.</exception>
    public void ThrowIfNotConverged()
    {
        if (!IsConverged) throw SolverErrors.NotConverged(Solver, Reason, Iterations);
    }

    /// <summary>Which solver it was, for messages.</summary>
    internal abstract string Solver { get; }
}
