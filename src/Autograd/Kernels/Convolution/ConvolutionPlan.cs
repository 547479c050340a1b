using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// How the matrix of all windows [terms, windows] is cut into tiles that fit the cache: whole rows of windows, or a part of one row, by whole
/// channels. It depends on the lengths alone, not on the machine.
/// </summary>
internal readonly struct ConvolutionPlan
{
    /// <summary>A tile stays in a quarter of a small second-level cache.</summary>
    private const int TileBytes = 1 << 17;

    /// <summary>With few outputs, which read a tile once or twice, it stays in the first-level cache.</summary>
    private const int SmallTileBytes = 24 << 10;

    /// <summary>The outputs up to which tiles are small.</summary>
    private const int FewOutputs = 24;

    /// <summary>Fewer windows than this at once would not fill the tiles of the matrix product.</summary>
    private const int LeastWindows = 96;

    public ConvolutionPlan(in ConvolutionGeometry geometry, int elementSize)
    {
        // Windows that lie farther apart than they are large count as what they skip: that is copied, too, where there is padding.
        ConvolutionWindow vertical = geometry.Vertical, horizontal = geometry.Horizontal;
        nint taps = geometry.Taps, skipped = Math.Max((nint)vertical.Stride * horizontal.Stride, taps);
        nint budget = (geometry.Outputs <= FewOutputs ? SmallTileBytes : TileBytes) / elementSize;
        nint windows = Math.Max(budget / Math.Max(geometry.Channels * skipped, 1), Math.Min(LeastWindows, Math.Max(budget / skipped, 1)));
        Columns = Math.Min(windows, geometry.OutputWidth);
        Rows = Columns < geometry.OutputWidth ? 1 : Math.Min(windows / Columns, geometry.OutputHeight);
        bool isPadded = vertical.Padding > 0 || horizontal.Padding > 0;
        nint padded = isPadded ? vertical.Reach(Rows, geometry.KernelHeight) * horizontal.Reach(Columns, geometry.KernelWidth) : 0;
        Channels = (int)Math.Clamp(TileBytes / elementSize / Math.Max(taps * Rows * Columns, padded), 1, Math.Max(geometry.Channels, 1));
        TileLength = Channels * taps * Rows * Columns;
        BufferLength = checked((int)(TileLength + (Channels * padded)));
    }

    /// <summary>The rows of windows in a tile.</summary>
    public nint Rows { get; }

    /// <summary>The windows of a row in a tile; with several rows, all.</summary>
    public nint Columns { get; }

    /// <summary>The channels in a tile.</summary>
    public int Channels { get; }

    /// <summary>The elements of a tile.</summary>
    public nint TileLength { get; }

    /// <summary>The elements of a tile and, where there is padding, of what it is copied from.</summary>
    public int BufferLength { get; }

    /// <summary>The first tile of the windows.</summary>
    public ConvolutionTile First(in ConvolutionGeometry geometry) => TileAt(in geometry, 0, 0);

    /// <summary>Goes on to the next tile, in the order of the windows.</summary>
    /// <returns>False where the given one is the last.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next(in ConvolutionGeometry geometry, ref ConvolutionTile tile)
    {
        nint row = tile.Row, column = tile.Column + tile.Columns;
        if (column == geometry.OutputWidth)
        {
            column = 0;
            row += tile.Rows;
        }

        if (row == geometry.OutputHeight) return false;
        tile = TileAt(in geometry, row, column);
        return true;
    }

    private ConvolutionTile TileAt(in ConvolutionGeometry geometry, nint row, nint column) =>
        new(row, column, Math.Min(Rows, geometry.OutputHeight - row), Math.Min(Columns, geometry.OutputWidth - column));
}

/// <summary>A rectangle of windows that follow each other in y.</summary>
/// <param name="Row">Its first row.</param>
/// <param name="Column">Its first column.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Columns">The number of columns.</param>
internal readonly record struct ConvolutionTile(nint Row, nint Column, nint Rows, nint Columns)
{
    /// <summary>The number of windows.</summary>
    public nint Count => Rows * Columns;

    /// <summary>The place of the first window in a channel of y.</summary>
    public nint Start(in ConvolutionGeometry geometry) => (Row * geometry.OutputWidth) + Column;
}
