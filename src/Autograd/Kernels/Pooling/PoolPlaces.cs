using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>Where the largest elements of windows lie, and elements put there and taken from there. All tensors are contiguous.</summary>
internal static class PoolPlaces
{
    /// <summary>places[window] = where the largest element lies in its channel: of equal ones the first, of NaN the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Find<T>(ReadOnlySpan<T> x, Shape shape, Shape result, PoolWindow depth, PoolWindow height, PoolWindow width, Span<int> places)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rank = shape.Rank, slices = rank > 4 ? shape[2] : 1, rows = rank > 3 ? shape[^2] : 1, columns = shape[^1], channel = slices * rows * columns, at = 0;
        nint deep = rank > 4 ? result[2] : 1, down = rank > 3 ? result[^2] : 1, across = result[^1];
        for (; !x.IsEmpty; x = x[channel..])
        {
            for (nint k = 0; k < deep; k++)
            {
                var (near, far) = depth.Bounds(k, slices);
                for (nint i = 0; i < down; i++)
                {
                    var (top, bottom) = height.Bounds(i, rows);
                    for (nint j = 0; j < across; j++)
                    {
                        var (left, right) = width.Bounds(j, columns);
                        int best = (int)((((near * rows) + top) * columns) + left);
                        T largest = x[best];
                        for (nint d = near; d < far; d += depth.Dilation)
                        {
                            for (nint h = top; h < bottom; h += height.Dilation)
                            {
                                int row = (int)(((d * rows) + h) * columns);
                                for (nint w = left; w < right; w += width.Dilation)
                                {
                                    T value = x[row + (int)w];
                                    if (value <= largest || T.IsNaN(largest)) continue;
                                    largest = value;
                                    best = row + (int)w;
                                }
                            }
                        }

                        places[at++] = best;
                    }
                }
            }
        }
    }

    /// <summary>destination[places[k]] = x[k], in each channel, one after the other; places that are fewer than x are used again.</summary>
    /// <param name="x">What is put, windows of each channel.</param>
    /// <param name="places">Where, in the channels.</param>
    /// <param name="length">The elements of a channel of the destination.</param>
    /// <param name="destination">Receives them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Put<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> places, int length, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int windows = (int)((long)x.Length * length / destination.Length);
        for (int at = 0; at < x.Length; at += windows, destination = destination[length..])
        {
            ReadOnlySpan<int> to = places.Slice(at % places.Length, windows);
            for (int k = 0; k < to.Length; k++) destination[to[k]] = x[at + k];
        }
    }

    /// <summary>The adjoint of <see cref="Put"/>: destination[k] = x[places[k]] if k is the last that names the place, else −0.</summary>
    /// <param name="x">What is taken from.</param>
    /// <param name="places">Where, in the channels.</param>
    /// <param name="length">The elements of a channel of x.</param>
    /// <param name="destination">Receives windows of each channel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Take<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> places, int length, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int windows = (int)((long)destination.Length * length / x.Length);
        using SpanOwner<int> owner = SpanOwner<int>.Allocate(length);
        Span<int> last = owner.Span;
        for (int at = 0; at < destination.Length; at += windows, x = x[length..])
        {
            ReadOnlySpan<int> from = places.Slice(at % places.Length, windows);
            for (int k = 0; k < from.Length; k++) last[from[k]] = k;
            for (int k = 0; k < from.Length; k++) destination[at + k] = last[from[k]] == k ? x[from[k]] : T.NegativeZero;
        }
    }
}
