using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// The loss of a logit x for a target t, element-wise: softplus(x) − t x = −t ln σ(x) − (1 − t) ln σ(−x), with 0 · ∞ = 0 at an infinite
/// logit; the slope by x is σ(x) − t.
/// </summary>
internal readonly record struct LogisticLossOperation<T> : IBinaryOperation<LogisticLossOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "LogisticLoss";

    /// <inheritdoc/>
    public static Notation NotationOf(LogisticLossOperation<T> operation) => Notation.LogisticLoss;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T>
    {
        // softplus(x) is max(x, 0) and a rest; taken together, max(x, 0) − t x does not cancel.
        L share = L.Select(L.LessThan(L.Zero, a), L.One - b, -b);
        L linear = L.Select(L.Equal(share, L.Zero), L.Zero, share * a);
        return linear + L.Softplus(-L.Abs(a));
    }

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) =>
        (cotangent.ScaledBy(a.LogisticResidual(b)), b.IsDifferentiable ? cotangent.ScaledBy(-a) : default);
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>softplus(x) − t x, element by element.</summary>
        /// <param name="target">The targets t; lengths that broadcast to this node's.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        internal Variable<T> LogisticLoss(Variable<T> target) => x.Apply(new LogisticLossOperation<T>(), target);
    }
}
