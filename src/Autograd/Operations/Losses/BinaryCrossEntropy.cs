using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> prediction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The binary cross-entropy −1/n Σ (t ln p + (1 − t) ln(1 − p)) of probabilities, with 0 · ln 0 = 0. Infinite where p is 0 or 1 and
        /// wrong; the form with logits never is.
        /// </summary>
        /// <param name="target">The targets t from 0 to 1, with the lengths of this node.</param>
        /// <param name="reduction">Whether their mean is given, their sum or each by itself.</param>
        /// <returns>A scalar, or the lengths of this node.</returns>
        /// <exception cref="ArgumentException">The lengths differ: nothing is broadcast here.</exception>
        /// <remarks>Elsewhere <c>torch.nn.functional.binary_cross_entropy</c>.</remarks>
        /// <example><code>tape.Variable([0.5, 0.25], [2]).BinaryCrossEntropy(tape.Constant([1.0, 0], [2]))   // 0.490</code></example>
        public Variable<T> BinaryCrossEntropy(Variable<T> target, LossReduction reduction = LossReduction.Mean)
        {
            CheckSame("BinaryCrossEntropy", prediction, target);
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep(-Reduced("BinaryCrossEntropy", target.XLogY(prediction) + (T.One - target).XLogY(T.One - prediction), reduction));
        }
    }
}
