using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// What a logit x lacks of a target t, element-wise: σ(x) − t, with all its digits where both are near 1.
/// </summary>
internal readonly record struct LogisticResidualOperation<T> : IBinaryOperation<LogisticResidualOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "LogisticResidual";

    /// <inheritdoc/>
    public static Notation NotationOf(LogisticResidualOperation<T> operation) => Notation.LogisticResidual;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T>
    {
        // Above 0 as (1 − t) − σ(−x).
        L smaller = L.Sigmoid(-L.Abs(a));
        return L.Select(L.LessThan(L.Zero, a), (L.One - b) - smaller, smaller - b);
    }

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) =>
        (cotangent.ScaledBy(a.Sigmoid().SigmoidSlope(a)), b.IsDifferentiable ? cotangent.NegatedCotangent() : default);
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>σ(x) − t, element by element.</summary>
        /// <param name="target">The targets t; lengths that broadcast to this node's.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        internal Variable<T> LogisticResidual(Variable<T> target) => x.Apply(new LogisticResidualOperation<T>(), target);
    }
}
