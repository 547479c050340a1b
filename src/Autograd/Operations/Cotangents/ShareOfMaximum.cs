using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Which part of a maximum belongs to a: 1 where a is larger or NaN, ½ where both are equal or both NaN, else 0. No derivative: cotangents stop here.</summary>
internal readonly record struct ShareOfMaximumOperation<T> : IBinaryOperation<ShareOfMaximumOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "ShareOfMaximum";

    /// <inheritdoc/>
    public static Notation NotationOf(ShareOfMaximumOperation<T> operation) => Notation.Function("share")
        .Explained("share(a, b)", "1 where a > b, ½ where they are equal, else 0");

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => L.Select(L.LessThan(b, a), L.One, L.Select(L.LessThan(a, b), L.Zero, Unordered(a, b)));

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) => default;

    private static L Unordered<L>(L a, L b)
        where L : struct, ILane<L, T>
    {
        L half = L.Create(T.CreateSaturating(0.5)), isNumberA = L.Equal(a, a), isNumberB = L.Equal(b, b);
        L whereNumberA = L.Select(isNumberB, half, L.Zero), whereNaNA = L.Select(isNumberB, L.One, half);
        return L.Select(isNumberA, whereNumberA, whereNaNA);
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The part of max(a, b) that belongs to a, element by element.</summary>
        /// <param name="b">The second operand; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        internal Variable<T> ShareOfMaximum(Variable<T> b) => a.Apply(new ShareOfMaximumOperation<T>(), b);
    }
}
