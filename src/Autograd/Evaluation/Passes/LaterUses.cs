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

    /// <summary>Marks what is held.</summary>
    /// <param name="draft">With the nodes that are needed.</param>
    /// <param name="isEager">Whether nodes outside of reverse walks are evaluated as they are recorded.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Find<T>(Draft<T> draft, bool isEager)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Program<T> program = draft.Program;
        int first = int.MaxValue;
        foreach (ref DraftNode node in draft.Nodes.Items) first = Math.Min(first, node.Node);
        if (_used.Length < program.Known) _used = new bool[Math.Max(2 * _used.Length, program.Known)];
        Array.Clear(_used, first, program.Known - first);
        for (int i = program.Known - 1; i >= first; i--)
        {
            bool isAsked = _used[i] || draft.Values[i].IsAskedFor, isRecorded = i < program.Count;
            if (isRecorded && draft.IsNeeded(i))
            {
                bool isTwice = draft.IsTwice(i);
                if (!isTwice) draft.Nodes[draft.SlotOf(i, isAgain: false)].IsHeld |= isAsked;
                if (!isTwice || !_used[i]) continue;
            }
            else if (isRecorded ? !isAsked || !draft.Values.IsPending(i) : !isAsked && (!isEager || program[i].IsAdjoint)) continue;

            foreach (int operand in program.OperandsOf(program[i]))
            {
                if (operand >= first) _used[operand] = true;
            }
        }
    }
}
