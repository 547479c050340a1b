using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>
/// A tile of the matrix of windows, transposed: a row for each window, in the order (kernel row, kernel column, channel). Of x with its channels innermost, what a
/// window reads in one row of x is then one piece; so x is brought into that order first, with its padding, as far as the tile reaches.
/// </summary>
internal readonly unsafe ref struct WindowRows<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Rows of the tile begin at cache lines, wherever the buffer lies in them.</summary>
    private const int LineBytes = 64;

    private readonly ref readonly ConvolutionGeometry _geometry;
    private readonly nint _width;
    private readonly int _channels;

    public WindowRows(ref readonly ConvolutionGeometry geometry, in ConvolutionPlan plan, int channels)
    {
        _geometry = ref geometry;
        _channels = channels;
        _width = geometry.Horizontal.Reach(plan.Columns, geometry.KernelWidth);
        Pitch = ((channels * geometry.Taps) + (2 * Line) - 1) / Line * Line;
        TileLength = (plan.Rows * plan.Columns * Pitch) + Line;
        BufferLength = checked((int)(TileLength + (geometry.Vertical.Reach(plan.Rows, geometry.KernelHeight) * _width * channels) + Line));
    }

    /// <summary>How far the rows of a tile lie apart: there is room for a vector between them.</summary>
    public nint Pitch { get; }

    /// <summary>The elements that <see cref="Pack"/> needs in all.</summary>
    public int BufferLength { get; }

    private static int Line => LineBytes / sizeof(T);

    /// <summary>The elements before those of x.</summary>
    private nint TileLength { get; }

    /// <summary>Copies the windows of a tile.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="x">The first of the channels of an image.</param>
    /// <param name="buffer"><see cref="BufferLength"/> elements.</param>
    /// <returns>The first window.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public T* Pack(in ConvolutionTile tile, T* x, T* buffer)
    {
        T* rows = (T*)(((nint)buffer + LineBytes - 1) & ~(nint)(LineBytes - 1)), image = buffer + TileLength;
        Transpose(in tile, x, image);
        ConvolutionWindow vertical = _geometry.Vertical, horizontal = _geometry.Horizontal;
        nint row = _width * _channels, kernelWidth = _geometry.KernelWidth;
        bool isWhole = horizontal.Dilation == 1;
        nint pieces = isWhole ? 1 : kernelWidth, length = isWhole ? kernelWidth * _channels : _channels;
        for (nint r = 0; r < tile.Rows; r++)
        {
            T* to = rows + (r * tile.Columns * Pitch);
            for (nint kh = 0; kh < _geometry.KernelHeight; kh++)
            {
                T* from = image + (((r * vertical.Stride) + (kh * vertical.Dilation)) * row);
                for (nint piece = 0; piece < pieces; piece++, from += horizontal.Dilation * _channels, to += length)
                {
                    CopyPieces(from, horizontal.Stride * _channels, length, to, Pitch, tile.Columns);
                }
            }
        }

        return rows;
    }

    /// <summary>Pieces as whole vectors: what is too much is overwritten by the piece that belongs there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyPieces(T* from, nint step, nint length, T* to, nint pitch, nint count)
    {
        nint start = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; start < length - Vector256<T>.Count; start += Vector512<T>.Count)
            {
                T* source = from + start, destination = to + start;
                for (nint i = 0; i < count; i++, source += step, destination += pitch) Vector512.Store(Vector512.Load(source), destination);
            }
        }

        for (; start < length; start += Vector256<T>.Count)
        {
            T* source = from + start, destination = to + start;
            for (nint i = 0; i < count; i++, source += step, destination += pitch) Vector256.Store(Vector256.Load(source), destination);
        }
    }

    /// <summary>The part of x that a tile reads, channels innermost, 0 in the padding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Transpose(in ConvolutionTile tile, T* x, T* image)
    {
        nint height = _geometry.Height, width = _geometry.Width, row = _width * _channels;
        nint top = _geometry.Vertical.IndexOf(tile.Row, 0), left = _geometry.Horizontal.IndexOf(tile.Column, 0);
        nint rows = _geometry.Vertical.Reach(tile.Rows, _geometry.KernelHeight), columns = _geometry.Horizontal.Reach(tile.Columns, _geometry.KernelWidth);
        nint first = Math.Min(Math.Max(-left, 0), columns), count = Math.Min(columns, Math.Max(width - left, first)) - first;
        if (left == 0 && count == width && columns == width && _width == width && top >= 0 && top + rows <= height)
        {
            Transpose(rows * width, x + (top * width), image);
            return;
        }

        for (nint h = top; h < top + rows; h++, image += row)
        {
            if (h < 0 || h >= height)
            {
                new Span<T>(image, (int)row).Clear();
                continue;
            }

            new Span<T>(image, (int)(first * _channels)).Clear();
            Transpose(count, x + (h * width) + left + first, image + (first * _channels));
            new Span<T>(image + ((first + count) * _channels), (int)(row - ((first + count) * _channels))).Clear();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Transpose(nint count, T* x, T* image)
    {
        if (_channels == 1) new ReadOnlySpan<T>(x, (int)count).CopyTo(new(image, (int)count));
        else MatrixCopy.Copy(count, _channels, x, 1, _geometry.Plane, image, _channels);
    }
}
