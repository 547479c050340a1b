using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Inverse cosine, element-wise: y = arccos x, from 0 to π, with dy/dx = −1/√(1 − x²): −∞ at ±1, NaN beyond, where y is NaN.</summary>
internal readonly record struct AcosOperation<T> : IUnaryOperation<AcosOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Acos";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(AcosOperation<T> operation) => Notation.Function("arccos", @"\arccos");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.Acos<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(-((T.One - x) * (T.One + x)).Rsqrt());
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>arccos x in radians, from 0 to π, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>NaN beyond ±1. Elsewhere <c>torch.acos</c>, <c>jnp.arccos</c>.</remarks>
        /// <example><code>tape.Variable([1.0, 0.5, -1], [3]).Acos()   // 0, π/3, π</code></example>
        public Variable<T> Acos() => x.Apply(new AcosOperation<T>());
    }
}
