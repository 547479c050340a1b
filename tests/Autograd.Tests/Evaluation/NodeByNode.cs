using System.Numerics;

namespace Autograd.Tests.Evaluation;

/// <summary>The values of all nodes of a recording, computed one by one without any plan: each is recorded again on an eager tape.</summary>
internal sealed class NodeByNode<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape<T> _tape = new();

    /// <summary>Computes the nodes of a recording, also those of reverse walks.</summary>
    public void Compute(Tape<T> recorded)
    {
        _tape.Reset();
        var operands = new Variable<T>[64];
        for (int i = 0; i < recorded.NodeCount; i++)
        {
            Node<T> node = recorded.Program[i];
            nint address = recorded.Values[i].Address;
            int count = node.Shape.ElementCount;
            if (node.Operation.GivesIndices && node.Operation.Kind == OperationKind.Leaf)
            {
                _tape.Indices(PinnedMemory.Span<int>(address, count), node.Shape);
            }
            else if (node.Operation.Kind == OperationKind.Leaf)
            {
                _tape.Variable(PinnedMemory.Span<T>(address, count), node.Shape, "x");
            }
            else
            {
                ReadOnlySpan<int> of = recorded.Program.OperandsOf(node);
                for (int k = 0; k < of.Length; k++) operands[k] = _tape.At(of[k]);
                _tape.Record(node.Operation, operands.AsSpan(0, of.Length));
            }
        }

        Assert.Equal(recorded.NodeCount, _tape.NodeCount);
        Assert.Equal(0, _tape.Plans.Known.Length);
    }

    /// <summary>The elements of a node.</summary>
    public ReadOnlySpan<T> this[int node] => _tape.At(node).Span;

    public void Dispose() => _tape.Dispose();
}
