using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>
/// The order of elements along a dimension: stable, −0 the same as 0, and NaN after all numbers. Elements are compared as whole numbers of the same
/// order: their bits, turned round below 0.
/// </summary>
internal static class Ordering
{
    /// <summary>Up to so many of a row are found in one pass over it; for more, it is sorted whole.</summary>
    private const int Few = 32;

    /// <summary>Rows up to this length are sorted by insertion.</summary>
    private const int Short = 48;

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
        int length = shape[dimension], run = 1, end = order.Start + order.Count;
        var walk = new DimensionWalk();
        for (int d = 0; d < shape.Rank; d++)
        {
            if (d != dimension) walk.Add(shape[d], strides[d], 0);
            if (d > dimension) run *= shape[d];
        }

        if (order.Count == 0 || walk.Count == 0) return;
        using SpanOwner<ulong> values = SpanOwner<ulong>.Allocate(2 * length);
        using SpanOwner<int> places = SpanOwner<int>.Allocate(2 * length);
        Span<ulong> keys = values.Span[..length], otherKeys = values.Span[length..];
        Span<int> items = places.Span[..length], otherItems = places.Span[length..];
        nint step = strides[dimension];
        for (int i = 0; i < walk.Count; i++, walk.Next())
        {
            ref T from = ref Unsafe.Add(ref Unsafe.AsRef(in x.Origin), walk.First);
            int firstNaN = -1;
            for (int k = keys.Length - 1; k >= 0; k--)
            {
                T value = Unsafe.Add(ref from, k * step);
                if (T.IsNaN(value)) firstNaN = k;
                keys[k] = KeyOf(value, order.IsDescending);
            }

            if (firstNaN >= 0 && order.NaNTakesAll)
            {
                items.Fill(firstNaN);
            }
            else if (length <= Short || end <= Math.Min(Few, length / 2))
            {
                SelectFirst(keys, end, otherKeys, items);
            }
            else
            {
                for (int k = 0; k < items.Length; k++) items[k] = k;
                SortByDigits(keys, items, otherKeys, otherItems, Unsafe.SizeOf<T>());
            }

            int at = (i / run * order.Count * run) + (i % run);
            for (int k = order.Start; k < end; k++, at += run) destination[at] = items[k];
        }
    }

    /// <summary>A whole number that is as large among others as the element is; the largest of all for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong KeyOf<T>(T value, bool isDescending)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        value += T.Zero;
        ulong key;
        if (typeof(T) == typeof(float))
        {
            uint bits = Unsafe.BitCast<T, uint>(value);
            bits = T.IsNaN(value) ? uint.MaxValue : (int)bits < 0 ? ~bits : bits | 0x8000_0000;
            key = isDescending ? ~bits : bits;
        }
        else
        {
            ulong bits = Unsafe.BitCast<T, ulong>(value);
            bits = T.IsNaN(value) ? ulong.MaxValue : (long)bits < 0 ? ~bits : bits | 0x8000_0000_0000_0000;
            key = isDescending ? ~bits : bits;
        }

        return key;
    }

    /// <summary>Where the smallest keys lie, in order: each in turn is put among those that are known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SelectFirst(ReadOnlySpan<ulong> keys, int wanted, Span<ulong> known, Span<int> items)
    {
        int count = 0;
        for (int k = 0; k < keys.Length; k++)
        {
            ulong key = keys[k];
            if (count == wanted && key >= known[count - 1]) continue;
            if (count < wanted) count++;
            int place = count - 1;
            for (; place > 0 && key < known[place - 1]; place--)
            {
                known[place] = known[place - 1];
                items[place] = items[place - 1];
            }

            known[place] = key;
            items[place] = k;
        }
    }

    /// <summary>Sorts items by keys of so many bytes, byte by byte from the lowest: each pass keeps the order of the one before.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SortByDigits(Span<ulong> keys, Span<int> items, Span<ulong> otherKeys, Span<int> otherItems, int bytes)
    {
        Span<int> counts = stackalloc int[sizeof(ulong) * 256];
        counts.Clear();
        foreach (ulong key in keys)
        {
            for (int digit = 0; digit < bytes; digit++) counts[(digit << 8) + (int)(key >> (8 * digit) & 255)]++;
        }

        Span<ulong> fromKeys = keys, toKeys = otherKeys;
        Span<int> fromItems = items, toItems = otherItems;
        for (int digit = 0; digit < bytes; digit++)
        {
            Span<int> starts = counts.Slice(digit << 8, 256);
            if (starts[(int)(fromKeys[0] >> (8 * digit) & 255)] == keys.Length) continue;
            int sum = 0;
            foreach (ref int start in starts)
            {
                int count = start;
                start = sum;
                sum += count;
            }

            for (int k = 0; k < fromKeys.Length; k++)
            {
                ulong key = fromKeys[k];
                int place = starts[(int)(key >> (8 * digit) & 255)]++;
                toKeys[place] = key;
                toItems[place] = fromItems[k];
            }

            Span<ulong> swappedKeys = fromKeys;
            fromKeys = toKeys;
            toKeys = swappedKeys;
            Span<int> swappedItems = fromItems;
            fromItems = toItems;
            toItems = swappedItems;
        }

        if (fromItems != items) fromItems.CopyTo(items);
    }
}

/// <summary>Places in the order of a row.</summary>
/// <param name="Start">The first of them.</param>
/// <param name="Count">How many.</param>
/// <param name="IsDescending">Whether the largest comes first; NaN comes before it then.</param>
/// <param name="NaNTakesAll">Whether every place is that of the first NaN, if there is one.</param>
internal readonly record struct Order(int Start, int Count, bool IsDescending = false, bool NaNTakesAll = false);
