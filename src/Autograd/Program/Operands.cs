using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Authoring;

/// <summary>The values of a node's operands, as its kernel reads them.</summary>
/// <typeparam name="T">Element type.</typeparam>
public readonly ref struct Operands<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Program<T> _program;
    private readonly ReadOnlySpan<int> _nodes;

    internal Operands(Program<T> program, ReadOnlySpan<int> nodes)
    {
        _program = program;
        _nodes = nodes;
    }

    /// <summary>The number of operands.</summary>
    public int Count => _nodes.Length;

    /// <summary>The threads that a kernel may use.</summary>
    internal ParallelLoop Parallel => _program.Parallel;

    /// <summary>The value of one operand where it lies; contiguous unless the operation accepts strides.</summary>
    /// <param name="operand">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such operand.</exception>
    public Strided<T> this[int operand]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (uint)operand < (uint)_nodes.Length ? _program.ValueOf(in _program[_nodes[operand]]) : throw Errors.OperandOutOfRange("Evaluate", operand, _nodes.Length);
    }

    /// <summary>
    /// Whether an operand broadcasts to <paramref name="count"/> elements without any strides: it has as many itself and is contiguous
    /// (step 1), or it is one element, or one shown everywhere (step 0).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsFlat(int operand, int count, out int step)
    {
        ref Node<T> node = ref _program[_nodes[operand]];
        int own = node.Shape.ElementCount;
        step = own == 1 || node.Strides >= 0 ? 0 : 1;
        return own == 1 || (own == count && (node.Strides < 0 || _program.ViewOf(in node).IsUniform));
    }

    /// <summary>
    /// Whether an operand repeats row by row when broadcast to another's shape: it is contiguous, and its lengths are the other's last ones.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsRow(int operand, int other, out int length)
    {
        ref Node<T> node = ref _program[_nodes[operand]];
        length = node.Shape.ElementCount;
        return node.Strides < 0 && node.Shape.IsEndOf(in _program[_nodes[other]].Shape);
    }

    /// <summary>Two operands seen under the shape that both broadcast to.</summary>
    internal void Broadcast(out Strided<T> a, out Strided<T> b)
    {
        a = this[0];
        b = this[1];
        Shape.TryBroadcast(in a.Shape, in b.Shape, out Shape shape);
        a = a.BroadcastTo(shape);
        b = b.BroadcastTo(shape);
    }

    /// <summary>Three operands seen under the shape that all broadcast to.</summary>
    internal void Broadcast(out Strided<T> a, out Strided<T> b, out Strided<T> c)
    {
        a = this[0];
        b = this[1];
        c = this[2];
        Shape.TryBroadcast(in a.Shape, in b.Shape, out Shape shape);
        Shape.TryBroadcast(in shape, in c.Shape, out shape);
        a = a.BroadcastTo(shape);
        b = b.BroadcastTo(shape);
        c = c.BroadcastTo(shape);
    }

    /// <summary>The first element of an operand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref readonly T Origin(int operand) => ref PinnedMemory.Reference<T>(_program[_nodes[operand]].Address);

    /// <summary>The elements of an operand that was recorded as indices, each verified to lie within a dimension.</summary>
    internal ReadOnlySpan<int> Indices(int operand, string operation, Shape shape, int dimension)
    {
        ReadOnlySpan<int> indices = Indices(operand);
        int length = shape[dimension];
        for (int i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)length) throw Errors.IndexOutOfRange(operation, indices[i], i, shape, dimension);
        }

        return indices;
    }

    /// <summary>The elements of an operand that was recorded as indices.</summary>
    /// <param name="operand">From 0.</param>
    /// <returns>The indices in row-major order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such operand.</exception>
    /// <exception cref="InvalidOperationException">The operation does not declare that this operand is indices.</exception>
    public ReadOnlySpan<int> Indices(int operand)
    {
        if ((uint)operand >= (uint)_nodes.Length) throw Errors.OperandOutOfRange("Evaluate", operand, _nodes.Length);
        ref Node<T> node = ref _program[_nodes[operand]];
        if (!node.Operation.GivesIndices) throw Errors.NotIndices("Evaluate", operand);
        return PinnedMemory.Span<int>(node.Address, node.Shape.ElementCount);
    }
}
