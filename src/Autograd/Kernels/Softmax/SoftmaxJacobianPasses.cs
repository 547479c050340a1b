using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>One pass of a product with a Jacobian of a softmax: a formula of the vector x, of p, and of what is known of their row by then.</summary>
internal interface ISoftmaxPass<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>How many of a and b are read.</summary>
    static abstract int Parameters { get; }

    static abstract L Evaluate<L>(L x, L p, L a, L b)
        where L : struct, ILane<L, T>;
}

/// <summary>(x − a) ⊙ p, a being the shift.</summary>
internal readonly struct ShiftedProductPass<T> : ISoftmaxPass<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Parameters => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Evaluate<L>(L x, L p, L a, L b)
        where L : struct, ILane<L, T> => (x - a) * p;
}

/// <summary>p ⊙ ((x − a) − b), a being the shift and b the sum of the shifted products.</summary>
internal readonly struct SoftmaxPass<T> : ISoftmaxPass<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Parameters => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Evaluate<L>(L x, L p, L a, L b)
        where L : struct, ILane<L, T> => SoftmaxPasses.Computed<L, T>(p * (x - a - b), b);
}

/// <summary>(x − a) − b, a being the shift and b the sum of the shifted products.</summary>
internal readonly struct LogarithmPass<T> : ISoftmaxPass<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Parameters => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Evaluate<L>(L x, L p, L a, L b)
        where L : struct, ILane<L, T> => SoftmaxPasses.Computed<L, T>(x - a - b, b);
}

/// <summary>x − p ⊙ a, a being the sum of x; 0 in the place of the dominating element, for the time being.</summary>
internal readonly struct LogarithmTransposedPass<T> : ISoftmaxPass<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Parameters => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Evaluate<L>(L x, L p, L a, L b)
        where L : struct, ILane<L, T> => SoftmaxPasses.Computed<L, T>(L.Select(SoftmaxPasses.Dominates<L, T>(p), L.Zero, x - (p * a)), a);
}

/// <summary>−b in the place of the dominating element, b being the sum of what the pass before made of x; elsewhere that, x itself.</summary>
internal readonly struct DominatingPass<T> : ISoftmaxPass<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Parameters => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Evaluate<L>(L x, L p, L a, L b)
        where L : struct, ILane<L, T> => L.Select(SoftmaxPasses.Dominates<L, T>(p), SoftmaxPasses.Computed<L, T>(-b, a), x);
}

/// <summary>What the passes share.</summary>
internal static class SoftmaxPasses
{
    /// <summary>
    /// A mask of where p dominates its row. So much over ½ that no rounding lets two elements do so; where none does, 1 − p has its digits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Dominates<L, T>(L p)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => L.LessThan(L.Create(T.CreateSaturating(0.5625)), p);

    /// <summary>A result whose zeros are +0, and −0 throughout where the row's parameter says so: its x was cut off altogether.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Computed<L, T>(L value, L parameter)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => L.Select(L.IsNegativeZero(parameter), L.Create(T.NegativeZero), value + L.Zero);
}
