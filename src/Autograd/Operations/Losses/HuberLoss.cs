using System.Numerics;

namespace Autograd;

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
            return attempt.Keep(Reduced("HuberLoss", HuberOf(prediction - target, limit), reduction));
        }
    }

    /// <summary>c (r − c/2), c being r cut to the threshold: r²/2 within, δ (|r| − δ/2) beyond.</summary>
    private static Variable<T> HuberOf<T>(Variable<T> r, T threshold)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> cut = r.Clamp(-threshold, threshold);
        return cut * (r - (cut / T.CreateSaturating(2)));
    }
}
