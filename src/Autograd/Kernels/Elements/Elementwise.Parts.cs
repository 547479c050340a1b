using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>The same loops cut into parts for several threads, anywhere: no element's result depends on where.</summary>
internal static partial class Elementwise
{
    /// <summary>From this length on, the loop over its parts is long.</summary>
    private const int LongLength = 1 << 18;

    /// <summary>What a thread computes of it at a time.</summary>
    private const int PartLength = 1 << 13;

    /// <summary>One row.</summary>
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

    /// <summary>Rows under a bias.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void MapParts<T>(ElementKernel<T> kernel, ref readonly T a, ref readonly T b, int length, Span<T> destination, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var cut = new RowCut(length, destination.Length);
        parallel.Run(cut.Parts, destination.Length >= LongLength, new BiasParts<T> { Kernel = kernel, A = ref a, B = ref b, Destination = destination, Cut = cut });
    }

    /// <summary>Any strides.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void MapParts<T>(
        ElementKernel<T> kernel, ref readonly T a, ref readonly T b, ref readonly T c, Span<T> destination, in LoopNest loops, bool areRows, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var cut = new RowCut(areRows ? loops.Lengths[0] : 1, destination.Length);
        parallel.Run(
            cut.Parts,
            destination.Length >= LongLength,
            new StridedParts<T> { Kernel = kernel, A = ref a, B = ref b, C = ref c, Destination = destination, Loops = ref loops, AreRows = areRows, Cut = cut });
    }

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

    /// <summary>Short rows cut into some at a time, long ones into stretches of each.</summary>
    private readonly struct RowCut(int length, int count)
    {
        private readonly int _rows = Math.Max(1, PartLength / length);
        private readonly int _stretches = (length + PartLength - 1) / PartLength;

        /// <summary>The number of elements in a row.</summary>
        public int Length => length;

        /// <summary>The number of parts.</summary>
        public int Parts => ((count / length) + _rows - 1) / _rows * _stretches;

        /// <summary>The number of elements in a part: whole rows, or a stretch of one.</summary>
        /// <param name="part">Which part.</param>
        /// <param name="row">Its first row.</param>
        /// <param name="at">Where in that row it begins.</param>
        /// <param name="start">Where in all it begins.</param>
        public int Of(int part, out int row, out int at, out int start)
        {
            row = part / _stretches * _rows;
            at = part % _stretches * PartLength;
            start = (row * length) + at;
            return _stretches > 1 ? Math.Min(PartLength, length - at) : Math.Min(_rows * length, count - start);
        }
    }

    /// <summary>A bias on some rows, or on a stretch of one.</summary>
    private ref struct BiasParts<T> : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public ElementKernel<T> Kernel;
        public ref readonly T A, B;
        public Span<T> Destination;
        public RowCut Cut;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            int count = Cut.Of(part, out _, out int at, out int start);
            MapRows(
                Kernel, ref Unsafe.Add(ref Unsafe.AsRef(in A), start), ref Unsafe.Add(ref Unsafe.AsRef(in B), at), Math.Min(count, Cut.Length),
                Destination.Slice(start, count), ParallelLoop.Serial);
        }
    }

    /// <summary>Some rows, a stretch of one, or elements that are gathered.</summary>
    private ref struct StridedParts<T> : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public ElementKernel<T> Kernel;
        public ref readonly T A, B, C;
        public Span<T> Destination;
        public ref readonly LoopNest Loops;
        public bool AreRows;
        public RowCut Cut;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            int count = Cut.Of(part, out int row, out int at, out int start);
            ref T a = ref Unsafe.AsRef(in A), b = ref Unsafe.AsRef(in B), c = ref Unsafe.AsRef(in C);
            if (!AreRows)
            {
                Blocks(Kernel, ref a, ref b, ref c, Destination.Slice(start, count), in Loops, start);
                return;
            }

            a = ref Unsafe.Add(ref a, at * Loops.A[0]);
            b = ref Unsafe.Add(ref b, at * Loops.B[0]);
            c = ref Unsafe.Add(ref c, at * Loops.C[0]);
            Rows(Kernel, ref a, ref b, ref c, Destination.Slice(start, count), in Loops, row);
        }
    }
}
