using System.Globalization;
using System.Numerics;

namespace Autograd;

/// <summary>Whole numbers on a tape that choose elements: classes, rows of an embedding, where the largest lie. They have no derivative.</summary>
/// <typeparam name="T">Element type of the tape.</typeparam>
public readonly struct Indices<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal Indices(Variable<T> node) => Node = node;

    /// <summary>The tape that holds them.</summary>
    public Tape<T> Tape => Node.Tape;

    /// <summary>Their lengths.</summary>
    public Shape Shape => Node.Shape;

    /// <summary>The indices in row-major order, evaluated where that has not happened yet. Valid until the tape is reset.</summary>
    /// <exception cref="InvalidOperationException">The tape was reset, or a parameter was updated since this was recorded.</exception>
    public ReadOnlySpan<int> Values
    {
        get
        {
            Tape.Read(Node);
            ReadOnlySpan<int> values = PinnedMemory.Span<int>(Tape.Values[Node.Index].Address, Shape.ElementCount);
            GC.KeepAlive(Tape);
            return values;
        }
    }

    /// <summary>The indices as text, evaluated where that has not happened yet; where that is not possible any more, what they are.</summary>
    /// <returns>Nested brackets, aligned and cut as those of a <see cref="Variable{T}"/>.</returns>
    public override string ToString()
    {
        if (Node.IsDefault) return "no indices";
        return Tape.TryRead(Node, out _) ? TensorText.Of(Values, Shape, "D", CultureInfo.InvariantCulture) : Tape.Describe(Node);
    }

    internal Variable<T> Node { get; }

    /// <summary>Makes sure that every index is within a dimension, but for one that stands for no element. Of indices that are not computed yet, the kernel that reads them does.</summary>
    internal void Verify(string operation, Shape shape, int dimension, int? except = null)
    {
        Tape.NodeOf(Node, "Values");
        if (Tape.Values.IsPending(Node.Index)) return;
        ReadOnlySpan<int> values = Values;
        int length = shape[dimension];
        for (int i = 0; i < values.Length; i++)
        {
            if ((uint)values[i] >= (uint)length && values[i] != except) throw Errors.IndexOutOfRange(operation, values[i], i, shape, dimension);
        }
    }
}
