using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Running sums and products along a dimension, one element after the other in index order.</summary>
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scan<T, TReducer>(scoped in Strided<T> x, int dimension, bool reversed, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
    {
        Shape shape = x.Shape;
        if (shape.ElementCount == 0) return;
        Copying.Copy(x, destination);
        int length = shape[dimension], outer = 1, run = 1;
        for (int d = 0; d < dimension; d++) outer *= shape[d];
        for (int d = dimension + 1; d < shape.Rank; d++) run *= shape[d];
        int first = reversed ? length - 1 : 0, step = reversed ? -run : run;
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
}
