using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>Selects elements by index along a dimension, and the adjoints that add them back. Callers validate the indices.</summary>
internal static class Gathering
{
    /// <summary>Up to so many updates of one element are plainly added; sums of more are a <see cref="CompensatedSum"/>.</summary>
    public const int LongestChain = 64;

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
    /// which is neutral in a sum, so that a place where no index leads, or −0 alone, stays −0: nothing came there. Long sums are compensated.
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
        using SpanOwner<int> slots = SpanOwner<int>.Allocate(indices.Length > LongestChain ? length : 0);
        int often = slots.Length > 0 ? FindOften(indices, slots.Span) : 0;
        using SpanOwner<T> excess = SpanOwner<T>.Allocate(often * run);
        for (int o = 0; o < outer; o++)
        {
            Span<T> block = destination.Slice(o * length * run, length * run);
            ReadOnlySpan<T> values = updates.Slice(o * indices.Length * run, indices.Length * run);
            if (often > 0)
            {
                AddOften(values, indices, slots.Span, run, excess.Span, block);
                continue;
            }

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

    /// <summary>y[o, k, i] = x[o, indices[o, k, i], i]: several elements of each row along a dimension, each by an index of its own.</summary>
    /// <param name="x">Row-major, in the given shape.</param>
    /// <param name="shape">The shape of x.</param>
    /// <param name="dimension">The dimension that is indexed.</param>
    /// <param name="indices">Row-major, in the shape of x with another length in the dimension; each from 0 to x's length there − 1.</param>
    /// <param name="destination">Row-major, in the shape of the indices.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GatherAlong<T>(ReadOnlySpan<T> x, Shape shape, int dimension, ReadOnlySpan<int> indices, Span<T> destination)
        where T : unmanaged
    {
        if (indices.IsEmpty) return;
        Split(shape, dimension, out int outer, out int run);
        int block = shape[dimension] * run, count = indices.Length / outer;
        for (int o = 0, j = 0; o < outer; o++)
        {
            ReadOnlySpan<T> from = x.Slice(o * block, block);
            if (run == 1)
            {
                for (int end = j + count; j < end; j++) destination[j] = from[indices[j]];
                continue;
            }

            for (int end = j + count; j < end;)
            {
                for (int i = 0; i < run; i++, j++) destination[j] = from[(indices[j] * run) + i];
            }
        }
    }

    /// <summary>
    /// The adjoint of <see cref="GatherAlong"/>: destination[o, indices[o, k, i], i] += x[o, k, i], for k in increasing order. Begins at −0:
    /// nothing comes where no index leads. Long sums are compensated.
    /// </summary>
    /// <param name="x">Row-major, in the shape of the indices.</param>
    /// <param name="destinationShape">The shape of the destination.</param>
    /// <param name="dimension">The dimension that is indexed.</param>
    /// <param name="indices">Each from 0 to the destination's length in the dimension − 1.</param>
    /// <param name="destination">Row-major.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScatterAddAlong<T>(ReadOnlySpan<T> x, Shape destinationShape, int dimension, ReadOnlySpan<int> indices, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        destination = destination[..destinationShape.ElementCount];
        destination.Fill(T.NegativeZero);
        if (indices.IsEmpty) return;
        Split(destinationShape, dimension, out int outer, out int run);
        int block = destinationShape[dimension] * run, count = indices.Length / outer;
        bool mayBeLong = count / run > LongestChain;
        using SpanOwner<T> excess = SpanOwner<T>.Allocate(mayBeLong ? block : 0);
        using SpanOwner<int> often = SpanOwner<int>.Allocate(mayBeLong ? block : 0);
        for (int o = 0, j = 0; o < outer; o++)
        {
            bool isLong = mayBeLong && IsLong(indices.Slice(o * count, count), run, often.Span);
            Span<T> to = destination.Slice(o * block, block), more = isLong ? excess.Span : [];
            more.Clear();
            for (int end = j + count; j < end;)
            {
                for (int i = 0; i < run; i++, j++)
                {
                    int place = (indices[j] * run) + i;
                    if (more.IsEmpty) to[place] += x[j];
                    else CompensatedSum.Add(x[j], ref to[place], ref more[place]);
                }
            }
        }
    }

    /// <summary>Whether an index stands more than <see cref="LongestChain"/> times in a column.</summary>
    /// <param name="indices">Row-major, [count, run].</param>
    /// <param name="run">The number of columns.</param>
    /// <param name="often">Room for a number for each place.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsLong(ReadOnlySpan<int> indices, int run, Span<int> often)
    {
        often.Clear();
        int most = 0;
        for (int j = 0; j < indices.Length;)
        {
            for (int i = 0; i < run; i++, j++) most = Math.Max(most, ++often[(indices[j] * run) + i]);
        }

        return most > LongestChain;
    }

