using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> prediction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The cross-entropy −1/N Σ ln p(class) of softmax probabilities, computed from logits; N counts the examples. A logit of +∞ costs 0 where it is
        /// the class, else ∞.
        /// </summary>
        /// <param name="classes">For each example the index of its class; the lengths of this node without the last.</param>
        /// <param name="weights">A weight for each class, by which the loss of an example is multiplied, and by which it counts in the mean; without, 1.</param>
        /// <param name="smoothing">What share of a target all classes get alike, from 0 to 1.</param>
        /// <param name="ignored">The index of no class: its examples cost nothing and do not count. Where all are such, the mean is 0.</param>
        /// <param name="reduction">Whether the mean of the losses is given, their sum or each by itself.</param>
        /// <returns>A scalar, or the lengths of this node without the last.</returns>
        /// <exception cref="ArgumentException">The lengths do not fit, a class or the smoothing is out of range.</exception>
        /// <remarks>Elsewhere <c>torch.nn.functional.cross_entropy</c>, with the classes along dimension 1 there and along the last here.</remarks>
        /// <example><code>logits.CrossEntropy(tape.Indices([2, 0, -1]), smoothing: 0.1, ignored: -1)</code></example>
        public Variable<T> CrossEntropy(Indices<T> classes, Variable<T> weights = default, T smoothing = default, int? ignored = null, LossReduction reduction = LossReduction.Mean)
        {
            int last = prediction.PickedDimension(-1, classes, "CrossEntropy", ignored);
            var loss = new ClassLoss<T>("CrossEntropy", weights, smoothing, ignored, reduction);
            loss.Check(prediction, last);
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep(loss.Of(prediction.LogSoftmax(last), classes, last));
        }

        /// <summary>The cross-entropy −1/N Σ ln p(class) of softmax probabilities, computed from logits; N counts the examples.</summary>
        /// <param name="classes">For each example the index of its class, in row-major order; copied onto the tape.</param>
        /// <param name="weights">A weight for each class, by which the loss of an example is multiplied, and by which it counts in the mean; without, 1.</param>
        /// <param name="smoothing">What share of a target all classes get alike, from 0 to 1.</param>
        /// <param name="ignored">The index of no class: its examples cost nothing and do not count. Where all are such, the mean is 0.</param>
        /// <param name="reduction">Whether the mean of the losses is given, their sum or each by itself.</param>
        /// <returns>A scalar, or the lengths of this node without the last.</returns>
        /// <exception cref="ArgumentException">There are not as many classes as examples, or a class or the smoothing is out of range.</exception>
        public Variable<T> CrossEntropy(ReadOnlySpan<int> classes, Variable<T> weights = default, T smoothing = default, int? ignored = null, LossReduction reduction = LossReduction.Mean)
        {
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep(prediction.CrossEntropy(prediction.ClassesOf("CrossEntropy", classes), weights, smoothing, ignored, reduction));
        }

        /// <summary>The cross-entropy −1/N Σ t ln p of softmax probabilities with given ones, computed from logits; 0 · ∞ counts 0.</summary>
        /// <param name="probabilities">The targets t, with the lengths of this node; each row sums to 1.</param>
        /// <param name="weights">A weight for each class, by which its term is multiplied; without, 1. The mean is that over examples all the same.</param>
        /// <param name="smoothing">What share of a target all classes get alike, from 0 to 1.</param>
        /// <param name="reduction">Whether the mean of the losses is given, their sum or each by itself.</param>
        /// <returns>A scalar, or the lengths of this node without the last.</returns>
        /// <exception cref="ArgumentException">The lengths differ: nothing is broadcast here; or the smoothing is out of range.</exception>
        public Variable<T> CrossEntropy(Variable<T> probabilities, Variable<T> weights = default, T smoothing = default, LossReduction reduction = LossReduction.Mean)
        {
            CheckSame("CrossEntropy", prediction, probabilities);
            var loss = new ClassLoss<T>("CrossEntropy", weights, smoothing, null, reduction);
            loss.Check(prediction, Dimensions.Normalize("CrossEntropy", -1, prediction.Shape));
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep(loss.Of(prediction.LogSoftmax(-1), probabilities));
        }

        /// <summary>Classes that an operation was given as numbers, one for each position of the dimensions but the last.</summary>
        private Indices<T> ClassesOf(string operation, ReadOnlySpan<int> classes)
        {
            Shape shape = prediction.Shape;
            int last = Dimensions.Normalize(operation, -1, shape);
            return prediction.Tape.IndicesFor(operation, classes, shape.Reduce(Dimensions.None.Add(last), keep: false));
        }
    }
}
