using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> logits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// A random choice of a class, made differentiable: the softmax of (x + G) / temperature along a dimension, G being Gumbel noise. The largest is class k
        /// with the probability that the softmax of x gives it; a low temperature comes near a choice of one. (Jang et al., Maddison et al. 2017.)
        /// </summary>
        /// <param name="temperature">How far it is from a choice of one; above 0.</param>
        /// <param name="random">Where the noise comes from: equal seeds give equal numbers, everywhere.</param>
        /// <param name="dimension">The dimension of the classes; negative counts from the end.</param>
        /// <param name="hard">Whether the value is the choice itself, 1 for the class and 0 for all others, with the derivative of the softmax (straight through).</param>
        /// <returns>A node with the lengths of this one, which sums to 1 along the dimension.</returns>
        /// <exception cref="ArgumentException">The temperature is not above 0, or the dimension is out of range.</exception>
        /// <remarks>Elsewhere <c>torch.nn.functional.gumbel_softmax</c>.</remarks>
        /// <example><code>logits.GumbelSoftmax(0.5, random, hard: true)</code></example>
        public Variable<T> GumbelSoftmax(T temperature, RandomGenerator random, int dimension = -1, bool hard = false)
        {
            ArgumentNullException.ThrowIfNull(random);
            Shape shape = logits.Shape;
            int along = Dimensions.Normalize("GumbelSoftmax", dimension, shape);
            if (!(temperature > T.Zero && T.IsFinite(temperature))) throw Errors.NumberOutside("GumbelSoftmax", "the temperature", temperature, "a finite number above 0", nameof(temperature));
            using var attempt = new Attempt<T>(logits.Tape);
            Tape<T> tape = logits.Tape;
            Variable<T> soft = ((logits - tape.Exponential(shape, random).Log()) / temperature).Softmax(along);
            if (!hard || shape[along] == 0) return attempt.Keep(soft);
            Variable<T> ones = tape.Ones(shape.Reduce(Dimensions.None.Add(along), keep: false));
            return attempt.Keep(soft.StraightThrough(ones.Apply(new PlaceOperation<T>(along, shape[along]), soft.ArgMax(along))));
        }
    }
}
