using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>
/// One value for each window of a pooling, and the adjoints. A row of windows is reduced down first, all columns at once (in
/// <see cref="PoolingBand"/>), then across. All tensors are contiguous; the order of sums depends on the windows alone.
/// Where many windows share an element, the sums over them are compensated.
/// </summary>
internal static unsafe class Pooling
{
    /// <summary>y[window] = its largest element, NaN where there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Max<T>(in PoolGeometry geometry, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(in geometry, x.Length, y.Length);
        if (y.IsEmpty) return;
        PoolWindow vertical = geometry.Vertical, horizontal = geometry.Horizontal;
        nint width = geometry.Width, height = geometry.Height, windows = geometry.OutputWidth, down = vertical.Dilation * width, step = horizontal.Dilation;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(geometry.Width);
        fixed (T* xStart = x, yStart = y, largest = owner.Span)
        {
            if (TwoByTwoPooling.Fits(in geometry))
            {
                TwoByTwoPooling.Max(in geometry, xStart, yStart);
                return;
            }

            T* plane = xStart, to = yStart;
            for (nint p = 0; p < geometry.Planes; p++, plane += height * width)
            {
                for (nint i = 0; i < geometry.OutputHeight; i++)
                {
                    var (top, bottom) = vertical.Bounds(i, height);
                    PoolingBand.Max(plane + (top * width), vertical.CountElements(top, bottom), width, down, largest);
                    for (nint j = 0; j < windows; j++)
                    {
                        var (left, right) = horizontal.Bounds(j, width);
                        T max = largest[left];
                        for (nint w = left + step; w < right; w += step) max = T.Max(max, largest[w]);
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
        if (y.IsEmpty) return;
        PoolWindow vertical = geometry.Vertical, horizontal = geometry.Horizontal;
        nint width = geometry.Width, height = geometry.Height, windows = geometry.OutputWidth, down = vertical.Dilation * width, step = horizontal.Dilation;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(2 * geometry.Width);
        fixed (T* xStart = x, valuesStart = values, yStart = y, largest = owner.Span)
        {
            T* plane = xStart, taken = valuesStart, to = yStart, rows = largest + width;
            for (nint p = 0; p < geometry.Planes; p++, plane += height * width, taken += height * width)
            {
                for (nint i = 0; i < geometry.OutputHeight; i++)
                {
                    var (top, bottom) = vertical.Bounds(i, height);
                    PoolingBand.Largest(plane + (top * width), vertical.CountElements(top, bottom), width, down, largest, rows);
                    for (nint j = 0; j < windows; j++)
                    {
                        var (left, right) = horizontal.Bounds(j, width);
                        nint column = PoolingBand.Column(largest, rows, left, right, step);
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
        if (cotangent.IsEmpty) return;
        PoolWindow vertical = geometry.Vertical, horizontal = geometry.Horizontal;
        nint width = geometry.Width, height = geometry.Height, windows = geometry.OutputWidth, down = vertical.Dilation * width, step = horizontal.Dilation;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(2 * geometry.Width), excessOwner = SpanOwner<T>.Allocate(geometry.IsLong ? destination.Length : 0);
        excessOwner.Span.Clear();
        fixed (T* xStart = x, cotangentStart = cotangent, destinationStart = destination, largest = owner.Span, excess = excessOwner.Span)
        {
            if (TwoByTwoPooling.Fits(in geometry))
            {
                TwoByTwoPooling.Place(in geometry, xStart, cotangentStart, destinationStart);
                return;
            }

            destination.Fill(T.NegativeZero);
            T* plane = xStart, from = cotangentStart, to = destinationStart, rows = largest + width, lost = excess;
            for (nint p = 0; p < geometry.Planes; p++, plane += height * width, to += height * width, lost += height * width)
            {
                for (nint i = 0; i < geometry.OutputHeight; i++)
                {
                    var (top, bottom) = vertical.Bounds(i, height);
                    PoolingBand.Largest(plane + (top * width), vertical.CountElements(top, bottom), width, down, largest, rows);
                    for (nint j = 0; j < windows; j++)
                    {
                        var (left, right) = horizontal.Bounds(j, width);
                        nint column = PoolingBand.Column(largest, rows, left, right, step);
                        nint at = (top * width) + PoolingBand.Offset(rows, column) + column;
                        if (excess == null) to[at] += *from++;
                        else CompensatedSum.Add(*from++, ref to[at], ref lost[at]);
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
        if (y.IsEmpty) return;
        PoolWindow vertical = geometry.Vertical, horizontal = geometry.Horizontal;
        nint width = geometry.Width, height = geometry.Height, windows = geometry.OutputWidth, down = vertical.Dilation * width, step = horizontal.Dilation, known = 1;
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
                    nint rows = vertical.Divisor(i, top, bottom, height, countsPadding);
                    PoolingBand.Sum(plane + (top * width), vertical.CountElements(top, bottom), width, down, sums);
                    for (nint j = 0; j < windows; j++)
                    {
                        var (left, right) = horizontal.Bounds(j, width);
                        nint count = rows * horizontal.Divisor(j, left, right, width, countsPadding);
                        if (count != known) (known, divisor) = (count, T.CreateTruncating(count));
                        *to++ = PoolingBand.Sum(sums + left, horizontal.CountElements(left, right), step) / divisor;
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
        if (cotangent.IsEmpty) return;
        destination.Fill(T.NegativeZero);
        PoolWindow vertical = geometry.Vertical, horizontal = geometry.Horizontal;
        nint width = geometry.Width, height = geometry.Height, windows = geometry.OutputWidth, down = vertical.Dilation * width, step = horizontal.Dilation, known = 1;
        T divisor = T.One;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(2 * geometry.Width), excessOwner = SpanOwner<T>.Allocate(geometry.IsLong ? destination.Length : 0);
        excessOwner.Span.Clear();
        fixed (T* cotangentStart = cotangent, destinationStart = destination, parts = owner.Span, excess = excessOwner.Span)
        {
            T* from = cotangentStart, to = destinationStart, partsLost = parts + width, lost = excess;
            for (nint p = 0; p < geometry.Planes; p++, to += height * width, lost += height * width)
            {
                for (nint i = 0; i < geometry.OutputHeight; i++)
                {
                    var (top, bottom) = vertical.Bounds(i, height);
                    nint rows = vertical.Divisor(i, top, bottom, height, countsPadding);
                    new Span<T>(parts, (int)width).Fill(T.NegativeZero);
                    if (excess != null) new Span<T>(partsLost, (int)width).Clear();
                    for (nint j = 0; j < windows; j++)
                    {
                        var (left, right) = horizontal.Bounds(j, width);
                        nint count = rows * horizontal.Divisor(j, left, right, width, countsPadding);
                        if (count != known) (known, divisor) = (count, T.CreateTruncating(count));
                        T part = *from++ / divisor;
                        if (excess != null) AddLong(part, right - left, step, parts + left, partsLost + left);
                        else for (nint w = left; w < right; w += step) parts[w] += part;
                    }

                    if (excess == null) PoolingBand.AddToRows(parts, vertical.CountElements(top, bottom), width, down, to + (top * width));
                    else for (nint row = top; row < bottom; row += vertical.Dilation) CompensatedSum.Add(width, parts, to + (row * width), lost + (row * width));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddLong<T>(T part, nint end, nint step, T* sums, T* excess)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nint i = 0; i < end; i += step) CompensatedSum.Add(part, ref sums[i], ref excess[i]);
    }

    /// <summary>Verifies that the memory is what the lengths say: from here on it is addressed by pointers.</summary>
    private static void Check(in PoolGeometry geometry, int x, int y)
    {
        long elements = (long)geometry.Planes * geometry.Height * geometry.Width, windows = (long)geometry.Planes * geometry.OutputHeight * geometry.OutputWidth;
        if (x != elements) throw Errors.ElementCount("Pooling", "x", x, elements);
        if (y != windows) throw Errors.ElementCount("Pooling", "y", y, windows);
    }
}
