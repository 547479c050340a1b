using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// Element-wise loops over strided operands of equal shape into a contiguous destination. An element's result depends on nothing
/// but its operands: not on its position, the lengths, the strides or the vector width.
/// </summary>
/// <remarks>The destination may be an operand's own memory where that operand is contiguous too; other overlap is not allowed.</remarks>
internal static partial class Elementwise
{
    /// <summary>From this length on, several threads are worth it.</summary>
    private const int ParallelLength = 1 << 15;

    /// <summary>From so many elements on, short rows are computed many at a time.</summary>
    private const int RepeatedLength = 64;

    /// <summary>Elements that are gathered at a time from an operand that vectors cannot read.</summary>
    private const int Block = 256;

    /// <summary>From this inner length on, rows are computed one by one; shorter ones are gathered into blocks of many.</summary>
    private const int RowLength = 16;

    /// <summary>destination = f(x).</summary>
    public static void Map<T>(ElementKernel<T> kernel, scoped in Strided<T> x, Span<T> destination, ParallelLoop? parallel = null)
        where T : unmanaged, IFloatingPointIeee754<T> => Map(kernel, in x, in x, in x, destination, parallel);

    /// <summary>destination = f(a, b).</summary>
    public static void Map<T>(ElementKernel<T> kernel, scoped in Strided<T> a, scoped in Strided<T> b, Span<T> destination, ParallelLoop? parallel = null)
        where T : unmanaged, IFloatingPointIeee754<T> => Map(kernel, in a, in b, in b, destination, parallel);

