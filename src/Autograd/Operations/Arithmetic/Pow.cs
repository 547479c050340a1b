using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Power, element-wise with broadcasting: y = aᵇ, with dy/da = b aᵇ⁻¹ (0 where b = 0) and dy/db = y ln a (0 where a = 0 and b ≥ 0; NaN where a &lt; 0). Where a = 0 and b &lt; 1, dy/da is infinite; where a = 0 &lt; b ≤ 1, the second derivative by both is not its limit, −∞. What a mask cut off contributes 0 there; a zero that was computed is undetermined, NaN.</summary>
internal readonly record struct PowOperation<T> : IBinaryOperation<PowOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Pow";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(PowOperation<T> operation) => Notation.Power;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => L.Pow(a, b);

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent)
    {
        // A constant exponent of 0 cuts all off; one that is differentiated by cuts its product with the cotangent, which changes with it.
        if (!b.IsDifferentiable) return (cotangent.MaskedBy(b.NotEqualTo(T.Zero)).ScaledBy(b * a.Pow(b - T.One)), default);
        Variable<T> toA = cotangent.MaskedBy(b).ScaledBy(a.Pow(b - T.One));
        Variable<T> isConstant = a.EqualTo(T.Zero) * (b >= T.Zero);
        return (toA, isConstant.Tape.Where(isConstant, T.NegativeZero, cotangent).ScaledBy(y * a.Log()));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The power aᵇ, element by element.</summary>
        /// <param name="b">The second operand; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <example><code>tape.Variable([2.0, 3], [2]).Pow(3)   // 8, 27</code></example>
        public Variable<T> Pow(Variable<T> b) => a.Apply(new PowOperation<T>(), b);

        /// <summary>The power aᵇ, with a scalar.</summary>
        /// <param name="b">The second operand.</param>
        /// <returns>A node with the lengths of this one.</returns>
        public Variable<T> Pow(T b) => a.Apply(new PowOperation<T>(), b);
    }
}
