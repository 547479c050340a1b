using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>The share of eᵃ in eᵃ + eᵇ, element-wise with broadcasting: y = σ(a − b), ½ where both are +∞ and 0 where both are −∞; dy/da = y σ(b − a) = −dy/db.</summary>
internal readonly record struct ShareOfSumOperation<T> : IBinaryOperation<ShareOfSumOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "ShareOfSum";

    /// <inheritdoc/>
    public static Notation NotationOf(ShareOfSumOperation<T> operation) => Notation.Function("shareofsum").Explained("shareofsum(a, b)", "σ(a − b), the share of exp(a) in exp(a) + exp(b)");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T>
    {
        L none = L.Select(L.Equal(a, L.Create(T.NegativeInfinity)), L.Zero, L.Create(T.CreateSaturating(0.5)));

        // What rounding takes off the difference counts as many units in the last place of a small share as the difference is large.
        L difference = a - b, back = difference - a, low = (a - (difference - back)) - (b + back), y = L.Sigmoid(difference);
        L share = L.FusedMultiplyAdd(y * (L.One - y), low, y);
        return L.Select(L.Equal(a, b), none, L.Select(L.LessThan(L.Abs(low), L.Create(T.PositiveInfinity)), share, y));
    }

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent)
    {
        Variable<T> toA = cotangent.ScaledBy(y * b.ShareOfSum(a));
        return (toA, toA.NegatedCotangent());
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>σ(a − b), element by element, with limits where both are infinite.</summary>
        /// <param name="b">The other exponent; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        internal Variable<T> ShareOfSum(Variable<T> b) => a.Apply(new ShareOfSumOperation<T>(), b);
    }
}
