using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Product, element-wise with broadcasting: y = a ⊙ b, with dy/da = b and dy/db = a.</summary>
internal readonly record struct MultiplyOperation<T> : IBinaryOperation<MultiplyOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Multiply";

    /// <inheritdoc/>
    public static Notation NotationOf(MultiplyOperation<T> operation) => Notation.Product(1, 1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => a * b;

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) =>
        (a.IsDifferentiable ? cotangent.ScaledBy(b) : default, b.IsDifferentiable ? cotangent.ScaledBy(a) : default);
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The element-wise product a ⊙ b, element by element.</summary>
        /// <param name="b">The second operand; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <example><code>tape.Variable([1.0, 2], [2]).Multiply(3)   // 3, 6, as of the operator *</code></example>
        public Variable<T> Multiply(Variable<T> b) => a.Apply(new MultiplyOperation<T>(), b);

        /// <summary>The element-wise product a ⊙ b, with a scalar.</summary>
        /// <param name="b">The second operand.</param>
        /// <returns>A node with the lengths of this one.</returns>
        public Variable<T> Multiply(T b) => a.Apply(new MultiplyOperation<T>(), b);
    }
}
