using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> prediction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The mean squared error 1/n Σ (z − t)² over all n elements.</summary>
        /// <param name="target">The targets t, with the lengths of this node.</param>
        /// <returns>A scalar.</returns>
        /// <exception cref="ArgumentException">The lengths differ: nothing is broadcast here.</exception>
        public Variable<T> MeanSquaredError(Variable<T> target)
        {
            CheckSame("MeanSquaredError", prediction, target);
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep((prediction - target).Square().Mean());
        }

        /// <summary>Half the squared error per example, 1/(2N) Σ (t − z)², N being the length of the first dimension (1 for a scalar).</summary>
        /// <param name="target">The targets t, with the lengths of this node.</param>
        /// <returns>A scalar.</returns>
        /// <exception cref="ArgumentException">The lengths differ: nothing is broadcast here.</exception>
        public Variable<T> HalfMeanSquaredError(Variable<T> target)
        {
            CheckSame("HalfMeanSquaredError", prediction, target);
            Shape shape = prediction.Shape;
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep((prediction - target).Square().Sum() / T.CreateSaturating(2.0 * (shape.Rank == 0 ? 1 : shape[0])));
        }

        /// <summary>
        /// The binary cross-entropy −1/n Σ (t ln p + (1 − t) ln(1 − p)) of probabilities, with 0 · ln 0 = 0. Infinite where p is 0 or 1 and
        /// wrong; the form with logits never is.
        /// </summary>
        /// <param name="target">The targets t from 0 to 1, with the lengths of this node.</param>
        /// <returns>A scalar.</returns>
        /// <exception cref="ArgumentException">The lengths differ: nothing is broadcast here.</exception>
        public Variable<T> BinaryCrossEntropy(Variable<T> target)
        {
            CheckSame("BinaryCrossEntropy", prediction, target);
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep(-(target.XLogY(prediction) + (T.One - target).XLogY(T.One - prediction)).Mean());
        }

        /// <summary>
        /// The binary cross-entropy of p = σ(x), computed from the logits x: 1/n Σ (ln(1 + eˣ) − t x), with its digits however large the
        /// logits; an infinite logit on the side of its target costs 0.
        /// </summary>
        /// <param name="target">The targets t from 0 to 1, with the lengths of this node.</param>
        /// <returns>A scalar.</returns>
        /// <exception cref="ArgumentException">The lengths differ: nothing is broadcast here.</exception>
        public Variable<T> BinaryCrossEntropyWithLogits(Variable<T> target)
        {
            CheckSame("BinaryCrossEntropyWithLogits", prediction, target);
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep(prediction.LogisticLoss(target).Mean());
        }

        /// <summary>
        /// The cross-entropy −1/N Σ ln p(class) of softmax probabilities, computed from logits; N counts the examples. A logit of +∞ costs 0 where it is
        /// the class, else ∞.
        /// </summary>
        /// <param name="classes">For each example the index of its class; the lengths of this node without the last.</param>
        /// <returns>A scalar.</returns>
        /// <exception cref="ArgumentException">The lengths do not fit, or a class is out of range.</exception>
        public Variable<T> CrossEntropy(Indices<T> classes)
        {
            int last = prediction.PickedDimension(-1, classes, "CrossEntropy");
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep(-prediction.LogSoftmax(last).Apply(new PickOperation<T>(last), classes).Mean());
        }

        /// <summary>The cross-entropy −1/N Σ ln p(class) of softmax probabilities, computed from logits; N counts the examples.</summary>
        /// <param name="classes">For each example the index of its class, in row-major order; copied onto the tape.</param>
        /// <returns>A scalar.</returns>
        /// <exception cref="ArgumentException">There are not as many classes as examples, or one is out of range.</exception>
        public Variable<T> CrossEntropy(ReadOnlySpan<int> classes)
        {
            Shape shape = prediction.Shape;
            int last = Dimensions.Normalize("CrossEntropy", -1, shape);
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep(prediction.CrossEntropy(prediction.Tape.IndicesFor("CrossEntropy", classes, shape.Reduce(Dimensions.None.Add(last), keep: false))));
        }

        /// <summary>The cross-entropy −1/N Σ t ln p of softmax probabilities with given ones, computed from logits; 0 · ∞ counts 0.</summary>
        /// <param name="probabilities">The targets t, with the lengths of this node; each row sums to 1.</param>
        /// <returns>A scalar.</returns>
        /// <exception cref="ArgumentException">The lengths differ: nothing is broadcast here.</exception>
        public Variable<T> CrossEntropy(Variable<T> probabilities)
        {
            CheckSame("CrossEntropy", prediction, probabilities);
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep(-prediction.LogSoftmax(-1).MaskedBy(probabilities).Sum(-1).Mean());
        }
    }

    /// <summary>Refuses a target before anything is recorded.</summary>
    private static void CheckSame<T>(string operation, Variable<T> prediction, Variable<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape given = prediction.Tape.NodeOf(prediction, operation).Shape, wanted = prediction.Tape.NodeOf(target, operation).Shape;
        if (given != wanted) throw Errors.ShapesDiffer(operation, "the prediction", given, "the target", wanted);
    }
}
