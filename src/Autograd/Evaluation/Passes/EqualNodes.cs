using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Finds nodes that compute what an earlier one does, the same operation of the same operands: who reads them reads that one, and they take no step
/// of their own. Operations declared outside of the library are left alone, since they may count how often they are asked.
/// </summary>
internal sealed class EqualNodes
{
    /// <summary>An open-addressed table: a node's hash above, one more than its slot below; 0 where there is none.</summary>
    private ulong[] _table = [];

    /// <summary>Marks them.</summary>
    /// <param name="draft">With the nodes that are needed, and those marked that are held.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Find<T>(Draft<T> draft)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * draft.Nodes.Count) | 1);
        if (_table.Length < size) _table = new ulong[size];
        else Array.Clear(_table, 0, size);
        for (int slot = 0; slot < draft.Nodes.Count; slot++)
        {
            ref DraftNode own = ref draft.Nodes[slot];
            if (draft.IsTwice(own.Node) || !draft.Program[own.Node].Operation.IsPure) continue;
            uint hash = HashOf(draft, slot, out int place);
            for (place &= size - 1; _table[place] != 0; place = (place + 1) & (size - 1))
            {
                if (_table[place] >> 32 != hash || !AreEqual(draft, (int)(uint)_table[place] - 1, slot)) continue;
                Unite(draft, (int)(uint)_table[place] - 1, slot);
                break;
            }

            if (own.SameAs < 0) _table[place] = ((ulong)hash << 32) | (uint)(slot + 1);
        }
    }

    private static void Unite<T>(Draft<T> draft, int first, int slot)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref DraftNode own = ref draft.Nodes[slot];
        own.SameAs = first;
        own.NextSame = draft.Nodes[first].NextSame;
        draft.Nodes[first].NextSame = slot;
        draft.Nodes[first].IsHeld |= own.IsHeld;
        draft.ReadInstead(own.Node, first);
    }

    private static uint HashOf<T>(Draft<T> draft, int slot, out int place)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Node<T> node = draft.Program[draft.Nodes[slot].Node];
        uint hash = (uint)RuntimeHelpers.GetHashCode(node.Operation);
        foreach (int operand in draft.Program.OperandsOf(node)) hash = (BitOperations.RotateLeft(hash, 5) ^ (uint)Read(draft, slot, operand)) * 0x9E3779B1;
        place = (int)(hash >> 7);
        return hash;
    }

    private static bool AreEqual<T>(Draft<T> draft, int first, int second)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Node<T> one = draft.Program[draft.Nodes[first].Node], other = draft.Program[draft.Nodes[second].Node];
        if (one.Operation != other.Operation || one.OperandCount != other.OperandCount) return false;
        ReadOnlySpan<int> operands = draft.Program.OperandsOf(one), others = draft.Program.OperandsOf(other);
        for (int k = 0; k < operands.Length; k++)
        {
            if (Read(draft, first, operands[k]) != Read(draft, second, others[k])) return false;
        }

        return true;
    }

    /// <summary>The node that is read where an operand is: itself, or the first that is equal.</summary>
    private static int Read<T>(Draft<T> draft, int user, int operand)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        draft.IsNeeded(operand) ? draft.Nodes[draft.OperandSlot(user, operand)].Node : operand;
}
