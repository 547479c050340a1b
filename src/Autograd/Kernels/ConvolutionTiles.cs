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
        nint height = geometry.Height, width = geometry.Width, stride = geometry.Horizontal.Stride, end = tile.Column + tile.Columns;
        for (int c = 0; c < channels; c++, x += geometry.Plane)
        {
            for (nint kh = 0; kh < geometry.KernelHeight; kh++)
            {
                nint firstRow = geometry.Vertical.IndexOf(tile.Row, kh);
                for (nint kw = 0; kw < geometry.KernelWidth; kw++)
                {
                    var (first, last) = geometry.Horizontal.Inside(kw, width, tile.Column, end);
                    nint before = first - tile.Column, count = last - first, after = end - last, row = firstRow;
                    T* from = x + geometry.Horizontal.IndexOf(first, kw);
                    for (nint r = 0; r < tile.Rows; r++, row += geometry.Vertical.Stride, buffer += tile.Columns)
                    {
                        if ((nuint)row >= (nuint)height)
                        {
                            new Span<T>(buffer, (int)tile.Columns).Clear();
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
        nint height = geometry.Height, width = geometry.Width, stride = geometry.Horizontal.Stride, end = tile.Column + tile.Columns;
        for (int c = 0; c < channels; c++, x += geometry.Plane)
        {
            for (nint kh = geometry.KernelHeight - 1; kh >= 0; kh--)
            {
                nint firstRow = geometry.Vertical.IndexOf(tile.Row, kh);
                for (nint kw = geometry.KernelWidth - 1; kw >= 0; kw--)
                {
                    var (first, last) = geometry.Horizontal.Inside(kw, width, tile.Column, end);
                    nint row = firstRow;
                    T* from = buffer + ((((c * geometry.KernelHeight) + kh) * geometry.KernelWidth) + kw) * tile.Count + first - tile.Column;
                    T* to = x + geometry.Horizontal.IndexOf(first, kw);
                    for (nint r = 0; r < tile.Rows; r++, row += geometry.Vertical.Stride, from += tile.Columns)
                    {
                        if ((nuint)row < (nuint)height) Add(from, to + (row * width), stride, last - first);
                    }
                }
            }
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
