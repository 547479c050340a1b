using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Slope of the quantile of the normal distribution, element-wise: 1/φ(y) of the quantile y and its probability p. Computed from the probability in the tail, since 1/φ(y) alone loses its digits there. The rule takes it for a function of y.</summary>
internal readonly record struct NormalQuantileSlopeOperation<T> : IBinaryOperation<NormalQuantileSlopeOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "NormalQuantileSlope";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(NormalQuantileSlopeOperation<T> operation) =>
        Notation.Function("probit′", @"\operatorname{probit}'").ConstantIn(1).Explained("probit′(y, p)", "1 / φ(y), the slope of y = probit(p)");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => VectorMath.NormalQuantileSlope<L, T>(a, b);

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) => (cotangent.ScaledBy(a * y), default);
}
