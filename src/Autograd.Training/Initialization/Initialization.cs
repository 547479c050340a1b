using System.Numerics;

namespace Autograd;

/// <summary>Gives parameters their first values.</summary>
public static class Initialization
{
    extension<T>(Parameter<T> parameter)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// Fills the weights of a layer with random numbers. The shape [outputs, inputs, ...kernel] tells n = inputs · kernel elements and
        /// m = outputs · kernel elements.
        /// </summary>
        /// <param name="initializer">The distribution.</param>
        /// <param name="random">Where the numbers come from.</param>
        /// <returns>The same parameter.</returns>
        /// <exception cref="ArgumentException">The parameter has fewer than 2 dimensions.</exception>
        public Parameter<T> Initialize(Initializer initializer, RandomGenerator random)
        {
            ArgumentNullException.ThrowIfNull(parameter);
            ArgumentNullException.ThrowIfNull(random);
            if (!Enum.IsDefined(initializer)) throw TrainingErrors.UnknownInitializer(initializer);
            Shape shape = parameter.Shape;
            if (shape.Rank < 2) throw TrainingErrors.NotAWeight(shape);
            double kernel = 1;
            for (int d = 2; d < shape.Rank; d++) kernel *= shape[d];
            double inputs = shape[1] * kernel, outputs = shape[0] * kernel;
            bool isGlorot = initializer is Initializer.GlorotUniform or Initializer.GlorotNormal;
            double variance = isGlorot ? 2 / (inputs + outputs) : 2 / inputs;
            Span<T> values = parameter.Update();
            if (initializer is Initializer.GlorotUniform or Initializer.HeUniform)
            {
                double limit = Math.Sqrt(3 * variance);
                foreach (ref T value in values) value = T.CreateSaturating(((2 * random.NextUniform()) - 1) * limit);
            }
            else
            {
                double deviation = Math.Sqrt(variance);
                foreach (ref T value in values) value = T.CreateSaturating(random.NextNormal() * deviation);
            }

            return parameter;
        }
    }
}
