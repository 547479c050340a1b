using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Authoring;

/// <summary>Which zeros of a second factor cut a cotangent off.</summary>
internal enum Cutting
{
    /// <summary>None: it is a slope, whose zeros were computed.</summary>
    Never,

    /// <summary>Every zero: it is a mask, or depends on no variable.</summary>
    AtZeros,

    /// <summary>−0: it is a cotangent, too.</summary>
    AtNegativeZeros,
}

/// <summary>
/// A cotangent times a slope, element-wise: y = g ⊙ s. A cotangent that was cut off is −0 and stays so, even through an infinite slope; a zero that
/// comes out of a product was computed, and is +0: 0 · ∞ is undetermined, NaN.
/// </summary>
/// <remarks>
/// −0 is the neutral element of IEEE addition, so that cotangents add up to −0 only where all of them were cut off: whatever else comes out as 0 is
/// +0. To tell the two apart costs nothing, therefore, as long as no rule makes a −0 of its own: it scales by this operation, never by Multiply.
/// </remarks>
/// <param name="Cutting">Which zeros of s cut off what passes.</param>
internal readonly record struct ScaleByOperation<T>(Cutting Cutting) : IBinaryOperation<ScaleByOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal Cutting Cutting { get; init; } = Cutting;

    /// <inheritdoc/>
    public static string Name => "ScaledBy";

    /// <inheritdoc/>
    public static Notation NotationOf(ScaleByOperation<T> operation) => Notation.Product(1, 1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T>
    {
        L product = (a * b) + L.Zero, nothing = L.Create(T.NegativeZero);
        if (Cutting == Cutting.AtZeros) product = L.Select(L.Equal(b, L.Zero), nothing, product);
        if (Cutting == Cutting.AtNegativeZeros) product = L.Select(L.IsNegativeZero(b), nothing, product);
        return L.Select(L.IsNegativeZero(a), nothing, product);
    }

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) =>
        (a.IsDifferentiable ? cotangent.Apply(this, b) : default,
            b.IsDifferentiable ? cotangent.Apply(new ScaleByOperation<T>(Cutting.AtNegativeZeros), a) : default);
}

/// <summary>How a rule scales a cotangent. What a mask cut off contributes nothing, and is told apart from a zero that was computed.</summary>
public static class CotangentExtensions
{
    extension<T>(Variable<T> cotangent)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// A cotangent times a slope, element by element: nothing where the cotangent was cut off, even if the slope is ∞ or NaN, and where a slope
        /// that depends on no variable is 0. A zero that was computed meets an infinite slope as NaN.
        /// </summary>
        /// <param name="slope">The derivative of the result by the operand.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <example><code>tape.Variable([1.0, 2], [2]).ScaledBy(tape.Variable([3.0, 4], [2]))   // 3, 8</code></example>
        public Variable<T> ScaledBy(Variable<T> slope) =>
            cotangent.Apply(new ScaleByOperation<T>(slope.IsDifferentiable ? Cutting.Never : Cutting.AtZeros), slope);

        /// <summary>A cotangent times a mask, element by element: cut off where the mask is 0, even if the cotangent is ∞ or NaN.</summary>
        /// <param name="mask">1 where the cotangent passes, 0 where not, or a share of it.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <example><code>tape.Variable([1.0, 2, 3], [3]).MaskedBy(tape.Constant([1.0, 0, 0.5], [3]))   // 1, −0, 1.5: the second is cut off</code></example>
        public Variable<T> MaskedBy(Variable<T> mask) => cotangent.Apply(new ScaleByOperation<T>(Cutting.AtZeros), mask);
    }
}
