using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>
/// What a recording takes over from the one before. As long as it repeats that node by node, the nodes are there with their shapes and
/// their memory, and so is the adjoint program of each reverse walk: it depends on nothing else. The first node that differs ends it.
/// </content>
public sealed partial class Tape<T>
{
    private ReverseWalkRecord[] _walks;
    private int[] _walkArguments;
    private int[] _seeds = new int[4];
    private int _knownWalks;
    private int _walkCount;
    private int _walkRecordings;

    /// <summary>How often something happened that a reverse walk may come out different for, when it is asked again.</summary>
    private int _disturbances;
    private int _disturbancesBefore;

    /// <summary>Takes over a reverse walk of an earlier recording that began at the same node with the same arguments.</summary>
    internal bool TryRepeatWalk(ReadOnlySpan<Variable<T>> outputs, ReadOnlySpan<Variable<T>> cotangents, bool areGiven, int from, out int start, out int count)
    {
        (start, count) = (0, 0);
        if (_walkCount == _knownWalks || _callSites is not null) return false;
        ref ReverseWalkRecord walk = ref _walks[_walkCount];
        if (!walk.IsRepeatable || walk.IsUpdate || walk.FirstNode != Program.Count || walk.CotangentStart != _cotangentCount || walk.OutputCount != outputs.Length || walk.From != from) return false;
        ReadOnlySpan<int> arguments = _walkArguments.AsSpan(walk.ArgumentStart, 2 * outputs.Length);
        for (int k = 0; k < outputs.Length; k++)
        {
            if (arguments[2 * k] != outputs[k].Index || arguments[(2 * k) + 1] != SeedOf(cotangents[k], areGiven)) return false;
        }

        ForgetNames(ref walk);
        Program.RepeatUntil(walk.EndNode);
        _walkCount++;
        _cotangentCount += walk.CotangentCount;
        (start, count) = (walk.CotangentStart, walk.CotangentCount);
        return true;
    }

    /// <summary>
    /// Notes whose rule is asked. The library's own follow from the program alone; what somebody else's depends on cannot be known, so that a walk
    /// with one of them is recorded anew each time.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void EnterRule(DifferentiableOperation<T> operation)
    {
        if (operation.IsForeign) _disturbances++;
    }

    /// <summary>
    /// Keeps the cotangents of a reverse walk, which the next recording repeats unless its rules read values or brought in data: then the next one
    /// may come out different. Nor is a walk repeated inside a rule, or one with such a rule.
    /// </summary>
    internal (int Start, int Count) EndWalk(int firstNode, ReadOnlySpan<CotangentOfNode> taken, ReadOnlySpan<Variable<T>> outputs, ReadOnlySpan<Variable<T>> cotangents, bool areGiven, int from)
    {
        int start = Keep(taken), count = taken.Length;
        bool isRepeatable = _walkDepth == 1 && _disturbances == _disturbancesBefore;
        bool isAsBefore = _walkCount < _knownWalks && !_walks[_walkCount].IsUpdate && _walks[_walkCount].FirstNode == firstNode && _walks[_walkCount].EndNode == Program.Count
            && _walks[_walkCount].CotangentStart == start && _walks[_walkCount].CotangentCount == count && _walks[_walkCount].From == from;
        if (isAsBefore && !isRepeatable && !_walks[_walkCount].IsRepeatable)
        {
            _walks[_walkCount++].Recording = ++_walkRecordings;
            return (start, count);
        }

        if (_seeds.Length < 2 * outputs.Length) _seeds = new int[4 * outputs.Length];
        Span<int> arguments = _seeds.AsSpan(0, 2 * outputs.Length);
        for (int k = 0; k < outputs.Length; k++) (arguments[2 * k], arguments[(2 * k) + 1]) = (outputs[k].Index, SeedOf(cotangents[k], areGiven));
        AddRecord(
            new ReverseWalkRecord
            {
                FirstNode = firstNode, EndNode = Program.Count, CotangentStart = start, CotangentCount = count, OutputCount = outputs.Length, From = from,
                IsRepeatable = isRepeatable,
            },
            arguments);
        return (start, count);
    }

