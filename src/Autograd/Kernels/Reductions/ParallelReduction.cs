using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>
/// A reduction on several threads: its results are shared out; or, where they are too few, whole subtrees of the one tree, which is then
/// finished as it would have been.
/// </summary>
/// <remarks>
/// The items 2ᵏ p to 2ᵏ (p + 1) − 1 are a subtree, for every p, and the fewer at the end are one by themselves. So the tree over the parts'
/// results is the upper end of the tree over the items, however long the parts are, if only that is a power of two.
/// </remarks>
internal ref struct ParallelReduction<T, TReducer, TMap, TChunk> : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
    where TReducer : struct, IReducer<T>
    where TMap : struct, IElementMap<T>
    where TChunk : struct, IChunk<TChunk, T>
{
    /// <summary>From so many elements on, threads are woken up.</summary>
    private const int LongLength = 1 << 20;

    /// <summary>The fewest elements that are a part.</summary>
    private const int PartLength = 1 << 12;

    private ReductionJob<T, TReducer, TMap, TChunk> _job;
    private Cut _cut;
    private int _dimension, _partLength;
    private Span<T> _partials;

    /// <summary>What is shared out: results, rows of each result, or chunks of one row of each result.</summary>
    private enum Cut
    {
        Kept,
        Rows,
        Trail,
    }

    private static int Width => ReductionTree.Width<T>();

    /// <summary>Computes all results.</summary>
    /// <param name="job">The reduction.</param>
    /// <param name="count">The number of its elements.</param>
    /// <param name="parallel">The threads.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(scoped in ReductionJob<T, TReducer, TMap, TChunk> job, int count, ParallelLoop parallel)
    {
        var body = new ParallelReduction<T, TReducer, TMap, TChunk> { _job = job };
        int most = Math.Min(4 * parallel.Degree, count / PartLength), parts = body.CutResults(most);
        if (parts < parallel.Degree && body.CutTrees(most, parts) is var subtrees and > 1) body.RunTrees(subtrees, count >= LongLength, parallel);
        else if (parts > 1) parallel.Run(parts, count >= LongLength, body);
        else body._job.Run();
    }

    /// <summary>Computes one part.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        ReductionJob<T, TReducer, TMap, TChunk> job = _job;
        int start = part * _partLength, kept = job.Kept.Count;
        switch (_cut)
        {
            case Cut.Kept:
                nint to = (nint)start * job.Kept.SecondStride(_dimension);
                job.Move((nint)start * job.Kept.FirstStride(_dimension));
                job.Destination = ref Unsafe.Add(ref job.Destination, to);
                if (TMap.HasParameter) job.Parameters = ref Unsafe.Add(ref job.Parameters, to);
                job.Kept.Shorten(_dimension, Math.Min(_partLength, job.Kept.Length(_dimension) - start));
                job.Run();
                break;
            case Cut.Rows:
                job.Move((nint)start * job.Rows.FirstStride(0));
                job.Destination = ref _partials[part * kept];
                job.Rows.Shorten(0, Math.Min(_partLength, job.Rows.Length(0) - start));
                job.Run();
                break;
            default:
                job.Move(start);
                job.Destination = ref _partials[part * kept * Width];
                job.Trail.Shorten(0, Math.Min(_partLength, job.Trail.Length(0) - start));
                job.RunLanes();
                break;
        }
    }

    /// <summary>Cuts the kept dimension that gives most parts, columns not into narrow stripes. Returns their number.</summary>
    private int CutResults(int most)
    {
        _cut = Cut.Kept;
        int best = 1;
        for (int d = 0; d < _job.Kept.Rank; d++)
        {
            int length = _job.Kept.Length(d);
            int grain = _job.Kept.FirstStride(d) == 1 ? (_job.IsInner ? 4 : 32) * Width : !_job.IsInner && d == _job.Kept.Rank - 1 ? Width : 1;
            int partLength = Ratio(Ratio(length, most), grain) * grain, parts = Ratio(length, partLength);
            if (parts <= best) continue;
            best = parts;
            _dimension = d;
            _partLength = partLength;
        }

        return best;
    }

    /// <summary>Cuts trees over rows, or over the chunks of one row, into subtrees. Returns their number, 0 where they are no more than the fewest.</summary>
    private int CutTrees(int most, int fewest)
    {
        bool isRow = _job.IsInner && _job.Rows.Rank == 0 && _job.Trail.Rank == 1 && _job.Trail.FirstStride(0) == 1;
        if (!isRow && _job.Rows.Rank != 1) return 0;
        int items = isRow ? Ratio(_job.Trail.Count, Width) : _job.Rows.Count;
        int size = Math.Max((int)BitOperations.RoundUpToPowerOf2((uint)Ratio(items, most)), _job.IsInner ? 1 : 8), parts = Ratio(items, size);
        if (parts <= fewest) return 0;
        _cut = isRow ? Cut.Trail : Cut.Rows;
        _partLength = isRow ? size * Width : size;
        return parts;
    }

    /// <summary>The subtrees, then the tree over their results.</summary>
    private void RunTrees(int parts, bool isLong, ParallelLoop parallel)
    {
        int kept = _job.Kept.Count, results = _cut == Cut.Trail ? kept * Width : kept;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate((parts + 1) * results);
        _partials = owner.Span;
        parallel.Run(parts, isLong, this);
        Span<T> totals = _partials.Slice(parts * results, results);
        ReductionJob<T, TReducer, IdentityMap<T>, TChunk> tree = default;
        tree.Source = ref MemoryMarshal.GetReference(_partials);
        tree.Destination = ref MemoryMarshal.GetReference(totals);
        tree.Limit = parts * results;
        tree.Kept.Add(results, 1, 1);
        tree.Rows.Add(parts, results, 0);
        tree.Run();
        for (int i = 0; i < kept; i++)
        {
            Unsafe.Add(ref _job.Destination, i) = _cut == Cut.Rows
                ? totals[i]
                : ReductionTree.Canonical(ReductionTree.Fold<T, TReducer, TChunk>(TChunk.Load(ref totals[i * Width])));
        }
    }

    private static int Ratio(int length, int part) => (length + part - 1) / part;
}
