using System.Numerics;

namespace Autograd;

/// <summary>
/// Lets the pass that computes elements add them up as well, block by block while they are in the first-level cache: what only its sum reads then never
/// lies in memory.
/// </summary>
internal static class GroupSums
{
    /// <summary>Whether a node is a sum that can be computed with its operand, which is element-wise and added up in no other way.</summary>
    public static bool TryJoin<T>(Draft<T> draft, int slot, int shortest)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Node<T> node = draft.Program[draft.Nodes[slot].Node];
        if (node.Operation.Summed is not { } summed || summed == Dimensions.None) return false;
        int operand = draft.Program.OperandsOf(node)[0];
        ref readonly Shape shape = ref draft.Program[operand].Shape;
        if (shape.ElementCount < shortest || !draft.IsNeeded(operand) || draft.Program[operand].Operation.Formula is null) return false;
        ref DraftNode source = ref draft.Nodes[draft.OperandSlot(slot, operand)];
        if (source.Summed != summed && (source.Summed != Dimensions.None || !SumBlocks.TryFind(in shape, summed, out _))) return false;
        source.Summed = summed;
        return true;
    }

    /// <summary>The blocks in which such a sum is computed.</summary>
    public static SumBlocks BlocksOf<T>(Draft<T> draft, in DraftNode own)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Node<T> node = draft.Program[own.Node];
        SumBlocks.TryFind(in draft.Program[draft.Program.OperandsOf(node)[0]].Shape, node.Operation.Summed!.Value, out SumBlocks blocks);
        return blocks;
    }

    /// <summary>Makes the sums part of their operands' groups.</summary>
    public static void Attach<T>(Draft<T> draft)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int slot = draft.Nodes.Count - 1; slot >= 0; slot--)
        {
            ref DraftNode own = ref draft.Nodes[slot];
            if (!own.IsGroupSum) continue;
            ref DraftNode source = ref draft.Nodes[draft.OperandSlot(slot, draft.Program.OperandsOf(draft.Program[own.Node])[0])];
            ref DraftGroup group = ref draft.Groups[source.Group];
            (own.Group, own.Position, own.NextInGroup) = (source.Group, group.Position, group.FirstSum);
            group.FirstSum = slot;
        }
    }
}
