using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// What the inverse Mills ratio λ(x) = φ(x) / Φ(x) exceeds −x by, element-wise: y = λ(x) + x, with all its digits in the lower tail, where the two
/// cancel; dy/dx = 1 − λ(x) y.
/// </summary>
internal readonly record struct InverseMillsExcessOperation<T> : IUnaryOperation<InverseMillsExcessOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "InverseMillsExcess";

    /// <inheritdoc/>
    public static Notation NotationOf(InverseMillsExcessOperation<T> operation) => Notation.DensityByDistributionExcess;

    /// <summary>How much of the continued fraction gives the last digit from −4 on.</summary>
    private static int Terms => typeof(T) == typeof(float) ? 14 : 34;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T>
    {
        L a = -x, fraction = a;
        for (int k = Terms; k > 1; k--) fraction = a + (L.Create(T.CreateTruncating(k)) / fraction);
        return L.Select(L.LessThan(x, L.Create(T.CreateTruncating(-4))), L.One / fraction, L.InverseMillsRatio(x) + x);
    }

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(T.One - (x.InverseMillsRatio() * y));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>x + φ(x) / Φ(x) of the standard normal density and distribution, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        internal Variable<T> InverseMillsExcess() => x.Apply(new InverseMillsExcessOperation<T>());
    }
}
