using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

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
    public Strided<T> this[int operand]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _program.ValueOf(in _program[_nodes[operand]]);
    }

    /// <summary>
    /// Whether an operand broadcasts to <paramref name="count"/> elements without any strides: it has as many itself and is contiguous
    /// (step 1), or it is one element (step 0).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsFlat(int operand, int count, out int step)
    {
        ref Node<T> node = ref _program[_nodes[operand]];
        int own = node.Shape.ElementCount;
        step = own == 1 ? 0 : 1;
        return own == 1 || (own == count && node.Strides < 0);
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
    public ReadOnlySpan<int> Indices(int operand)
    {
        ref Node<T> node = ref _program[_nodes[operand]];
        return PinnedMemory.Span<int>(node.Address, node.Shape.ElementCount);
    }
}
