namespace Autograd.Examples.LectureNotes;

/// <summary>
/// Derivatives from values alone: f′(x) ≈ (f(x − 2s) − 8 f(x − s) + 8 f(x + s) − f(x + 2s)) / 12 s, with an error of order s⁴.
/// </summary>
internal static class FiniteDifferences
{
    /// <summary>The step s: the error s⁴ and the rounding error 2⁻⁵³ / s are then about equal.</summary>
    private const double Step = 1.0 / 1024;

    /// <summary>How a number held by <paramref name="cell"/> moves the value of <paramref name="f"/>. The number is moved, and put back.</summary>
    public static double Derivative(ref double cell, Func<double> f)
    {
        double x = cell;
        double twoBelow = At(ref cell, x - 2 * Step);
        double below = At(ref cell, x - Step);
        double above = At(ref cell, x + Step);
        double twoAbove = At(ref cell, x + 2 * Step);
        cell = x;
        return (twoBelow - 8 * below + 8 * above - twoAbove) / (12 * Step);

        double At(ref double cell, double value)
        {
            cell = value;
            return f();
        }
    }

    /// <summary>The derivatives of the network's loss, in the order of <see cref="Network.ParameterNames"/>.</summary>
    public static double[] Gradient(Network network, TrainingSet data)
    {
        double[] values = network.ToArray();
        double[] gradient = new double[values.Length];
        for (int k = 0; k < values.Length; k++) gradient[k] = Derivative(ref values[k], () => Network.FromArray(values).Loss(data));
        return gradient;
    }

    /// <summary>The derivatives of the cost of a network of any depth. Its numbers are moved one by one, and put back.</summary>
    public static LayerGradient[] Gradient(DeepNetwork network, double[][] inputs, double[][] targets, double lambda)
    {
        LayerGradient[] gradients = new LayerGradient[network.Layers.Length];
        for (int k = 0; k < gradients.Length; k++)
        {
            (double[,] weights, double[] bias, _) = network.Layers[k];
            double[,] byWeights = new double[weights.GetLength(0), weights.GetLength(1)];
            double[] byBias = new double[bias.Length];
            for (int i = 0; i < bias.Length; i++)
            {
                byBias[i] = Derivative(ref bias[i], Cost);
                for (int j = 0; j < weights.GetLength(1); j++) byWeights[i, j] = Derivative(ref weights[i, j], Cost);
            }

            gradients[k] = new LayerGradient(byWeights, byBias);
        }

        return gradients;

        double Cost() => network.Cost(inputs, targets, lambda);
    }

    /// <summary>The largest absolute difference between two gradients of one network.</summary>
    public static double LargestDifference(LayerGradient[] left, LayerGradient[] right)
    {
        double largest = 0;
        foreach ((LayerGradient x, LayerGradient y) in left.Zip(right))
        {
            double[] xs = [.. x.Weights.Cast<double>(), .. x.Bias], ys = [.. y.Weights.Cast<double>(), .. y.Bias];
            for (int k = 0; k < xs.Length; k++) largest = Math.Max(largest, Math.Abs(xs[k] - ys[k]));
        }

        return largest;
    }
}
