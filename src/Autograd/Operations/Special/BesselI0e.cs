using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Modified Bessel function of the first kind and order 0, scaled, element-wise: y = e^−|x| I₀(x); dy/dx = −sign(x) e^−|x| (I₀(x) − I₁(|x|)), 0 at 0, where it jumps.</summary>
internal readonly record struct BesselI0eOperation<T> : IUnaryOperation<BesselI0eOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "BesselI0e";

    /// <inheritdoc/>
    public static Notation NotationOf(BesselI0eOperation<T> operation) => Notation.Function("i0e").Explained("i0e(x)", "exp(−|x|) I₀(x), with the modified Bessel function I₀");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.BesselI0e<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(-(x.Sign() * x.BesselDifference()));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>e^−|x| I₀(x) with the modified Bessel function I₀, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>
        /// 0 at ±∞. At 0 the slope is 0, between the 1 and −1 from and to which it jumps, and the second derivative, which lacks the jump, is 0. So of e^|x|
        /// times this, which is I₀(x) and smooth, value and slope are right everywhere, but the second derivative at 0 is 0 where I₀ has ½: both factors have
        /// their kink there. Beside 0, at 1e-9 as well, it is right. Elsewhere <c>torch.special.i0e</c>, <c>scipy.special.i0e</c>.
        /// </remarks>
        /// <example><code>tape.Variable([0.0, 1], [2]).BesselI0e()   // 1, 0.46575960759364043</code></example>
        public Variable<T> BesselI0e() => x.Apply(new BesselI0eOperation<T>());
    }
}
