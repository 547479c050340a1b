using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Logarithm of the standard normal distribution, element-wise: y = ln Φ(x), with all its digits in both tails; dy/dx = φ(x) / Φ(x). At −∞ it is
/// −∞ with dy/dx = +∞, and the second derivative is NaN; it is −1 far below 0.
/// </summary>
internal readonly record struct LogNormalDistributionOperation<T> : IUnaryOperation<LogNormalDistributionOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "LogNormalDistribution";

    /// <inheritdoc/>
    public static Notation NotationOf(LogNormalDistributionOperation<T> operation) => Notation.LogarithmOf(NormalDistributionOperation<T>.NotationOf(default));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.LogNormalDistribution(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.InverseMillsRatio());
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>ln Φ(x) of the standard normal distribution Φ, element by element: −∞ with the slope +∞ at −∞, where the second derivative is NaN.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([0.0, -40], [2]).LogNormalDistribution()   // −0.6931, −804.6</code></example>
        public Variable<T> LogNormalDistribution() => x.Apply(new LogNormalDistributionOperation<T>());
    }
}
