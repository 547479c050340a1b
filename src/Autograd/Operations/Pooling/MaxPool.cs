using System.Numerics;

namespace Autograd;

/// <summary>
/// The largest element of each window, NaN where there is one; padding is never taken. The VJP gives the cotangent to that element,
/// among equal ones to the first.
/// </summary>
/// <param name="Height">The windows down; of no effect with one dimension.</param>
/// <param name="Width">The windows across.</param>
internal readonly record struct MaxPoolOperation<T>(PoolWindow Height, PoolWindow Width) : IKernelOperation<MaxPoolOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "MaxPool";

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static Notation NotationOf(MaxPoolOperation<T> operation) =>
        Notation.Function("maxpool").WithAttributes(WindowText.Of(operation.Height, operation.Width)).Choosing()
        .Explained("maxpool(X)", "the largest element of each window of X");

    static bool IOperation<MaxPoolOperation<T>, T>.IsLiftedInParts => true;

    static Variable<T> IOperation<MaxPoolOperation<T>, T>.LiftInParts(MaxPoolOperation<T> operation, int count, ReadOnlySpan<Variable<T>> operands, uint lifted) =>
        ImageSlices.Pool(operation, count, operands, lifted);

    static IndexSets IKernelOperation<MaxPoolOperation<T>, T>.Depend(MaxPoolOperation<T> operation, in OperandSets operands) =>
        PoolSets.Windows(operands[0], new PoolGeometry(Name, operands[0].Shape, operation.Height, operation.Width));

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => new PoolGeometry(Name, operands[0], Height, Width).Result;

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        var geometry = new PoolGeometry(Name, operands[0].Shape, Height, Width);
        Pooling.Max(in geometry, operands[0].Span, destination);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context) =>
        context.Contribute(0, context[0].Apply(new MaxPoolPlaceOperation<T>(Height, Width), context.Cotangent));
}

/// <summary>
/// For each window the value at the place of the largest element of x. The adjoint of MaxPoolPlace, which is its VJP; x only chooses, and
/// has none.
/// </summary>
/// <param name="Height">The windows down; of no effect with one dimension.</param>
/// <param name="Width">The windows across.</param>
internal readonly record struct MaxPoolPickOperation<T>(PoolWindow Height, PoolWindow Width) : IKernelOperation<MaxPoolPickOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "MaxPoolPick";

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static Notation NotationOf(MaxPoolPickOperation<T> operation) =>
        Notation.Function("maxpick").WithAttributes(WindowText.Of(operation.Height, operation.Width)).LinearIn(1).ConstantIn(0)
        .Explained("maxpick(X, Y)", "for each window the element of Y where X has its largest");

    static bool IOperation<MaxPoolPickOperation<T>, T>.IsLiftedInParts => true;

    static Variable<T> IOperation<MaxPoolPickOperation<T>, T>.LiftInParts(MaxPoolPickOperation<T> operation, int count, ReadOnlySpan<Variable<T>> operands, uint lifted) =>
        ImageSlices.Pool(operation, count, operands, lifted);

    static IndexSets IKernelOperation<MaxPoolPickOperation<T>, T>.Depend(MaxPoolPickOperation<T> operation, in OperandSets operands) =>
        PoolSets.Windows(operands[1], new PoolGeometry(Name, operands[1].Shape, operation.Height, operation.Width));

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape x = operands[0], values = operands[1], result = new PoolGeometry(Name, x, Height, Width).Result;
        return values == x ? result : throw Errors.ShapesDiffer(Name, "x", x, "the values", values);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        var geometry = new PoolGeometry(Name, operands[0].Shape, Height, Width);
        Pooling.Pick(in geometry, operands[0].Span, operands[1].Span, destination);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        if (context.Needs(1)) context.Contribute(1, context[0].Apply(new MaxPoolPlaceOperation<T>(Height, Width), context.Cotangent));
    }
}

