using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Reciprocal of the square root, element-wise: y = 1/√x, with dy/dx = −y/(2x), which is −∞ at 0. What a mask cut off contributes 0 there; a zero that was computed is undetermined, NaN.</summary>
internal readonly record struct RsqrtOperation<T> : IUnaryOperation<RsqrtOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Rsqrt";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(RsqrtOperation<T> operation) => Notation.Function("rsqrt").Explained("rsqrt(x)", "1 / √x");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.One / L.Sqrt(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(y / (x * T.CreateSaturating(-2)));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The reciprocal of the square root 1/√x, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>+∞ at 0, NaN below. Elsewhere <c>torch.rsqrt</c>, <c>jax.lax.rsqrt</c>.</remarks>
        /// <example><code>tape.Variable([4.0, 0.25], [2]).Rsqrt()   // 0.5, 2</code></example>
        public Variable<T> Rsqrt() => x.Apply(new RsqrtOperation<T>());
    }
}
