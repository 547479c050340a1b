using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Standard normal density, element-wise: y = φ(x) = e^(−x²/2) / √(2π), with dy/dx = −x y.</summary>
internal readonly record struct NormalDensityOperation<T> : IUnaryOperation<NormalDensityOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "NormalDensity";

    /// <inheritdoc/>
    public static Notation NotationOf(NormalDensityOperation<T> operation) => Notation.Function("φ", @"\varphi").Explained("φ(x)", "the normal density, exp(−x² / 2) / √(2 π)");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.NormalDensity(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(-(x.Limited() * y));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The standard normal density φ(x) = e^(−x²/2) / √(2π), element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([0.0, 1], [2]).NormalDensity()   // 0.3989, 0.242</code></example>
        public Variable<T> NormalDensity() => x.Apply(new NormalDensityOperation<T>());
    }
}
