using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>
/// The exponential family over a set of dimensions: log-sum-exp, softmax and its logarithm. The maximum is taken out first, so that
/// no exponential overflows.
/// </summary>
internal static class SoftmaxFamily
{
    /// <summary>Elements that are taken through all passes together, to stay in the first caches.</summary>
    private const int SlabLength = 1 << 13;

    /// <summary>ln Σ eˣ over the reduced dimensions: −∞ where all x are −∞ or there are none, +∞ where one is.</summary>
    /// <param name="x">The elements; any strides.</param>
    /// <param name="reduced">The dimensions that disappear.</param>
    /// <param name="destination">Row-major over the other dimensions; must not overlap x.</param>
    /// <param name="parallel">The threads that may be used.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LogSumExp<T>(scoped in Strided<T> x, Dimensions reduced, Span<T> destination, ParallelLoop? parallel = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int kept = KeptCount(x.Shape, reduced, 0);
        if (x.Shape.ElementCount > 0 && reduced.AreLastOf(x.Shape.Rank) && x.Layout.IsContiguous)
        {
            ParallelLogSumExp<T>.Run(ref Unsafe.AsRef(in x.Origin), destination[..kept], x.Shape.ElementCount / kept, parallel);
            return;
        }

        using SpanOwner<T> owner = SpanOwner<T>.Allocate(kept);
        Span<T> shifts = owner.Span;
        destination = destination[..kept];
        Reduction.Max(x, reduced, shifts, parallel);
        for (int i = 0; i < kept; i++)
        {
            if (T.IsInfinity(shifts[i])) shifts[i] = T.Zero;
        }

