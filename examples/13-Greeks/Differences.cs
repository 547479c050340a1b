namespace Autograd.Examples.Greeks;

/// <summary>Derivatives of a price by central differences, with the same random numbers on both sides.</summary>
internal static class Differences
{
    private const double RelativeStep = 1e-5;

    /// <summary>The derivative by one input.</summary>
    public static double By(IPricing pricing, int input) => Along(pricing, input, 1);

    /// <summary>The derivative by a common shift of inputs that follow each other: the sum of their derivatives.</summary>
    /// <param name="pricing">The price; its inputs are the same again afterwards.</param>
    /// <param name="first">The first of the inputs.</param>
    /// <param name="count">How many are shifted.</param>
    public static double Along(IPricing pricing, int first, int count)
    {
        Span<double> inputs = pricing.Inputs.AsSpan(first, count);
        double[] before = inputs.ToArray();
        double step = RelativeStep * Math.Max(Math.Abs(inputs[0]), 1e-3);
        double up = At(step), down = At(-step);
        before.CopyTo(inputs);
        return (up - down) / (2 * step);

        double At(double shift)
        {
            Span<double> shifted = pricing.Inputs.AsSpan(first, count);
            for (int k = 0; k < count; k++) shifted[k] = before[k] + shift;
            return pricing.Price();
        }
    }

    /// <summary>The derivative of a function of one input.</summary>
    public static double Of(Func<double[], double> function, double[] inputs, int input)
    {
        double step = 1e-4 * Math.Max(Math.Abs(inputs[input]), 1e-3);
        double[] up = [.. inputs], down = [.. inputs];
        up[input] += step;
        down[input] -= step;
        return (function(up) - function(down)) / (2 * step);
    }
}
