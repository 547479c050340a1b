using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>Running products and linear recurrences along a dimension, of each segment by itself, in index order. Callers validate the segments.</summary>
internal static class SegmentScanning
{
    /// <summary>The place before each in its segment, counted from 1; 0 for the first.</summary>
    /// <param name="segments">Each from 0 to the number of segments − 1.</param>
    /// <param name="count">The number of segments.</param>
    /// <param name="destination">As many as there are segments named.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Previous(ReadOnlySpan<int> segments, int count, Span<int> destination)
    {
        using SpanOwner<int> owner = SpanOwner<int>.Allocate(count, AllocationMode.Clear);
        Span<int> last = owner.Span;
        for (int k = 0; k < segments.Length; k++)
        {
            destination[k] = last[segments[k]];
            last[segments[k]] = k + 1;
        }
    }

    /// <summary>y[k] = the product of the x[j] with j ≤ k of the segment of k, multiplied in this order.</summary>
    /// <param name="x">The elements, row-major.</param>
    /// <param name="segments">For each place along the dimension its segment.</param>
    /// <param name="count">The number of segments.</param>
    /// <param name="shape">The shape of x.</param>
    /// <param name="dimension">The dimension that is run along.</param>
    /// <param name="destination">Row-major, in x's shape; must not overlap x.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Products<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> segments, int count, Shape shape, int dimension, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (shape.ElementCount == 0) return;
        Extents(shape, dimension, out int outer, out int run);
        int length = shape[dimension];
        using SpanOwner<int> owner = SpanOwner<int>.Allocate(length);
        Span<int> previous = owner.Span;
        Previous(segments, count, previous);
        for (int o = 0, at = 0; o < outer; o++)
        {
            int start = at;
            for (int k = 0; k < length; k++, at += run)
            {
                ReadOnlySpan<T> factor = x.Slice(at, run);
                Span<T> product = destination.Slice(at, run);
                if (previous[k] == 0)
                {
                    factor.CopyTo(product);
                    continue;
                }

                ReadOnlySpan<T> before = destination.Slice(start + ((previous[k] - 1) * run), run);
                for (int i = 0; i < product.Length; i++) product[i] = before[i] * factor[i];
            }
        }
    }

    /// <summary>
    /// y[k] = x[k] + a[k] · y[j] with the j before k in its segment, from y = x at the first; reversed, y[k] = x[k] + a[j] · y[j] with the j behind k, which
    /// is the transpose. A y of −0 is carried on as nothing, even by an infinite factor. Carried in double: off by rounding y alone, however long.
    /// </summary>
    /// <param name="x">What is added, row-major.</param>
    /// <param name="factors">a, row-major in x's shape; the first of a segment is not read.</param>
    /// <param name="segments">For each place along the dimension its segment.</param>
    /// <param name="count">The number of segments.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="dimension">The dimension that is run along.</param>
    /// <param name="reversed">Whether to run from the last element to the first.</param>
    /// <param name="destination">Row-major, in x's shape; must not overlap the operands.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Recur<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> factors, ReadOnlySpan<int> segments, int count, Shape shape, int dimension, bool reversed, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (shape.ElementCount == 0) return;
        Extents(shape, dimension, out int outer, out int run);
        int length = shape[dimension], block = length * run;
        using SpanOwner<double> owner = SpanOwner<double>.Allocate(checked(count * run));
        using SpanOwner<int> ends = SpanOwner<int>.Allocate(count);
        Span<double> carried = owner.Span;
        Span<int> last = ends.Span;
        for (int o = 0; o < outer; o++)
        {
            carried.Fill(double.NegativeZero);
            last.Fill(-1);
            for (int step = 0; step < length; step++)
            {
                int k = reversed ? length - 1 - step : step, segment = segments[k], at = (o * block) + (k * run);
                int from = reversed ? last[segment] : at;
                ReadOnlySpan<T> added = x.Slice(at, run);
                Span<T> result = destination.Slice(at, run);
                Span<double> before = carried.Slice(segment * run, run);
                for (int i = 0; i < result.Length; i++)
                {
                    double after = double.CreateTruncating(added[i]);
                    if (!IsNothing(before[i])) after += (double.CreateTruncating(factors[from + i]) * before[i]) + 0.0;
                    before[i] = after;

                    // What is rounded to 0 was there.
                    result[i] = IsNothing(after) ? T.NegativeZero : T.CreateTruncating(after) + T.Zero;
                }

                last[segment] = at;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsNothing(double value) => value == 0 && double.IsNegative(value);

    private static void Extents(Shape shape, int dimension, out int outer, out int run)
    {
        outer = run = 1;
        for (int d = 0; d < dimension; d++) outer *= shape[d];
        for (int d = dimension + 1; d < shape.Rank; d++) run *= shape[d];
    }
}
