namespace Autograd.Examples.LectureNotes;

/// <summary>The derivatives of the cost by the weights and biases of one layer.</summary>
/// <param name="Weights">∇W⁽ᵏ⁾ J, of the lengths of W⁽ᵏ⁾.</param>
/// <param name="Bias">∇b⁽ᵏ⁾ J, of the length of b⁽ᵏ⁾.</param>
internal sealed record LayerGradient(double[,] Weights, double[] Bias);

/// <summary>
/// (d) Algorithm 6.4, the backward computation for a network of any depth. One vector g walks from the output to the input, and
/// what it has gathered is never computed again:
/// <code>
/// g ← ∇ŷ J
/// for k = l, l−1, …, 1:
///     g ← g ⊙ f′(a⁽ᵏ⁾)                    now ∇a⁽ᵏ⁾ J
///     ∇b⁽ᵏ⁾ J = g
///     ∇W⁽ᵏ⁾ J = g h⁽ᵏ⁻¹⁾ᵀ + λ W⁽ᵏ⁾
///     g ← W⁽ᵏ⁾ᵀ g                          now ∇h⁽ᵏ⁻¹⁾ J
/// </code>
/// The first terms are averaged over the examples; the regularization term is there once.
/// </summary>
internal sealed class BackwardAlgorithm : IGradientMethod
{
    /// <inheritdoc/>
    public string Name => "(d) alg 6.4";

    /// <inheritdoc/>
    public string Description => "the backward computation of a network of any depth, here of two layers";

    /// <inheritdoc/>
    public NetworkGradient Gradient(Network network, TrainingSet data)
    {
        LayerGradient[] gradient = Backward(ToDeepNetwork(network), data.Inputs, [.. data.Targets.Select(t => new[] { t })], lambda: 0);
        return new NetworkGradient(gradient[0].Weights, gradient[0].Bias, [.. gradient[1].Weights.Cast<double>()], gradient[1].Bias[0]);
    }

    /// <summary>The network of the notes as two layers of the general one: w² is a weight matrix of one row.</summary>
    public static DeepNetwork ToDeepNetwork(Network network)
    {
        double[,] outputWeights = new double[1, Network.Hidden];
        for (int i = 0; i < Network.Hidden; i++) outputWeights[0, i] = network.W2[i];
        return new DeepNetwork(
            new Layer(network.W1, network.B1, Activation.Sigmoid),
            new Layer(outputWeights, [network.B2], Activation.Sigmoid));
    }

    /// <summary>The gradients of <see cref="DeepNetwork.Cost"/> by the weights and biases of every layer.</summary>
    /// <param name="network">The network, of l layers.</param>
    /// <param name="inputs">The inputs, one row for each example.</param>
    /// <param name="targets">The targets, one row for each example.</param>
    /// <param name="lambda">The weight λ of the regularization term λ/2 Σ ‖W⁽ᵏ⁾‖².</param>
    public static LayerGradient[] Backward(DeepNetwork network, double[][] inputs, double[][] targets, double lambda)
    {
        Layer[] layers = network.Layers;
        int l = layers.Length;
        LayerGradient[] gradients = new LayerGradient[l];
        for (int k = 1; k <= l; k++) gradients[k - 1] = Regularization(layers[k - 1], lambda);

        double share = 1.0 / inputs.Length;
        double[][] a = new double[l + 1][];
        double[][] h = new double[l + 1][];
        for (int p = 0; p < inputs.Length; p++)
        {
            network.Forward(inputs[p], a, h);
            double[] g = new double[h[l].Length];
            for (int i = 0; i < g.Length; i++) g[i] = share * (h[l][i] - targets[p][i]);

            for (int k = l; k >= 1; k--)
            {
                (double[,] weights, _, Activation activation) = layers[k - 1];
                for (int i = 0; i < g.Length; i++) g[i] *= activation.Derivative(a[k][i]);
                AddLayer(gradients[k - 1], g, h[k - 1]);
                g = TransposeTimes(weights, g);
            }
        }

        return gradients;
    }

    /// <summary>The gradient of λ/2 ‖W‖²: λ W for the weights, nothing for the bias.</summary>
    private static LayerGradient Regularization(Layer layer, double lambda)
    {
        double[,] weights = (double[,])layer.Weights.Clone();
        for (int i = 0; i < weights.GetLength(0); i++)
        {
            for (int j = 0; j < weights.GetLength(1); j++) weights[i, j] *= lambda;
        }

        return new LayerGradient(weights, new double[layer.Bias.Length]);
    }

    /// <summary>Adds g to ∇b and g hᵀ to ∇W.</summary>
    private static void AddLayer(LayerGradient gradient, double[] g, double[] h)
    {
        for (int i = 0; i < g.Length; i++)
        {
            gradient.Bias[i] += g[i];
            for (int j = 0; j < h.Length; j++) gradient.Weights[i, j] += g[i] * h[j];
        }
    }

    /// <summary>Wᵀ g.</summary>
    private static double[] TransposeTimes(double[,] weights, double[] g)
    {
        double[] product = new double[weights.GetLength(1)];
        for (int j = 0; j < product.Length; j++)
        {
            for (int i = 0; i < g.Length; i++) product[j] += weights[i, j] * g[i];
        }

        return product;
    }
}
