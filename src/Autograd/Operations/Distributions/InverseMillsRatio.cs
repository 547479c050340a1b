using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Inverse Mills ratio, element-wise: y = φ(x) / Φ(x), the slope of ln Φ(x), also where both underflow; dy/dx = −y (x + y).</summary>
internal readonly record struct InverseMillsRatioOperation<T> : IUnaryOperation<InverseMillsRatioOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "InverseMillsRatio";

    /// <inheritdoc/>
    public static Notation NotationOf(InverseMillsRatioOperation<T> operation) => Notation.DensityByDistribution;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.InverseMillsRatio(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(-x.InverseMillsExcess().MaskedBy(y));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>φ(x) / Φ(x) of the standard normal density and distribution, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        internal Variable<T> InverseMillsRatio() => x.Apply(new InverseMillsRatioOperation<T>());
    }
}
