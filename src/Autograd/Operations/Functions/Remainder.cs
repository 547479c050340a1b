using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Remainder of a division rounded down, element-wise with broadcasting: y = a − b ⌊a/b⌋, exact, with the sign of b; dy/da = 1 and dy/db = −⌊a/b⌋. NaN where b = 0 or a is infinite.</summary>
internal readonly record struct RemainderOperation<T> : IBinaryOperation<RemainderOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Remainder";

    /// <inheritdoc/>
    public static Notation NotationOf(RemainderOperation<T> operation) => Notation.Function("mod").Explained("mod(a, b)", "a − b ⌊a / b⌋");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => VectorMath.Remainder<L, T>(a, b);

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) =>
        (cotangent, b.IsDifferentiable ? cotangent.ScaledBy(-((a - y) / b).Round()) : default);
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>a − b ⌊a/b⌋, element by element: exact, with the sign of b.</summary>
        /// <param name="b">The divisor; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <remarks>Unlike <c>%</c> of C#, which has the sign of a: that is <c>Fmod</c>. Elsewhere <c>torch.remainder</c>, <c>jnp.remainder</c>, Python's <c>%</c>.</remarks>
        /// <example><code>tape.Variable([7.0, -7], [2]).Remainder(3)   // 1, 2</code></example>
        public Variable<T> Remainder(Variable<T> b) => a.Apply(new RemainderOperation<T>(), b);

        /// <summary>a − b ⌊a/b⌋, element by element: exact, with the sign of b, with a scalar.</summary>
        /// <param name="b">The divisor.</param>
        /// <returns>A node with the lengths of this one.</returns>
        public Variable<T> Remainder(T b) => a.Apply(new RemainderOperation<T>(), b);
    }
}
