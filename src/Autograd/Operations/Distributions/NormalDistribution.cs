using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Standard normal distribution, element-wise: y = Φ(x) = ½ erfc(−x/√2), with all its digits in the tail; dy/dx = φ(x).</summary>
internal readonly record struct NormalDistributionOperation<T> : IUnaryOperation<NormalDistributionOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "NormalDistribution";

    /// <inheritdoc/>
    public static Notation NotationOf(NormalDistributionOperation<T> operation) => Notation.Function("Φ", @"\Phi").Explained("Φ(x)", "the normal distribution, (1 + erf(x / √2)) / 2");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.NormalDistribution(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.NormalDensity());
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The standard normal distribution Φ(x), element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([0.0, 1], [2]).NormalDistribution()   // 0.5, 0.8413</code></example>
        public Variable<T> NormalDistribution() => x.Apply(new NormalDistributionOperation<T>());
    }
}
