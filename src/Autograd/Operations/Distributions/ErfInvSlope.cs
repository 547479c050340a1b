using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Slope of the inverse error function, element-wise: ½ √π e^(y²) of its value y and its argument x. Computed from 1 − |x|, since e^(y²) alone loses its digits near ±1. The rule takes it for a function of y.</summary>
internal readonly record struct ErfInvSlopeOperation<T> : IBinaryOperation<ErfInvSlopeOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "ErfInvSlope";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(ErfInvSlopeOperation<T> operation) => Notation.Function("erfinv′", @"\operatorname{erfinv}'").ConstantIn(1).Explained("erfinv′(y, x)", "½ √π exp(y²), the slope of y = erfinv(x)");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T>
    {
        // Of the quantile √2 y at (1 + x)/2, the slope of which counts 1/√8 of this one.
        L tail = (L.One - L.Abs(b)) * L.Create(T.CreateSaturating(0.5));
        return VectorMath.QuantileSlope<L, T>(a * L.Create(T.CreateSaturating(Math.Sqrt(2))), tail, L.Create(T.CreateSaturating(Math.Sqrt(0.125))));
    }

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) => (cotangent.ScaledBy((a + a) * y), default);
}