        LogarithmsOfSums(x, reduced, shifts, destination, parallel);
        for (int i = 0; i < kept; i++) destination[i] = ReductionTree.Canonical(shifts[i] + destination[i]);
    }

    /// <summary>ln Σ e^(x − shift), as <see cref="ContiguousSoftmax{L, TChunk, T}"/> has it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LogarithmsOfSums<T>(scoped in Strided<T> x, Dimensions reduced, Span<T> shifts, Span<T> logarithms, ParallelLoop? parallel = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Reduction.RunMany<T, SumReducer<T>, ExponentialMap<T>>(x, reduced, shifts, logarithms, parallel);
        bool any = false;
        foreach (T sum in logarithms) any |= IsOneAndLess(sum);
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(any ? logarithms.Length : 0);
        Span<T> others = owner.Span;
        if (any) Reduction.RunMany<T, SumReducer<T>, OtherExponentialMap<T>>(x, reduced, shifts, others, parallel);
        for (int i = 0; i < logarithms.Length; i++)
        {
            logarithms[i] = IsOneAndLess(logarithms[i])
                ? VectorMath.Log1pPositive<ScalarLane<T>, T>(new(others[i])).Value
                : VectorMath.Log<ScalarLane<T>, T>(new(logarithms[i])).Value;
        }
    }

    /// <summary>Whether a sum of exponentials of which one is 1 has less than 1 beside it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsOneAndLess<T>(T sum)
        where T : unmanaged, IFloatingPointIeee754<T> => sum >= T.One && sum < T.One + T.One;

    /// <summary>eˣ / Σ eˣ, the sum over the given dimensions; 0 where all x of a sum are −∞; +∞ takes all.</summary>
    /// <param name="x">The elements; any strides.</param>
    /// <param name="dimensions">The dimensions over which the results sum to 1.</param>
    /// <param name="destination">Row-major, in x's shape; must not overlap x.</param>
    public static void Softmax<T>(scoped in Strided<T> x, Dimensions dimensions, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Normalize(x, dimensions, logarithm: false, destination);

    /// <summary>x − ln Σ eˣ, the sum over the given dimensions; −∞ where all x of a sum are −∞; where one is +∞, 0 for it and −∞ for the others, NaN where two are.</summary>
    /// <param name="x">The elements; any strides.</param>
    /// <param name="dimensions">The dimensions over which the exponentials of the results sum to 1.</param>
    /// <param name="destination">Row-major, in x's shape; must not overlap x.</param>
    public static void LogSoftmax<T>(scoped in Strided<T> x, Dimensions dimensions, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Normalize(x, dimensions, logarithm: true, destination);

    /// <summary>The leading kept dimensions are cut into slabs, each of which goes through all passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Normalize<T>(scoped in Strided<T> x, Dimensions dimensions, bool logarithm, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        Strides strides = x.Strides;
        if (shape.ElementCount == 0) return;
        int leading = 0, inside = 1;
        while (leading < shape.Rank && !dimensions.Contains(leading)) leading++;
        for (int d = leading; d < shape.Rank; d++) inside *= shape[d];
        var walk = new DimensionWalk();
        for (int d = 0; d < leading; d++) walk.Add(shape[d], strides[d], 0);
        int length = walk.Rank == 0 ? 1 : walk.Length(walk.Rank - 1);
        int stride = walk.Rank == 0 ? 0 : walk.FirstStride(walk.Rank - 1);
        if (walk.Rank > 0) walk.Remove(walk.Rank - 1);

        // With no dimension before the first reduced one the slab's shape is x's; else those become one.
        int added = leading > 0 ? 1 : 0;
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        DimensionValues slabStrides = default;
        var slabDimensions = Dimensions.None;
        if (added > 0) slabStrides[0] = stride;
        for (int d = leading; d < shape.Rank; d++)
        {
            int to = d - leading + added;
            lengths[to] = shape[d];
            slabStrides[to] = strides[d];
            if (dimensions.Contains(d)) slabDimensions = slabDimensions.Add(to);
        }

        // Rows have a path of their own: what is reduced follows, contiguously in the destination, all that is kept.
        bool rows = true;
        for (int d = leading; d < shape.Rank; d++) rows &= dimensions.Contains(d);
        bool inPlace = true;
        for (int d = shape.Rank - 1, expected = 1; d >= leading; expected *= shape[d--]) inPlace &= shape[d] == 1 || strides[d] == expected;

        int rank = shape.Rank - leading + added;
        int step = Math.Min(length, Math.Max(1, SlabLength / inside));
        int kept = step * KeptCount(shape, dimensions, leading);
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(2 * kept);
        int done = 0;
        for (int i = walk.Count; i > 0; i--, walk.Next())
        {
            for (int first = 0; first < length; first += step)
            {
                int count = Math.Min(step, length - first);
                if (added > 0) lengths[0] = count;
                var layout = new Layout(new Shape(lengths[..rank]), new Strides(slabStrides));
                ref readonly T origin = ref Unsafe.Add(ref Unsafe.AsRef(in x.Origin), walk.First + ((nint)first * stride));
                Span<T> slab = destination.Slice(done, count * inside);
                done += count * inside;
                if (rows && inPlace)
                {
                    NormalizeRows(ref Unsafe.AsRef(in origin), stride, slab, inside, logarithm);
                    continue;
                }

                Copying.Copy(new Strided<T>(in origin, layout), slab);
                if (rows)
                {
                    NormalizeRows(ref slab[0], inside, slab, inside, logarithm);
                    continue;
                }

                int results = kept / step * count;
                Span<T> statistics = owner.Span[..results], sums = owner.Span.Slice(results, results);
                if (logarithm) LogSoftmaxSlab(slab, layout.Shape, slabDimensions, statistics, sums);
                else SoftmaxSlab(slab, layout.Shape, slabDimensions, statistics, sums);
            }
        }
    }

    private static void NormalizeRows<T>(ref T source, nint stride, Span<T> slab, int length, bool logarithm)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) NormalizeRows<Lane512<T>, Chunk512<T>, T>(ref source, stride, slab, length, logarithm);
        else if (Vector256.IsHardwareAccelerated) NormalizeRows<Lane256<T>, Chunk256<T>, T>(ref source, stride, slab, length, logarithm);
        else if (Vector128.IsHardwareAccelerated) NormalizeRows<Lane128<T>, Chunk256<T>, T>(ref source, stride, slab, length, logarithm);
        else NormalizeRows<ScalarLane<T>, Chunk256<T>, T>(ref source, stride, slab, length, logarithm);
    }

    private static void NormalizeRows<L, TChunk, T>(ref T source, nint stride, Span<T> slab, int length, bool logarithm)
        where L : struct, ILaneBits<L, T>
        where TChunk : struct, IChunk<TChunk, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool isShort = ShortRows<L, T>.Fit(length);
        if (logarithm && isShort) ShortSoftmax<L, TChunk, T>.RunLogarithm(ref source, stride, ref slab[0], slab.Length / length, length);
        else if (logarithm) ContiguousSoftmax<L, TChunk, T>.RunLogarithm(ref source, stride, ref slab[0], slab.Length / length, length);
        else if (isShort) ShortSoftmax<L, TChunk, T>.Run(ref source, stride, ref slab[0], slab.Length / length, length);
        else ContiguousSoftmax<L, TChunk, T>.Run(ref source, stride, ref slab[0], slab.Length / length, length);
    }

    internal static void LogSumExpOfRows<T>(ref T source, Span<T> destination, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) ContiguousSoftmax<Lane512<T>, Chunk512<T>, T>.LogSumExp(ref source, destination, length);
        else if (Vector256.IsHardwareAccelerated) ContiguousSoftmax<Lane256<T>, Chunk256<T>, T>.LogSumExp(ref source, destination, length);
        else if (Vector128.IsHardwareAccelerated) ContiguousSoftmax<Lane128<T>, Chunk256<T>, T>.LogSumExp(ref source, destination, length);
        else ContiguousSoftmax<ScalarLane<T>, Chunk256<T>, T>.LogSumExp(ref source, destination, length);
    }

    private static void SoftmaxSlab<T>(Span<T> slab, in Shape shape, Dimensions dimensions, Span<T> shifts, Span<T> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new Strided<T>(in slab[0], Layout.Contiguous(shape));
        Reduction.Max(values, dimensions, shifts);
        Replace(shifts, T.NegativeInfinity, T.Zero);
        Apply<T, ExponentialMap<T>>(slab, shape, dimensions, shifts);
        Reduction.Sum(values, dimensions, sums);
        Replace(sums, T.Zero, T.One);
        Apply<T, QuotientMap<T>>(slab, shape, dimensions, sums);
    }

    private static void LogSoftmaxSlab<T>(Span<T> slab, in Shape shape, Dimensions dimensions, Span<T> shifts, Span<T> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new Strided<T>(in slab[0], Layout.Contiguous(shape));
        Reduction.Max(values, dimensions, shifts);
        Replace(shifts, T.NegativeInfinity, T.Zero);
        LogarithmsOfSums(values, dimensions, shifts, sums);
        Replace(sums, T.NegativeInfinity, T.Zero);
        if (shifts.Contains(T.PositiveInfinity)) TakeLimits(slab, shape, dimensions, shifts, sums);
        Apply<T, DeviationMap<T>>(slab, shape, dimensions, shifts);
        Apply<T, DeviationMap<T>>(slab, shape, dimensions, sums);
    }

    /// <summary>The results where an element is +∞, as <see cref="ContiguousSoftmax{L, TChunk, T}"/> has them; what is to be taken off these is 0 then.</summary>
    private static void TakeLimits<T>(Span<T> slab, in Shape shape, Dimensions dimensions, Span<T> shifts, Span<T> logarithms)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        DimensionWalk walk = RowsOf(in shape, shape.ContiguousStrides, dimensions, out int length, out int step);
        for (int i = walk.Count; i > 0; i--, walk.Next())
        {
            for (int j = 0; j < length; j++)
            {
                int result = (int)walk.Second + (j * step);
                ref T y = ref slab[(int)walk.First + j];
                if (T.IsPositiveInfinity(shifts[result])) y = logarithms[result] != T.Zero ? T.NaN : T.IsPositiveInfinity(y) ? T.Zero : T.NegativeInfinity;
            }
        }

        for (int i = 0; i < shifts.Length; i++)
        {
            if (T.IsPositiveInfinity(shifts[i])) shifts[i] = logarithms[i] = T.Zero;
        }
    }

    private static void Replace<T>(Span<T> values, T old, T replacement)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] == old) values[i] = replacement;
        }
    }

    /// <summary>y = map(y, parameter of y's row), in place.</summary>
    private static void Apply<T, TMap>(Span<T> y, in Shape shape, Dimensions reduced, ReadOnlySpan<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TMap : struct, IElementMap<T>
    {
        if (Vector512.IsHardwareAccelerated) Apply<T, TMap, Chunk512<T>>(y, shape, reduced, parameters);
        else Apply<T, TMap, Chunk256<T>>(y, shape, reduced, parameters);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Apply<T, TMap, TChunk>(Span<T> y, in Shape shape, Dimensions reduced, ReadOnlySpan<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TMap : struct, IElementMap<T>
        where TChunk : struct, IChunk<TChunk, T>
    {
        DimensionWalk walk = RowsOf(in shape, shape.ContiguousStrides, reduced, out int length, out int step);
        int width = ReductionTree.Width<T>();
        for (int i = walk.Count; i > 0; i--, walk.Next())
        {
            ref T row = ref y[(int)walk.First];
            ref T parameter = ref Unsafe.AsRef(in parameters[(int)walk.Second]);
            int j = 0;
            TChunk constant = TChunk.Create(parameter);
            for (; j <= length - width; j += width)
            {
                ref T at = ref Unsafe.Add(ref row, j);
                TChunk.Store(TMap.Map(TChunk.Load(ref at), step == 0 ? constant : TChunk.Load(ref Unsafe.Add(ref parameter, j))), ref at);
            }

            for (; j < length; j++)
            {
                ref T at = ref Unsafe.Add(ref row, j);
                at = TMap.Map(at, Unsafe.Add(ref parameter, (nint)j * step));
            }
        }
    }

    /// <summary>
    /// The rows of adjacent elements of a tensor, and where the first element's parameter lies among those of the sums over some dimensions,
    /// row-major over the others.
    /// </summary>
    /// <param name="shape">The lengths.</param>
    /// <param name="strides">The strides; neighbours are adjacent along the last dimension.</param>
    /// <param name="reduced">The dimensions that are summed over.</param>
    /// <param name="length">The length of a row.</param>
    /// <param name="step">How far the parameters of neighbouring elements are apart: 0 or 1.</param>
    internal static DimensionWalk RowsOf(in Shape shape, Strides strides, Dimensions reduced, out int length, out int step)
    {
        DimensionValues parameters = default;
        int stride = 1;
        for (int d = shape.Rank - 1; d >= 0; d--)
        {
            if (reduced.Contains(d)) continue;
            parameters[d] = stride;
            stride *= shape[d];
        }

        var walk = new DimensionWalk();
        for (int d = 0; d < shape.Rank; d++) walk.Add(shape[d], strides[d], parameters[d]);
        length = 1;
        step = 0;
        if (walk.Rank > 0)
        {
            Debug.Assert(walk.FirstStride(walk.Rank - 1) == 1, "Rows are of adjacent elements.");
            length = walk.Length(walk.Rank - 1);
            step = walk.SecondStride(walk.Rank - 1);
            walk.Remove(walk.Rank - 1);
        }

        return walk;
    }

    /// <summary>The number of results per index of the dimensions before <paramref name="from"/>.</summary>
    internal static int KeptCount(in Shape shape, Dimensions reduced, int from)
    {
        int count = 1;
        for (int d = from; d < shape.Rank; d++)
        {
            if (!reduced.Contains(d)) count *= shape[d];
        }

        return count;
    }
}
