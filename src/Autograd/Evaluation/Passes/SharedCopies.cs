using System.Numerics;

namespace Autograd;

/// <summary>
/// Finds views that many kernels would each copy for themselves, as short products do with a weight that is used transposed, step after step of a sequence: one
/// copy is made for all of them.
/// </summary>
internal static class SharedCopies
{
    /// <summary>Marks them.</summary>
    /// <param name="draft">With the nodes that are needed.</param>
    /// <param name="leastCopiers">From how many kernels on.</param>
    /// <param name="shortest">From how many elements on.</param>
    public static void Find<T>(Draft<T> draft, int leastCopiers, int shortest)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Program<T> program = draft.Program;
        for (int slot = 0; slot < draft.Nodes.Count; slot++)
        {
            Node<T> node = program[draft.Nodes[slot].Node];
            if (draft.Nodes[slot].SameAs >= 0 || node.OperandCount != 2 || node.Operation.Kind != OperationKind.Kernel) continue;
            ReadOnlySpan<int> operands = program.OperandsOf(node);
            Node<T> second = program[operands[1]];
            if (second.Operation.Kind != OperationKind.View || !draft.IsNeeded(operands[1]) || second.Shape.ElementCount < shortest) continue;
            if (!node.Operation.CopiesTransposed(in program[operands[0]].Shape, in second.Shape)) continue;
            ref DraftNode own = ref draft.Nodes[draft.OperandSlot(slot, operands[1])];
            own.SharesCopy |= ++own.Copiers >= leastCopiers;
        }
    }
}
