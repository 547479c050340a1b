using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// Element-wise loops over strided operands of equal shape into a contiguous destination. An element's result depends on nothing
/// but its operands: not on its position, the lengths, the strides or the vector width.
/// </summary>
/// <remarks>The destination may be an operand's own memory where that operand is contiguous too; other overlap is not allowed.</remarks>
internal static class Elementwise
{
    /// <summary>From this length on, a row is worth several threads.</summary>
    private const int ParallelLength = 1 << 15;

    /// <summary>From this length on, the loop over its parts is long.</summary>
    private const int LongLength = 1 << 18;

    /// <summary>What a thread computes of it at a time.</summary>
    private const int PartLength = 1 << 13;

    /// <summary>From so many elements on, short rows are computed many at a time.</summary>
    private const int RepeatedLength = 64;

    /// <summary>Elements that are gathered at a time from an operand that vectors cannot read.</summary>
    private const int Block = 256;

    /// <summary>From this inner length on, rows are computed one by one; shorter ones are gathered into blocks of many.</summary>
    private const int RowLength = 16;

    /// <summary>destination = f(x).</summary>
    public static void Map<T>(ElementKernel<T> kernel, scoped in Strided<T> x, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Map(kernel, in x, in x, in x, destination);

    /// <summary>destination = f(a, b).</summary>
    public static void Map<T>(ElementKernel<T> kernel, scoped in Strided<T> a, scoped in Strided<T> b, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Map(kernel, in a, in b, in b, destination);

    /// <summary>destination = f(a, b, c), or of those of them that the kernel reads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Map<T>(ElementKernel<T> kernel, scoped in Strided<T> a, scoped in Strided<T> b, scoped in Strided<T> c, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (destination.IsEmpty) return;
        LoopNest loops = default;
        loops.Collapse(kernel.Operands, in a.Shape, in a.Strides, in b.Strides, in c.Strides);
        bool vectors = (uint)loops.A[0] <= 1 && (uint)loops.B[0] <= 1 && (uint)loops.C[0] <= 1;
        if (vectors && (loops.Rank == 1 || loops.Lengths[0] >= RowLength)) Rows(kernel, ref Origin(in a), ref Origin(in b), ref Origin(in c), destination, in loops);
        else Blocks(kernel, ref Origin(in a), ref Origin(in b), ref Origin(in c), destination, in loops);
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
    public static void MapRows<T>(ElementKernel<T> kernel, ref readonly T a, ref readonly T b, int length, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
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

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void MapParts<T>(
        ElementKernel<T> kernel, ref readonly T a, int stepA, ref readonly T b, int stepB, ref readonly T c, int stepC, Span<T> destination,
        ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        parallel.Run(
            (destination.Length + PartLength - 1) / PartLength,
            destination.Length >= LongLength,
            new FlatParts<T>
            {
                Kernel = kernel, A = ref a, StepA = stepA, B = ref b, StepB = stepB, C = ref c, StepC = stepC, Destination = destination,
            });

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<T>(
        ElementKernel<T> kernel, ref readonly T a, int stepA, ref readonly T b, int stepB, ref readonly T c, int stepC, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        kernel.Row(
            ref Unsafe.AsRef(in a), stepA, ref Unsafe.AsRef(in b), stepB, ref Unsafe.AsRef(in c), stepC, ref MemoryMarshal.GetReference(destination),
            destination.Length);

    /// <summary>Row by row: every operand's elements follow each other, or are the same, along the innermost dimension.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Rows<T>(ElementKernel<T> kernel, ref T a, ref T b, ref T c, Span<T> destination, in LoopNest loops)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = loops.Lengths[0];
        int stepA = loops.A[0], stepB = loops.B[0], stepC = loops.C[0];
        var index = new DimensionValues();
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

    /// <summary>Block by block in the order of the destination, each operand read in place if it lies so, else gathered first.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void Blocks<T>(ElementKernel<T> kernel, ref T a, ref T b, ref T c, Span<T> destination, in LoopNest loops)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> gathered = stackalloc T[3 * Block];
        ref T buffer = ref MemoryMarshal.GetReference(gathered);
        var walkA = new StretchReader<T>(ref a, in loops, in loops.A);
        var walkB = new StretchReader<T>(ref b, in loops, in loops.B);
        var walkC = new StretchReader<T>(ref c, in loops, in loops.C);
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

    /// <summary>One row cut into stretches of it.</summary>
    private ref struct FlatParts<T> : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public ElementKernel<T> Kernel;
        public ref readonly T A, B, C;
        public int StepA, StepB, StepC;
        public Span<T> Destination;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            int start = part * PartLength;
            Row(
                Kernel, ref Unsafe.Add(ref Unsafe.AsRef(in A), start * StepA), StepA, ref Unsafe.Add(ref Unsafe.AsRef(in B), start * StepB), StepB,
                ref Unsafe.Add(ref Unsafe.AsRef(in C), start * StepC), StepC, Destination.Slice(start, Math.Min(PartLength, Destination.Length - start)));
        }
    }
}
