using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>
/// One value for each window of a pooling, and the adjoints. A row of windows is reduced down first, all columns at once (in
/// <see cref="PoolingBand"/>), then across. All tensors are contiguous; the order of sums depends on the windows alone.
/// </summary>
internal static unsafe class Pooling
{
    /// <summary>y[window] = its largest element, NaN where there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Max<T>(in PoolGeometry geometry, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(in geometry, x.Length, y.Length);
        PoolWindow vertical = geometry.Vertical, horizontal = geometry.Horizontal;
        nint width = geometry.Width, height = geometry.Height, windows = geometry.OutputWidth;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(geometry.Width);
        fixed (T* xStart = x, yStart = y, largest = owner.Span)
        {
            if (PairPooling.Fits(in geometry))
            {
                PairPooling.Max(in geometry, xStart, yStart);
                return;
            }

            T* plane = xStart, to = yStart;
            for (nint p = 0; p < geometry.Planes; p++, plane += height * width)
            {
                for (nint i = 0; i < geometry.OutputHeight; i++)
                {
                    var (top, bottom) = vertical.Bounds(i, height);
                    PoolingBand.Max(plane + (top * width), bottom - top, width, largest);
                    for (nint j = 0; j < windows; j++)
                    {
                        var (left, right) = horizontal.Bounds(j, width);
                        T max = largest[left];
                        for (nint w = left + 1; w < right; w++) max = T.Max(max, largest[w]);
                        *to++ = max;
                    }
                }
            }
        }
    }

    /// <summary>y[window] = values[the window's largest element of x]: of equal ones the first, of NaN the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pick<T>(in PoolGeometry geometry, ReadOnlySpan<T> x, ReadOnlySpan<T> values, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(in geometry, x.Length, y.Length);
        Check(in geometry, values.Length, y.Length);
        PoolWindow vertical = geometry.Vertical, horizontal = geometry.Horizontal;
        nint width = geometry.Width, height = geometry.Height, windows = geometry.OutputWidth;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(2 * geometry.Width);
        fixed (T* xStart = x, valuesStart = values, yStart = y, largest = owner.Span)
        {
            T* plane = xStart, taken = valuesStart, to = yStart, rows = largest + width;
            for (nint p = 0; p < geometry.Planes; p++, plane += height * width, taken += height * width)
            {
                for (nint i = 0; i < geometry.OutputHeight; i++)
                {
                    var (top, bottom) = vertical.Bounds(i, height);
                    PoolingBand.Largest(plane + (top * width), bottom - top, width, largest, rows);
                    for (nint j = 0; j < windows; j++)
                    {
                        var (left, right) = horizontal.Bounds(j, width);
                        nint column = PoolingBand.Column(largest, rows, left, right);
                        *to++ = taken[(top * width) + PoolingBand.Offset(rows, column) + column];
                    }
                }
            }
        }
    }

    /// <summary>The adjoint of <see cref="Pick"/> in the values: each cotangent is added to the largest element of its window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Place<T>(in PoolGeometry geometry, ReadOnlySpan<T> x, ReadOnlySpan<T> cotangent, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(in geometry, x.Length, cotangent.Length);
        Check(in geometry, destination.Length, cotangent.Length);
        PoolWindow vertical = geometry.Vertical, horizontal = geometry.Horizontal;
        nint width = geometry.Width, height = geometry.Height, windows = geometry.OutputWidth;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(2 * geometry.Width);
        fixed (T* xStart = x, cotangentStart = cotangent, destinationStart = destination, largest = owner.Span)
        {
            if (PairPooling.Fits(in geometry))
            {
                PairPooling.Place(in geometry, xStart, cotangentStart, destinationStart);
                return;
            }

            destination.Fill(T.NegativeZero);
            T* plane = xStart, from = cotangentStart, to = destinationStart, rows = largest + width;
            for (nint p = 0; p < geometry.Planes; p++, plane += height * width, to += height * width)
            {
                for (nint i = 0; i < geometry.OutputHeight; i++)
                {
                    var (top, bottom) = vertical.Bounds(i, height);
                    PoolingBand.Largest(plane + (top * width), bottom - top, width, largest, rows);
                    for (nint j = 0; j < windows; j++)
                    {
                        var (left, right) = horizontal.Bounds(j, width);
                        nint column = PoolingBand.Column(largest, rows, left, right);
                        to[(top * width) + PoolingBand.Offset(rows, column) + column] += *from++;
                    }
                }
            }
        }
    }

    /// <summary>y[window] = the mean of its elements, or their sum over the length of the kernel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Average<T>(in PoolGeometry geometry, bool countsPadding, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(in geometry, x.Length, y.Length);
        PoolWindow vertical = geometry.Vertical, horizontal = geometry.Horizontal;
        nint width = geometry.Width, height = geometry.Height, windows = geometry.OutputWidth, known = 1;
        T divisor = T.One;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(PoolingBand.RowsOfSums(geometry.Height) * geometry.Width);
        fixed (T* xStart = x, yStart = y, sums = owner.Span)
        {
            T* plane = xStart, to = yStart;
            for (nint p = 0; p < geometry.Planes; p++, plane += height * width)
            {
                for (nint i = 0; i < geometry.OutputHeight; i++)
                {
                    var (top, bottom) = vertical.Bounds(i, height);
                    nint rows = vertical.Divisor(bottom - top, countsPadding);
                    PoolingBand.Sum(plane + (top * width), bottom - top, width, sums);
                    for (nint j = 0; j < windows; j++)
                    {
                        var (left, right) = horizontal.Bounds(j, width);
                        nint count = rows * horizontal.Divisor(right - left, countsPadding);
                        if (count != known) (known, divisor) = (count, T.CreateTruncating(count));
                        *to++ = PoolingBand.Sum(sums + left, right - left) / divisor;
                    }
                }
            }
        }
    }

    /// <summary>The adjoint of <see cref="Average"/>: each cotangent in equal parts to the elements of its window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Spread<T>(in PoolGeometry geometry, bool countsPadding, ReadOnlySpan<T> cotangent, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(in geometry, destination.Length, cotangent.Length);
        destination.Fill(T.NegativeZero);
        PoolWindow vertical = geometry.Vertical, horizontal = geometry.Horizontal;
        nint width = geometry.Width, height = geometry.Height, windows = geometry.OutputWidth, known = 1;
        T divisor = T.One;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(geometry.Width);
        fixed (T* cotangentStart = cotangent, destinationStart = destination, parts = owner.Span)
        {
            T* from = cotangentStart, to = destinationStart;
            for (nint p = 0; p < geometry.Planes; p++, to += height * width)
            {
                for (nint i = 0; i < geometry.OutputHeight; i++)
                {
                    var (top, bottom) = vertical.Bounds(i, height);
                    nint rows = vertical.Divisor(bottom - top, countsPadding);
                    owner.Span.Fill(T.NegativeZero);
                    for (nint j = 0; j < windows; j++)
                    {
                        var (left, right) = horizontal.Bounds(j, width);
                        nint count = rows * horizontal.Divisor(right - left, countsPadding);
                        if (count != known) (known, divisor) = (count, T.CreateTruncating(count));
                        T part = *from++ / divisor;
                        for (nint w = left; w < right; w++) parts[w] += part;
                    }

                    PoolingBand.AddToRows(parts, bottom - top, width, to + (top * width));
                }
            }
        }
    }

    /// <summary>Verifies that the memory is what the lengths say: from here on it is addressed by pointers.</summary>
    private static void Check(in PoolGeometry geometry, int x, int y)
    {
        long elements = (long)geometry.Planes * geometry.Height * geometry.Width, windows = (long)geometry.Planes * geometry.OutputHeight * geometry.OutputWidth;
        if (x != elements) throw Errors.ElementCount("Pooling", "x", x, elements);
        if (y != windows) throw Errors.ElementCount("Pooling", "y", y, windows);
    }
}
