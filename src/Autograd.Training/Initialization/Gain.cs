namespace Autograd;

/// <summary>
/// By how much weights have to be larger than those of variance 1/n, so that signals keep their size through the function that follows:
/// <c>Initializer.LeCunNormal.Scaled(Gain.Relu)</c> is <see cref="Initializer.HeNormal"/>.
/// </summary>
/// <remarks>Elsewhere <c>torch.nn.init.calculate_gain</c>, which has the same numbers.</remarks>
public static class Gain
{
    /// <summary>Of no function, and of the sigmoid: 1.</summary>
    public const double Linear = 1;

    /// <summary>Of the hyperbolic tangent: 5/3.</summary>
    public const double Tanh = 5.0 / 3;

    /// <summary>Of the rectifier, which leaves half of the variance: √2.</summary>
    public const double Relu = 1.4142135623730951;

    /// <summary>Of SELU: 3/4.</summary>
    public const double Selu = 0.75;

    /// <summary>Of the leaky rectifier: √(2 / (1 + slope²)).</summary>
    /// <param name="slope">Its slope below 0.</param>
    /// <returns>The gain.</returns>
    public static double LeakyRelu(double slope) => Math.Sqrt(2 / (1 + (slope * slope)));
}
