using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Quotient, element-wise with broadcasting: y = a / b, with dy/da = 1/b and dy/db = −y/b, both infinite where b = 0. What a mask cut off contributes 0 there; a zero that was computed is undetermined, NaN.</summary>
internal readonly record struct DivideOperation<T> : IBinaryOperation<DivideOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Divide";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(DivideOperation<T> operation) => Notation.Product(1, -1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => a / b;

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) =>
        (cotangent.ScaledBy(b.Reciprocal()), b.IsDifferentiable ? cotangent.ScaledBy(-(y / b)) : default);
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The quotient a / b, element by element.</summary>
        /// <param name="b">The second operand; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <example><code>tape.Variable([1.0, 2], [2]).Divide(4)   // 0.25, 0.5, as of the operator /</code></example>
        public Variable<T> Divide(Variable<T> b) => a.Apply(new DivideOperation<T>(), b);

        /// <summary>The quotient a / b, with a scalar.</summary>
        /// <param name="b">The second operand.</param>
        /// <returns>A node with the lengths of this one.</returns>
        public Variable<T> Divide(T b) => a.Apply(new DivideOperation<T>(), b);
    }
}
