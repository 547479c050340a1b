using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Inverse hyperbolic cosine, element-wise: y = arcosh x = ln(x + √(x² − 1)), with dy/dx = 1/√(x² − 1): +∞ at 1, NaN below, where y is NaN.</summary>
internal readonly record struct AcoshOperation<T> : IUnaryOperation<AcoshOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Acosh";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(AcoshOperation<T> operation) => Notation.Function("arcosh", @"\operatorname{arcosh}");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.Acosh<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy((x - T.One).Rsqrt() * (x + T.One).Rsqrt());
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>arcosh x, from 0 on, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>NaN below 1. Elsewhere <c>torch.acosh</c>, <c>jnp.arccosh</c>.</remarks>
        /// <example><code>tape.Variable([1.0, 2], [2]).Acosh()   // 0, 1.3169578969248166</code></example>
        public Variable<T> Acosh() => x.Apply(new AcoshOperation<T>());
    }
}
