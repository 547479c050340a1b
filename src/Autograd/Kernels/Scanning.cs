using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Running sums, products and linear recurrences along a dimension, one element after the other in index order.</summary>
internal static class Scanning
{
    /// <summary>y[k] = x[0] + … + x[k]; reversed, y[k] = x[n − 1] + … + x[k].</summary>
    /// <param name="x">The elements; any strides.</param>
    /// <param name="dimension">The dimension that is run along.</param>
    /// <param name="reversed">Whether to run from the last element to the first.</param>
    /// <param name="destination">Row-major, in x's shape; must not overlap x.</param>
    public static void CumulativeSum<T>(scoped in Strided<T> x, int dimension, bool reversed, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Scan<T, SumReducer<T>>(x, dimension, reversed, destination);

    /// <summary>y[k] = x[0] · … · x[k]; reversed, y[k] = x[n − 1] · … · x[k].</summary>
    /// <param name="x">The elements; any strides.</param>
    /// <param name="dimension">The dimension that is run along.</param>
    /// <param name="reversed">Whether to run from the last element to the first.</param>
    /// <param name="destination">Row-major, in x's shape; must not overlap x.</param>
    public static void CumulativeProduct<T>(scoped in Strided<T> x, int dimension, bool reversed, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Scan<T, ProductReducer<T>>(x, dimension, reversed, destination);

    /// <summary>
    /// y[k] = x[k] + a[k] · y[k − 1] from y[0] = x[0]; reversed, y[k] = x[k] + a[k + 1] · y[k + 1] from y[n − 1] = x[n − 1], which is the
    /// transpose. A y of 0 is carried on as 0, even by an infinite factor.
    /// </summary>
    /// <param name="x">What is added, row-major.</param>
    /// <param name="factors">a, row-major in x's shape; the first along the dimension is not read.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="dimension">The dimension that is run along.</param>
    /// <param name="reversed">Whether to run from the last element to the first.</param>
    /// <param name="destination">Row-major, in x's shape; must not overlap the operands.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Recur<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> factors, Shape shape, int dimension, bool reversed, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (shape.ElementCount == 0) return;
        Extents(shape, dimension, out int outer, out int run);
        int length = shape[dimension], step = reversed ? -run : run;
        for (int o = 0; o < outer; o++)
        {
            int at = ((o * length) + (reversed ? length - 1 : 0)) * run;
            x.Slice(at, run).CopyTo(destination[at..]);
            for (int k = 1; k < length; k++, at += step)
            {
                Span<T> next = destination.Slice(at + step, run);
                ReadOnlySpan<T> carried = destination.Slice(at, run), added = x.Slice(at + step, run), factor = factors.Slice(reversed ? at : at + step, run);
                for (int i = 0; i < next.Length; i++) next[i] = T.IsNegative(carried[i]) && carried[i] == T.Zero ? added[i] : added[i] + ((factor[i] * carried[i]) + T.Zero);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scan<T, TReducer>(scoped in Strided<T> x, int dimension, bool reversed, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
    {
        Shape shape = x.Shape;
        if (shape.ElementCount == 0) return;
        Copying.Copy(x, destination);
        Extents(shape, dimension, out int outer, out int run);
        int length = shape[dimension], first = reversed ? length - 1 : 0, step = reversed ? -run : run;
        for (int o = 0; o < outer; o++)
        {
            Span<T> block = destination.Slice(o * length * run, length * run);
            int at = first * run;
            if (run == 1)
            {
                T total = block[at];
                for (int k = 1; k < length; k++)
                {
                    at += step;
                    total = TReducer.Combine(total, block[at]);
                    block[at] = total;
                }

                continue;
            }

            for (int k = 1; k < length; k++, at += step)
            {
                Span<T> next = block.Slice(at + step, run);
                Vectors.Combine<T, TReducer>(next, block.Slice(at, run), next);
            }
        }
    }

    /// <summary>How many blocks lie before a dimension, and how many elements lie between neighbors along it.</summary>
    private static void Extents(Shape shape, int dimension, out int outer, out int run)
    {
        outer = run = 1;
        for (int d = 0; d < dimension; d++) outer *= shape[d];
        for (int d = dimension + 1; d < shape.Rank; d++) run *= shape[d];
    }
}
