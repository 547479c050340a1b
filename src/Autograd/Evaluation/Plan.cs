using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// How one read is answered: steps in order, all of them in one piece of memory that was placed for them. Made once, and run again as often as
/// recordings repeat what it was made for.
/// </summary>
/// <param name="times">Where its times are noted; null where nobody asks for them.</param>
internal sealed class Plan<T>(StepTimes? times = null)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Whether there is something in its lists but what is held. They are not there before they are needed: a short program should not wait for them.</summary>
    private bool _hasSteps;

    /// <summary>The node that was asked for.</summary>
    public int Target { get; private set; }

    /// <summary>How many nodes that was: one, or the assignments of an update, of which it is the last.</summary>
    public int Targets { get; private set; }

    /// <summary>How many nodes were recorded when it was asked for.</summary>
    public int NodeCount { get; private set; }

    /// <summary>How many nodes were known then: when more are, it is known better what is used later.</summary>
    public int Known { get; private set; }

    /// <summary>How many nodes had been asked for, by then, after they were taken away.</summary>
    public int Asked { get; private set; }

    /// <summary>Whether nothing was known then about what comes after.</summary>
    public bool IsFirst { get; private set; }

    /// <summary>Whether there are no steps yet: its nodes are run one by one until they were repeated often.</summary>
    public bool IsCold { get; private set; }

    /// <summary>Whether its memory was given to a later one, but for what was asked for.</summary>
    public bool IsShrunk { get; private set; }

    /// <summary>Of a cold plan, how many nodes were run by it.</summary>
    public long NodesRun { get; set; }

    /// <summary>Of a cold plan, how many nodes it runs.</summary>
    public int Nodes { get; private set; }

    /// <summary>The passes over memory, in order.</summary>
    public GrowingList<Step<T>> Steps => field ??= new();

    /// <summary>The operands of those steps that are not flat.</summary>
    public GrowingList<OperandView> Operands => field ??= new();

    /// <summary>What the groups among the steps compute.</summary>
    public ElementProgram<T> Elements => field ??= new();

    /// <summary>The nodes that the steps compute, step by step.</summary>
    public GrowingList<int> Members => field ??= new();

    /// <summary>Those of them that have the value of one that stands before them there, and take no time.</summary>
    public GrowingList<int> Same => field ??= new();

    /// <summary>The nodes whose values are held until the tape is reset; all others are taken away after their last use.</summary>
    public GrowingList<int> Held { get; } = new();

    /// <summary>The first step that updates a parameter; <see cref="int.MaxValue"/> for none. From there on it runs to its end.</summary>
    public int FirstUpdate { get; set; }

    /// <summary>The parameters whose values are read, which must not have been updated.</summary>
    public GrowingList<int> Parameters => field ??= new();

    /// <summary>How long its runs took; null where nobody asks for that.</summary>
    public StepTimes? Times => times;

    /// <summary>Its memory.</summary>
    public nint Address { get; private set; }

    /// <summary>How many elements of memory it takes, at most at a time.</summary>
    public int ElementCount { get; private set; }

    /// <summary>How many elements of memory are its own.</summary>
    public int ReservedCount { get; private set; }

    /// <summary>How many of these, the first, hold what was asked for.</summary>
    public int AskedCount { get; private set; }

    /// <summary>The bytes of what was asked for.</summary>
    public long AskedBytes => (long)AskedCount * Unsafe.SizeOf<T>();

    /// <summary>The memory that it takes, known before it runs.</summary>
    public long PeakBytes => (long)ElementCount * Unsafe.SizeOf<T>();

    /// <summary>Empties it, for another read.</summary>
    public void Begin(int target, int targets, Program<T> program, int asked)
    {
        Target = target;
        Targets = targets;
        NodeCount = program.Count;
        Known = program.Known;
        Asked = asked;
        IsFirst = program.IsNew;
        IsCold = false;
        IsShrunk = false;
        FirstUpdate = int.MaxValue;
        Held.Clear();
        if (_hasSteps) ClearSteps();
    }

    private void ClearSteps()
    {
        _hasSteps = false;
        Steps.Clear();
        Operands.Clear();
        Elements.Clear();
        Members.Clear();
        Same.Clear();
        Parameters.Clear();
    }

    /// <summary>Leaves it without steps for now.</summary>
    public void StayCold(ReadOnlySpan<int> wanted, int nodes)
    {
        foreach (int node in wanted) Held.Add() = node;
        IsCold = true;
        Nodes = nodes;
        NodesRun = 0;
        times?.Begin(0);
    }

    /// <summary>Takes the memory that it needs, unless what it had as an earlier plan is enough.</summary>
    public void Place(Arena<T> arena, int elementCount, int askedCount)
    {
        _hasSteps = true;
        ElementCount = elementCount;
        AskedCount = askedCount;
        if (elementCount <= ReservedCount) return;
        Address = arena.Allocate(elementCount);
        ReservedCount = elementCount;
    }

    /// <summary>Its memory is another's from now on.</summary>
    public void Release() => ReservedCount = 0;

    /// <summary>Only what was asked for is its own from now on: it cannot be run again.</summary>
    public void Shrink()
    {
        ReservedCount = Math.Min(ReservedCount, AskedCount);
        IsShrunk = true;
    }

    /// <summary>Whether a parameter was updated that it reads.</summary>
    public bool IsStale(Freshness<T> freshness)
    {
        foreach (int parameter in Parameters.Items)
        {
            if (freshness.IsStale(parameter)) return true;
        }

        return false;
    }

    /// <summary>Computes everything that is held.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(Values<T> values, Freshness<T> freshness, uint generation, EmittedGroups<T> emitted, ParallelLoop parallel, CancellationToken cancellation)
    {
        foreach (int parameter in Parameters.Items) freshness.ThrowIfStale(parameter);
        Elements.Overwritten.Begin();
        if (times is not null)
        {
            RunTimed(times, emitted, parallel, cancellation);
        }
        else
        {
            bool isCancellable = cancellation.CanBeCanceled;
            for (int k = 0; k < Steps.Count; k++)
            {
                if (isCancellable && k <= FirstUpdate) cancellation.ThrowIfCancellationRequested();
                Steps[k].Run(this, emitted, parallel);
            }
        }

        foreach (int node in Held.Items) values[node].Evaluated = generation;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunTimed(StepTimes times, EmittedGroups<T> emitted, ParallelLoop parallel, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp(), before = start;
        for (int k = 0; k < Steps.Count; k++)
        {
            if (k <= FirstUpdate) cancellation.ThrowIfCancellationRequested();
            Steps[k].Run(this, emitted, parallel);
            long now = Stopwatch.GetTimestamp();
            times[k].Add(now - before);
            before = now;
        }

        times.Whole.Add(before - start);
    }
}
