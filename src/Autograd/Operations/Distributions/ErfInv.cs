using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Inverse error function, element-wise: y with erf y = x, with all its digits near ±1; dy/dx = ½ √π e^(y²). ±∞ at ±1, where dy/dx is +∞; NaN beyond.</summary>
internal readonly record struct ErfInvOperation<T> : IUnaryOperation<ErfInvOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "ErfInv";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(ErfInvOperation<T> operation) => Notation.Function("erfinv").Explained("erfinv(x)", "the inverse of erf");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.ErfInv<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(y.Apply(new ErfInvSlopeOperation<T>(), x));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The inverse of the error function, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>Elsewhere <c>torch.erfinv</c>, <c>jax.scipy.special.erfinv</c>.</remarks>
        /// <example><code>tape.Variable([0.0, 0.5], [2]).ErfInv()   // 0, 0.4769362762044699</code></example>
        public Variable<T> ErfInv() => x.Apply(new ErfInvOperation<T>());
    }
}
