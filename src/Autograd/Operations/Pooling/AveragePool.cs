using System.Numerics;

namespace Autograd;

/// <summary>The mean of each window. Linear; the VJP gives every element of a window an equal part of the cotangent.</summary>
/// <param name="Height">The windows down; of no effect with one dimension.</param>
/// <param name="Width">The windows across.</param>
/// <param name="CountIncludePadding">Whether padding counts as zeros, so that every sum is divided by the size of the kernel.</param>
internal readonly record struct AveragePoolOperation<T>(PoolWindow Height, PoolWindow Width, bool CountIncludePadding)
    : IKernelOperation<AveragePoolOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "AveragePool";

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static Notation NotationOf(AveragePoolOperation<T> operation) =>
        Notation.Function("avgpool").WithAttributes(WindowText.Of(operation.Height, operation.Width, operation.CountIncludePadding)).Linear()
        .Explained("avgpool(X)", "the mean of each window of X");

    static bool IOperation<AveragePoolOperation<T>, T>.IsLiftedInParts => true;

    static Variable<T> IOperation<AveragePoolOperation<T>, T>.LiftInParts(AveragePoolOperation<T> operation, int count, ReadOnlySpan<Variable<T>> operands, uint lifted) =>
        ImageSlices.Pool(operation, count, operands, lifted);

    static IndexSets IKernelOperation<AveragePoolOperation<T>, T>.Depend(AveragePoolOperation<T> operation, in OperandSets operands) =>
        PoolSets.Windows(operands[0], new PoolGeometry(Name, operands[0].Shape, operation.Height, operation.Width));

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => new PoolGeometry(Name, operands[0], Height, Width).Result;

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        var geometry = new PoolGeometry(Name, operands[0].Shape, Height, Width);
        Pooling.Average(in geometry, CountIncludePadding, operands[0].Span, destination);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Shape x = context[0].Shape;
        int height = x.Rank == 4 ? x[2] : 1;
        context.Contribute(0, context.Cotangent.Apply(new AveragePoolSpreadOperation<T>(Height, Width, CountIncludePadding, height, x[^1])));
    }
}

