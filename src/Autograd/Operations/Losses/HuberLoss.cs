using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>A parabola that goes on as straight lines, element-wise: y = x²/2 where |x| ≤ threshold, else threshold · (|x| − threshold/2); dy/dx is x, but at least −threshold and at most threshold.</summary>
/// <param name="Threshold">Where the lines begin.</param>
internal readonly record struct HuberOperation<T>(ExactNumber<T> Threshold) : IUnaryOperation<HuberOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Huber";

    /// <inheritdoc/>
    public static Notation NotationOf(HuberOperation<T> operation) => Notation.Function("huber").WithAttributes(Notation.Text(operation.Threshold.Value))
        .Explained("huber(x, δ)", "x² / 2 where |x| ≤ δ, else δ (|x| − δ / 2)");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T>
    {
        L threshold = L.Create(Threshold), half = L.Create(T.CreateSaturating(0.5)), size = L.Abs(x);
        return L.Select(L.LessThan(threshold, size), threshold * (size - (half * threshold)), half * x * x);
    }

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Clamp(-Threshold.Value, Threshold.Value));
}

public static partial class Operations
{
    extension<T>(Variable<T> prediction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The Huber loss of r = z − t, element by element, then reduced: r²/2 where |r| ≤ δ, else δ (|r| − δ/2); its slope is r cut to −δ…δ. (Huber 1964.)</summary>
        /// <param name="target">The targets t, with the lengths of this node.</param>
        /// <param name="threshold">δ, above 0; 1 unless given.</param>
        /// <param name="reduction">Whether the mean of the losses is given, their sum or each by itself.</param>
        /// <returns>A scalar, or the lengths of this node.</returns>
        /// <exception cref="ArgumentException">The lengths differ: nothing is broadcast here; or the threshold is not above 0.</exception>
        /// <remarks>Elsewhere <c>torch.nn.functional.huber_loss</c>, <c>optax.losses.huber_loss</c>. SmoothL1Loss is this divided by δ.</remarks>
        /// <example><code>tape.Variable([0.5, 3], [2]).HuberLoss(tape.Constant([0.0, 0], [2]), reduction: LossReduction.None)   // 0.125, 2.5</code></example>
        public Variable<T> HuberLoss(Variable<T> target, T? threshold = null, LossReduction reduction = LossReduction.Mean)
        {
            CheckSame("HuberLoss", prediction, target);
            T limit = threshold ?? T.One;
            if (!(limit > T.Zero)) throw Errors.NumberOutside("HuberLoss", "the threshold", limit, "above 0", nameof(threshold));
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep(Reduced("HuberLoss", (prediction - target).Apply(new HuberOperation<T>(limit)), reduction));
        }
    }
}
