using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Slope of the logistic function, element-wise: y (1 − y) of its value y and its argument x, y being σ(x). Computed as e^−|x| m² with m
/// the larger of y and 1 − y: 1 − y alone loses its digits where y is near 1. The rule takes it for a function of y.
/// </summary>
internal readonly record struct SigmoidSlopeOperation<T> : IBinaryOperation<SigmoidSlopeOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "SigmoidSlope";

    /// <inheritdoc/>
    public static Notation NotationOf(SigmoidSlopeOperation<T> operation) => Notation.LogisticSlope;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T>
    {
        // What the larger lacks of 1/(1 + e), of which the square doubles it, is given back.
        L larger = L.Select(L.LessThan(b, L.Zero), L.One - a, a), e = L.Exp(-L.Abs(b));
        L slope = e * (larger * larger), lacking = L.FusedMultiplyAdd(-(L.One + e), larger, L.One);
        return L.FusedMultiplyAdd(slope, lacking + lacking, slope);
    }

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) =>
        (cotangent.ScaledBy(T.One - (a + a)), default);
}

public static partial class Operations
{
    extension<T>(Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>y (1 − y) of the logistic function y = σ(x), element by element.</summary>
        /// <param name="x">The x of which this is the logistic function.</param>
        /// <returns>A node with the lengths of this one.</returns>
        internal Variable<T> SigmoidSlope(Variable<T> x) => y.Apply(new SigmoidSlopeOperation<T>(), x);
    }
}
