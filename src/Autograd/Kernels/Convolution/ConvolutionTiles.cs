using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>Copies between x and a tile of the matrix of windows: row (channel, kernel row, kernel column), column (window).</summary>
internal static unsafe class ConvolutionTiles
{
    /// <summary>buffer[(c, kh, kw), (oh, ow)] = x[c, oh · stride − padding + kh · dilation, …], 0 in the padding.</summary>
    /// <remarks>What reads padding is copied from a part of x that has it, which lies in <paramref name="padded"/>: no row is cut off then.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack<T>(in ConvolutionGeometry geometry, in ConvolutionTile tile, T* x, int channels, T* buffer, T* padded)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ConvolutionWindow vertical = geometry.Vertical, horizontal = geometry.Horizontal;
        nint width = geometry.Width, plane = geometry.Plane, kernelHeight = geometry.KernelHeight, kernelWidth = geometry.KernelWidth;
        nint top = vertical.IndexOf(tile.Row, 0), left = horizontal.IndexOf(tile.Column, 0);
        nint tall = vertical.Reach(tile.Rows, kernelHeight), wide = horizontal.Reach(tile.Columns, kernelWidth);
        T* from = x + (top * width) + left;
        if (top < 0 || left < 0 || top + tall > geometry.Height || left + wide > width)
        {
            CopyPadded(in geometry, x, channels, top, left, tall, wide, padded);
            from = padded;
            width = wide;
            plane = tall * wide;
        }

