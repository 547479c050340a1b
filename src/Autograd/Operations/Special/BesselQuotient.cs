using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Quotient of the scaled modified Bessel function of order 1, element-wise: y = e^−|x| I₁(x) / x, ½ at 0; dy/dx = (e^−|x| (I₀(x) − I₁(|x|)) − 2y)/x, 0 at 0, where it jumps.</summary>
internal readonly record struct BesselQuotientOperation<T> : IUnaryOperation<BesselQuotientOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "BesselQuotient";

    /// <inheritdoc/>
    public static Notation NotationOf(BesselQuotientOperation<T> operation) => Notation.Function("i1xe").Explained("i1xe(x)", "exp(−|x|) I₁(x) / x, ½ at 0");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.BesselQuotient<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Tape.Where(x.EqualTo(T.Zero), T.Zero, (x.BesselDifference() - (y + y)) / x));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>e^−|x| I₁(x) / x, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        internal Variable<T> BesselQuotient() => x.Apply(new BesselQuotientOperation<T>());
    }
}
