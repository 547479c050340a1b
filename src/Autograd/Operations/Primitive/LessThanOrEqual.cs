using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Comparison, element-wise with broadcasting: y = 1 where a ≤ b, else 0 (also where either is NaN). No derivative: cotangents stop here.</summary>
internal readonly record struct LessThanOrEqualOperation<T> : IBinaryOperation<LessThanOrEqualOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "LessThanOrEqual";

    /// <inheritdoc/>
    public static Notation NotationOf(LessThanOrEqualOperation<T> operation) => Notation.Relation("≤", @"\le");

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => L.Select(L.LessThanOrEqual(a, b), L.One, L.Zero);

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) => default;
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>1 where a ≤ b, else 0, element by element.</summary>
        /// <param name="b">The second operand; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        public Variable<T> LessThanOrEqual(Variable<T> b) => a.Apply(new LessThanOrEqualOperation<T>(), b);

        /// <summary>1 where a ≤ b, else 0, with a scalar.</summary>
        /// <param name="b">The second operand.</param>
        /// <returns>A node with the lengths of this one.</returns>
        public Variable<T> LessThanOrEqual(T b) => a.LessThanOrEqual(a.Beside("LessThanOrEqual", b));
    }

    extension<T>(Variable<T>)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>1 where a ≤ b, else 0, element by element.</summary>
        /// <param name="a">The first operand.</param>
        /// <param name="b">The second operand.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        public static Variable<T> operator <=(Variable<T> a, Variable<T> b) => a.LessThanOrEqual(b);

        /// <summary>1 where a ≤ b, else 0, element by element.</summary>
        /// <param name="a">The first operand.</param>
        /// <param name="b">The second operand.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        public static Variable<T> operator <=(Variable<T> a, T b) => a.LessThanOrEqual(b);

        /// <summary>1 where a ≤ b, else 0, element by element.</summary>
        /// <param name="a">The first operand.</param>
        /// <param name="b">The second operand.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        public static Variable<T> operator <=(T a, Variable<T> b) => b.Beside("LessThanOrEqual", a).LessThanOrEqual(b);
    }
}
