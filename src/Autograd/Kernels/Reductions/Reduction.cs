using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>
/// Sums, extrema and moments over any set of dimensions. The bits of a result depend on the values, the shape and the reduced
/// dimensions; not on strides, vector width or position.
/// </summary>
internal static class Reduction
{
    /// <summary>From so many elements on, several threads are worth it.</summary>
    private const int ParallelLength = 1 << 17;

    private static Dimensions FirstOnly => Dimensions.All(1);

    /// <summary>Σ x over the reduced dimensions; 0 of no elements.</summary>
    /// <param name="x">The elements; any strides.</param>
    /// <param name="reduced">The dimensions that disappear.</param>
    /// <param name="destination">Row-major over the other dimensions; must not overlap x.</param>
    /// <param name="parallel">The threads that may be used.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum<T>(scoped in Strided<T> x, Dimensions reduced, Span<T> destination, ParallelLoop? parallel = null)
        where T : unmanaged, IFloatingPointIeee754<T> => Run<T, SumReducer<T>, IdentityMap<T>>(x, reduced, default, destination, parallel);

    /// <summary>The largest element, NaN if there is one; −∞ of no elements.</summary>
    /// <inheritdoc cref="Sum"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Max<T>(scoped in Strided<T> x, Dimensions reduced, Span<T> destination, ParallelLoop? parallel = null)
        where T : unmanaged, IFloatingPointIeee754<T> => Run<T, MaxReducer<T>, IdentityMap<T>>(x, reduced, default, destination, parallel);

    /// <summary>The smallest element, NaN if there is one; +∞ of no elements.</summary>
    /// <inheritdoc cref="Sum"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Min<T>(scoped in Strided<T> x, Dimensions reduced, Span<T> destination, ParallelLoop? parallel = null)
        where T : unmanaged, IFloatingPointIeee754<T> => Run<T, MinReducer<T>, IdentityMap<T>>(x, reduced, default, destination, parallel);

    /// <summary>Π x over the reduced dimensions; 1 of no elements.</summary>
    /// <inheritdoc cref="Sum"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Product<T>(scoped in Strided<T> x, Dimensions reduced, Span<T> destination, ParallelLoop? parallel = null)
        where T : unmanaged, IFloatingPointIeee754<T> => Run<T, ProductReducer<T>, IdentityMap<T>>(x, reduced, default, destination, parallel);