    /// <summary>Lists a walk or an update with its arguments, after those that this recording had so far; it forgets those of earlier ones.</summary>
    private void AddRecord(ReverseWalkRecord record, ReadOnlySpan<int> arguments)
    {
        ForgetWalks(_walkCount);
        record.ArgumentStart = _knownWalks == 0 ? 0 : _walks[_knownWalks - 1].ArgumentStart + _walks[_knownWalks - 1].ArgumentCount;
        record.ArgumentCount = arguments.Length;
        record.Recording = ++_walkRecordings;
        if (_knownWalks == _walks.Length) Array.Resize(ref _walks, 2 * _knownWalks);
        _walks[_knownWalks++] = record;
        if (_walkArguments.Length - record.ArgumentStart < arguments.Length) Array.Resize(ref _walkArguments, 2 * (record.ArgumentStart + arguments.Length));
        arguments.CopyTo(_walkArguments.AsSpan(record.ArgumentStart));
        _walkCount++;
    }

    /// <summary>A walk that is taken over has no names yet.</summary>
    private void ForgetNames(ref ReverseWalkRecord walk)
    {
        if (!walk.IsNamed) return;
        for (int i = walk.FirstNode; i < walk.EndNode; i++) Program.SetName(i, null);
        walk.IsNamed = false;
    }

    /// <summary>Gives a node a name, for this recording.</summary>
    internal void SetName(Variable<T> variable, string name)
    {
        Occupancy inside = Enter();
        try
        {
            NodeOf(variable, nameof(NamingExtensions.Named));
            Program.SetName(variable.Index, name);
            foreach (ref ReverseWalkRecord walk in _walks.AsSpan(0, _knownWalks))
            {
                if (variable.Index >= walk.FirstNode && variable.Index < walk.EndNode) walk.IsNamed = true;
            }
        }
        finally
        {
            inside.Leave();
        }
    }

    /// <summary>Takes back the nodes from <paramref name="count"/> on, and forgets those that no earlier recording had.</summary>
    internal void Truncate(int count)
    {
        if (count == Program.Count) return;
        bool areNew = Program.Count == Program.Known;
        Rewind(count);
        if (areNew) ForgetRest();
    }

    /// <summary>Takes back the nodes from <paramref name="count"/> on. They stay known: what is recorded next may repeat them with other values.</summary>
    internal void Rewind(int count)
    {
        Values.Take(count, Program.Count);
        Program.Truncate(count);
        _plans.Rewind(count);
        RewindUpcoming(count);
        while (_walkCount > 0 && _walks[_walkCount - 1].EndNode > count) _cotangentCount = _walks[--_walkCount].CotangentStart;
    }

    private int Append(Operation<T> operation, ReadOnlySpan<int> operands, in Shape shape, bool isDifferentiable)
    {
        if (Program.Count < Program.Known) ForgetRest();
        int node = Program.Append(operation, operands, in shape, isDifferentiable, isAdjoint: _walkDepth > 0);
        Values.Append(node);
        return node;
    }

    /// <summary>Forgets everything, and all other recordings.</summary>
    private void ForgetAll()
    {
        _others.Clear();
        ForgetRest();
    }

    /// <summary>Forgets what is known beyond the recorded nodes, and takes back its memory.</summary>
    private void ForgetRest()
    {
        int kept = Program.Count;
        Program.ForgetRest();
        Values.Forget(kept);
        _plans.Forget(kept);
        _freshness.Forget(kept);
        int walks = _knownWalks;
        while (walks > 0 && _walks[walks - 1].EndNode > kept) walks--;
        ForgetWalks(walks);
        if (kept == 0)
        {
            _arena.Reset();
            _recording.PlanArena.Reset();
            return;
        }

        _plans.RetainMemory();
        _arena.MergeRest();
        _recording.PlanArena.MergeRest();
    }

    private void ForgetWalks(int kept)
    {
        for (int k = kept; k < _knownWalks; k++) _walks[k].Owner = null;
        _knownWalks = kept;
        _walkCount = Math.Min(_walkCount, kept);
    }
}
