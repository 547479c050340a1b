using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Inverse hyperbolic sine, element-wise: y = arsinh x = ln(x + √(x² + 1)), with dy/dx = 1/√(x² + 1).</summary>
internal readonly record struct AsinhOperation<T> : IUnaryOperation<AsinhOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Asinh";

    /// <inheritdoc/>
    public static Notation NotationOf(AsinhOperation<T> operation) => Notation.Function("arsinh", @"\operatorname{arsinh}");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.Asinh<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Hypot(T.One).Reciprocal());
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>arsinh x, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>All digits near 0, no overflow. Elsewhere <c>torch.asinh</c>, <c>jnp.arcsinh</c>.</remarks>
        /// <example><code>tape.Variable([0.0, 1e300], [2]).Asinh()   // 0, 691.4686750787736</code></example>
        public Variable<T> Asinh() => x.Apply(new AsinhOperation<T>());
    }
}