    /// <summary>The lanes of the sum of contiguous elements, before they are folded: an item of the tree over a longer row that these are a subtree of.</summary>
    /// <param name="x">The first element.</param>
    /// <param name="destination">As many elements as a chunk has.</param>
    /// <param name="count">The number of elements.</param>
    public static void SumLanes<T>(ref readonly T x, Span<T> destination, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) SumLanes<T, Chunk512<T>>(in x, destination, count);
        else SumLanes<T, Chunk256<T>>(in x, destination, count);
    }

    private static void SumLanes<T, TChunk>(ref readonly T x, Span<T> destination, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TChunk : struct, IChunk<TChunk, T>
    {
        ReductionJob<T, SumReducer<T>, IdentityMap<T>, TChunk> job = default;
        job.Source = ref Unsafe.AsRef(in x);
        job.Destination = ref MemoryMarshal.GetReference(destination);
        job.Trail.Add(count, 1, 0);
        job.RunLanes();
    }

    /// <summary>Σ map(x, parameter) and the like, with one parameter per result.</summary>
    /// <param name="x">The elements; any strides.</param>
    /// <param name="reduced">The dimensions that disappear.</param>
    /// <param name="parameters">Row-major over the other dimensions; empty if the map has none. Must not overlap the destination.</param>
    /// <param name="destination">Row-major over the other dimensions.</param>
    /// <param name="parallel">The threads that may be used.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, TReducer, TMap>(
        scoped in Strided<T> x, Dimensions reduced, ReadOnlySpan<T> parameters, Span<T> destination, ParallelLoop? parallel = null)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
        where TMap : struct, IElementMap<T>
    {
        int count = x.Shape.ElementCount;
        if ((uint)(count - 1) < 8 && reduced == Dimensions.All(x.Shape.Rank) && IsContiguous(in x))
        {
            T parameter = TMap.HasParameter ? parameters[0] : T.Zero;
            destination[0] = ReductionTree.Canonical(ReductionTree.Short<T, TReducer, TMap>(in x.Origin, count, parameter));
        }
        else if (x.Shape.Rank == 1 && count > 0 && x.Strides[0] == 1 && reduced == FirstOnly && !IsParallel(count, parallel))
        {
            // A vector: not even its layout is looked at.
            destination[0] = Row<T, TReducer, TMap>(in x.Origin, count, TMap.HasParameter ? parameters[0] : T.Zero);
        }
        else if (x.Shape.Rank == 2 && reduced == FirstOnly && ReductionTree.IsFew(x.Shape[0], x.Shape[1]))
        {
            // A small bias: without vectors, whose set-up would cost more.
            ref readonly Strides strides = ref x.Strides;
            ReductionTree.Few<T, TReducer, TMap>(in x.Origin, x.Shape[0], strides[0], strides[1], parameters, destination[..x.Shape[1]]);
        }
        else if (x.Shape.Rank == 2 && reduced == FirstOnly && x.Strides[1] == 1 && count > 0 && SmallColumns.Fit<T>(x.Shape[0], x.Strides[0], x.Shape[1]))
        {
            RunColumns<T, TReducer, TMap>(in x.Origin, x.Shape[0], x.Strides[0], parameters, destination[..x.Shape[1]]);
        }
        else
        {
            RunMany<T, TReducer, TMap>(x, reduced, parameters, destination, parallel);
        }
    }

    /// <summary>
    /// The same bits without the paths for what is small: by itself, since a small program should not wait for its compilation, and for maps
    /// that take long, which are vectors' work from few elements on, and whose code would stand once more in each of those paths.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void RunMany<T, TReducer, TMap>(
        scoped in Strided<T> x, Dimensions reduced, ReadOnlySpan<T> parameters, Span<T> destination, ParallelLoop? parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
        where TMap : struct, IElementMap<T>
    {
        int count = x.Shape.ElementCount;
        if (count > 0 && reduced == Dimensions.All(x.Shape.Rank) && !IsParallel(count, parallel) && IsContiguous(in x))
        {
            // A loss: one row, without sorting dimensions into roles.
            destination[0] = Row<T, TReducer, TMap>(in x.Origin, count, TMap.HasParameter ? parameters[0] : T.Zero);
            return;
        }

        if (Vector512.IsHardwareAccelerated) Run<T, TReducer, TMap, Chunk512<T>>(x, reduced, parameters, destination, parallel);
        else Run<T, TReducer, TMap, Chunk256<T>>(x, reduced, parameters, destination, parallel);
    }

    /// <summary>The columns of a small matrix, such as the cotangents of a bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void RunColumns<T, TReducer, TMap>(ref readonly T x, int rows, nint stride, ReadOnlySpan<T> parameters, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
        where TMap : struct, IElementMap<T>
    {
        ref T source = ref Unsafe.AsRef(in x);
        if (Vector512.IsHardwareAccelerated) SmallColumns<T, TReducer, TMap, Chunk512<T>>.Run(ref source, rows, stride, parameters, destination);
        else SmallColumns<T, TReducer, TMap, Chunk256<T>>.Run(ref source, rows, stride, parameters, destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsParallel(int count, [NotNullWhen(true)] ParallelLoop? parallel) => count >= ParallelLength && parallel is { Degree: > 1 };

    /// <summary>Not inlined: a method that copies the layout clears the memory for that when it is entered.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsContiguous<T>(scoped in Strided<T> x)
        where T : unmanaged => x.Layout.IsContiguous;

    /// <summary>All elements of one contiguous row. By itself: where it is not called, its types are not loaded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static T Row<T, TReducer, TMap>(ref readonly T x, int length, T parameter)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
        where TMap : struct, IElementMap<T>
    {
        ref T row = ref Unsafe.AsRef(in x);
        return Vector512.IsHardwareAccelerated
            ? ReductionJob<T, TReducer, TMap, Chunk512<T>>.Row(ref row, length, parameter)
            : ReductionJob<T, TReducer, TMap, Chunk256<T>>.Row(ref row, length, parameter);
    }

    /// <summary>The same with a given kind of chunk.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, TReducer, TMap, TChunk>(
        scoped in Strided<T> x, Dimensions reduced, ReadOnlySpan<T> parameters, Span<T> destination, ParallelLoop? parallel = null)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
        where TMap : struct, IElementMap<T>
        where TChunk : struct, IChunk<TChunk, T>
    {
        Shape shape = x.Shape;
        Strides strides = x.Strides;
        int keptCount = 1, last = -1;
        for (int d = 0; d < shape.Rank; d++)
        {
            if (!reduced.Contains(d)) keptCount *= shape[d];
            if (shape[d] != 1) last = d;
        }

        destination = destination[..keptCount];
        if (keptCount == 0) return;
        if (shape.ElementCount == 0)
        {
            destination.Fill(TReducer.Empty);
            return;
        }

        // Which tree: a last dimension that is reduced is summed in lanes, together with the reduced dimensions next to it; all
        // other reduced dimensions are summed row by row.
        bool inner = last >= 0 && reduced.Contains(last);
        int trail = last + 1;
        while (inner && trail > 0 && (shape[trail - 1] == 1 || reduced.Contains(trail - 1))) trail--;

        if (TMap.HasParameter) parameters = parameters[..keptCount];
        ReductionJob<T, TReducer, TMap, TChunk> job = default;
        job.Source = ref Unsafe.AsRef(in x.Origin);
        job.Parameters = ref MemoryMarshal.GetReference(parameters);
        job.Destination = ref MemoryMarshal.GetReference(destination);
        job.Limit = 1;
        DimensionValues keptStrides = default;
        int keptStride = 1;
        for (int d = shape.Rank - 1; d >= 0; d--)
        {
            if (reduced.Contains(d)) continue;
            keptStrides[d] = keptStride;
            keptStride *= shape[d];
        }

        for (int d = 0; d < shape.Rank; d++)
        {
            int length = shape[d], stride = strides[d];
            if (stride > 0) job.Limit += (nint)stride * (length - 1);
            if (!reduced.Contains(d)) job.Kept.Add(length, stride, keptStrides[d]);
            else if (inner && d >= trail) job.Trail.Add(length, stride, 0);
            else job.Rows.Add(length, stride, 0);
        }

        job.IsInner = inner;
        if (IsParallel(shape.ElementCount, parallel)) ParallelReduction<T, TReducer, TMap, TChunk>.Run(in job, shape.ElementCount, parallel);
        else job.Run();
    }

    /// <summary>
    /// Σ (x − mean)² / (n − correction) over the reduced dimensions, in two passes: the mean first, so that a large common offset
    /// costs no digits. NaN where n − correction is not positive.
    /// </summary>
    /// <param name="x">The elements; any strides.</param>
    /// <param name="reduced">The dimensions that disappear.</param>
    /// <param name="correction">0 for the population, 1 for a sample.</param>
    /// <param name="destination">Row-major over the other dimensions; must not overlap x.</param>
    /// <param name="parallel">The threads that may be used.</param>
    public static void Variance<T>(scoped in Strided<T> x, Dimensions reduced, int correction, Span<T> destination, ParallelLoop? parallel = null)
        where T : unmanaged, IFloatingPointIeee754<T> => Moments.Variance(x, reduced, correction, destination, parallel);

    /// <summary>The index of the largest element along a dimension: the first of equal ones; NaN counts as the largest.</summary>
    /// <param name="x">The elements; any strides.</param>
    /// <param name="dimension">The dimension that is searched; not of length 0 unless the result is empty.</param>
    /// <param name="destination">Row-major over the other dimensions.</param>
    public static void ArgMax<T>(scoped in Strided<T> x, int dimension, Span<int> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Extrema.Find<T, MaxReducer<T>>(x, dimension, destination);

    /// <summary>The index of the smallest element along a dimension: the first of equal ones; NaN counts as the smallest.</summary>
    /// <inheritdoc cref="ArgMax"/>
    public static void ArgMin<T>(scoped in Strided<T> x, int dimension, Span<int> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Extrema.Find<T, MinReducer<T>>(x, dimension, destination);
}