        for (int c = 0; c < channels; c++, from += plane)
        {
            for (nint kh = 0; kh < kernelHeight; kh++)
            {
                T* source = from + (kh * vertical.Dilation * width);
                for (nint kw = 0; kw < kernelWidth; kw++, source += horizontal.Dilation, buffer += tile.Count)
                {
                    if (horizontal.Stride == 1) CopyRows(source, vertical.Stride * width, buffer, tile.Rows, tile.Columns);
                    else CopyStridedRows(source, vertical.Stride * width, horizontal.Stride, buffer, tile.Rows, tile.Columns);
                }
            }
        }
    }

    /// <summary>Some channels of a part of x that begins or ends in its padding.</summary>
    private static void CopyPadded<T>(in ConvolutionGeometry geometry, T* x, int channels, nint top, nint left, nint tall, nint wide, T* padded)
        where T : unmanaged
    {
        nint width = geometry.Width, first = Math.Min(Math.Max(-left, 0), wide), count = Math.Min(wide, Math.Max(width - left, first)) - first;
        for (int c = 0; c < channels; c++, x += geometry.Plane)
        {
            for (nint h = top; h < top + tall; h++, padded += wide)
            {
                var row = new Span<T>(padded, (int)wide);
                bool isPadding = h < 0 || h >= geometry.Height;
                row[..(isPadding ? (int)wide : (int)first)].Clear();
                if (isPadding) continue;
                new Span<T>(x + (h * width) + left + first, (int)count).CopyTo(row[(int)first..]);
                row[(int)(first + count)..].Clear();
            }
        }
    }

    /// <summary>
    /// The adjoint of <see cref="Pack"/>: adds the tile to x. Every element of x receives its terms in the order of the windows, since the
    /// elements of the kernel are run through backwards: so the order does not depend on how the windows are cut into tiles.
    /// The sums' excess lies as x does; null where they are short.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack<T>(in ConvolutionGeometry geometry, in ConvolutionTile tile, T* buffer, int channels, T* x, T* excess)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ConvolutionWindow vertical = geometry.Vertical, horizontal = geometry.Horizontal;
        nint height = geometry.Height, width = geometry.Width, kernelHeight = geometry.KernelHeight, kernelWidth = geometry.KernelWidth;
        nint columns = tile.Columns, lastRow = tile.Row + tile.Rows, lastColumn = tile.Column + columns, stride = horizontal.Stride;
        nint toExcess = excess == null ? 0 : (nint)(excess - x);
        for (int c = 0; c < channels; c++, x += geometry.Plane, buffer += geometry.Taps * tile.Count)
        {
            for (nint kh = kernelHeight - 1; kh >= 0; kh--)
            {
                var (top, bottom) = vertical.Inside(kh, height, tile.Row, lastRow);
                T* row = x + (vertical.IndexOf(top, kh) * width);
                if (tile.Count == 1 && horizontal.Dilation == 1)
                {
                    // Of a single window, as long ones are, the terms of a row follow each other in x as well.
                    nint start = horizontal.IndexOf(tile.Column, 0), first = Math.Max(-start, 0), terms = Math.Max(Math.Min(kernelWidth, width - start), first) - first;
                    T* of = buffer + (kh * kernelWidth) + first;
                    if (excess == null) AddRows(of, 0, row + start + first, 0, 1, bottom - top, terms);
                    else AddLongRows(of, 0, row + start + first, toExcess, 0, 1, bottom - top, terms);
                    continue;
                }

                for (nint kw = kernelWidth - 1; kw >= 0; kw--)
                {
                    var (left, right) = horizontal.Inside(kw, width, tile.Column, lastColumn);
                    T* from = buffer + (((kh * kernelWidth) + kw) * tile.Count) + ((top - tile.Row) * columns) + left - tile.Column;
                    T* to = row + horizontal.IndexOf(left, kw);
                    if (excess == null) AddRows(from, columns, to, vertical.Stride * width, stride, bottom - top, right - left);
                    else AddLongRows(from, columns, to, toExcess, vertical.Stride * width, stride, bottom - top, right - left);
                }
            }
        }
    }

    /// <summary>Rows, one behind the other. The last vector of each overlaps that before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRows<T>(T* from, nint fromRow, T* to, nint rows, nint columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated && columns >= Vector512<T>.Count)
        {
            nint last = columns - Vector512<T>.Count;
            for (nint r = 0; r < rows; r++, from += fromRow, to += columns)
            {
                for (nint i = 0; i < last; i += Vector512<T>.Count) Vector512.Store(Vector512.Load(from + i), to + i);
                Vector512.Store(Vector512.Load(from + last), to + last);
            }
        }
        else if (columns >= Vector256<T>.Count)
        {
            nint last = columns - Vector256<T>.Count;
            for (nint r = 0; r < rows; r++, from += fromRow, to += columns)
            {
                for (nint i = 0; i < last; i += Vector256<T>.Count) Vector256.Store(Vector256.Load(from + i), to + i);
                Vector256.Store(Vector256.Load(from + last), to + last);
            }
        }
        else
        {
            CopyStridedRows(from, fromRow, 1, to, rows, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyStridedRows<T>(T* from, nint fromRow, nint stride, T* to, nint rows, nint columns)
        where T : unmanaged
    {
        for (nint r = 0; r < rows; r++, from += fromRow, to += columns)
        {
            for (nint i = 0; i < columns; i++) to[i] = from[i * stride];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRows<T>(T* from, nint fromRow, T* to, nint toRow, nint stride, nint rows, nint columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nint r = 0; r < rows; r++, from += fromRow, to += toRow)
        {
            nint i = 0;
            if (stride == 1)
            {
                for (; i <= columns - Vector256<T>.Count; i += Vector256<T>.Count) Vector256.Store(Vector256.Load(to + i) + Vector256.Load(from + i), to + i);
                for (; i <= columns - Vector128<T>.Count; i += Vector128<T>.Count) Vector128.Store(Vector128.Load(to + i) + Vector128.Load(from + i), to + i);
            }

            for (; i < columns; i++) to[i * stride] += from[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddLongRows<T>(T* from, nint fromRow, T* to, nint toExcess, nint toRow, nint stride, nint rows, nint columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nint r = 0; r < rows; r++, from += fromRow, to += toRow)
        {
            if (stride == 1) CompensatedSum.Add(columns, from, to, to + toExcess);
            else for (nint i = 0; i < columns; i++) CompensatedSum.Add(from[i], ref to[i * stride], ref to[(i * stride) + toExcess]);
        }
    }
}
