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
        /// The largest elements of windows over the last dimension of [N, C, W], or the last two of [N, C, H, W] alike: a length of n gives
        /// ⌊(n + 2 padding − kernel) / stride⌋ + 1. Padding is never the largest, and NaN is if there is one.
        /// </summary>
        /// <param name="kernel">The length of a window, 1 or more.</param>
        /// <param name="stride">The distance from one window to the next, 1 or more; by default the length of a window.</param>
        /// <param name="padding">How far windows may reach beyond either end; from 0 to the kernel − 1.</param>
        /// <returns>A node of the same rank.</returns>
        /// <exception cref="ArgumentException">x has another rank or no elements to pool, or windows are longer than it with its padding.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The kernel, stride or padding is out of range.</exception>
        public Variable<T> MaxPool(int kernel, int? stride = null, int padding = 0)
        {
            var window = new PoolWindow(kernel > 0 ? kernel : throw ConvolutionErrors.TooSmall("MaxPool", "kernel", kernel, 1), stride ?? kernel, padding);
            return x.MaxPool(window, window);
        }

        /// <summary>The largest elements of windows that differ down and across.</summary>
        /// <param name="height">The windows down; of no effect with one dimension.</param>
        /// <param name="width">The windows across.</param>
        /// <returns>A node of the same rank.</returns>
        /// <exception cref="ArgumentException">x has another rank or no elements to pool, or windows are longer than it with its padding.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A kernel, stride or padding is out of range.</exception>
        public Variable<T> MaxPool(PoolWindow height, PoolWindow width) => x.Apply(new MaxPoolOperation<T>(height, width));
    }
}
