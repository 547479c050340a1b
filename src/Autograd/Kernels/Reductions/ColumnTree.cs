using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// The tree of <see cref="ReductionTree"/> run over the rows of a matrix for many columns at once: eight rows at a time, for a tile
/// of columns whose waiting subtrees stay in the first cache.
/// </summary>
/// <remarks>
/// The rows are where a <see cref="DimensionWalk"/> leads, or every <c>step</c>-th of them. Columns are adjacent, or are packed to be so.
/// </remarks>
internal ref struct ColumnTree<T, TReducer, TMap, TChunk>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TReducer : struct, IReducer<T>
    where TMap : struct, IElementMap<T>
    where TChunk : struct, IChunk<TChunk, T>
{
    /// <summary>Rows that are packed at a time: a few cache lines along each column.</summary>
    private const int PackedRows = 32;

    private readonly DimensionWalk _walk;
    private readonly int _step;
    private readonly nint _columnStride;
    private readonly nint _limit;
    private readonly int _pitch;
    private readonly Span<T> _levels;
    private readonly Span<T> _pack;

    /// <summary>A tree over the rows of a walk.</summary>
    /// <param name="walk">The rows' offsets.</param>
    /// <param name="step">1 for all rows.</param>
    /// <param name="columnStride">The distance between neighbouring columns.</param>
    /// <param name="limit">The offset behind the operand's last element in memory: nothing is read from there on.</param>
    /// <param name="pitch">The greatest number of columns, rounded up to whole chunks.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> elements.</param>
    public ColumnTree(DimensionWalk walk, int step, nint columnStride, nint limit, int pitch, Span<T> scratch)
    {
        _walk = walk;
        _step = step;
        _columnStride = columnStride;
        _limit = limit;
        _pitch = pitch;
        _pack = scratch[..PackLength(columnStride, pitch)];
        _levels = scratch[PackLength(columnStride, pitch)..];
    }

    /// <summary>The scratch that a tree over so many rows needs.</summary>
    public static int ScratchLength(int rows, nint columnStride, int pitch) =>
        PackLength(columnStride, pitch) + ((1 + BitOperations.Log2((uint)(rows + 7) / 8)) * pitch);

    /// <summary>Combines the rows for a tile of columns.</summary>
    /// <param name="x">Row 0 of the walk, first column of the tile.</param>
    /// <param name="offset">How far that is from the operand's first element.</param>
    /// <param name="first">The row of the walk to begin with.</param>
    /// <param name="columns">The number of columns, at most the pitch.</param>
    /// <param name="parameters">The map's parameters, one per column, padded to whole chunks.</param>
    /// <param name="result">One element per column, padded to whole chunks.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public readonly void Run(ref T x, nint offset, int first, int columns, ref T parameters, ref T result)
    {
        int width = ReductionTree.Width<T>();
        int rows = ((_walk.Count - 1 - first) / _step) + 1;
        ref T levels = ref MemoryMarshal.GetReference(_levels);
        ref T pack = ref MemoryMarshal.GetReference(_pack);
        DimensionWalk walk = _walk;
        bool regular = walk.Rank <= 1;
        nint rowStride = walk.Rank == 1 ? (nint)walk.FirstStride(0) * _step : 0;
        nint start = walk.Rank == 1 ? (nint)walk.FirstStride(0) * first : 0;
        if (!regular) for (int i = 0; i < first; i++) walk.Next();

        Span<nint> offsets = stackalloc nint[8];
        int blocks = 0;
        for (int row = 0; row < rows; row += 8, blocks++)
        {
            int count = Math.Min(8, rows - row);
            ref T source = ref x;
            if (_columnStride != 1 && regular)
            {
                int packed = row % PackedRows;
                if (packed == 0)
                {
                    Copying.Pack(
                        ref Unsafe.Add(ref x, start + (row * rowStride)), rowStride, _columnStride,
                        Math.Min(PackedRows, rows - row), columns, ref pack, _pitch);
                }

                source = ref pack;
                for (int i = 0; i < count; i++) offsets[i] = (nint)(packed + i) * _pitch;
            }
            else
            {
                nint highest = 0;
                for (int i = 0; i < count; i++)
                {
                    nint at = start + ((row + i) * rowStride);
                    if (!regular)
                    {
                        at = walk.First;
                        for (int s = _step; s > 0; s--) walk.Next();
                    }

                    offsets[i] = at;
                    highest = Math.Max(highest, offset + at);
                }

                // Fewer columns than a chunk: the chunk is read all the same where what follows belongs to the operand.
                if (_columnStride != 1 || (columns < width && highest + width > _limit))
                {
                    for (int i = 0; i < count; i++)
                    {
                        Copying.Pack(
                            ref Unsafe.Add(ref x, offsets[i]), 0, _columnStride, 1, columns, ref Unsafe.Add(ref pack, i * _pitch), _pitch);
                        offsets[i] = (nint)i * _pitch;
                    }

                    source = ref pack;
                }
            }

            // The level is not compared with 0: without BMI1 the just-in-time compiler of .NET 10.0 takes that from the flags of a
            // bit scan, which mean something else.
            bool alone = (blocks & 1) == 0;
            Eight(ref source, offsets, count, columns, ref parameters, ref alone ? ref levels : ref result);
            if (alone) continue;
            int level = BitOperations.TrailingZeroCount(~blocks);
            Merge(ref result, (1 << level) - 1, columns, ref Unsafe.Add(ref levels, level * _pitch));
        }

        int lowest = BitOperations.TrailingZeroCount(blocks);
        ref T last = ref Unsafe.Add(ref levels, lowest * _pitch);
        Merge(ref last, blocks & ~(1 << lowest), columns, ref result);
    }

    /// <summary>Adjacent columns are packed only where they are fewer than a chunk.</summary>
    private static int PackLength(nint columnStride, int pitch) =>
        columnStride != 1 ? PackedRows * pitch : pitch == ReductionTree.Width<T>() ? 8 * pitch : 0;

    /// <summary>result = the subtrees on the given levels and the last one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Merge(ref T last, int waiting, int columns, ref T result)
    {
        int width = ReductionTree.Width<T>();
        ref T levels = ref MemoryMarshal.GetReference(_levels);
        for (int c = 0; c < columns; c += width)
        {
            TChunk total = TChunk.Load(ref Unsafe.Add(ref last, c));
            for (int bits = waiting; bits != 0; bits &= bits - 1)
            {
                int level = BitOperations.TrailingZeroCount(bits);
                total = TReducer.Combine(TChunk.Load(ref Unsafe.Add(ref levels, (level * _pitch) + c)), total);
            }

            TChunk.Store(total, ref Unsafe.Add(ref result, c));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight(ref T x, ReadOnlySpan<nint> offsets, int rows, int columns, ref T parameters, ref T result)
    {
        int width = ReductionTree.Width<T>();
        ref T r0 = ref Unsafe.Add(ref x, offsets[0]);
        if (rows == 8)
        {
            ref T r1 = ref Unsafe.Add(ref x, offsets[1]);
            ref T r2 = ref Unsafe.Add(ref x, offsets[2]);
            ref T r3 = ref Unsafe.Add(ref x, offsets[3]);
            ref T r4 = ref Unsafe.Add(ref x, offsets[4]);
            ref T r5 = ref Unsafe.Add(ref x, offsets[5]);
            ref T r6 = ref Unsafe.Add(ref x, offsets[6]);
            ref T r7 = ref Unsafe.Add(ref x, offsets[7]);
            for (int i = 0; i < columns; i += width)
            {
                // The last chunk overlaps the one before: a column's result does not depend on its lane.
                int c = Math.Max(0, Math.Min(i, columns - width));
                TChunk p = TMap.HasParameter ? TChunk.Load(ref Unsafe.Add(ref parameters, c)) : default;
                TChunk low = TReducer.Combine(
                    TReducer.Combine(Element(ref r0, c, p), Element(ref r1, c, p)),
                    TReducer.Combine(Element(ref r2, c, p), Element(ref r3, c, p)));
                TChunk high = TReducer.Combine(
                    TReducer.Combine(Element(ref r4, c, p), Element(ref r5, c, p)),
                    TReducer.Combine(Element(ref r6, c, p), Element(ref r7, c, p)));
                TChunk.Store(TReducer.Combine(low, high), ref Unsafe.Add(ref result, c));
            }

            return;
        }

        for (int i = 0; i < columns; i += width)
        {
            int c = Math.Max(0, Math.Min(i, columns - width));
            TChunk p = TMap.HasParameter ? TChunk.Load(ref Unsafe.Add(ref parameters, c)) : default;
            TChunk total = Element(ref r0, c, p);
            if (rows > 1) total = TReducer.Combine(total, Element(ref Unsafe.Add(ref x, offsets[1]), c, p));
            if (rows > 2)
            {
                TChunk pair = Element(ref Unsafe.Add(ref x, offsets[2]), c, p);
                if (rows > 3) pair = TReducer.Combine(pair, Element(ref Unsafe.Add(ref x, offsets[3]), c, p));
                total = TReducer.Combine(total, pair);
            }

            if (rows > 4)
            {
                TChunk pair = Element(ref Unsafe.Add(ref x, offsets[4]), c, p);
                if (rows > 5) pair = TReducer.Combine(pair, Element(ref Unsafe.Add(ref x, offsets[5]), c, p));
                if (rows > 6) pair = TReducer.Combine(pair, Element(ref Unsafe.Add(ref x, offsets[6]), c, p));
                total = TReducer.Combine(total, pair);
            }

            TChunk.Store(total, ref Unsafe.Add(ref result, c));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TChunk Element(ref T row, int column, TChunk parameter) =>
        TMap.Map(TChunk.Load(ref Unsafe.Add(ref row, column)), parameter);
}
