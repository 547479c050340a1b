using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>A sum at the end of a group.</summary>
internal struct ElementSum
{
    /// <summary>The slot whose elements it adds up.</summary>
    public int Slot;

    /// <summary>Where the blocks' sums lie until all are there.</summary>
    public nint Partials;

    /// <summary>Where the sum goes.</summary>
    public nint Destination;
}

/// <summary>
/// The blocks in which a group computes elements that are added up: each is a subtree of the sum's one tree, or some trees, so that the sums of blocks are
/// summed to the bits of one pass over all elements.
/// </summary>
/// <remarks>
/// <code>
///   the last dimensions are reduced, short rows     a block is whole rows, each with its sum
///   …, long rows                                    a block is 2048 elements of one row: as many sums as a chunk has lanes
///   the first dimensions are reduced                a block is 8, 16, 32, … rows: a sum for each column
/// </code>
/// Where dimensions before the last ones are reduced as well, the rows' sums are summed along them at the end.
/// </remarks>
internal readonly struct SumBlocks
{
    /// <summary>How long a block is, where that can be chosen.</summary>
    private const int BlockLength = 1 << 11;

    /// <summary>No block is longer than this.</summary>
    private const int LongestBlock = 1 << 12;

    /// <summary>Rows of a block that are summed by columns: the fewest that are a subtree.</summary>
    private const int FewestRows = 8;

    /// <summary>Blocks that begin so many elements apart are made of whole vectors.</summary>
    private const int WholeVectors = 64;

    private readonly Kind _kind;

    /// <summary>The length of a row.</summary>
    private readonly int _row;

    /// <summary>Which dimensions lie before the rows, and which of these are reduced.</summary>
    private readonly Shape _leading;
    private readonly Dimensions _reduced;
    private readonly int _count;

    private SumBlocks(Kind kind, int count, int row, int length, in Shape leading, Dimensions reduced)
    {
        (_kind, _count, _row, Length) = (kind, count, row, length);
        (_leading, _reduced) = (leading, reduced);
    }

    private enum Kind
    {
        Rows,
        Segments,
        Columns,
    }

    /// <summary>The elements of a block; the last one, or of rows in segments the last of each row, may have fewer.</summary>
    public int Length { get; }

    /// <summary>How many blocks there are.</summary>
    public int Count => _kind == Kind.Segments ? _count / _row * Segments : (_count + Length - 1) / Length;

    /// <summary>The segments of a row.</summary>
    private int Segments => (_row + Length - 1) / Length;

    private int Rows => _count / _row;

    private bool IsDirect => _kind == Kind.Columns ? _count <= Length : _kind == Kind.Rows && _reduced == Dimensions.None;

    /// <summary>The blocks of a sum over some dimensions; none where elements would lie too far apart.</summary>
    /// <param name="shape">The lengths of what is summed.</param>
    /// <param name="reduced">The dimensions that disappear.</param>
    /// <param name="blocks">The blocks.</param>
    public static bool TryFind(in Shape shape, Dimensions reduced, out SumBlocks blocks)
    {
        int count = shape.ElementCount, start = shape.Rank, row = 1;
        bool isRow = IsReducedAtEnd(in shape, reduced);
        Dimensions trailing = Dimensions.None, leading = Dimensions.None;
        while (start > 0 && (shape[start - 1] == 1 || reduced.Contains(start - 1) == isRow))
        {
            row *= shape[--start];
            trailing = trailing.Add(start);
        }

        bool isAll = true;
        for (int d = 0; d < start; d++)
        {
            isAll &= shape[d] == 1 || reduced.Contains(d);
            if (shape[d] > 1 && reduced.Contains(d)) leading = leading.Add(d);
        }

        blocks = isRow ? OfRows(count, row, shape.Reduce(trailing, keep: false), leading) : new SumBlocks(Kind.Columns, count, row, ColumnsLength(row), default, leading);
        return isRow || (isAll && leading != Dimensions.None && blocks.Length <= LongestBlock);
    }

    /// <summary>Which elements a block has.</summary>
    public void Find(int block, out int first, out int length)
    {
        int row = 0, end = _count;
        first = block;
        if (_kind == Kind.Segments)
        {
            row = block / Segments;
            first = block % Segments;
            end = (row + 1) * _row;
        }

        first = (row * _row) + (first * Length);
        length = Math.Min(Length, end - first);
    }

    /// <summary>Whether the first element of each block is a multiple of so many.</summary>
    public bool BeginAtMultiplesOf(int width) => Length % width == 0 && (_kind != Kind.Segments || _row % width == 0);

    /// <summary>How many elements the blocks' sums are.</summary>
    public int PartialCount<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => IsDirect ? 0 : _kind switch
        {
            Kind.Rows => Rows,
            Kind.Segments => (Count * ReductionTree.Width<T>()) + (_reduced == Dimensions.None ? 0 : Rows),
            _ => Count * _row,
        };

    /// <summary>Adds up the elements of a block.</summary>
    /// <param name="x">Its first element; the others follow.</param>
    /// <param name="block">Which block.</param>
    /// <param name="sum">Where the result goes.</param>
    public void Add<T>(ref readonly T x, int block, in ElementSum sum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Find(block, out int first, out int length);
        nint results = IsDirect ? sum.Destination : sum.Partials;
        if (_kind == Kind.Segments)
        {
            Reduction.SumLanes(in x, PinnedMemory.Span<T>(results, Count * ReductionTree.Width<T>()).Slice(block * ReductionTree.Width<T>(), ReductionTree.Width<T>()), length);
            return;
        }

        int rows = length / _row;
        Span<T> all = PinnedMemory.Span<T>(results, IsDirect && _kind == Kind.Columns ? _row : _kind == Kind.Rows ? Rows : Count * _row);
        Shape shape = [rows, _row];
        if (_kind == Kind.Rows) Reduction.Sum(new Strided<T>(in x, in shape, shape.ContiguousStrides), Dimensions.None.Add(1), all.Slice(first / _row, rows));
        else Reduction.Sum(new Strided<T>(in x, in shape, shape.ContiguousStrides), Dimensions.None.Add(0), all.Slice(block * _row, _row));
    }

    /// <summary>Adds up the blocks' sums.</summary>
    public void Finish<T>(in ElementSum sum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (IsDirect) return;
        nint rowSums = sum.Partials;
        if (_kind == Kind.Segments)
        {
            Shape lanes = [Rows, Segments * ReductionTree.Width<T>()];
            rowSums = _reduced == Dimensions.None ? sum.Destination : sum.Partials + ((nint)lanes.ElementCount * Unsafe.SizeOf<T>());
            Sum<T>(sum.Partials, in lanes, Dimensions.None.Add(1), rowSums, Rows);
            if (_reduced == Dimensions.None) return;
        }

        Shape shape = _kind == Kind.Columns ? [Count, _row] : _leading;
        Dimensions reduced = _kind == Kind.Columns ? Dimensions.None.Add(0) : _reduced;
        Sum<T>(rowSums, in shape, reduced, sum.Destination, shape.Reduce(reduced, keep: false).ElementCount);
    }

    private static void Sum<T>(nint source, in Shape shape, Dimensions reduced, nint destination, int count)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Reduction.Sum(new Strided<T>(in PinnedMemory.Reference<T>(source), in shape, shape.ContiguousStrides), reduced, PinnedMemory.Span<T>(destination, count));

    private static bool IsReducedAtEnd(in Shape shape, Dimensions reduced)
    {
        for (int d = shape.Rank - 1; d >= 0; d--)
        {
            if (shape[d] > 1) return reduced.Contains(d);
        }

        return true;
    }

    private static SumBlocks OfRows(int count, int row, in Shape leading, Dimensions reduced)
    {
        if (row > BlockLength) return new SumBlocks(Kind.Segments, count, row, BlockLength, in leading, reduced);
        int whole = WholeVectors >> Math.Min(BitOperations.TrailingZeroCount(row), BitOperations.Log2(WholeVectors)), rows = BlockLength / row;
        if (whole * row <= LongestBlock) rows = Math.Max(whole, rows / whole * whole);
        return new SumBlocks(Kind.Rows, count, row, rows * row, in leading, reduced);
    }

    private static int ColumnsLength(int row)
    {
        long length = (long)FewestRows * row;
        while (2 * length <= BlockLength) length *= 2;
        return (int)Math.Min(length, int.MaxValue);
    }
}
