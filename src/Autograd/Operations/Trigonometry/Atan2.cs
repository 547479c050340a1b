using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Angle of the point (b, a), element-wise with broadcasting: y = arctan(a / b) in the quadrant of the point, from −π to π, with dy/da = b/(a² + b²) and dy/db = −a/(a² + b²), both 0 at (0, 0).</summary>
internal readonly record struct Atan2Operation<T> : IBinaryOperation<Atan2Operation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Atan2";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(Atan2Operation<T> operation) => Notation.Function("atan2").Explained("atan2(a, b)", "the angle of the point (b, a), arctan(a / b) in its quadrant");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => VectorMath.Atan2<L, T>(a, b);

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent)
    {
        Variable<T> length = a.Hypot(b);
        return (cotangent.ScaledBy(b.PartOfNorm(length).PartOfNorm(length)), cotangent.ScaledBy(-a.PartOfNorm(length).PartOfNorm(length)));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The angle of the point (x, y) in radians, from −π to π, element by element.</summary>
        /// <param name="x">The horizontal coordinate; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <remarks>Signed zeros and infinities as in IEEE 754. Elsewhere <c>torch.atan2</c>, <c>jnp.arctan2</c>; there the gradient at (0, 0) is NaN.</remarks>
        /// <example><code>tape.Variable(1.0).Atan2(-1)   // 3π/4</code></example>
        public Variable<T> Atan2(Variable<T> x) => y.Apply(new Atan2Operation<T>(), x);

        /// <summary>The angle of the point (x, y) in radians, from −π to π, element by element, with a scalar.</summary>
        /// <param name="x">The horizontal coordinate.</param>
        /// <returns>A node with the lengths of this one.</returns>
        public Variable<T> Atan2(T x) => y.Apply(new Atan2Operation<T>(), x);
    }
}
