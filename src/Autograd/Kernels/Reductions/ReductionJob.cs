using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>One reduction, its dimensions sorted into roles.</summary>
internal ref struct ReductionJob<T, TReducer, TMap, TChunk>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TReducer : struct, IReducer<T>
    where TMap : struct, IElementMap<T>
    where TChunk : struct, IChunk<TChunk, T>
{
    /// <summary>Scratch up to this length comes from the stack.</summary>
    private const int StackLength = 1024;

    /// <summary>Elements of a row that are packed at a time.</summary>
    private const int Segment = 1 << 16;

    /// <summary>The operand's first element.</summary>
    public ref T Source;

    /// <summary>The map's parameters, where the results will be.</summary>
    public ref T Parameters;

    /// <summary>The first result.</summary>
    public ref T Destination;

    /// <summary>The dimensions that stay: first the operand, second the destination.</summary>
    public DimensionWalk Kept;

    /// <summary>Reduced dimensions that are combined row by row.</summary>
    public DimensionWalk Rows;

    /// <summary>Reduced dimensions at the end, combined in lanes.</summary>
    public DimensionWalk Trail;

    /// <summary>The offset behind the operand's last element in memory.</summary>
    public nint Limit;

    /// <summary>Whether the last dimension is reduced.</summary>
    public bool IsInner;

    /// <summary>All results.</summary>
    public void Run()
    {
        if (IsInner) RunInner();
        else RunOuter();
    }

    /// <summary>Lets the operand begin elsewhere, without its limit.</summary>
    public void Move(nint offset)
    {
        Source = ref Unsafe.Add(ref Source, offset);
        Limit -= offset;
    }

    /// <summary>The last dimension stays: all columns of a tile at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public void RunOuter()
    {
        int width = ReductionTree.Width<T>();
        TakeColumns(out int columns, out nint columnStride, out int resultStride);
        int tile = (columnStride == 1 ? 64 : 4) * width;
        int pitch = Pitch(columns, tile, width);
        int treeLength = ColumnTree<T, TReducer, TMap, TChunk>.ScratchLength(Rows.Count, columnStride, pitch);
        int length = treeLength + (2 * pitch);
        T[]? rented = length > StackLength ? ArrayPool<T>.Shared.Rent(length) : null;
        Span<T> scratch = rented is null ? stackalloc T[StackLength] : rented;
        Span<T> result = scratch.Slice(treeLength, pitch);
        Span<T> parameters = scratch.Slice(treeLength + pitch, pitch);
        var tree = new ColumnTree<T, TReducer, TMap, TChunk>(Rows, 1, columnStride, Limit, pitch, scratch[..treeLength]);
        for (int i = Kept.Count; i > 0; i--, Kept.Next())
        {
            for (int c = 0, count; c < columns; c += count)
            {
                count = columns - c <= pitch ? columns - c : tile;
                nint at = Kept.First + (c * columnStride), to = Kept.Second + ((nint)c * resultStride);
                ReadParameters(to, resultStride, count, parameters);
                tree.Run(
                    ref Unsafe.Add(ref Source, at), at, 0, count,
                    ref MemoryMarshal.GetReference(parameters), ref MemoryMarshal.GetReference(result));
                WriteResults(result[..count], to, resultStride);
            }
        }

        if (rented is not null) ArrayPool<T>.Shared.Return(rented);
    }

    /// <summary>The last dimension is reduced: row after row in lanes, or in place of the lanes all rows of a tile at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunInner()
    {
        if (Trail.Rank == 1 && Trail.FirstStride(0) == 1) RunContiguousRows();
        else if (Rows.Rank == 0 && HasAdjacentColumns()) RunTransposedRows();
        else RunPackedRows();
    }

    /// <summary>The lanes of contiguous rows, not folded: a chunk in place of each result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public void RunLanes()
    {
        int width = ReductionTree.Width<T>(), chunks = Trail.Count / width, rest = Trail.Count % width;
        Span<T> levels = stackalloc T[ReductionTree.Levels * width];
        ref T first = ref MemoryMarshal.GetReference(levels);
        for (int i = Kept.Count; i > 0; i--, Kept.Next())
        {
            T parameter = TMap.HasParameter ? Unsafe.Add(ref Parameters, Kept.Second) : T.Zero;
            ref T x = ref Unsafe.Add(ref Source, Kept.First);
            int count = ReductionTree.PushChunks<T, TReducer, TMap, TChunk>(ref x, chunks, TChunk.Create(parameter), ref first, 0);
            TChunk lanes = TailLanes(ref Unsafe.Add(ref x, chunks * width), rest, parameter, ref first, count);
            TChunk.Store(lanes, ref Unsafe.Add(ref Destination, Kept.Second * width));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private void RunContiguousRows()
    {
        int width = ReductionTree.Width<T>();
        int length = Trail.Count, chunks = length / width, rest = length % width;
        Span<T> levels = stackalloc T[ReductionTree.Levels * width];
        Span<T> partials = stackalloc T[ReductionTree.Levels];

        // The lanes that have an element at the end of the row.
        Span<T> mask = stackalloc T[width];
        mask.Clear();
        MemoryMarshal.AsBytes(mask[..rest]).Fill(byte.MaxValue);
        TChunk elements = TChunk.Load(ref MemoryMarshal.GetReference(mask));
        for (int i = 0, kept = Kept.Count; i < kept; i++, Kept.Next())
        {
            T parameter = TMap.HasParameter ? Unsafe.Add(ref Parameters, Kept.Second) : T.Zero;
            for (int r = 0, rows = Rows.Count; r < rows; r++, Rows.Next())
            {
                nint at = Kept.First + Rows.First;
                ref T x = ref Unsafe.Add(ref Source, at);
                bool readable = at + (chunks * width) + width <= Limit;
                T total = length <= 8
                    ? ReductionTree.Short<T, TReducer, TMap>(ref x, length, parameter)
                    : Row(ref x, chunks, rest, parameter, elements, readable, ref MemoryMarshal.GetReference(levels));
                PushScalar(total, partials, r);
            }

            Unsafe.Add(ref Destination, Kept.Second) = FinishScalar(partials, Rows.Count);
        }
    }

    /// <summary>
    /// A kept dimension lies contiguously instead of the reduced one. Lane l of the tree holds the elements l, l + width, …: here
    /// each lane is a tree over those rows, for all columns of a tile, and the folding is done with the rows of lane results.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private void RunTransposedRows()
    {
        int width = ReductionTree.Width<T>();
        TakeColumns(out int columns, out nint columnStride, out int resultStride);
        int tile = 16 * width;
        int pitch = Pitch(columns, tile, width);
        int lanes = Math.Min(width, Trail.Count);
        int treeLength = ColumnTree<T, TReducer, TMap, TChunk>.ScratchLength((Trail.Count / width) + 1, columnStride, pitch);
        int length = treeLength + ((lanes + 1) * pitch);
        T[]? rented = length > StackLength ? ArrayPool<T>.Shared.Rent(length) : null;
        Span<T> scratch = rented is null ? stackalloc T[StackLength] : rented;
        Span<T> results = scratch.Slice(treeLength, lanes * pitch);
        Span<T> parameters = scratch.Slice(treeLength + (lanes * pitch), pitch);
        var tree = new ColumnTree<T, TReducer, TMap, TChunk>(Trail, width, columnStride, Limit, pitch, scratch[..treeLength]);
        for (int i = Kept.Count; i > 0; i--, Kept.Next())
        {
            for (int c = 0, count; c < columns; c += count)
            {
                count = columns - c <= pitch ? columns - c : tile;
                nint at = Kept.First + (c * columnStride), to = Kept.Second + ((nint)c * resultStride);
                ReadParameters(to, resultStride, count, parameters);
                for (int lane = 0; lane < lanes; lane++)
                {
                    tree.Run(
                        ref Unsafe.Add(ref Source, at), at, lane, count,
                        ref MemoryMarshal.GetReference(parameters), ref results[lane * pitch]);
                }

                int left = lanes;
                for (int half = width / 2; half > 0; half /= 2)
                {
                    for (int lane = half; lane < left; lane++)
                    {
                        Span<T> lower = results.Slice((lane - half) * pitch, count);
                        Vectors.Combine<T, TReducer>(results.Slice(lane * pitch, count), lower, lower);
                    }

                    left = Math.Min(left, half);
                }

                WriteResults(results[..count], to, resultStride);
            }
        }

        if (rented is not null) ArrayPool<T>.Shared.Return(rented);
    }

    /// <summary>Neither lies contiguously: the row is copied, a segment at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private void RunPackedRows()
    {
        int width = ReductionTree.Width<T>();
        Span<T> levels = stackalloc T[ReductionTree.Levels * width];
        Span<T> partials = stackalloc T[ReductionTree.Levels];
        int length = Math.Min(Trail.Count, Segment) + width;
        T[]? rented = length > StackLength ? ArrayPool<T>.Shared.Rent(length) : null;
        Span<T> scratch = rented is null ? stackalloc T[StackLength] : rented;
        for (int i = 0, kept = Kept.Count; i < kept; i++, Kept.Next())
        {
            T parameter = TMap.HasParameter ? Unsafe.Add(ref Parameters, Kept.Second) : T.Zero;
            for (int r = 0, rows = Rows.Count; r < rows; r++, Rows.Next())
            {
                T total = PackedRow(
                    ref Unsafe.Add(ref Source, Kept.First + Rows.First), parameter, scratch, ref MemoryMarshal.GetReference(levels));
                PushScalar(total, partials, r);
            }

            Unsafe.Add(ref Destination, Kept.Second) = FinishScalar(partials, Rows.Count);
        }

        if (rented is not null) ArrayPool<T>.Shared.Return(rented);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly T PackedRow(ref T x, T parameter, Span<T> scratch, ref T levels)
    {
        int width = ReductionTree.Width<T>();

        // A segment is some indices of one dimension with all of the dimensions inside it.
        int split = Trail.Rank - 1, inside = 1;
        while (split > 0 && (long)inside * Trail.Length(split) <= Segment) inside *= Trail.Length(split--);
        int step = Math.Min(Trail.Length(split), Math.Max(1, Segment / inside));
        var outside = new DimensionWalk();
        for (int d = 0; d < split; d++) outside.Add(Trail.Length(d), Trail.FirstStride(d), 0);
        int count = 0, left = 0;
        ref T pack = ref MemoryMarshal.GetReference(scratch);
        for (int o = outside.Count; o > 0; o--, outside.Next())
        {
            for (nint first = 0; first < Trail.Length(split); first += step)
            {
                int indices = (int)Math.Min(step, Trail.Length(split) - first);
                Layout layout = SegmentLayout(split, indices);
                ref T from = ref Unsafe.Add(ref x, outside.First + (first * Trail.FirstStride(split)));
                Copying.Copy(new Strided<T>(in from, layout), scratch[left..]);
                int length = left + (indices * inside), whole = length / width;
                count = ReductionTree.PushChunks<T, TReducer, TMap, TChunk>(ref pack, whole, TChunk.Create(parameter), ref levels, count);
                left = length % width;
                scratch.Slice(whole * width, left).CopyTo(scratch);
            }
        }

        return Tail(ref pack, left, parameter, ref levels, count);
    }

    private readonly Layout SegmentLayout(int split, int indices)
    {
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        var strides = new DimensionValues();
        int rank = Trail.Rank - split;
        for (int d = 0; d < rank; d++)
        {
            lengths[d] = d == 0 ? indices : Trail.Length(split + d);
            strides[d] = Trail.FirstStride(split + d);
        }

        return new Layout(new Shape(lengths[..rank]), new Strides(strides));
    }

    /// <summary>All elements of one contiguous row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static T Row(ref T x, int length, T parameter)
    {
        int width = ReductionTree.Width<T>();
        Span<T> levels = stackalloc T[ReductionTree.Levels * width];
        ref T first = ref MemoryMarshal.GetReference(levels);
        return ReductionTree.Canonical(Row(ref x, length / width, length % width, parameter, default, readable: false, ref first));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Row(ref T x, int chunks, int rest, T parameter, TChunk elements, bool readable, ref T levels)
    {
        TChunk parameters = TChunk.Create(parameter);
        int count = ReductionTree.PushChunks<T, TReducer, TMap, TChunk>(ref x, chunks, parameters, ref levels, 0);
        ref T last = ref Unsafe.Add(ref x, chunks * ReductionTree.Width<T>());
        if (rest == 0 || !readable) return Tail(ref last, rest, parameter, ref levels, count);

        // What follows the row belongs to the operand too: the chunk is read whole, and the lanes without an element replaced.
        TChunk chunk = TChunk.Select(elements, TMap.Map(TChunk.Load(ref last), parameters), TChunk.Create(TReducer.Neutral));
        ReductionTree.Push<T, TReducer, TChunk>(chunk, 0, ref levels, count);
        return ReductionTree.Finish<T, TReducer, TChunk>(ref levels, count + 1);
    }

    /// <summary>The last elements, fewer than a chunk: the lanes that have none get the neutral element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Tail(ref T x, int rest, T parameter, ref T levels, int count) =>
        ReductionTree.Fold<T, TReducer, TChunk>(TailLanes(ref x, rest, parameter, ref levels, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TChunk TailLanes(ref T x, int rest, T parameter, ref T levels, int count)
    {
        if (rest > 0)
        {
            int width = ReductionTree.Width<T>();
            ref T last = ref Unsafe.Add(ref levels, (ReductionTree.Levels - 1) * width);
            TChunk.Store(TChunk.Create(TReducer.Neutral), ref last);
            for (int i = 0; i < rest; i++) Unsafe.Add(ref last, i) = TMap.Map(Unsafe.Add(ref x, i), parameter);
            ReductionTree.Push<T, TReducer, TChunk>(TChunk.Load(ref last), 0, ref levels, count);
            count++;
        }

        return ReductionTree.Lanes<T, TReducer, TChunk>(ref levels, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PushScalar(T subtree, Span<T> partials, int count)
    {
        int level = 0;
        for (; (count >> level & 1) != 0; level++) subtree = TReducer.Combine(partials[level], subtree);
        partials[level] = subtree;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T FinishScalar(ReadOnlySpan<T> partials, int count)
    {
        int level = BitOperations.TrailingZeroCount(count);
        T total = partials[level];
        for (level++; count >> level != 0; level++)
        {
            if ((count >> level & 1) != 0) total = TReducer.Combine(partials[level], total);
        }

        return ReductionTree.Canonical(total);
    }

    private static int Pitch(int columns, int tile, int width) =>
        columns <= tile ? (columns + width - 1) / width * width : tile + width;

    private readonly bool HasAdjacentColumns()
    {
        for (int d = 0; d < Kept.Rank; d++)
        {
            if (Kept.FirstStride(d) == 1 && Kept.Length(d) >= 4) return true;
        }

        return false;
    }

    /// <summary>Takes out of the kept dimensions the one that is vectorised: the longest that lies contiguously, else the last.</summary>
    private void TakeColumns(out int columns, out nint columnStride, out int resultStride)
    {
        if (Kept.Rank == 0)
        {
            columns = resultStride = 1;
            columnStride = 1;
            return;
        }

        int best = Kept.Rank - 1;
        for (int d = best - 1; d >= 0; d--)
        {
            if (Kept.FirstStride(d) == 1 && (Kept.FirstStride(best) != 1 || Kept.Length(d) > Kept.Length(best))) best = d;
        }

        columns = Kept.Length(best);
        columnStride = Kept.FirstStride(best);
        resultStride = Kept.SecondStride(best);
        Kept.Remove(best);
    }

    private readonly void ReadParameters(nint from, int stride, int count, Span<T> parameters)
    {
        if (!TMap.HasParameter) return;
        Copying.Pack(ref Unsafe.Add(ref Parameters, from), 0, stride, 1, count, ref MemoryMarshal.GetReference(parameters), count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void WriteResults(ReadOnlySpan<T> results, nint to, int stride)
    {
        ref T destination = ref Unsafe.Add(ref Destination, to);
        for (int i = 0; i < results.Length; i++) Unsafe.Add(ref destination, (nint)i * stride) = ReductionTree.Canonical(results[i]);
    }
}
