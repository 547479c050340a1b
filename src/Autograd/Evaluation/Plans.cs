using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// The plans of a recording, in the order in which it asked for them. A recording that repeats the one before asks for the same again, and finds
/// each by its turn: what was asked for, after how many nodes. The first that differs ends it; plans that are forgotten are made into others.
/// </summary>
internal sealed class Plans<T>(
    Program<T> program, Values<T> values, Arena<T> arena, Arena<T> planArena, Freshness<T> freshness, Executor<T> executor, bool isEager, ParallelLoop parallel,
    bool isTimed, bool isChecked, Budget<T>? budget, CancellationToken cancellation)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>So many elements, and so many a node, are worth a plan at once: what it saves is memory.</summary>
    private const long ManyElements = 1 << 16;
    private const long LargeNodes = 1 << 8;

    private readonly List<Plan<T>> _plans = [];
    private EmittedGroups<T>? _emitted;
    private Planner<T>? _planner;
    private int _known;
    private int _count;
    private int _asked;

    /// <summary>From which node on known views have been forgotten in this recording: none of them has been laid out since.</summary>
    private int _viewsForgotten = int.MaxValue;

    /// <summary>
    /// After so many nodes were run one by one, a read that is repeated is worth a plan. Making one takes as long as running thousands of small
    /// nodes, of which half is for compiling the planner: short programs, and those that never repeat, do without.
    /// </summary>
    public long ColdNodes { get; set; } = budget is null ? 1 << 16 : 0;

    /// <summary>The code of groups that are hot.</summary>
    public EmittedGroups<T> Emitted => _emitted ??= new EmittedGroups<T>();

    /// <summary>What makes them; neither it nor code is there before it is needed, since a short program should not wait for it.</summary>
    public Planner<T> Planner => _planner ??= new Planner<T>(program, values, planArena, isEager, isChecked);

    /// <summary>The plans that were run in this recording.</summary>
    public ReadOnlySpan<Plan<T>> Run => CollectionsMarshal.AsSpan(_plans)[.._count];

    /// <summary>All that are known.</summary>
    public ReadOnlySpan<Plan<T>> Known => CollectionsMarshal.AsSpan(_plans)[.._known];

    /// <summary>Makes plans as others are made, with the same code.</summary>
    public void Follow(Plans<T> other)
    {
        ColdNodes = other.ColdNodes;
        _emitted = other.Emitted;
        if (other._planner is not null) (Planner.FormsGroups, Planner.ShortestSum) = (other._planner.FormsGroups, other._planner.ShortestSum);
    }

    /// <summary>Evaluates a pending node, if it is known how.</summary>
    public bool TryRepeat(int target)
    {
        if (_count == _known) return false;
        Plan<T> plan = _plans[_count];
        if (plan.Target != target || plan.NodeCount != program.Count) return false;
        if (plan.IsCold)
        {
            if (plan.NodesRun >= ColdNodes) return false;
            RunCold(plan);
            return true;
        }

        if (plan.IsShrunk || plan.Known < program.Known || plan.Asked < _asked || (plan.IsFirst && !program.IsNew) || plan.IsStale(freshness)) return false;
        plan.Run(values, freshness, program.Generation, Emitted, parallel, cancellation);
        _count++;
        return true;
    }

    /// <summary>Evaluates a pending node, and what is to be held beside it.</summary>
    /// <param name="target">The node.</param>
    /// <param name="wanted">It and what is held.</param>
    public void Make(int target, ReadOnlySpan<int> wanted) => Make(target, wanted, wanted.Length, targets: 1, int.MaxValue);

    /// <summary>Updates parameters.</summary>
    /// <param name="last">The last of the assignments.</param>
    /// <param name="wanted">All of them, and what is held beside them.</param>
    /// <param name="updates">How many assignments there are.</param>
    /// <param name="updatesFrom">From which node on there is what only they need.</param>
    public void MakeUpdate(int last, ReadOnlySpan<int> wanted, int updates, int updatesFrom) => Make(last, wanted, updates, updates, updatesFrom);

    private void Make(int target, ReadOnlySpan<int> wanted, int asked, int targets, int updatesFrom)
    {
        foreach (int node in wanted[..asked])
        {
            if (values[node].IsAskedFor) continue;
            values[node].IsAskedFor = true;
            if (_count > 0 && node < _plans[_count - 1].NodeCount) _asked++;
        }

        bool isKnown = _count < _known && _plans[_count].Target == target && _plans[_count].NodeCount == program.Count;
        if (executor.MayMove) ForgetViews();
        Drop(_count);
        if (TryRelease(_count)) RetainMemory();
        if (_count == _plans.Count) _plans.Add(new Plan<T>(isTimed ? new StepTimes() : null));
        Plan<T> plan = _plans[_count];
        bool isHot = ColdNodes == 0 || (isKnown && (!plan.IsCold || plan.NodesRun >= ColdNodes));
        plan.Begin(target, targets, program, _asked);
        var (nodes, elements) = executor.Weigh(wanted);
        isHot |= elements >= ManyElements && elements / nodes >= LargeNodes;
        if (isHot && !executor.MayMove) ForgetViews();
        executor.MayMove |= isHot;
        if (!isHot || !TryPlan(plan, wanted, updatesFrom))
        {
            plan.StayCold(wanted, nodes);
            if (isChecked && updatesFrom < int.MaxValue) KeepOverwritten(plan, wanted[..targets]);
        }

        _known++;
        if (plan.IsCold)
        {
            RunCold(plan);
            return;
        }

        plan.Run(values, freshness, program.Generation, Emitted, parallel, cancellation);
        _count++;
    }

    private bool TryPlan(Plan<T> plan, ReadOnlySpan<int> wanted, int updatesFrom)
    {
        Planner.MakeDraft(plan, wanted, updatesFrom);
        if (budget is not null && budget.Fit(Planner, plan, wanted, updatesFrom, Run, freshness.AnyStale(program.Count)))
        {
            foreach (Plan<T> before in Run) before.Shrink();
            RetainMemory();
        }

        return Planner.TryMake(plan);
    }

    /// <summary>Makes room for the old values of what a cold plan updates.</summary>
    private void KeepOverwritten(Plan<T> plan, ReadOnlySpan<int> assignments)
    {
        long count = 0;
        foreach (int assignment in assignments) count += PinnedMemory.Rounded<T>(program[assignment].Shape.ElementCount);
        plan.Place(planArena, checked((int)count), askedCount: 0);
        nint kept = plan.Address;
        foreach (int assignment in assignments)
        {
            int length = program[assignment].Shape.ElementCount;
            plan.Elements.Overwritten.Add(values[program.OperandsOf(program[assignment])[0]].Address, kept, length);
            kept += (nint)PinnedMemory.Rounded<T>(length) * Unsafe.SizeOf<T>();
        }
    }

    private void RunCold(Plan<T> plan)
    {
        long start = plan.Times is null ? 0 : Stopwatch.GetTimestamp();
        OverwrittenMemory<T>? overwritten = isChecked ? plan.Elements.Overwritten : null;
        overwritten?.Begin();
        overwritten?.Keep(0, overwritten.Count);
        executor.Evaluate(freshness.AnyStale(program.Count) ? plan.Held.Items[..plan.Targets] : plan.Held.Items);
        overwritten?.Look(0, overwritten.Count);
        plan.Times?.Whole.Add(Stopwatch.GetTimestamp() - start);
        plan.NodesRun += plan.Nodes;
        _count++;
    }

    /// <summary>Takes back all memory but that of known nodes and plans.</summary>
    public void RetainMemory()
    {
        arena.Rewind();
        planArena.Rewind();
        for (int i = 0; i < program.Known; i++)
        {
            ref NodeValue value = ref values[i];
            int count = program[i].Shape.ElementCount;
            bool isOwner = program[i].Operation.Kind != OperationKind.View && value.Parameter < 0;
            if (isOwner && value.Address != 0)
            {
                arena.Retain(value.Address, count);
                planArena.Retain(value.Address, count);
            }

            if (value.Own != 0) arena.Retain(value.Own, count);
            if (values.CopyOf(in value) is not 0 and nint copy) arena.Retain(copy, count);
        }

        foreach (Plan<T> plan in Known) planArena.Retain(plan.Address, plan.ReservedCount);
    }

    /// <summary>Begins with the next recording, which may ask for all of them again.</summary>
    public void Restart() => (_count, _viewsForgotten) = (0, int.MaxValue);

    /// <summary>Takes back those that were run after more than <paramref name="nodeCount"/> nodes, with all values that they hold; they stay known.</summary>
    public void Rewind(int nodeCount)
    {
        _viewsForgotten = int.MaxValue;
        while (_count > 0 && _plans[_count - 1].NodeCount > nodeCount)
        {
            if (_plans[--_count].IsCold) continue;
            bool holdsEarlier = false;
            foreach (int node in _plans[_count].Held.Items)
            {
                values.Take(node, node + 1);
                holdsEarlier |= node < nodeCount;
            }

            if (holdsEarlier) values.TakeViews(nodeCount);
        }
    }

    /// <summary>Forgets those that were made after more than <paramref name="nodeCount"/> nodes.</summary>
    public void Forget(int nodeCount)
    {
        int kept = _known;
        while (kept > 0 && _plans[kept - 1].NodeCount > nodeCount) kept--;
        Drop(kept);
        _count = Math.Min(_count, _known);
        TryRelease(_known);
    }

    private void ForgetViews()
    {
        if (_viewsForgotten <= program.Count) return;
        values.ForgetViews(program.Count, program.Known);
        _viewsForgotten = program.Count;
    }

    /// <summary>Gives up the memory of those from one on.</summary>
    /// <returns>Whether they had any.</returns>
    private bool TryRelease(int first)
    {
        bool had = false;
        foreach (Plan<T> plan in CollectionsMarshal.AsSpan(_plans)[first..])
        {
            had |= plan.ReservedCount > 0;
            plan.Release();
        }

        return had;
    }

    /// <summary>Forgets those from one on, and where they hold values: others are made in their memory.</summary>
    private void Drop(int first)
    {
        while (_known > first)
        {
            foreach (int node in _plans[--_known].Held.Items)
            {
                if (node < program.Known && values.IsPending(node)) values.Unplace(node);
            }
        }
    }
}
