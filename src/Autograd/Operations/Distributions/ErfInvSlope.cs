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
        where L : struct, ILane<L, T> => VectorMath.ErfInvSlope<L, T>(a, b);

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) => (cotangent.ScaledBy((a + a) * y), default);
}
