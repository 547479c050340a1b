using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Difference of the scaled modified Bessel functions, element-wise: y = e^−|x| (I₀(x) − I₁(|x|)), with all its digits far out, where the two agree; dy/dx = sign(x) (e^−|x| I₁(|x|)/|x| − 2y).</summary>
internal readonly record struct BesselDifferenceOperation<T> : IUnaryOperation<BesselDifferenceOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "BesselDifference";

    /// <inheritdoc/>
    public static Notation NotationOf(BesselDifferenceOperation<T> operation) => Notation.Function("i0me").Explained("i0me(x)", "exp(−|x|) (I₀(x) − I₁(|x|))");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.BesselDifference<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Sign() * (x.BesselQuotient() - (y + y)));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>e^−|x| (I₀(x) − I₁(|x|)), element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        internal Variable<T> BesselDifference() => x.Apply(new BesselDifferenceOperation<T>());
    }
}
