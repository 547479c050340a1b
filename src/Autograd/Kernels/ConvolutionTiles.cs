using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>Copies between x and a tile of the matrix of windows: row (channel, kernel row, kernel column), column (window).</summary>
internal static unsafe class ConvolutionTiles
{
    /// <summary>Longer runs are given to the platform's copy.</summary>
    private const int LongRun = 64;

    /// <summary>buffer[(c, kh, kw), (oh, ow)] = x[c, oh · stride − padding + kh · dilation, …], 0 in the padding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack<T>(in ConvolutionGeometry geometry, in ConvolutionTile tile, T* x, int channels, T* buffer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ConvolutionWindow vertical = geometry.Vertical, horizontal = geometry.Horizontal;
        nint height = geometry.Height, width = geometry.Width, kernelHeight = geometry.KernelHeight, kernelWidth = geometry.KernelWidth;
        nint rows = tile.Rows, columns = tile.Columns, end = tile.Column + columns, stride = horizontal.Stride;
        for (int c = 0; c < channels; c++, x += geometry.Plane)
        {
            for (nint kh = 0; kh < kernelHeight; kh++)
            {
                nint firstRow = vertical.IndexOf(tile.Row, kh);
                for (nint kw = 0; kw < kernelWidth; kw++)
                {
                    var (first, last) = horizontal.Inside(kw, width, tile.Column, end);
                    nint before = first - tile.Column, count = last - first, after = end - last, row = firstRow;
                    T* from = x + horizontal.IndexOf(first, kw);
                    if (stride == 1 && count == columns && count >= Vector256<T>.Count && row >= 0 && row + ((rows - 1) * vertical.Stride) < height)
                    {
                        CopyRows(from + (row * width), vertical.Stride * width, buffer, rows, columns);
                        buffer += rows * columns;
                        continue;
                    }

                    for (nint r = 0; r < rows; r++, row += vertical.Stride, buffer += columns)
                    {
                        if ((nuint)row >= (nuint)height)
                        {
                            new Span<T>(buffer, (int)columns).Clear();
                            continue;
                        }

                        for (nint i = 0; i < before; i++) buffer[i] = T.Zero;
                        Copy(from + (row * width), stride, buffer + before, count);
                        for (nint i = before + count; i < before + count + after; i++) buffer[i] = T.Zero;
                    }
                }
            }
        }
    }

    /// <summary>
    /// The adjoint of <see cref="Pack"/>: adds the tile to x. Every element of x receives its terms in the order of the windows, since the
    /// elements of the kernel are run through backwards: so the order does not depend on how the windows are cut into tiles.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack<T>(in ConvolutionGeometry geometry, in ConvolutionTile tile, T* buffer, int channels, T* x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ConvolutionWindow vertical = geometry.Vertical, horizontal = geometry.Horizontal;
        nint height = geometry.Height, width = geometry.Width, kernelHeight = geometry.KernelHeight, kernelWidth = geometry.KernelWidth;
        nint rows = tile.Rows, columns = tile.Columns, end = tile.Column + columns, stride = horizontal.Stride;
        for (int c = 0; c < channels; c++, x += geometry.Plane)
        {
            for (nint kh = kernelHeight - 1; kh >= 0; kh--)
            {
                nint firstRow = vertical.IndexOf(tile.Row, kh);
                for (nint kw = kernelWidth - 1; kw >= 0; kw--)
                {
                    var (first, last) = horizontal.Inside(kw, width, tile.Column, end);
                    nint row = firstRow;
                    T* from = buffer + (((((c * kernelHeight) + kh) * kernelWidth) + kw) * tile.Count) + first - tile.Column;
                    T* to = x + horizontal.IndexOf(first, kw);
                    nint count = last - first;
                    for (nint r = 0; r < rows; r++, row += vertical.Stride, from += columns)
                    {
                        if ((nuint)row < (nuint)height) Add(from, to + (row * width), stride, count);
                    }
                }
            }
        }
    }

    /// <summary>Rows without padding, of a vector at least: the last one overlaps that before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRows<T>(T* from, nint fromRow, T* to, nint rows, nint columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint last = columns - Vector256<T>.Count;
        for (nint r = 0; r < rows; r++, from += fromRow, to += columns)
        {
            for (nint i = 0; i < last; i += Vector256<T>.Count) Vector256.Store(Vector256.Load(from + i), to + i);
            Vector256.Store(Vector256.Load(from + last), to + last);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<T>(T* from, nint stride, T* to, nint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint i = 0;
        if (stride == 1)
        {
            if (count >= LongRun)
            {
                new ReadOnlySpan<T>(from, (int)count).CopyTo(new Span<T>(to, (int)count));
                return;
            }

            for (; i <= count - Vector256<T>.Count; i += Vector256<T>.Count) Vector256.Store(Vector256.Load(from + i), to + i);
            if (i < count && count >= Vector128<T>.Count)
            {
                // The rest together with elements that are copied already.
                if (count - i > Vector128<T>.Count) Vector128.Store(Vector128.Load(from + i), to + i);
                i = count - Vector128<T>.Count;
                Vector128.Store(Vector128.Load(from + i), to + i);
                return;
            }
        }

        for (; i < count; i++) to[i] = from[i * stride];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T>(T* from, T* to, nint stride, nint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint i = 0;
        if (stride == 1)
        {
            for (; i <= count - Vector256<T>.Count; i += Vector256<T>.Count)
            {
                Vector256.Store(Vector256.Load(to + i) + Vector256.Load(from + i), to + i);
            }
        }

        for (; i < count; i++) to[i * stride] += from[i];
    }
}
