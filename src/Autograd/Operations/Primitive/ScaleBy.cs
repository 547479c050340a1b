using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Authoring;

/// <summary>
/// A cotangent times a slope, element-wise: y = g ⊙ s, and 0 where g = 0 whatever s is. A product in which a zero cotangent contributes
/// nothing even through an infinite slope. Where the slope is a mask, or itself a cotangent, its zeros are as strong: what they cut off,
/// even ∞ or NaN, does not leak.
/// </summary>
/// <param name="IsMask">Whether y is 0 where s = 0, too, whatever g is.</param>
internal readonly record struct ScaleByOperation<T>(bool IsMask) : IBinaryOperation<ScaleByOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "ScaledBy";

    /// <inheritdoc/>
    public static Notation NotationOf(ScaleByOperation<T> operation) => Notation.Product(1, 1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T>
    {
        L product = a * b;
        if (IsMask) product = L.Select(L.Equal(b, L.Zero), b, product);
        return L.Select(L.Equal(a, L.Zero), a, product);
    }

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) =>
        (a.IsDifferentiable ? cotangent.Apply(this, b) : default, b.IsDifferentiable ? cotangent.MaskedBy(a) : default);
}

/// <summary>How a rule scales a cotangent.</summary>
public static class CotangentExtensions
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>A cotangent times a slope; 0 where the cotangent is 0, even if the slope is ∞ or NaN, element by element.</summary>
        /// <param name="slope">The derivative of the result by the operand.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        public Variable<T> ScaledBy(Variable<T> slope) => a.Apply(new ScaleByOperation<T>(), slope);

        /// <summary>A cotangent times a mask; 0 where either is 0, even if the other is ∞ or NaN, element by element.</summary>
        /// <param name="mask">1 where the cotangent passes, 0 where not, or a share of it.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        public Variable<T> MaskedBy(Variable<T> mask) => a.Apply(new ScaleByOperation<T>(IsMask: true), mask);
    }
}
