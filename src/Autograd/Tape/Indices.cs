using System.Numerics;

namespace Autograd;

/// <summary>Whole numbers on a tape that choose elements: classes, rows of an embedding. They have no derivative.</summary>
/// <typeparam name="T">Element type of the tape.</typeparam>
public readonly struct Indices<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal Indices(Variable<T> node) => Node = node;

    /// <summary>The tape that holds them.</summary>
    public Tape<T> Tape => Node.Tape;

    /// <summary>Their lengths.</summary>
    public Shape Shape => Node.Shape;

    /// <summary>The indices in row-major order.</summary>
    public ReadOnlySpan<int> Values
    {
        get
        {
            ref Node<T> node = ref Tape.NodeOf(Node, "Values");
            return PinnedMemory.Span<int>(node.Address, node.Shape.ElementCount);
        }
    }

    internal Variable<T> Node { get; }

    /// <summary>Makes sure that every index is within a dimension.</summary>
    internal void Verify(string operation, Shape shape, int dimension)
    {
        ReadOnlySpan<int> values = Values;
        int length = shape[dimension];
        for (int i = 0; i < values.Length; i++)
        {
            if ((uint)values[i] >= (uint)length) throw Errors.IndexOutOfRange(operation, values[i], i, shape, dimension);
        }
    }
}
