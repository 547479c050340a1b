using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>Moves elements between layouts: any strides to row-major, or into a strided region.</summary>
internal static class Copying
{
    /// <summary>Matrices of up to so many elements are copied one by one.</summary>
    private const int Few = 64;

    /// <summary>Writes the elements in row-major order.</summary>
    /// <param name="source">The elements; any strides.</param>
    /// <param name="destination">At least as many elements; must not overlap the source.</param>
    public static void Copy<T>(scoped in Strided<T> source, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = source.Shape;
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, shape.ElementCount);
        if (source.Layout.IsContiguous)
        {
            MemoryMarshal.CreateReadOnlySpan(in source.Origin, shape.ElementCount).CopyTo(destination);
            return;
        }

        if (shape.Rank == 2 && shape.ElementCount <= Few)
        {
            CopyFew(in source, destination);
            return;
        }

        Transfer(source, ref MemoryMarshal.GetReference(destination), shape.ContiguousStrides);
    }

    /// <summary>A small matrix, not worth the set-up of blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyFew<T>(scoped in Strided<T> source, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = source.Shape[0], columns = source.Shape[1], rowStride = source.Strides[0], columnStride = source.Strides[1];
        ref T row = ref Unsafe.AsRef(in source.Origin);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++) destination[(i * columns) + j] = Unsafe.Add(ref row, j * columnStride);
            row = ref Unsafe.Add(ref row, rowStride);
        }
    }

    /// <summary>Writes the elements into a region of a buffer.</summary>
    /// <param name="source">The elements; any strides.</param>
    /// <param name="destination">The buffer; must not overlap the source.</param>
    /// <param name="destinationLayout">The region: the source's shape, and the strides in the buffer.</param>
    /// <param name="offset">Where in the buffer the region's first element lies.</param>
    public static void CopyInto<T>(scoped in Strided<T> source, Span<T> destination, in Layout destinationLayout, int offset)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = source.Shape;
        if (shape.ElementCount == 0) return;
        CheckRegion(shape, destinationLayout, offset, destination.Length);
        Transfer(source, ref destination[offset], destinationLayout.Strides);
    }

    /// <summary>Writes a matrix of any strides as rows that follow each other at a fixed distance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack<T>(ref T source, nint rowStride, nint columnStride, int rows, int columns, ref T destination, nint pitch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (rowStride == 1 && columnStride != 1 && rows > 1)
        {
            Transposition.Transpose(ref source, columnStride, ref destination, pitch, rows, columns);
            return;
        }

        for (int i = 0; i < rows; i++)
        {
            ref T from = ref Unsafe.Add(ref source, i * rowStride);
            ref T to = ref Unsafe.Add(ref destination, i * pitch);
            if (columnStride == 1)
            {
                Run(ref from, ref to, columns);
                continue;
            }

            for (int j = 0; j < columns; j++) Unsafe.Add(ref to, j) = Unsafe.Add(ref from, j * columnStride);
        }
    }

    private static void CheckRegion(in Shape shape, in Layout layout, int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(layout.Shape, shape);
        long low = offset, high = offset;
        for (int d = 0; d < shape.Rank; d++)
        {
            long reach = (long)layout.Strides[d] * (shape[d] - 1);
            if (reach < 0) low += reach;
            else high += reach;
        }

        ArgumentOutOfRangeException.ThrowIfNegative(low, nameof(layout));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(high, length, nameof(layout));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transfer<T>(scoped in Strided<T> source, ref T destination, in Strides destinationStrides)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = source.Shape;
        if (shape.ElementCount == 0) return;
        Strides sourceStrides = source.Strides;
        var walk = new DimensionWalk();
        for (int d = 0; d < shape.Rank; d++) walk.Add(shape[d], sourceStrides[d], destinationStrides[d]);
        ref T from = ref Unsafe.AsRef(in source.Origin);
        if (walk.Rank == 0)
        {
            destination = from;
            return;
        }

        int inner = walk.Rank - 1;
        int length = walk.Length(inner), fromStride = walk.FirstStride(inner), toStride = walk.SecondStride(inner);
        if (toStride == 1 && fromStride is 0 or 1)
        {
            walk.Remove(inner);
            for (int i = walk.Count; i > 0; i--, walk.Next())
            {
                ref T run = ref Unsafe.Add(ref destination, walk.Second);
                if (fromStride == 1) Run(ref Unsafe.Add(ref from, walk.First), ref run, length);
                else Fill(Unsafe.Add(ref from, walk.First), ref run, length);
            }

            return;
        }

        // The dimension along which the source runs contiguously: with the innermost it makes a matrix to be transposed.
        int other = inner - 1;
        while (other >= 0 && walk.FirstStride(other) != 1) other--;
        if (toStride == 1 && other >= 0)
        {
            int rows = walk.Length(other), rowStride = walk.SecondStride(other);
            walk.Remove(inner);
            walk.Remove(other);
            for (int i = walk.Count; i > 0; i--, walk.Next())
            {
                Transposition.Transpose(
                    ref Unsafe.Add(ref from, walk.First), fromStride, ref Unsafe.Add(ref destination, walk.Second), rowStride, rows, length);
            }

            return;
        }

        walk.Remove(inner);
        for (int i = walk.Count; i > 0; i--, walk.Next())
        {
            ref T a = ref Unsafe.Add(ref from, walk.First);
            ref T b = ref Unsafe.Add(ref destination, walk.Second);
            for (int j = 0; j < length; j++)
            {
                Unsafe.Add(ref b, (nint)j * toStride) = Unsafe.Add(ref a, (nint)j * fromStride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<T>(ref T source, ref T destination, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = Vector256<T>.Count, i = 0;
        if (length >= 8 * width)
        {
            MemoryMarshal.CreateReadOnlySpan(ref source, length).CopyTo(MemoryMarshal.CreateSpan(ref destination, length));
            return;
        }

        for (; i <= length - width; i += width)
        {
            Vector256.LoadUnsafe(ref source, (nuint)i).StoreUnsafe(ref destination, (nuint)i);
        }

        for (; i < length; i++) Unsafe.Add(ref destination, i) = Unsafe.Add(ref source, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fill<T>(T value, ref T destination, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = Vector256<T>.Count, i = 0;
        var values = Vector256.Create(value);
        for (; i <= length - width; i += width) values.StoreUnsafe(ref destination, (nuint)i);
        for (; i < length; i++) Unsafe.Add(ref destination, i) = value;
    }
}
