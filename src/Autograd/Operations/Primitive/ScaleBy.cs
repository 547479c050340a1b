using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// A cotangent times a slope, element-wise: y = g ⊙ s, and 0 where either is 0. A product in which a zero is a strong zero: a zero
/// cotangent contributes nothing even through an infinite slope, and what a mask cuts off cannot leak. 0 · ∞ is never formed.
/// </summary>
public readonly record struct ScaleByOperation<T> : IBinaryOperation<ScaleByOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "ScaledBy";

    /// <inheritdoc/>
    public static Notation NotationOf(ScaleByOperation<T> operation) => Notation.Product(1, 1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => L.Select(L.Equal(a, L.Zero), a, L.Select(L.Equal(b, L.Zero), b, a * b));

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) =>
        (a.IsDifferentiable ? cotangent.ScaledBy(b) : default, b.IsDifferentiable ? cotangent.ScaledBy(a) : default);
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>A cotangent times a slope; 0 where either is 0, even if the other is ∞ or NaN, element by element.</summary>
        /// <param name="slope">The derivative of the result by the operand.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        public Variable<T> ScaledBy(Variable<T> slope) => a.Apply(new ScaleByOperation<T>(), slope);
    }
}
