using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Authoring;

/// <summary>The values of a node's operands, as its kernel reads them.</summary>
/// <typeparam name="T">Element type.</typeparam>
public readonly ref struct Operands<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<OperandView> _views;

    internal Operands(ReadOnlySpan<OperandView> views, ParallelLoop parallel)
    {
        _views = views;
        Parallel = parallel;
    }

    /// <summary>The number of operands.</summary>
    public int Count => _views.Length;

    /// <summary>The threads that a kernel may use.</summary>
    internal ParallelLoop Parallel { get; }

    /// <summary>The value of one operand where it lies; contiguous unless the operation accepts strides.</summary>
    /// <param name="operand">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such operand.</exception>
    public Strided<T> this[int operand]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)operand >= (uint)_views.Length) throw Errors.OperandOutOfRange("Evaluate", operand, _views.Length);
            ref readonly OperandView view = ref _views[operand];
            return new(in PinnedMemory.Reference<T>(view.Address), in view.Shape, in view.Strides);
        }
    }

    /// <summary>
    /// Whether an operand broadcasts to <paramref name="count"/> elements without any strides: it has as many itself and is contiguous
    /// (step 1), or it is one element, or one shown everywhere (step 0).
    /// </summary>
    internal bool IsFlat(int operand, int count, out int step)
    {
        ref readonly OperandView view = ref _views[operand];
        int own = view.Shape.ElementCount;
        step = own == 1 || !view.IsContiguous ? 0 : 1;
        return own == 1 || (own == count && (view.IsContiguous || view.Strides == default));
    }

    /// <summary>
    /// Whether an operand repeats row by row when broadcast to another's shape: it is contiguous, and its lengths are the other's last ones.
    /// </summary>
    internal bool IsRow(int operand, int other, out int length)
    {
        ref readonly OperandView view = ref _views[operand];
        length = view.Shape.ElementCount;
        return view.IsContiguous && view.Shape.IsEndOf(in _views[other].Shape);
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
    internal ref readonly T Origin(int operand) => ref PinnedMemory.Reference<T>(_views[operand].Address);

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
        if ((uint)operand >= (uint)_views.Length) throw Errors.OperandOutOfRange("Evaluate", operand, _views.Length);
        ref readonly OperandView view = ref _views[operand];
        return view.IsIndices ? PinnedMemory.Span<int>(view.Address, view.Shape.ElementCount) : throw Errors.NotIndices("Evaluate", operand);
    }
}
