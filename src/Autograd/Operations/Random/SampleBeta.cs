using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Random numbers of beta distributions, x / (x + y) of gamma distributions of concentrations a and b, differentiable by both (reparameterized).</summary>
        /// <param name="b">The second concentrations; lengths that broadcast to those of the first, or the reverse.</param>
        /// <param name="random">Where the numbers follow from: equal seeds give equal numbers, everywhere.</param>
        /// <returns>A node with the lengths that both broadcast to; one number for each element.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <remarks>
        /// Computed of ln x − ln y, so that small concentrations give 0 and 1 and never NaN. Range and derivatives as of <see cref="SampleGamma"/>.
        /// Elsewhere <c>torch.distributions.Beta(a, b).rsample()</c>.
        /// </remarks>
        /// <example><code>a.SampleBeta(b, new RandomGenerator(1))</code></example>
        public Variable<T> SampleBeta(Variable<T> b, RandomGenerator random)
        {
            Shape shape = a.SampleShape("SampleBeta", b, random);
            using var attempt = new Attempt<T>(a.Tape);
            return attempt.Keep((a.LogGammaSample(shape, random) - b.LogGammaSample(shape, random)).Sigmoid());
        }
    }
}