    /// <summary>
    /// What lies in each place after updates were written one after the other, the last of them staying: y[o, p, i] = p where none was written,
    /// else n + k for the last k with indices[o, k, i] = p.
    /// </summary>
    /// <param name="indices">Row-major, [outer, count, run]; each from 0 to n − 1.</param>
    /// <param name="outer">The product of the lengths before the dimension.</param>
    /// <param name="run">The product of the lengths behind it.</param>
    /// <param name="destination">Row-major, [outer, n, run].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LastWrites(ReadOnlySpan<int> indices, int outer, int run, Span<int> destination)
    {
        if (destination.IsEmpty) return;
        int length = destination.Length / outer / run, count = indices.Length / outer / run;
        for (int o = 0, j = 0; o < outer; o++)
        {
            Span<int> to = destination.Slice(o * length * run, length * run);
            for (int p = 0; p < length; p++) to.Slice(p * run, run).Fill(p);
            for (int k = 0; k < count; k++)
            {
                for (int i = 0; i < run; i++, j++) to[(indices[j] * run) + i] = length + k;
            }
        }
    }

    /// <summary>destination[…, p, …] = the largest of the x[…, k, …] with indices[k] = p, NaN where there is one, −∞ where there is none.</summary>
    /// <param name="x">Row-major: the destination's shape with the dimension's length replaced by the number of indices.</param>
    /// <param name="indices">Each from 0 to the dimension's length − 1.</param>
    /// <param name="dimension">The dimension that is indexed.</param>
    /// <param name="destinationShape">The shape of the destination.</param>
    /// <param name="destination">Row-major.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScatterMax<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> indices, int dimension, Shape destinationShape, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Split(destinationShape, dimension, out int outer, out int run);
        int length = destinationShape[dimension];
        destination[..destinationShape.ElementCount].Fill(T.NegativeInfinity);
        for (int o = 0; o < outer; o++)
        {
            Span<T> block = destination.Slice(o * length * run, length * run);
            ReadOnlySpan<T> values = x.Slice(o * indices.Length * run, indices.Length * run);
            for (int k = 0; k < indices.Length; k++)
            {
                Span<T> largest = block.Slice(indices[k] * run, run);
                Vectors.Combine<T, MaxReducer<T>>(values.Slice(k * run, run), largest, largest);
            }
        }
    }

    /// <summary>
    /// Windows put back: y[o, w · step + k, i] += x[o, w, i, k], for w in increasing order, onto a y of −0. Long sums are compensated.
    /// </summary>
    /// <param name="x">Row-major, [outer, windows, run, size].</param>
    /// <param name="outer">The product of the lengths before the dimension.</param>
    /// <param name="windows">The number of windows.</param>
    /// <param name="run">The product of the lengths behind the dimension.</param>
    /// <param name="size">The number of elements of a window.</param>
    /// <param name="step">How far windows are apart.</param>
    /// <param name="length">The length of the result in the dimension.</param>
    /// <param name="y">Row-major, [outer, length, run]; −0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fold<T>(ReadOnlySpan<T> x, int outer, int windows, int run, int size, int step, int length, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool isLong = Math.Min(size / step, windows) > LongestChain;
        using SpanOwner<T> excess = SpanOwner<T>.Allocate(isLong ? length * run : 0);
        Span<T> more = excess.Span;
        for (int o = 0, j = 0; o < outer; o++)
        {
            Span<T> to = y.Slice(o * length * run, length * run);
            more.Clear();
            for (int w = 0; w < windows; w++)
            {
                for (int i = 0; i < run; i++)
                {
                    int place = (w * step * run) + i;
                    for (int k = 0; k < size; k++, j++, place += run)
                    {
                        if (isLong) CompensatedSum.Add(x[j], ref to[place], ref more[place]);
                        else to[place] += x[j];
                    }
                }
            }
        }
    }

    /// <summary>
    /// Gives each index that stands there more than <see cref="LongestChain"/> times a number.
    /// </summary>
    /// <param name="indices">Each less than the number of slots.</param>
    /// <param name="slots">The number of each index plus 1, and 0 for the others.</param>
    /// <returns>How many there are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FindOften(ReadOnlySpan<int> indices, Span<int> slots)
    {
        slots.Clear();
        foreach (int index in indices) slots[index]++;
        int often = 0;
        foreach (ref int slot in slots) slot = slot > LongestChain ? ++often : 0;
        return often;
    }

    /// <summary>block[indices[k], …] += updates[k, …], where indices with a number have an excess there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void AddOften<T>(
        ReadOnlySpan<T> updates, ReadOnlySpan<int> indices, ReadOnlySpan<int> slots, int run, Span<T> excess, Span<T> block)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        excess.Clear();
        fixed (T* excessStart = excess)
        {
            for (int k = 0; k < indices.Length; k++)
            {
                ReadOnlySpan<T> update = updates.Slice(k * run, run);
                Span<T> sum = block.Slice(indices[k] * run, run);
                int slot = slots[indices[k]];
                if (slot == 0) Vectors.Add(update, sum);
                else fixed (T* x = update, to = sum) CompensatedSum.Add(run, x, to, excessStart + ((nint)(slot - 1) * run));
            }
        }
    }

    private static void Split(in Shape shape, int dimension, out int outer, out int run)
    {
        outer = run = 1;
        for (int d = 0; d < dimension; d++) outer *= shape[d];
        for (int d = dimension + 1; d < shape.Rank; d++) run *= shape[d];
    }
}
