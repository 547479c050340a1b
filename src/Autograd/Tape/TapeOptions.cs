namespace Autograd;

/// <summary>When an operation that is recorded is computed. The results are the same, bit for bit.</summary>
public enum Evaluation
{
    /// <summary>At once, so that values can be looked at anywhere.</summary>
    Eager,

    /// <summary>When a value that needs it is first read.</summary>
    Deferred,
}

/// <summary>Settings of a <see cref="Tape{T}"/>.</summary>
public sealed record TapeOptions
{
    /// <summary>The settings of a tape that is given none.</summary>
    public static TapeOptions Default { get; } = new();

    /// <summary>When recorded operations are computed; <see cref="Evaluation.Eager"/> unless set.</summary>
    public Evaluation Evaluation { get; init; } = Evaluation.Eager;

    /// <summary>
    /// Whether each node knows the file and line that recorded it, taken from the stack: for texts and pictures of a tape. Slow (tens of
    /// microseconds a node), so false unless set; where false, it costs nothing.
    /// </summary>
    public bool RecordCallSites { get; init; }
}
