using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Keeps the tape's memory within a budget: values that are held for later are taken away, and computed again where they are used, until a plan fits.
/// First those of element-wise operations; then all but what crosses a number of cuts, so that what lies between two cuts is computed again from there.
/// </summary>
internal sealed class Budget<T>(long bytes, Program<T> program, Values<T> values)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Elements = 1;
    private readonly GrowingList<Recomputable> _nodes = new();
    private readonly GrowingList<int> _held = new();
    private readonly GrowingList<int> _again = new();
    private uint _generation;
    private int[] _places = [];
    private int _candidates;

    /// <summary>
    /// How much is computed again: 0 nothing, 1 element-wise results, k what lies between cuts, of which there is one for k values that would be held. It is
    /// kept from recording to recording.
    /// </summary>
    private int _level;

    /// <summary>Drafts a plan that fits.</summary>
    /// <param name="planner">Makes it.</param>
    /// <param name="plan">The plan, which was begun.</param>
    /// <param name="wanted">What was asked for, and what is to be held beside it.</param>
    /// <param name="updatesFrom">From which node on there are updates.</param>
    /// <param name="before">The plans that were run in this recording.</param>
    /// <param name="isStale">Whether a parameter was updated since: then what they hold could not be computed again.</param>
    /// <returns>Whether the values of the plans before are taken away for that.</returns>
    /// <exception cref="InvalidOperationException">None does.</exception>
    public bool Fit(Planner<T> planner, Plan<T> plan, ReadOnlySpan<int> wanted, int updatesFrom, ReadOnlySpan<Plan<T>> before, bool isStale)
    {
        long used = UsedBytes(before), room = bytes - used, least = long.MaxValue;
        CollectHeld(planner.Draft);
        Collect(planner.Draft, isWhole: false);
        bool isUnknown = plan.IsFirst && _held.Count > 0;

        // What comes after the first read of a first recording will need memory, too.
        if (TryFit(planner, plan, wanted, updatesFrom, _level, isUnknown ? room / 2 : room, ref least)) return false;
        if (isUnknown && TryFit(planner, plan, wanted, updatesFrom, _level, room, ref least)) return false;
        least += used;
        if (!before.IsEmpty && !isStale)
        {
            TakeAway(before);
            long given = 0, fits = long.MaxValue;
            foreach (Plan<T> earlier in before) given += BytesOf(earlier) - earlier.AskedBytes;
            planner.MakeDraft(plan, wanted, updatesFrom);
            Collect(planner.Draft, isWhole: true);
            if (TryFit(planner, plan, wanted, updatesFrom, Elements, room + given, ref fits))
            {
                // The next recording should not hold what this one has to take away.
                _level = Next(_level);
                foreach (int node in _held.Items) values.Unplace(node);
                return _held.Count > 0;
            }

            least = Math.Min(least, fits + used - given);
            foreach (int node in _held.Items) values[node].Evaluated = program.Generation;
            foreach (int node in _again.Items) program.SetRecomputed(node, true);
        }

        throw Errors.MemoryBudget(bytes, least);
    }

    /// <summary>Tries one level after the other.</summary>
    private bool TryFit(Planner<T> planner, Plan<T> plan, ReadOnlySpan<int> wanted, int updatesFrom, int first, long room, ref long least)
    {
        for (int level = first; ; level = Next(level))
        {
            Apply(level);
            long needed = planner.MakeDraft(plan, wanted, updatesFrom);
            least = Math.Min(least, needed);
            if (needed <= room)
            {
                if (_candidates > 0) _level = level;
                Note();
                return true;
            }

            if (level > _candidates) break;
        }

        Apply(level: 0);
        return false;
    }

    /// <summary>Notes what this recording computes again.</summary>
    private void Note()
    {
        if (_generation != program.Generation) _again.Clear();
        _generation = program.Generation;
        foreach (ref Recomputable own in _nodes.Items)
        {
            if (program[own.Node].IsRecomputed) _again.Add() = own.Node;
        }
    }

    /// <summary>1, 2, 3, 4, 6, 8, 12, 16, …</summary>
    private static int Next(int level) => level < 4 ? level + 1 : BitOperations.IsPow2(level) ? level + (level / 2) : level / 3 * 4;

    /// <summary>Says of every node whether it is computed again.</summary>
    private void Apply(int level)
    {
        if (level > Elements) Cut(_candidates / level);
        foreach (ref Recomputable own in _nodes.Items)
        {
            bool isAgain = level switch
            {
                0 => false,
                Elements => program[own.Node].Operation.Kind is not OperationKind.Kernel,
                _ => !own.CrossesCut,
            };
            program.SetRecomputed(own.Node, isAgain);
            values[own.Node].IsKept = level > Elements && !isAgain;
        }
    }

    /// <summary>
    /// Lays cuts where few bytes cross them: each somewhere in its own part of the program, and parts hold about as many bytes each.
    /// </summary>
    private void Cut(int cuts)
    {
        long all = 0, before = 0, crossing = 0, fewest = long.MaxValue;
        foreach (ref Recomputable own in _nodes.Items)
        {
            own.Crosses = 0;
            own.CutsBefore = 0;
            own.IsCut = false;
            if (own.IsCandidate) all += own.Bytes;
        }

        for (int k = 0; k < _nodes.Count; k++)
        {
            ref Recomputable own = ref _nodes[k];
            own.Crosses += own.Bytes;
            if (own.LastUse > k) _nodes[own.LastUse].Crosses -= own.Bytes;
            else own.Crosses -= own.Bytes;
        }

        int best = -1, part = 0;
        for (int k = 0; k < _nodes.Count; k++)
        {
            ref Recomputable own = ref _nodes[k];
            crossing += own.Crosses;
            int now = cuts == 0 || all == 0 ? 0 : (int)(((before * (cuts + 1)) + (all / 2)) / all);
            if (now != part && best >= 0)
            {
                if (part > 0) _nodes[best].IsCut = true;
                (best, fewest) = (-1, long.MaxValue);
            }

            part = now;
            if (crossing < fewest && part > 0 && part <= cuts) (best, fewest) = (k, crossing);
            if (own.IsCandidate) before += own.Bytes;
        }

        if (best >= 0) _nodes[best].IsCut = true;
        int cutsBefore = 0;
        foreach (ref Recomputable own in _nodes.Items)
        {
            own.CutsBefore = cutsBefore;
            if (own.IsCut) cutsBefore++;
        }

        foreach (ref Recomputable own in _nodes.Items) own.CrossesCut = own.LastUse >= 0 && _nodes[own.LastUse].CutsBefore > own.CutsBefore;
    }

    /// <summary>Notes everything of a draft that can be computed again, and which of it reads which last.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="isWhole">Whether nothing is held of it yet, so that what kernels compute may be held.</param>
    private void Collect(Draft<T> draft, bool isWhole)
    {
        if (_places.Length < program.Known) _places = new int[2 * program.Known];
        Array.Fill(_places, -1, 0, program.Known);
        _nodes.Clear();
        foreach (ref DraftNode own in draft.Nodes.Items)
        {
            Node<T> node = program[own.Node];
            if (node.IsAdjoint || node.IsRecomputed || values[own.Node].IsAskedFor) continue;
            _places[own.Node] = _nodes.Count;
            bool isView = node.Operation.Kind == OperationKind.View;
            _nodes.Add() = new Recomputable { Node = own.Node, Bytes = isView ? 0 : (long)node.Shape.ElementCount * Unsafe.SizeOf<T>(), LastUse = -1 };
        }

        _candidates = 0;
        foreach (int node in _held.Items)
        {
            if (_places[node] >= 0) _nodes[_places[node]].IsCandidate = true;
        }

        foreach (ref Recomputable own in _nodes.Items)
        {
            own.IsCandidate |= isWhole && program[own.Node].Operation.Kind == OperationKind.Kernel;
            if (own.IsCandidate) _candidates++;
        }

        for (int k = _nodes.Count - 1; k >= 0; k--)
        {
            Node<T> node = program[_nodes[k].Node];
            int use = node.Operation.Kind == OperationKind.View ? Math.Max(k, _nodes[k].LastUse) : k;
            foreach (int operand in program.OperandsOf(node))
            {
                if (_places[operand] < 0) continue;
                ref Recomputable source = ref _nodes[_places[operand]];
                source.LastUse = Math.Max(source.LastUse, use);
            }
        }
    }

    /// <summary>Notes what a draft holds for later.</summary>
    private void CollectHeld(Draft<T> draft)
    {
        _held.Clear();
        foreach (ref DraftNode own in draft.Nodes.Items)
        {
            Node<T> node = program[own.Node];
            bool isValue = !node.IsAdjoint && !node.IsRecomputed && node.Operation.Kind != OperationKind.View;
            if (isValue && own.IsHeld && !values[own.Node].IsAskedFor) _held.Add() = own.Node;
        }
    }

    /// <summary>Takes away what plans before hold for later, and forgets what was computed again so far.</summary>
    private void TakeAway(ReadOnlySpan<Plan<T>> before)
    {
        _held.Clear();
        foreach (Plan<T> plan in before)
        {
            foreach (int node in plan.Held.Items)
            {
                if (plan.IsCold || values[node].IsAskedFor || values.IsPending(node) || program[node].Operation is Assignment<T>) continue;
                values[node].Evaluated = 0;
                _held.Add() = node;
            }
        }

        if (_generation != program.Generation) _again.Clear();
        foreach (int node in _again.Items) program.SetRecomputed(node, false);
    }

    /// <summary>The bytes of leaves, of nodes that were evaluated by themselves, and of plans.</summary>
    private long UsedBytes(ReadOnlySpan<Plan<T>> before)
    {
        long used = 0;
        for (int i = 0; i < program.Count; i++)
        {
            bool isOwn = values[i].Own != 0 || (program[i].Operation.Kind == OperationKind.Leaf && values[i].Parameter < 0);
            if (isOwn) used += (long)program[i].Shape.ElementCount * Unsafe.SizeOf<T>();
        }

        foreach (Plan<T> plan in before) used += BytesOf(plan);
        return used;
    }

    private static long BytesOf(Plan<T> plan) => plan.IsShrunk ? plan.AskedBytes : plan.PeakBytes;

    /// <summary>A node that can be computed again; which of them reads it last, and whether a cut lies between.</summary>
    private struct Recomputable
    {
        public int Node;
        public int LastUse;
        public long Bytes;
        public long Crosses;
        public int CutsBefore;
        public bool IsCandidate;
        public bool IsCut;
        public bool CrossesCut;
    }
}
