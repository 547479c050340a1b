using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Quantile of the standard normal distribution, element-wise: y = Φ⁻¹(p), with all its digits in both tails; dy/dp = 1/φ(y). −∞ at 0 and +∞ at 1, where dy/dp is +∞; NaN outside.</summary>
internal readonly record struct NormalQuantileOperation<T> : IUnaryOperation<NormalQuantileOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "NormalQuantile";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(NormalQuantileOperation<T> operation) => Notation.Function("probit").Explained("probit(p)", "the quantile of the normal distribution, Φ⁻¹(p)");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.NormalQuantile<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(y.Apply(new NormalQuantileSlopeOperation<T>(), x));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The quantile Φ⁻¹(p) of the standard normal distribution at these probabilities p, element by element: the inverse of <see cref="NormalDistribution"/>.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>Elsewhere probit, <c>torch.special.ndtri</c>, <c>scipy.stats.norm.ppf</c>.</remarks>
        /// <example><code>tape.Variable([0.5, 0.975], [2]).NormalQuantile()   // 0, 1.9599639845400545</code></example>
        public Variable<T> NormalQuantile() => x.Apply(new NormalQuantileOperation<T>());
    }
}
