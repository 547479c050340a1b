using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>The order of elements along a dimension: stable, and NaN comes after all numbers.</summary>
internal static class Ordering
{
    /// <summary>Up to so many of a row are found in one pass; for more, it is sorted whole.</summary>
    private const int Few = 32;

    /// <summary>
    /// Where the elements lie that come at places start to start + count − 1 in the order of their row; equal ones come in the order of their indices.
    /// </summary>
    /// <param name="x">The elements; any strides.</param>
    /// <param name="dimension">The dimension along which rows lie.</param>
    /// <param name="order">Which places, and in which order.</param>
    /// <param name="destination">Row-major: x's shape with count elements in the dimension.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Find<T>(scoped in Strided<T> x, int dimension, Order order, Span<int> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        Strides strides = x.Strides;
        int length = shape[dimension], run = 1;
        var walk = new DimensionWalk();
        for (int d = 0; d < shape.Rank; d++)
        {
            if (d != dimension) walk.Add(shape[d], strides[d], 0);
            if (d > dimension) run *= shape[d];
        }

        if (order.Count == 0 || walk.Count == 0) return;
        using SpanOwner<T> values = SpanOwner<T>.Allocate(2 * length);
        using SpanOwner<int> places = SpanOwner<int>.Allocate(2 * length);
        Span<T> row = values.Span[..length], keys = values.Span[length..];
        Span<int> items = places.Span[..length], ordered = places.Span[length..];
        nint step = strides[dimension];
        for (int i = 0; i < walk.Count; i++, walk.Next())
        {
            ref T from = ref Unsafe.Add(ref Unsafe.AsRef(in x.Origin), walk.First);
            int firstNaN = -1;
            for (int k = 0; k < row.Length; k++)
            {
                row[k] = Unsafe.Add(ref from, k * step);
                if (firstNaN < 0 && T.IsNaN(row[k])) firstNaN = k;
            }

            if (firstNaN >= 0 && order.NaNTakesAll) ordered.Fill(firstNaN);
            else if (firstNaN < 0 && order.Start + order.Count <= Math.Min(Few, length / 2)) SelectFirst(row, order, keys, items, ordered);
            else Sort(row, order.IsDescending, keys, items, ordered);
            int at = (i / run * order.Count * run) + (i % run);
            for (int k = 0; k < order.Count; k++, at += run) destination[at] = ordered[order.Start + k];
        }
    }

    /// <summary>All of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sort<T>(ReadOnlySpan<T> row, bool isDescending, Span<T> keys, Span<int> items, Span<int> ordered)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = 0;
        for (int k = 0; k < row.Length; k++)
        {
            if (T.IsNaN(row[k])) continue;
            keys[count] = isDescending ? -row[k] : row[k];
            items[count++] = k;
        }

        keys = keys[..count];
        items = items[..count];
        keys.Sort(items);
        for (int first = 0, end; first < count; first = end)
        {
            // The sort is not stable: equal ones are put into the order of their indices.
            for (end = first + 1; end < count && keys[end] == keys[first];) end++;
            if (end - first > 1) items[first..end].Sort();
        }

        int notNumbers = row.Length - count, place = isDescending ? 0 : count;
        items.CopyTo(ordered[(isDescending ? notNumbers : 0)..]);
        for (int k = 0; k < row.Length && notNumbers > 0; k++)
        {
            if (T.IsNaN(row[k])) ordered[place++] = k;
        }
    }

    /// <summary>The first few of a row without NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SelectFirst<T>(ReadOnlySpan<T> row, Order order, Span<T> keys, Span<int> items, Span<int> ordered)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int wanted = order.Start + order.Count, count = 0;
        for (int k = 0; k < row.Length; k++)
        {
            T key = order.IsDescending ? -row[k] : row[k];
            if (count == wanted && !(key < keys[count - 1])) continue;
            if (count < wanted) count++;
            int place = count - 1;
            for (; place > 0 && key < keys[place - 1]; place--)
            {
                keys[place] = keys[place - 1];
                items[place] = items[place - 1];
            }

            keys[place] = key;
            items[place] = k;
        }

        items[..count].CopyTo(ordered);
    }
}

/// <summary>Places in the order of a row.</summary>
/// <param name="Start">The first of them.</param>
/// <param name="Count">How many.</param>
/// <param name="IsDescending">Whether the largest comes first; NaN comes before it then.</param>
/// <param name="NaNTakesAll">Whether every place is that of the first NaN, if there is one.</param>
internal readonly record struct Order(int Start, int Count, bool IsDescending = false, bool NaNTakesAll = false);
