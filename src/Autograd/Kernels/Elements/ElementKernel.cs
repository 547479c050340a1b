using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>
/// An element-wise formula of one to three operands, compiled for the processor's widest vectors: all that is compiled for each formula.
/// The loops over strides, rows and threads are <see cref="Elementwise"/>'s, one for all formulas.
/// </summary>
internal abstract class ElementKernel<T>(int operands)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>How many operands are read; those beyond are given all the same.</summary>
    public readonly int Operands = operands;

    /// <summary>One contiguous stretch of the destination; each operand advances with it (step 1) or repeats (step 0).</summary>
    public abstract void Row(scoped ref T a, int stepA, scoped ref T b, int stepB, scoped ref T c, int stepC, ref T destination, int length);
}

/// <summary>The kernel of a formula.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal sealed class ElementKernel<T, TFormula>(TFormula formula) : ElementKernel<T>(TFormula.Operands)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFormula : struct, IOperandFormula<T>
{
    /// <summary>The formula, with its numbers.</summary>
    public readonly TFormula Formula = formula;

    /// <inheritdoc/>
    /// <remarks>The choice stands in a method of its own, not in an inlined one: types of vectors that the processor lacks are not loaded then.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Row(scoped ref T a, int stepA, scoped ref T b, int stepB, scoped ref T c, int stepC, ref T destination, int length)
    {
        if (Vector512.IsHardwareAccelerated) ElementRow<Lane512<T>, T, TFormula>.Run(in Formula, ref a, stepA, ref b, stepB, ref c, stepC, ref destination, length);
        else if (Vector256.IsHardwareAccelerated) ElementRow<Lane256<T>, T, TFormula>.Run(in Formula, ref a, stepA, ref b, stepB, ref c, stepC, ref destination, length);
        else if (Vector128.IsHardwareAccelerated) ElementRow<Lane128<T>, T, TFormula>.Run(in Formula, ref a, stepA, ref b, stepB, ref c, stepC, ref destination, length);
        else ElementRow<ScalarLane<T>, T, TFormula>.Run(in Formula, ref a, stepA, ref b, stepB, ref c, stepC, ref destination, length);
    }
}

/// <summary>A formula of one to three operands as the kernel sees it; those beyond <see cref="Operands"/> are not read.</summary>
internal interface IOperandFormula<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    static abstract int Operands { get; }

    L Evaluate<L>(L a, L b, L c)
        where L : struct, ILane<L, T>;
}

/// <summary>f(a).</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct OfOne<T, TFormula>(TFormula formula) : IOperandFormula<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFormula : struct, IUnaryFormula<T>
{
    private readonly TFormula _formula = formula;

    public static int Operands => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ElementKernel<T> Kernel(TFormula formula) => new ElementKernel<T, OfOne<T, TFormula>>(new(formula));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b, L c)
        where L : struct, ILane<L, T> => _formula.Evaluate(a);
}

/// <summary>f(a, b).</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct OfTwo<T, TFormula>(TFormula formula) : IOperandFormula<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFormula : struct, IBinaryFormula<T>
{
    private readonly TFormula _formula = formula;

    public static int Operands => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ElementKernel<T> Kernel(TFormula formula) => new ElementKernel<T, OfTwo<T, TFormula>>(new(formula));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b, L c)
        where L : struct, ILane<L, T> => _formula.Evaluate(a, b);
}

/// <summary>f(a, b, c).</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct OfThree<T, TFormula>(TFormula formula) : IOperandFormula<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFormula : struct, ITernaryFormula<T>
{
    private readonly TFormula _formula = formula;

    public static int Operands => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ElementKernel<T> Kernel(TFormula formula) => new ElementKernel<T, OfThree<T, TFormula>>(new(formula));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b, L c)
        where L : struct, ILane<L, T> => _formula.Evaluate(a, b, c);
}
