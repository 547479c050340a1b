using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> prediction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The binary cross-entropy of p = σ(x), computed from the logits x: 1/n Σ (ln(1 + eˣ) − t x), with its digits however large the
        /// logits; an infinite logit on the side of its target costs 0.
        /// </summary>
        /// <param name="target">The targets t from 0 to 1, with the lengths of this node.</param>
        /// <param name="reduction">Whether their mean is given, their sum or each by itself.</param>
        /// <returns>A scalar, or the lengths of this node.</returns>
        /// <exception cref="ArgumentException">The lengths differ: nothing is broadcast here.</exception>
        /// <remarks>Elsewhere <c>torch.nn.functional.binary_cross_entropy_with_logits</c>.</remarks>
        /// <example><code>tape.Variable([0.0], [1]).BinaryCrossEntropyWithLogits(tape.Constant([1.0], [1]))   // 0.693 = ln 2</code></example>
        public Variable<T> BinaryCrossEntropyWithLogits(Variable<T> target, LossReduction reduction = LossReduction.Mean)
        {
            CheckSame("BinaryCrossEntropyWithLogits", prediction, target);
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep(Reduced("BinaryCrossEntropyWithLogits", prediction.LogisticLoss(target), reduction));
        }
    }
}