/// <summary>Each element in equal parts to the elements of its window, summed: the adjoint of AveragePool, which is its VJP.</summary>
/// <param name="Height">The windows down; of no effect with one dimension.</param>
/// <param name="Width">The windows across.</param>
/// <param name="CountIncludePadding">Whether parts are those of the whole kernel.</param>
/// <param name="InputHeight">The height of the result; 1 with one dimension.</param>
/// <param name="InputWidth">The width of the result.</param>
internal readonly record struct AveragePoolSpreadOperation<T>(
    PoolWindow Height, PoolWindow Width, bool CountIncludePadding, int InputHeight, int InputWidth) : IKernelOperation<AveragePoolSpreadOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "AveragePoolSpread";

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static Notation NotationOf(AveragePoolSpreadOperation<T> operation) => Notation.Function("avgunpool").WithAttributes(
        [.. WindowText.Of(operation.Height, operation.Width, operation.CountIncludePadding), .. WindowText.To(operation.Height, operation.Width, operation.InputHeight, operation.InputWidth)]).Linear()
        .Explained("avgunpool(Y)", "each element of Y in equal parts to the elements of its window");

    static bool IOperation<AveragePoolSpreadOperation<T>, T>.IsLiftedInParts => true;

    static Variable<T> IOperation<AveragePoolSpreadOperation<T>, T>.LiftInParts(AveragePoolSpreadOperation<T> operation, int count, ReadOnlySpan<Variable<T>> operands, uint lifted) =>
        ImageSlices.Pool(operation, count, operands, lifted);

    static IndexSets IKernelOperation<AveragePoolSpreadOperation<T>, T>.Depend(AveragePoolSpreadOperation<T> operation, in OperandSets operands) =>
        PoolSets.Elements(operands[0], operands.Shape, new PoolGeometry(Name, operands.Shape, operation.Height, operation.Width));

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape cotangent = operands[0], x = Input(cotangent), expected = new PoolGeometry(Name, x, Height, Width).Result;
        return cotangent == expected ? x : throw Errors.ShapesDiffer(Name, "the cotangent", cotangent, "the place for it", expected);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        var geometry = new PoolGeometry(Name, Input(operands[0].Shape), Height, Width);
        Pooling.Spread(in geometry, CountIncludePadding, operands[0].Span, destination);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context) =>
        context.Contribute(0, context.Cotangent.Apply(new AveragePoolOperation<T>(Height, Width, CountIncludePadding)));

    private Shape Input(Shape cotangent)
    {
        if (cotangent.Rank is not (3 or 4)) throw ConvolutionErrors.PoolingRank(Name, cotangent);
        return cotangent.Rank == 4 ? [cotangent[0], cotangent[1], InputHeight, InputWidth] : [cotangent[0], cotangent[1], InputWidth];
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The means of windows over the last dimension of [N, C, W], the last two of [N, C, H, W], or the last three of [N, C, D, H, W] alike: a length of n gives
        /// ⌊(n + 2 padding − kernel) / stride⌋ + 1. By default a mean is that of the elements alone, padding does not count.
        /// </summary>
        /// <param name="kernel">The length of a window, 1 or more.</param>
        /// <param name="stride">The distance from one window to the next, 1 or more; by default the length of a window.</param>
        /// <param name="padding">How far windows may reach beyond either end; from 0 to the kernel − 1.</param>
        /// <param name="countIncludePadding">Whether padding counts as zeros.</param>
        /// <param name="ceiling">Whether the division is rounded up: elements that are left over at the end have a window of their own. What it has beyond the padding never counts.</param>
        /// <returns>A node of the same rank.</returns>
        /// <exception cref="ArgumentException">x has another rank or no elements to pool, or windows are longer than it with its padding.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The kernel, stride or padding is out of range.</exception>
        /// <example><code>
        /// var smooth = signal.AveragePool(5, stride: 1, padding: 2);      // [N, C, W]: a moving average
        /// </code></example>
        public Variable<T> AveragePool(int kernel, int? stride = null, int padding = 0, bool countIncludePadding = false, bool ceiling = false)
        {
            PoolWindow window = PoolWindow.Of("AveragePool", kernel, stride, padding, 1, ceiling);
            return x.Rank == 5 ? x.AveragePool(window, window, window, countIncludePadding) : x.AveragePool(window, window, countIncludePadding);
        }

        /// <summary>The means of windows that differ down and across.</summary>
        /// <param name="height">The windows down; of no effect with one dimension.</param>
        /// <param name="width">The windows across.</param>
        /// <param name="countIncludePadding">Whether padding counts as zeros.</param>
        /// <returns>A node of the same rank.</returns>
        /// <exception cref="ArgumentException">x has another rank or no elements to pool, or windows are longer than it with its padding.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A kernel, stride, padding or dilation is out of range.</exception>
        public Variable<T> AveragePool(PoolWindow height, PoolWindow width, bool countIncludePadding = false) =>
            x.Apply(new AveragePoolOperation<T>(height, width, countIncludePadding));

        /// <summary>The means of windows over the last three dimensions of volumes [N, C, D, H, W]: those of each slice, then of these.</summary>
        /// <param name="depth">The windows from slice to slice.</param>
        /// <param name="height">The windows down.</param>
        /// <param name="width">The windows across.</param>
        /// <param name="countIncludePadding">Whether padding counts as zeros.</param>
        /// <returns>A node of the same rank.</returns>
        /// <exception cref="ArgumentException">x has another rank or no elements to pool, or windows are longer than it with its padding.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A kernel, stride, padding or dilation is out of range.</exception>
        public Variable<T> AveragePool(PoolWindow depth, PoolWindow height, PoolWindow width, bool countIncludePadding = false)
        {
            Shape shape = x.Shape;
            if (shape.Rank != 5) throw ConvolutionErrors.PoolingRank("AveragePool", shape);
            using var attempt = new Attempt<T>(x.Tape);
            Variable<T> slices = x.Flatten(1, 2).AveragePool(height, width, countIncludePadding);
            return attempt.Keep(slices.ToColumns(shape).AveragePool(depth, PoolWindow.Single, countIncludePadding).FromColumns(slices.Shape));
        }
    }
}
