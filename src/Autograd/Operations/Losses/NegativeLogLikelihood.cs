using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> prediction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The negative log-likelihood −1/N Σ x(class) of classes, x being logarithms of probabilities along the last dimension; N counts the examples.</summary>
        /// <param name="classes">For each example the index of its class; the lengths of this node without the last.</param>
        /// <param name="weights">A weight for each class, by which the loss of an example is multiplied, and by which it counts in the mean; without, 1.</param>
        /// <param name="ignored">The index of no class: its examples cost nothing and do not count. Where all are such, the mean is 0.</param>
        /// <param name="reduction">Whether the mean of the losses is given, their sum or each by itself.</param>
        /// <returns>A scalar, or the lengths of this node without the last.</returns>
        /// <exception cref="ArgumentException">The lengths do not fit, or a class is out of range.</exception>
        /// <remarks>Elsewhere <c>torch.nn.functional.nll_loss</c>. Of logits, CrossEntropy takes the logarithms, too.</remarks>
        /// <example><code>x.LogSoftmax(-1).NegativeLogLikelihood(tape.Indices([2, 0]))   // x.CrossEntropy([2, 0])</code></example>
        public Variable<T> NegativeLogLikelihood(Indices<T> classes, Variable<T> weights = default, int? ignored = null, LossReduction reduction = LossReduction.Mean)
        {
            int last = prediction.PickedDimension(-1, classes, "NegativeLogLikelihood", ignored);
            var loss = new ClassLoss<T>("NegativeLogLikelihood", weights, T.Zero, ignored, reduction);
            loss.Check(prediction, last);
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep(loss.Of(prediction, classes, last));
        }

        /// <summary>The negative log-likelihood −1/N Σ x(class) of classes, x being logarithms of probabilities; N counts the examples.</summary>
        /// <param name="classes">For each example the index of its class, in row-major order; copied onto the tape.</param>
        /// <param name="weights">A weight for each class, by which the loss of an example is multiplied, and by which it counts in the mean; without, 1.</param>
        /// <param name="ignored">The index of no class: its examples cost nothing and do not count. Where all are such, the mean is 0.</param>
        /// <param name="reduction">Whether the mean of the losses is given, their sum or each by itself.</param>
        /// <returns>A scalar, or the lengths of this node without the last.</returns>
        /// <exception cref="ArgumentException">There are not as many classes as examples, or a class is out of range.</exception>
        public Variable<T> NegativeLogLikelihood(ReadOnlySpan<int> classes, Variable<T> weights = default, int? ignored = null, LossReduction reduction = LossReduction.Mean)
        {
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep(prediction.NegativeLogLikelihood(prediction.ClassesOf("NegativeLogLikelihood", classes), weights, ignored, reduction));
        }
    }
}
