namespace Autograd;

/// <summary>When an operation that is recorded is computed. The results are the same, bit for bit.</summary>
public enum EvaluationMode
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

    /// <summary>When recorded operations are computed; <see cref="EvaluationMode.Eager"/> unless set.</summary>
    public EvaluationMode Evaluation { get; init; } = EvaluationMode.Eager;

    /// <summary>
    /// The most threads that compute an operation: the one that calls, and others that the tape owns, from its first large operation until
    /// it is disposed or forgotten. Results do not depend on it. 1 unless set, since only the program knows how many tapes it runs at
    /// once and what else needs its processors; <see cref="Environment.ProcessorCount"/> suits a program that runs one. There are never more
    /// threads than four for each processor, or eight where that is more, however high this is.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int MaxDegreeOfParallelism
    {
        get;
        init => field = value >= 1 ? value : throw Errors.DegreeOfParallelism(value);
    } = 1;

    /// <summary>
    /// Whether each node knows the file and line that recorded it, taken from the stack: for texts and pictures of a tape. Slow (tens of
    /// microseconds a node), so false unless set; where false, it costs nothing.
    /// </summary>
    public bool RecordCallSites { get; init; }

    /// <summary>
    /// Whether the time of each step of a plan is noted, for <c>PlansToText</c>; of what still runs node by node, the time of all of it. The clock is
    /// read once a step, some 40 ns, which is as long as a step over a few elements takes by itself. False unless set; where false, it costs nothing.
    /// </summary>
    public bool ProfileSteps { get; init; }

    /// <summary>
    /// Whether values that are asked for are looked at, and NaN and ±∞ refused by a <see cref="NonFiniteException"/>, which says where they were born as
    /// <c>FirstNonFinite</c> does. Looked at, in one pass each, is what is read as numbers (<c>Span</c>, <c>Value</c>, <c>Scalar</c>, <c>ToArray</c>), each time; and for each
    /// update of parameters, by an optimizer or by <c>Update</c>, what was differentiated and every value that a parameter is to take: where one is refused, all
    /// parameters have their old values. Not looked at are leaves, which are given from outside; what is written as text; and values in between that reach none of those, such as the −∞ of a mask
    /// before <c>Softmax</c> or the infinite slope of <c>Sqrt</c> in a branch that <c>Where</c> cut off: they are right. So it makes no difference whether a value is computed at
    /// once or later, by itself or within a group; where a result is not finite, everything that it is made of is computed again to find the place.
    /// False unless set; where false, it costs nothing. Where true, an update keeps the old values until all new ones were looked at, which takes as much memory as
    /// they do, and some hundredths of the time of a step; about a third where the update of many parameters is most of it.
    /// </summary>
    public bool CheckFinite
    {
        get => NonFinite is not null;
        init => NonFinite = value ? new NonFiniteReport(nameof(CheckFinite)) : null;
    }

    /// <summary>Says where a value that is not finite was born. There is none unless <see cref="CheckFinite"/> was set.</summary>
    internal NonFiniteReport? NonFinite { get; private init; }

    /// <summary>
    /// Whether <see cref="Tape{T}.Reset"/> overwrites all values of the recording that ends, with NaN, and indices with
    /// <see cref="int.MinValue"/>: a span that is kept past it then shows that, where it would go on to show the numbers of the next step.
    /// Parameters keep their values, and results are the same, bit for bit. For finding such a span; false unless set, since it costs a pass
    /// over the memory for each reset.
    /// </summary>
    public bool PoisonOnReset { get; init; }

    /// <summary>
    /// The most bytes that the tape's values may take: the leaves that were copied onto it, and what is computed. Parameters are not counted. Where that is
    /// too little, values are taken away and computed again where Backward needs them, until it fits: cheap ones first, for at most some forward passes more.
    /// The results are the same, bit for bit. Where nothing fits, the read that needs it throws <see cref="InvalidOperationException"/> before it runs, and
    /// names a budget that works. Asks for <see cref="EvaluationMode.Deferred"/>, since an eager tape holds what it was made to compute. No limit unless set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0.</exception>
    public long? MemoryBudget
    {
        get;
        init => field = value is null or > 0 ? value : throw Errors.BudgetTooSmall(value.Value);
    }

    /// <summary>
    /// Ends computing early: once it is cancelled, a call that has anything to compute throws <see cref="OperationCanceledException"/>, and
    /// leaves no node behind. It is asked before each pass over memory; one that has begun comes to its end. What was computed before can be read
    /// and the tape be reset, but since a token stays cancelled, to compute more takes another tape. None unless set, which costs nothing.
    /// </summary>
    public CancellationToken Cancellation { get; init; }
}
