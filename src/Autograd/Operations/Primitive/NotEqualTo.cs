using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Comparison, element-wise with broadcasting: y = 1 where a ≠ b (also where either is NaN), else 0. No derivative: cotangents stop here.</summary>
internal readonly record struct NotEqualToOperation<T> : IBinaryOperation<NotEqualToOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "NotEqualTo";

    /// <inheritdoc/>
    public static Notation NotationOf(NotEqualToOperation<T> operation) => Notation.Relation("≠", @"\ne");

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => L.Select(L.Equal(a, b), L.Zero, L.One);

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) => default;
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>1 where a ≠ b, else 0, element by element.</summary>
        /// <param name="b">The second operand; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        public Variable<T> NotEqualTo(Variable<T> b) => a.Apply(new NotEqualToOperation<T>(), b);

        /// <summary>1 where a ≠ b, else 0, with a scalar.</summary>
        /// <param name="b">The second operand.</param>
        /// <returns>A node with the lengths of this one.</returns>
        public Variable<T> NotEqualTo(T b) => a.NotEqualTo(a.Beside("NotEqualTo", b));
    }
}
