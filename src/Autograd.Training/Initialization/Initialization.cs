using System.Numerics;

namespace Autograd;

/// <summary>Gives parameters their first values.</summary>
public static class Initialization
{
    extension<T>(Parameter<T> parameter)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Fills a parameter.</summary>
        /// <param name="initializer">With what.</param>
        /// <param name="random">Where random numbers come from.</param>
        /// <returns>The same parameter.</returns>
        /// <exception cref="ArgumentException">The initializer asks for weights, and the parameter has fewer than 2 dimensions.</exception>
        public Parameter<T> Initialize(Initializer initializer, RandomGenerator random)
        {
            ArgumentNullException.ThrowIfNull(parameter);
            ArgumentNullException.ThrowIfNull(initializer);
            ArgumentNullException.ThrowIfNull(random);
            double[] values = new double[parameter.Shape.ElementCount];
            initializer.Write(values, parameter.Shape, random);
            Span<T> destination = parameter.Update();
            for (int i = 0; i < values.Length; i++) destination[i] = T.CreateSaturating(values[i]);
            return parameter;
        }
    }
}
