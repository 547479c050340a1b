using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Inverse sine, element-wise: y = arcsin x, from −π/2 to π/2, with dy/dx = 1/√(1 − x²): +∞ at ±1, NaN beyond, where y is NaN.</summary>
internal readonly record struct AsinOperation<T> : IUnaryOperation<AsinOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Asin";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(AsinOperation<T> operation) => Notation.Function("arcsin", @"\arcsin");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.Asin<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(((T.One - x) * (T.One + x)).Rsqrt());
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>arcsin x in radians, from −π/2 to π/2, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>NaN beyond ±1. Elsewhere <c>torch.asin</c>, <c>jnp.arcsin</c>.</remarks>
        /// <example><code>tape.Variable([0.0, 0.5, 1], [3]).Asin()   // 0, π/6, π/2</code></example>
        public Variable<T> Asin() => x.Apply(new AsinOperation<T>());
    }
}
