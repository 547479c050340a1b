using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// What is known to be used after the plan has run is held: what an earlier recording, which this one repeats so far, went on to compute from it
/// or read. Everything else is taken away, and computed again should it be asked for after all.
/// </summary>
internal sealed class LaterUses
{
    private bool[] _used = [];

    /// <summary>For each node the last known one that reads it and is going to be computed; 0 for none. Found once for all plans of a recording.</summary>
    private int[] _lastUsers = [];
    private uint _generation;
    private int _known;
    private int _recorded;

    /// <summary>Marks what is held.</summary>
    /// <param name="draft">With the nodes that are needed.</param>
    /// <param name="isEager">Whether nodes outside of reverse walks are evaluated as they are recorded.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Find<T>(Draft<T> draft, bool isEager)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Program<T> program = draft.Program;
        int first = int.MaxValue, count = program.Count;
        foreach (ref DraftNode node in draft.Nodes.Items) first = Math.Min(first, node.Node);
        bool isMoreKnown = count < program.Known;
        if (isMoreKnown && (_generation != program.Generation || _known != program.Known || count < _recorded)) FindLastUsers(draft, isEager);
        if (_used.Length < count) _used = new bool[Math.Max(2 * _used.Length, count)];
        Array.Clear(_used, first, count - first);
        for (int i = count - 1; i >= first; i--)
        {
            bool isUsed = _used[i] || (isMoreKnown && _lastUsers[i] >= count), isAsked = isUsed || draft.Values[i].IsAskedFor;
            if (draft.IsNeeded(i))
            {
                bool isTwice = draft.IsTwice(i);
                if (!isTwice) draft.Nodes[draft.SlotOf(i, isAgain: false)].IsHeld |= isAsked;
                if (!isTwice || !isUsed) continue;
            }
            else if (!isAsked || !draft.Values.IsPending(i)) continue;

            foreach (int operand in program.OperandsOf(program[i]))
            {
                if (operand >= first) _used[operand] = true;
            }
        }
    }

    private void FindLastUsers<T>(Draft<T> draft, bool isEager)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Program<T> program = draft.Program;
        _generation = program.Generation;
        _known = program.Known;
        _recorded = program.Count;
        if (_lastUsers.Length < _known) _lastUsers = new int[Math.Max(2 * _lastUsers.Length, _known)];
        else Array.Clear(_lastUsers, 0, _known);
        for (int i = _known - 1; i >= _recorded; i--)
        {
            bool isComputed = _lastUsers[i] > 0 || draft.Values[i].IsAskedFor || (isEager && !program[i].IsAdjoint);
            if (!isComputed) continue;
            foreach (int operand in program.OperandsOf(program[i]))
            {
                if (_lastUsers[operand] == 0) _lastUsers[operand] = i;
            }
        }
    }
}
