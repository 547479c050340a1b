using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> mean)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Random numbers of normal distributions, mean + deviation · ε with ε of mean 0 and variance 1, differentiable by both (reparameterized).</summary>
        /// <param name="deviation">The standard deviations; lengths that broadcast to those of the means, or the reverse.</param>
        /// <param name="random">Where ε comes from: equal seeds give equal numbers, everywhere.</param>
        /// <returns>A node with the lengths that both broadcast to; one number for each element.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <remarks>Elsewhere <c>torch.distributions.Normal(mean, deviation).rsample()</c>. For other lengths broadcast the means first.</remarks>
        /// <example><code>mean.SampleNormal((logVariance / 2).Exp(), random)</code></example>
        public Variable<T> SampleNormal(Variable<T> deviation, RandomGenerator random)
        {
            Shape shape = mean.SampleShape("SampleNormal", deviation, random);
            using var attempt = new Attempt<T>(mean.Tape);
            return attempt.Keep(mean + (deviation * mean.Tape.Normal(shape, random)));
        }

        /// <summary>The lengths of numbers by two parameters, once it is certain that they can be drawn.</summary>
        private Shape SampleShape(string operation, Variable<T> other, RandomGenerator random)
        {
            ArgumentNullException.ThrowIfNull(random);
            Shape first = mean.Shape, second = mean.Tape.NodeOf(other, operation).Shape;
            return Shape.TryBroadcast(in first, in second, out Shape shape) ? shape : throw Errors.CannotBroadcast(operation, first, second);
        }
    }
}
