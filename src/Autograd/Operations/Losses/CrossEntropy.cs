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
}