    /// <summary>destination = f(a, b, c), or of those of them that the kernel reads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Map<T>(
        ElementKernel<T> kernel, scoped in Strided<T> a, scoped in Strided<T> b, scoped in Strided<T> c, Span<T> destination, ParallelLoop? parallel = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (destination.IsEmpty) return;
        LoopNest loops = default;
        loops.Collapse(kernel.Operands, in a.Shape, in a.Strides, in b.Strides, in c.Strides);
        bool vectors = (uint)loops.A[0] <= 1 && (uint)loops.B[0] <= 1 && (uint)loops.C[0] <= 1;
        bool areRows = vectors && (loops.Rank == 1 || loops.Lengths[0] >= RowLength);
        if (destination.Length >= ParallelLength && parallel is { Degree: > 1 }) MapParts(kernel, in a.Origin, in b.Origin, in c.Origin, destination, in loops, areRows, parallel);
        else if (areRows) Rows(kernel, ref Origin(in a), ref Origin(in b), ref Origin(in c), destination, in loops, 0);
        else Blocks(kernel, ref Origin(in a), ref Origin(in b), ref Origin(in c), destination, in loops, 0);
    }

    /// <summary>destination = f(a, b, c), each operand advancing with the destination (step 1) or the same throughout (step 0).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MapFlat<T>(
        ElementKernel<T> kernel, ref readonly T a, int stepA, ref readonly T b, int stepB, ref readonly T c, int stepC, Span<T> destination,
        ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (destination.IsEmpty) return;
        if (destination.Length >= ParallelLength && parallel.Degree > 1) MapParts(kernel, in a, stepA, in b, stepB, in c, stepC, destination, parallel);
        else Row(kernel, in a, stepA, in b, stepB, in c, stepC, destination);
    }

    /// <summary>destination = f(a, b), a advancing with the destination, b repeating every <paramref name="length"/> elements: a bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MapRows<T>(ElementKernel<T> kernel, ref readonly T a, ref readonly T b, int length, Span<T> destination, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (destination.Length >= ParallelLength && parallel.Degree > 1)
        {
            MapParts(kernel, in a, in b, length, destination, parallel);
            return;
        }

        if (length < RowLength && destination.Length > RepeatedLength)
        {
            MapShortRows(kernel, in a, in b, length, destination);
            return;
        }

        for (int done = 0; done < destination.Length; done += length)
        {
            Row(kernel, ref Unsafe.Add(ref Unsafe.AsRef(in a), done), 1, in b, 1, in b, 0, destination.Slice(done, length));
        }
    }

    /// <summary>Short rows are computed many at a time: what repeats is written out first.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void MapShortRows<T>(ElementKernel<T> kernel, ref readonly T a, ref readonly T b, int length, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> repeated = stackalloc T[Block];
        repeated = repeated[..(Math.Min(Block / length, destination.Length / length) * length)];
        Repeated.Fill(in b, length, repeated);
        for (int done = 0; done < destination.Length; done += repeated.Length)
        {
            Span<T> rows = destination[done..Math.Min(done + repeated.Length, destination.Length)];
            Row(kernel, ref Unsafe.Add(ref Unsafe.AsRef(in a), done), 1, in repeated[0], 1, in repeated[0], 0, rows);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<T>(
        ElementKernel<T> kernel, ref readonly T a, int stepA, ref readonly T b, int stepB, ref readonly T c, int stepC, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        kernel.Row(
            ref Unsafe.AsRef(in a), stepA, ref Unsafe.AsRef(in b), stepB, ref Unsafe.AsRef(in c), stepC, ref MemoryMarshal.GetReference(destination),
            destination.Length);

    /// <summary>
    /// Row by row, from a given one on: every operand's elements follow each other, or are the same, along the innermost dimension. A
    /// destination that is shorter than a row takes that much of one.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Rows<T>(ElementKernel<T> kernel, ref T a, ref T b, ref T c, Span<T> destination, in LoopNest loops, int row)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = Math.Min(loops.Lengths[0], destination.Length);
        int stepA = loops.A[0], stepB = loops.B[0], stepC = loops.C[0];
        var index = new DimensionValues();
        for (int d = 1; row > 0; d++)
        {
            (row, index[d]) = Math.DivRem(row, loops.Lengths[d]);
            a = ref Unsafe.Add(ref a, (nint)index[d] * loops.A[d]);
            b = ref Unsafe.Add(ref b, (nint)index[d] * loops.B[d]);
            c = ref Unsafe.Add(ref c, (nint)index[d] * loops.C[d]);
        }

        for (int done = 0; ;)
        {
            Row(kernel, in a, stepA, in b, stepB, in c, stepC, destination.Slice(done, length));
            done += length;
            if (done == destination.Length) return;

            int d = 1;
            while (++index[d] == loops.Lengths[d])
            {
                index[d] = 0;
                a = ref Unsafe.Subtract(ref a, (nint)loops.A[d] * (loops.Lengths[d] - 1));
                b = ref Unsafe.Subtract(ref b, (nint)loops.B[d] * (loops.Lengths[d] - 1));
                c = ref Unsafe.Subtract(ref c, (nint)loops.C[d] * (loops.Lengths[d] - 1));
                d++;
            }

            a = ref Unsafe.Add(ref a, loops.A[d]);
            b = ref Unsafe.Add(ref b, loops.B[d]);
            c = ref Unsafe.Add(ref c, loops.C[d]);
        }
    }

    /// <summary>Block by block in the order of the destination, from a given element on, each operand read in place if it lies so, else gathered first.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void Blocks<T>(ElementKernel<T> kernel, ref T a, ref T b, ref T c, Span<T> destination, in LoopNest loops, int first)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> gathered = stackalloc T[3 * Block];
        ref T buffer = ref MemoryMarshal.GetReference(gathered);
        var walkA = new StretchReader<T>(ref a, in loops, in loops.A);
        var walkB = new StretchReader<T>(ref b, in loops, in loops.B);
        var walkC = new StretchReader<T>(ref c, in loops, in loops.C);
        if (first > 0)
        {
            walkA.GoTo(first);
            walkB.GoTo(first);
            walkC.GoTo(first);
        }

        for (int done = 0; done < destination.Length; done += Block)
        {
            int length = Math.Min(Block, destination.Length - done);
            ref T stretchA = ref walkA.Next(ref buffer, length);
            ref T stretchB = ref walkB.Next(ref Unsafe.Add(ref buffer, Block), length);
            ref T stretchC = ref walkC.Next(ref Unsafe.Add(ref buffer, 2 * Block), length);
            Row(kernel, in stretchA, walkA.Step, in stretchB, walkB.Step, in stretchC, walkC.Step, destination.Slice(done, length));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref T Origin<T>(scoped in Strided<T> operand)
        where T : unmanaged, IFloatingPointIeee754<T> => ref Unsafe.AsRef(in operand.Origin);
}