/// <summary>
/// A cotangent added, for each window, at the place of the largest element of x, onto zeros. The adjoint of MaxPool, and of MaxPoolPick in
/// the values. Its VJP picks there; x only chooses, and has none.
/// </summary>
/// <param name="Height">The windows down; of no effect with one dimension.</param>
/// <param name="Width">The windows across.</param>
internal readonly record struct MaxPoolPlaceOperation<T>(PoolWindow Height, PoolWindow Width) : IKernelOperation<MaxPoolPlaceOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "MaxPoolPlace";

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static Notation NotationOf(MaxPoolPlaceOperation<T> operation) =>
        Notation.Function("maxunpool").WithAttributes(WindowText.Of(operation.Height, operation.Width)).LinearIn(1).ConstantIn(0)
        .Explained("maxunpool(X, Y)", "zeros, with each element of Y where its window of X has the largest element");

    static bool IOperation<MaxPoolPlaceOperation<T>, T>.IsLiftedInParts => true;

    static Variable<T> IOperation<MaxPoolPlaceOperation<T>, T>.LiftInParts(MaxPoolPlaceOperation<T> operation, int count, ReadOnlySpan<Variable<T>> operands, uint lifted) =>
        ImageSlices.Pool(operation, count, operands, lifted);

    static IndexSets IKernelOperation<MaxPoolPlaceOperation<T>, T>.Depend(MaxPoolPlaceOperation<T> operation, in OperandSets operands) =>
        PoolSets.Elements(operands[1], operands.Shape, new PoolGeometry(Name, operands.Shape, operation.Height, operation.Width));

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape x = operands[0], cotangent = operands[1], expected = new PoolGeometry(Name, x, Height, Width).Result;
        return cotangent == expected ? x : throw Errors.ShapesDiffer(Name, "the cotangent", cotangent, "the place for it", expected);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        var geometry = new PoolGeometry(Name, operands[0].Shape, Height, Width);
        Pooling.Place(in geometry, operands[0].Span, operands[1].Span, destination);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        if (context.Needs(1)) context.Contribute(1, context[0].Apply(new MaxPoolPickOperation<T>(Height, Width), context.Cotangent));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The largest elements of windows over the last dimension of [N, C, W], the last two of [N, C, H, W], or the last three of [N, C, D, H, W] alike: a length
        /// of n gives ⌊(n + 2 padding − dilation (kernel − 1) − 1) / stride⌋ + 1. Padding is never the largest, and NaN is if there is one.
        /// </summary>
        /// <param name="kernel">The length of a window, 1 or more.</param>
        /// <param name="stride">The distance from one window to the next, 1 or more; by default the length of a window.</param>
        /// <param name="padding">How far windows may reach beyond either end; from 0 to the kernel − 1.</param>
        /// <param name="dilation">The distance between the elements of a window, 1 or more.</param>
        /// <param name="ceiling">Whether the division is rounded up: elements that are left over at the end have a window of their own.</param>
        /// <returns>A node of the same rank.</returns>
        /// <exception cref="ArgumentException">x has another rank or no elements to pool, or windows are longer than it with its padding.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The kernel, stride, padding or dilation is out of range.</exception>
        /// <example><code>
        /// var half = images.MaxPool(2);      // [N, C, H, W] to [N, C, H / 2, W / 2]
        /// </code></example>
        public Variable<T> MaxPool(int kernel, int? stride = null, int padding = 0, int dilation = 1, bool ceiling = false)
        {
            PoolWindow window = PoolWindow.Of("MaxPool", kernel, stride, padding, dilation, ceiling);
            return x.Rank == 5 ? x.MaxPool(window, window, window) : x.MaxPool(window, window);
        }

        /// <summary>The largest elements of windows that differ down and across.</summary>
        /// <param name="height">The windows down; of no effect with one dimension.</param>
        /// <param name="width">The windows across.</param>
        /// <returns>A node of the same rank.</returns>
        /// <exception cref="ArgumentException">x has another rank or no elements to pool, or windows are longer than it with its padding.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A kernel, stride, padding or dilation is out of range.</exception>
        public Variable<T> MaxPool(PoolWindow height, PoolWindow width) => x.Apply(new MaxPoolOperation<T>(height, width));

        /// <summary>The largest elements of windows over the last three dimensions of volumes [N, C, D, H, W]: those of each slice, then of these.</summary>
        /// <param name="depth">The windows from slice to slice.</param>
        /// <param name="height">The windows down.</param>
        /// <param name="width">The windows across.</param>
        /// <returns>A node of the same rank.</returns>
        /// <exception cref="ArgumentException">x has another rank or no elements to pool, or windows are longer than it with its padding.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A kernel, stride, padding or dilation is out of range.</exception>
        public Variable<T> MaxPool(PoolWindow depth, PoolWindow height, PoolWindow width)
        {
            Shape shape = x.Shape;
            if (shape.Rank != 5) throw ConvolutionErrors.PoolingRank("MaxPool", shape);
            using var attempt = new Attempt<T>(x.Tape);

            // Slice by slice first, so that of equal elements the first in row-major order is taken.
            Variable<T> slices = x.Flatten(1, 2).MaxPool(height, width);
            return attempt.Keep(slices.ToColumns(shape).MaxPool(depth, PoolWindow.Single).FromColumns(slices.Shape));
        }

        /// <summary>Pooled slices [N, C · D, oH, oW] with their elements in rows, [N, C, D, oH · oW], to be pooled from slice to slice.</summary>
        internal Variable<T> ToColumns(Shape volumes) => x.Reshape(volumes[0], volumes[1], volumes[2], (nint)x.Shape[2] * x.Shape[3]);

        /// <summary>[N, C, oD, oH · oW] as volumes [N, C, oD, oH, oW].</summary>
        internal Variable<T> FromColumns(Shape slices) => x.Reshape(x.Shape[0], x.Shape[1], x.Shape[2], slices[2], slices[3]);
    }
}
