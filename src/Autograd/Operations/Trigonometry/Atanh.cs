using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Inverse hyperbolic tangent, element-wise: y = artanh x = ½ ln((1 + x)/(1 − x)), with dy/dx = 1/(1 − x²): +∞ at ±1, NaN beyond, where y is NaN.</summary>
internal readonly record struct AtanhOperation<T> : IUnaryOperation<AtanhOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Atanh";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(AtanhOperation<T> operation) => Notation.Function("artanh", @"\operatorname{artanh}");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.Atanh<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Tape.Where(x.Abs() <= T.One, ((T.One - x) * (T.One + x)).Reciprocal(), T.NaN));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>artanh x, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>±∞ at ±1, NaN beyond. Elsewhere <c>torch.atanh</c>, <c>jnp.arctanh</c>.</remarks>
        /// <example><code>tape.Variable([0.0, 0.5, 1], [3]).Atanh()   // 0, 0.5493061443340549, ∞</code></example>
        public Variable<T> Atanh() => x.Apply(new AtanhOperation<T>());
    }
}
