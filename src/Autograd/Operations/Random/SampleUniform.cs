using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> low)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Random numbers that are uniform between bounds, low + (high − low) · u with u from 0 to 1, differentiable by both (reparameterized).</summary>
        /// <param name="high">The upper bounds; lengths that broadcast to those of the lower ones, or the reverse.</param>
        /// <param name="random">Where u comes from: equal seeds give equal numbers, everywhere.</param>
        /// <returns>A node with the lengths that both broadcast to; one number for each element.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <remarks>Elsewhere <c>torch.distributions.Uniform(low, high).rsample()</c>.</remarks>
        /// <example><code>low.SampleUniform(high, new RandomGenerator(1))</code></example>
        public Variable<T> SampleUniform(Variable<T> high, RandomGenerator random)
        {
            Shape shape = low.SampleShape("SampleUniform", high, random);
            using var attempt = new Attempt<T>(low.Tape);
            return attempt.Keep(low.Lerp(high, low.Tape.Uniform(shape, random)));
        }
    }
}
