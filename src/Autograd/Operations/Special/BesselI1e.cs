using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Modified Bessel function of the first kind and order 1, scaled, element-wise: y = e^−|x| I₁(x); dy/dx = e^−|x| (I₀(x) − I₁(|x|)) − y/x, ½ at 0.</summary>
internal readonly record struct BesselI1eOperation<T> : IUnaryOperation<BesselI1eOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "BesselI1e";

    /// <inheritdoc/>
    public static Notation NotationOf(BesselI1eOperation<T> operation) => Notation.Function("i1e").Explained("i1e(x)", "exp(−|x|) I₁(x), with the modified Bessel function I₁");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.BesselI1e<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Apply(new BesselI1eSlopeOperation<T>()));
}

/// <summary>
/// Slope of the scaled modified Bessel function of order 1, element-wise: y = d(x) − q(x) with d(x) = e^−|x| (I₀(x) − I₁(|x|)) and q(x) = e^−|x| I₁(x) / x;
/// dy/dx = sign(x) (q − 2d) − (d − 2q)/x, 0 at 0, where it jumps.
/// </summary>
internal readonly record struct BesselI1eSlopeOperation<T> : IUnaryOperation<BesselI1eSlopeOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "BesselI1eSlope";

    /// <inheritdoc/>
    public static Notation NotationOf(BesselI1eSlopeOperation<T> operation) => Notation.Function("i1e′", @"\operatorname{i1e}'").Explained("i1e′(x)", "the slope of i1e(x)");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.BesselI1eSlope<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent)
    {
        Variable<T> difference = x.BesselDifference(), quotient = x.BesselQuotient();
        return cotangent.ScaledBy((x.Sign() * (quotient - (difference + difference))) - x.BesselQuotientSlope(quotient));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>e^−|x| I₁(x) with the modified Bessel function I₁, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>0 at ±∞. The slope loses digits where they cancel, about its zeros. Elsewhere <c>torch.special.i1e</c>, <c>scipy.special.i1e</c>.</remarks>
        /// <example><code>tape.Variable([0.0, 1], [2]).BesselI1e()   // 0, 0.20791041534970845</code></example>
        public Variable<T> BesselI1e() => x.Apply(new BesselI1eOperation<T>());
    }
}
