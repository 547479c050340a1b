using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> rate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Random numbers of exponential distributions, E / rate with E of mean 1, differentiable by the rate (reparameterized).</summary>
        /// <param name="random">Where E comes from: equal seeds give equal numbers, everywhere.</param>
        /// <returns>A node with the lengths of this one; one number for each element.</returns>
        /// <remarks>Elsewhere <c>torch.distributions.Exponential(rate).rsample()</c>.</remarks>
        /// <example><code>rate.SampleExponential(new RandomGenerator(1))</code></example>
        public Variable<T> SampleExponential(RandomGenerator random)
        {
            ArgumentNullException.ThrowIfNull(random);
            Shape shape = rate.Shape;
            using var attempt = new Attempt<T>(rate.Tape);
            return attempt.Keep(rate.Tape.Exponential(shape, random) / rate);
        }
    }
}
