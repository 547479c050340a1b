using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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

    /// <summary>destination = f(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Map<T, TFormula>(in TFormula formula, scoped in Strided<T> x, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormula : struct, IUnaryFormula<T> =>
        Run(new Unary<T, TFormula>(formula), in x, in x, in x, destination);

    /// <summary>destination = f(a, b).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Map<T, TFormula>(in TFormula formula, scoped in Strided<T> a, scoped in Strided<T> b, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormula : struct, IBinaryFormula<T> =>
        Run(new Binary<T, TFormula>(formula), in a, in b, in b, destination);

    /// <summary>destination = f(a, b, c).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Map<T, TFormula>(
        in TFormula formula, scoped in Strided<T> a, scoped in Strided<T> b, scoped in Strided<T> c, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormula : struct, ITernaryFormula<T> =>
        Run(new Ternary<T, TFormula>(formula), in a, in b, in c, destination);

    /// <summary>destination = f(x), x advancing with the destination (step 1) or the same throughout (step 0).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MapFlat<T, TFormula>(in TFormula formula, ref readonly T x, int step, Span<T> destination, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormula : struct, IUnaryFormula<T> =>
        RunFlat(new Unary<T, TFormula>(formula), in x, step, in x, 0, in x, 0, destination, parallel);

    /// <summary>destination = f(a, b), each operand advancing with the destination (step 1) or the same throughout (step 0).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MapFlat<T, TFormula>(in TFormula formula, ref readonly T a, int stepA, ref readonly T b, int stepB, Span<T> destination, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormula : struct, IBinaryFormula<T> =>
        RunFlat(new Binary<T, TFormula>(formula), in a, stepA, in b, stepB, in b, 0, destination, parallel);

    /// <summary>destination = f(a, b, c), each operand advancing with the destination (step 1) or the same throughout (step 0).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MapFlat<T, TFormula>(
        in TFormula formula, ref readonly T a, int stepA, ref readonly T b, int stepB, ref readonly T c, int stepC, Span<T> destination,
        ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormula : struct, ITernaryFormula<T> =>
        RunFlat(new Ternary<T, TFormula>(formula), in a, stepA, in b, stepB, in c, stepC, destination, parallel);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RunFlat<T, TFormula>(
        in TFormula formula, ref readonly T a, int stepA, ref readonly T b, int stepB, ref readonly T c, int stepC, Span<T> destination,
        ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormula : struct, IOperandFormula<T>
    {
        if (destination.Length < ParallelLength || parallel.Degree == 1) RunFlat(in formula, in a, stepA, in b, stepB, in c, stepC, destination);
        else RunParts(in formula, in a, stepA, in b, stepB, in c, stepC, destination, parallel);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void RunParts<T, TFormula>(
        in TFormula formula, ref readonly T a, int stepA, ref readonly T b, int stepB, ref readonly T c, int stepC, Span<T> destination,
        ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormula : struct, IOperandFormula<T> =>
        parallel.Run(
            (destination.Length + PartLength - 1) / PartLength,
            destination.Length >= LongLength,
            new FlatParts<T, TFormula>
            {
                Formula = formula, A = ref a, StepA = stepA, B = ref b, StepB = stepB, C = ref c, StepC = stepC, Destination = destination,
            });

    /// <summary>destination = f(a, b), a advancing with the destination, b repeating every <paramref name="length"/> elements: a bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MapRows<T, TFormula>(in TFormula formula, ref readonly T a, ref readonly T b, int length, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormula : struct, IBinaryFormula<T>
    {
        for (int done = 0; done < destination.Length; done += length)
        {
            ref readonly T row = ref Unsafe.Add(ref Unsafe.AsRef(in a), done);
            RunFlat(new Binary<T, TFormula>(formula), in row, 1, in b, 1, in b, 0, destination.Slice(done, length));
        }
    }

    /// <summary>Whether <see cref="MapRows"/> is faster than gathering short rows into blocks of many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool RowsPay(int length, int count) => length >= 16 || count <= 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RunFlat<T, TFormula>(
        in TFormula formula, ref readonly T a, int stepA, ref readonly T b, int stepB, ref readonly T c, int stepC, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormula : struct, IOperandFormula<T>
    {
        if (Vector512.IsHardwareAccelerated) ElementwiseDriver<Lane512<T>, T, TFormula>.RunFlat(in formula, in a, stepA, in b, stepB, in c, stepC, destination);
        else if (Vector256.IsHardwareAccelerated) ElementwiseDriver<Lane256<T>, T, TFormula>.RunFlat(in formula, in a, stepA, in b, stepB, in c, stepC, destination);
        else if (Vector128.IsHardwareAccelerated) ElementwiseDriver<Lane128<T>, T, TFormula>.RunFlat(in formula, in a, stepA, in b, stepB, in c, stepC, destination);
        else ElementwiseDriver<ScalarLane<T>, T, TFormula>.RunFlat(in formula, in a, stepA, in b, stepB, in c, stepC, destination);
    }

    /// <summary>Takes the widest vectors that the processor has: constants to the compiler.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<T, TFormula>(
        in TFormula formula, scoped in Strided<T> a, scoped in Strided<T> b, scoped in Strided<T> c, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormula : struct, IOperandFormula<T>
    {
        if (Vector512.IsHardwareAccelerated) ElementwiseDriver<Lane512<T>, T, TFormula>.Run(in formula, in a, in b, in c, destination);
        else if (Vector256.IsHardwareAccelerated) ElementwiseDriver<Lane256<T>, T, TFormula>.Run(in formula, in a, in b, in c, destination);
        else if (Vector128.IsHardwareAccelerated) ElementwiseDriver<Lane128<T>, T, TFormula>.Run(in formula, in a, in b, in c, destination);
        else ElementwiseDriver<ScalarLane<T>, T, TFormula>.Run(in formula, in a, in b, in c, destination);
    }

    /// <summary>One row cut into stretches of it.</summary>
    private ref struct FlatParts<T, TFormula> : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormula : struct, IOperandFormula<T>
    {
        public TFormula Formula;
        public ref readonly T A, B, C;
        public int StepA, StepB, StepC;
        public Span<T> Destination;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            int start = part * PartLength;
            RunFlat(
                in Formula, ref Unsafe.Add(ref Unsafe.AsRef(in A), start * StepA), StepA, ref Unsafe.Add(ref Unsafe.AsRef(in B), start * StepB), StepB,
                ref Unsafe.Add(ref Unsafe.AsRef(in C), start * StepC), StepC, Destination.Slice(start, Math.Min(PartLength, Destination.Length - start)));
        }
    }

    private readonly struct Unary<T, TFormula>(TFormula formula) : IOperandFormula<T>
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormula : struct, IUnaryFormula<T>
    {
        private readonly TFormula _formula = formula;

        public static int Operands => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L Evaluate<L>(L a, L b, L c)
            where L : struct, ILane<L, T> => _formula.Evaluate(a);
    }

    private readonly struct Binary<T, TFormula>(TFormula formula) : IOperandFormula<T>
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormula : struct, IBinaryFormula<T>
    {
        private readonly TFormula _formula = formula;

        public static int Operands => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L Evaluate<L>(L a, L b, L c)
            where L : struct, ILane<L, T> => _formula.Evaluate(a, b);
    }

    private readonly struct Ternary<T, TFormula>(TFormula formula) : IOperandFormula<T>
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormula : struct, ITernaryFormula<T>
    {
        private readonly TFormula _formula = formula;

        public static int Operands => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L Evaluate<L>(L a, L b, L c)
            where L : struct, ILane<L, T> => _formula.Evaluate(a, b, c);
    }
}

/// <summary>A formula of one to three operands as the driver sees it; those beyond <see cref="Operands"/> are not read.</summary>
internal interface IOperandFormula<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    static abstract int Operands { get; }

    L Evaluate<L>(L a, L b, L c)
        where L : struct, ILane<L, T>;
}
