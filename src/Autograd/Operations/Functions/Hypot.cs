using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Length of a vector of two, element-wise with broadcasting: y = √(a² + b²) without overflow or underflow, with dy/da = a/y and dy/db = b/y, both 0 at (0, 0), where the second derivative is NaN.</summary>
internal readonly record struct HypotOperation<T> : IBinaryOperation<HypotOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Hypot";

    /// <inheritdoc/>
    public static Notation NotationOf(HypotOperation<T> operation) => Notation.Function("hypot").Explained("hypot(a, b)", "√(a² + b²)");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => VectorMath.Hypot<L, T>(a, b);

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) =>
        (cotangent.ScaledBy(a.PartOfNorm(y)), cotangent.ScaledBy(b.PartOfNorm(y)));
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>√(a² + b²), element by element, without overflow or underflow.</summary>
        /// <param name="b">The other component; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <remarks>∞ where either is infinite. Elsewhere <c>torch.hypot</c>, <c>jnp.hypot</c>.</remarks>
        /// <example><code>tape.Variable(3e200).Hypot(4e200)   // 5e200</code></example>
        public Variable<T> Hypot(Variable<T> b) => a.Apply(new HypotOperation<T>(), b);

        /// <summary>√(a² + b²), element by element, without overflow or underflow, with a scalar.</summary>
        /// <param name="b">The other component.</param>
        /// <returns>A node with the lengths of this one.</returns>
        public Variable<T> Hypot(T b) => a.Apply(new HypotOperation<T>(), b);
    }
}
