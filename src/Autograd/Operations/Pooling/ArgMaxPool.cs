using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// Where the largest element of each window lies: its place among all elements of its channel, in row-major order; of equal ones the first, and the
/// first NaN before all. Indices have no derivative: cotangents stop here.
/// </summary>
/// <param name="Depth">The windows from slice to slice; of no effect without slices.</param>
/// <param name="Height">The windows down; of no effect with one dimension.</param>
/// <param name="Width">The windows across.</param>
internal readonly record struct ArgMaxPoolOperation<T>(PoolWindow Depth, PoolWindow Height, PoolWindow Width) : IKernelOperation<ArgMaxPoolOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "ArgMaxPool";

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    public static Notation NotationOf(ArgMaxPoolOperation<T> operation) =>
        Notation.Function("argmaxpool").WithAttributes([.. WindowText.Slices(operation.Depth), .. WindowText.Of(operation.Height, operation.Width)]).ConstantIn(0)
        .Explained("argmaxpool(X)", "where the largest element of each window of X lies");

    /// <inheritdoc/>
    public static int OperandCount => 1;

    static bool IKernelOperation<ArgMaxPoolOperation<T>, T>.GivesIndices => true;

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape x = operands[0];
        if (x.Rank is not (3 or 4 or 5)) throw ConvolutionErrors.PoolingRank(Name, x);
        nint depth = x.Rank > 4 ? Depth.Count(Name, "depth", x[2], x) : 1, height = x.Rank > 3 ? Height.Count(Name, "height", x[^2], x) : 1;
        nint width = Width.Count(Name, "width", x[^1], x);
        return x.Rank switch { 3 => [x[0], x[1], width], 4 => [x[0], x[1], height, width], _ => [x[0], x[1], depth, height, width] };
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Shape x = operands[0].Shape;
        PoolWindow depth = x.Rank > 4 ? Depth : PoolWindow.Single, height = x.Rank > 3 ? Height : PoolWindow.Single;
        PoolPlaces.Find(operands[0].Span, x, InferShape([x]), depth, height, Width, MemoryMarshal.Cast<T, int>(destination)[..destination.Length]);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// Where <c>MaxPool</c> finds the largest element of each window: its place among all elements of its channel in row-major order, as <c>MaxUnpool</c> takes
        /// it. Of equal ones the first, and the first NaN before all. The indices of PyTorch's <c>max_pool(…, return_indices=True)</c>.
        /// </summary>
        /// <param name="kernel">The length of a window, 1 or more.</param>
        /// <param name="stride">The distance from one window to the next, 1 or more; by default the length of a window.</param>
        /// <param name="padding">How far windows may reach beyond either end; from 0 to the kernel − 1.</param>
        /// <param name="dilation">The distance between the elements of a window, 1 or more.</param>
        /// <param name="ceiling">Whether elements that are left over at the end have a window of their own.</param>
        /// <returns>Indices with the lengths of what <c>MaxPool</c> gives. They have no derivative.</returns>
        /// <exception cref="ArgumentException">x has another rank or no elements to pool, or windows are longer than it with its padding.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The kernel, stride, padding or dilation is out of range.</exception>
        /// <example><code>
        /// var places = x.ArgMaxPool(2);
        /// var sparse = x.MaxPool(2).MaxUnpool(places, height, width);      // x where it is largest, 0 elsewhere
        /// </code></example>
        public Indices<T> ArgMaxPool(int kernel, int? stride = null, int padding = 0, int dilation = 1, bool ceiling = false)
        {
            PoolWindow window = PoolWindow.Of("ArgMaxPool", kernel, stride, padding, dilation, ceiling);
            return x.ArgMaxPool(window, window, window);
        }

        /// <summary>Where the largest elements of windows lie that differ in depth, height and width.</summary>
        /// <param name="depth">The windows from slice to slice; of no effect on [N, C, H, W] and [N, C, W].</param>
        /// <param name="height">The windows down; of no effect on [N, C, W].</param>
        /// <param name="width">The windows across.</param>
        /// <returns>Indices with the lengths of what <c>MaxPool</c> gives. They have no derivative.</returns>
        /// <exception cref="ArgumentException">x has another rank or no elements to pool, or windows are longer than it with its padding.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A kernel, stride, padding or dilation is out of range.</exception>
        public Indices<T> ArgMaxPool(PoolWindow depth, PoolWindow height, PoolWindow width) => new(x.Apply(new ArgMaxPoolOperation<T>(depth, height, width)));
    }
}
