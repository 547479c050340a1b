using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>Copies between x and a tile of the matrix of windows: row (channel, kernel row, kernel column), column (window).</summary>
internal static unsafe class ConvolutionTiles
{
    /// <summary>buffer[(c, kh, kw), (oh, ow)] = x[c, oh · stride − padding + kh · dilation, …], 0 in the padding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack<T>(in ConvolutionGeometry geometry, in ConvolutionTile tile, T* x, int channels, T* buffer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ConvolutionWindow vertical = geometry.Vertical, horizontal = geometry.Horizontal;
        nint height = geometry.Height, width = geometry.Width, kernelHeight = geometry.KernelHeight, kernelWidth = geometry.KernelWidth;
        nint columns = tile.Columns, lastRow = tile.Row + tile.Rows, lastColumn = tile.Column + columns, stride = horizontal.Stride;
        for (int c = 0; c < channels; c++, x += geometry.Plane)
        {
            for (nint kh = 0; kh < kernelHeight; kh++)
            {
                var (top, bottom) = vertical.Inside(kh, height, tile.Row, lastRow);
                T* row = x + (vertical.IndexOf(top, kh) * width);
                for (nint kw = 0; kw < kernelWidth; kw++)
                {
                    var (left, right) = horizontal.Inside(kw, width, tile.Column, lastColumn);
                    buffer = Clear(buffer, (top - tile.Row) * columns);
                    T* from = row + horizontal.IndexOf(left, kw);
                    if (right - left == columns && stride == 1) CopyRows(from, vertical.Stride * width, buffer, bottom - top, columns);
                    else CopyPaddedRows(from, vertical.Stride * width, stride, left - tile.Column, right - left, buffer, bottom - top, columns);
                    buffer = Clear(buffer + ((bottom - top) * columns), (lastRow - bottom) * columns);
                }
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

    /// <summary>Rows without padding, one behind the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRows<T>(T* from, nint fromRow, T* to, nint rows, nint columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint last = columns - Vector256<T>.Count;
        for (nint r = 0; r < rows; r++, from += fromRow, to += columns)
        {
            if (last < 0)
            {
                for (nint i = 0; i < columns; i++) to[i] = from[i];
                continue;
            }

            // The last vector overlaps that before.
            for (nint i = 0; i < last; i += Vector256<T>.Count) Vector256.Store(Vector256.Load(from + i), to + i);
            Vector256.Store(Vector256.Load(from + last), to + last);
        }
    }

    /// <summary>Rows of which some elements are padding: before or after those that are copied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyPaddedRows<T>(T* from, nint fromRow, nint stride, nint before, nint count, T* to, nint rows, nint columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nint r = 0; r < rows; r++, from += fromRow, to += columns)
        {
            T* at = to + before;
            nint i = 0;
            for (nint k = 0; k < before; k++) to[k] = T.Zero;
            if (stride == 1)
            {
                for (; i <= count - Vector256<T>.Count; i += Vector256<T>.Count) Vector256.Store(Vector256.Load(from + i), at + i);
            }

            for (; i < count; i++) at[i] = from[i * stride];
            for (nint k = before + count; k < columns; k++) to[k] = T.Zero;
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T* Clear<T>(T* at, nint count)
        where T : unmanaged
    {
        if (count > 0) new Span<T>(at, (int)count).Clear();
        return at + count;
    }
}
