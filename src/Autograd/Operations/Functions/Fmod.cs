using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Remainder of a division rounded towards 0, element-wise with broadcasting: y = a − b trunc(a/b), exact, with the sign of a, also where it is 0; dy/da = 1 and dy/db = −trunc(a/b), also where y jumps. NaN where b = 0 or a is infinite; a where b is.</summary>
internal readonly record struct FmodOperation<T> : IBinaryOperation<FmodOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Fmod";

    /// <inheritdoc/>
    public static Notation NotationOf(FmodOperation<T> operation) => Notation.Function("fmod").Explained("fmod(a, b)", "a − b trunc(a / b), with the sign of a");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => VectorMath.Fmod<L, T>(a, b);

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) =>
        (cotangent, b.IsDifferentiable ? cotangent.ScaledBy(-((a - y) / b).Round()) : default);
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>a − b trunc(a/b), element by element: exact, with the sign of a, as <c>%</c> of C#.</summary>
        /// <param name="b">The divisor; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <remarks>
        /// With the sign of b it is <c>Remainder</c>. Elsewhere <c>torch.fmod</c>, <c>jnp.fmod</c>, <c>np.fmod</c>, <c>math.fmod</c>, and
        /// <c>TensorPrimitives.Remainder</c>.
        /// </remarks>
        /// <example><code>tape.Variable([7.0, -7], [2]).Fmod(3)   // 1, −1</code></example>
        public Variable<T> Fmod(Variable<T> b) => a.Apply(new FmodOperation<T>(), b);

        /// <summary>a − b trunc(a/b), element by element: exact, with the sign of a, as <c>%</c> of C#, with a scalar.</summary>
        /// <param name="b">The divisor.</param>
        /// <returns>A node with the lengths of this one.</returns>
        public Variable<T> Fmod(T b) => a.Apply(new FmodOperation<T>(), b);
    }
}
