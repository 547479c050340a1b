using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>Selects elements by index along a dimension, and the adjoints that add them back. Callers validate the indices.</summary>
internal static class Gathering
{
    /// <summary>destination[…, k, …] = source[…, indices[k], …].</summary>
    /// <param name="source">The elements; any strides.</param>
    /// <param name="dimension">The dimension that is indexed.</param>
    /// <param name="indices">Each from 0 to the dimension's length − 1.</param>
    /// <param name="destination">Row-major: the source's shape with the dimension's length replaced by the number of indices.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather<T>(scoped in Strided<T> source, int dimension, ReadOnlySpan<int> indices, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = source.Shape;
        Shape selected = shape.With(dimension, 1);
        int count = selected.ElementCount;
        if (count == 0 || indices.IsEmpty) return;
        Strides strides = source.Strides;
        Split(selected, dimension, out int outer, out int run);
        var walk = new DimensionWalk();
        for (int d = 0; d < dimension; d++) walk.Add(shape[d], strides[d], 0);
        var inner = new DimensionWalk();
        for (int d = dimension + 1; d < shape.Rank; d++) inner.Add(shape[d], strides[d], 0);
        nint step = strides[dimension];
        ref T to = ref MemoryMarshal.GetReference(destination[..(outer * indices.Length * run)]);
        bool contiguous = inner.Rank == 0 || (inner.Rank == 1 && inner.FirstStride(0) == 1);
        for (int o = 0; o < outer; o++, walk.Next())
        {
            ref T row = ref Unsafe.Add(ref Unsafe.AsRef(in source.Origin), walk.First);
            foreach (int index in indices)
            {
                ref T from = ref Unsafe.Add(ref row, index * step);
                if (run == 1)
                {
                    to = from;
                }
                else if (contiguous)
                {
                    MemoryMarshal.CreateReadOnlySpan(ref from, run).CopyTo(MemoryMarshal.CreateSpan(ref to, run));
                }
                else
                {
                    for (int i = 0; i < run; i++, inner.Next()) Unsafe.Add(ref to, i) = Unsafe.Add(ref from, inner.First);
                }

                to = ref Unsafe.Add(ref to, run);
            }
        }
    }

    /// <summary>
    /// The adjoint of <see cref="Gather"/>: destination[…, indices[k], …] += updates[…, k, …], for k in increasing order. Begins at −0,
    /// which is neutral in a sum, so that a place where no index leads, or −0 alone, stays −0: nothing came there.
    /// </summary>
    /// <param name="updates">Row-major: the destination's shape with the dimension's length replaced by the number of indices.</param>
    /// <param name="indices">Each from 0 to the dimension's length − 1; repeated ones add up.</param>
    /// <param name="dimension">The dimension that is indexed.</param>
    /// <param name="destinationShape">The shape of the destination.</param>
    /// <param name="destination">Row-major; 0 where no index leads.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScatterAdd<T>(
        ReadOnlySpan<T> updates, ReadOnlySpan<int> indices, int dimension, Shape destinationShape, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Split(destinationShape, dimension, out int outer, out int run);
        int length = destinationShape[dimension];
        destination[..destinationShape.ElementCount].Fill(T.NegativeZero);
        for (int o = 0; o < outer; o++)
        {
            Span<T> block = destination.Slice(o * length * run, length * run);
            ReadOnlySpan<T> values = updates.Slice(o * indices.Length * run, indices.Length * run);
            if (run == 1)
            {
                for (int k = 0; k < indices.Length; k++) block[indices[k]] += values[k];
                continue;
            }

            for (int k = 0; k < indices.Length; k++)
            {
                Vectors.Add(values.Slice(k * run, run), block.Slice(indices[k] * run, run));
            }
        }
    }

    /// <summary>destination[i, k, j] = source[i, indices[i, k, j], j]: an index for each element of the result.</summary>
    /// <param name="source">The elements; any strides.</param>
    /// <param name="dimension">The dimension that is indexed.</param>
    /// <param name="indices">Row-major, in the result's shape; each from 0 to the dimension's length − 1.</param>
    /// <param name="indicesShape">The result's shape: in the other dimensions at most the source's lengths.</param>
    /// <param name="destination">Row-major, in the result's shape.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TakeAlongDimension<T>(
        scoped in Strided<T> source, int dimension, ReadOnlySpan<int> indices, Shape indicesShape, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Strides strides = source.Strides;
        nint step = strides[dimension];
        int count = indicesShape.ElementCount;
        if (count == 0) return;
        DimensionWalk walk = WalkBesides(indicesShape, strides, dimension);
        ref T origin = ref Unsafe.AsRef(in source.Origin);
        destination = destination[..count];
        for (int i = 0; i < count; i++, walk.Next()) destination[i] = Unsafe.Add(ref origin, walk.First + (indices[i] * step));
    }

    /// <summary>
    /// The adjoint of <see cref="TakeAlongDimension"/>: destination[i, indices[i, k, j], j] += updates[i, k, j] from 0, in row-major
    /// order.
    /// </summary>
    /// <param name="updates">Row-major, in the shape of the indices.</param>
    /// <param name="indices">Row-major; each from 0 to the dimension's length − 1; repeated ones add up.</param>
    /// <param name="indicesShape">The shape of the indices: in the other dimensions at most the destination's lengths.</param>
    /// <param name="dimension">The dimension that is indexed.</param>
    /// <param name="destinationShape">The shape of the destination.</param>
    /// <param name="destination">Row-major; 0 where no index leads.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScatterAddAlongDimension<T>(
        ReadOnlySpan<T> updates, ReadOnlySpan<int> indices, Shape indicesShape, int dimension, Shape destinationShape, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Strides strides = destinationShape.ContiguousStrides;
        int step = strides[dimension];
        int count = indicesShape.ElementCount;
        destination[..destinationShape.ElementCount].Clear();
        if (count == 0) return;
        DimensionWalk walk = WalkBesides(indicesShape, strides, dimension);
        for (int i = 0; i < count; i++, walk.Next()) destination[(int)walk.First + (indices[i] * step)] += updates[i];
    }

    /// <summary>y[o, i] = x[o, indices[o, i], i]: one element of each row along a dimension, which disappears.</summary>
    /// <param name="x">Row-major, in the given shape.</param>
    /// <param name="shape">The shape of x.</param>
    /// <param name="dimension">The dimension that is indexed.</param>
    /// <param name="indices">Row-major over the other dimensions; each from 0 to the dimension's length − 1.</param>
    /// <param name="destination">Row-major over the other dimensions.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pick<T>(ReadOnlySpan<T> x, Shape shape, int dimension, ReadOnlySpan<int> indices, Span<T> destination)
        where T : unmanaged
    {
        Split(shape, dimension, out int outer, out int run);
        int block = shape[dimension] * run;
        for (int o = 0, j = 0; o < outer; o++)
        {
            for (int i = 0; i < run; i++, j++) destination[j] = x[(o * block) + (indices[j] * run) + i];
        }
    }

    /// <summary>The adjoint of <see cref="Pick"/>: y[o, indices[o, i], i] = x[o, i], −0 elsewhere: nothing comes there.</summary>
    /// <param name="x">Row-major over the other dimensions.</param>
    /// <param name="destinationShape">The shape of the destination.</param>
    /// <param name="dimension">The dimension that is indexed.</param>
    /// <param name="indices">Row-major over the other dimensions; each from 0 to the dimension's length − 1.</param>
    /// <param name="destination">Row-major.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Place<T>(ReadOnlySpan<T> x, Shape destinationShape, int dimension, ReadOnlySpan<int> indices, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Split(destinationShape, dimension, out int outer, out int run);
        int block = destinationShape[dimension] * run;
        destination[..destinationShape.ElementCount].Fill(T.NegativeZero);
        for (int o = 0, j = 0; o < outer; o++)
        {
            for (int i = 0; i < run; i++, j++) destination[(o * block) + (indices[j] * run) + i] = x[j];
        }
    }

    private static DimensionWalk WalkBesides(in Shape shape, in Strides strides, int dimension)
    {
        var walk = new DimensionWalk();
        for (int d = 0; d < shape.Rank; d++) walk.Add(shape[d], d == dimension ? 0 : strides[d], 0);
        return walk;
    }

    private static void Split(in Shape shape, int dimension, out int outer, out int run)
    {
        outer = run = 1;
        for (int d = 0; d < dimension; d++) outer *= shape[d];
        for (int d = dimension + 1; d < shape.Rank; d++) run *= shape[d];
    }
}
