namespace Autograd.Examples.LectureNotes;

/// <summary>An element-wise activation with its derivative, both as functions of the pre-activation.</summary>
/// <param name="Name">What it is called in the output.</param>
/// <param name="Value">f(a).</param>
/// <param name="Derivative">f′(a).</param>
internal sealed record Activation(string Name, Func<double, double> Value, Func<double, double> Derivative)
{
    /// <summary>σ(a) = 1 / (1 + e⁻ᵃ), with σ′ = σ (1 − σ).</summary>
    public static Activation Sigmoid { get; } = new(
        "sigmoid",
        a => 1 / (1 + Math.Exp(-a)),
        a => 1 / (2 + Math.Exp(a) + Math.Exp(-a)));

    /// <summary>tanh a, with derivative 1 − tanh² a.</summary>
    public static Activation Tanh { get; } = new(
        "tanh",
        Math.Tanh,
        a => 1 / (Math.Cosh(a) * Math.Cosh(a)));

    /// <summary>The activation that does nothing, with derivative 1.</summary>
    public static Activation Identity { get; } = new("identity", a => a, _ => 1);
}

/// <summary>One layer, h⁽ᵏ⁾ = f(W⁽ᵏ⁾ h⁽ᵏ⁻¹⁾ + b⁽ᵏ⁾).</summary>
/// <param name="Weights">W⁽ᵏ⁾, a row for each unit.</param>
/// <param name="Bias">b⁽ᵏ⁾, a number for each unit.</param>
/// <param name="Activation">f.</param>
internal sealed record Layer(double[,] Weights, double[] Bias, Activation Activation);

/// <summary>
/// A network of any depth and any layer lengths, with the cost J = 1/(2N) Σ ‖t − ŷ‖² + λ/2 Σₖ ‖W⁽ᵏ⁾‖², where ‖W‖² is the sum of the
/// squared weights and biases are not regularized.
/// </summary>
internal sealed class DeepNetwork
{
    /// <summary>A network of the given layers.</summary>
    /// <exception cref="ArgumentException">No layer, a bias whose length is not the number of units, or a layer that does not fit the one before.</exception>
    public DeepNetwork(params Layer[] layers)
    {
        if (layers.Length == 0) throw new ArgumentException("A network needs at least one layer.", nameof(layers));
        for (int k = 0; k < layers.Length; k++)
        {
            (double[,] weights, double[] bias, _) = layers[k];
            if (bias.Length != weights.GetLength(0))
                throw new ArgumentException($"Layer {k + 1} has {weights.GetLength(0)} rows of weights and {bias.Length} biases.", nameof(layers));
            if (k > 0 && weights.GetLength(1) != layers[k - 1].Bias.Length)
                throw new ArgumentException($"Layer {k + 1} takes {weights.GetLength(1)} numbers; layer {k} gives {layers[k - 1].Bias.Length}.", nameof(layers));
        }

        Layers = layers;
    }

    /// <summary>The layers, the first hidden layer first.</summary>
    public Layer[] Layers { get; }

    /// <summary>The number of weights and biases.</summary>
    public int ParameterCount => Layers.Sum(layer => layer.Weights.Length + layer.Bias.Length);

    /// <summary>A network of the given lengths (inputs first) with weights and biases uniform in [−1, 1).</summary>
    public static DeepNetwork Random(SplitMix64 random, Activation hidden, Activation output, params int[] lengths)
    {
        Layer[] layers = new Layer[lengths.Length - 1];
        for (int k = 0; k < layers.Length; k++)
        {
            double[,] weights = new double[lengths[k + 1], lengths[k]];
            double[] bias = new double[lengths[k + 1]];
            for (int i = 0; i < bias.Length; i++)
            {
                bias[i] = random.Uniform(-1, 1);
                for (int j = 0; j < lengths[k]; j++) weights[i, j] = random.Uniform(-1, 1);
            }

            layers[k] = new Layer(weights, bias, k == layers.Length - 1 ? output : hidden);
        }

        return new DeepNetwork(layers);
    }

    /// <summary>Algorithm 6.3, the forward pass of one example: fills a⁽ᵏ⁾ and h⁽ᵏ⁾ of every layer, with h⁽⁰⁾ = x.</summary>
    /// <param name="x">The input.</param>
    /// <param name="preActivations">Receives a⁽¹⁾ … a⁽ˡ⁾ at the indices 1 … l.</param>
    /// <param name="outputs">Receives x at index 0 and h⁽¹⁾ … h⁽ˡ⁾ at 1 … l.</param>
    public void Forward(double[] x, double[][] preActivations, double[][] outputs)
    {
        outputs[0] = x;
        for (int k = 1; k <= Layers.Length; k++)
        {
            (double[,] weights, double[] bias, Activation activation) = Layers[k - 1];
            double[] a = (double[])bias.Clone();
            double[] h = new double[a.Length];
            for (int i = 0; i < a.Length; i++)
            {
                for (int j = 0; j < weights.GetLength(1); j++) a[i] += weights[i, j] * outputs[k - 1][j];
                h[i] = activation.Value(a[i]);
            }

            preActivations[k] = a;
            outputs[k] = h;
        }
    }

    /// <summary>The cost J, regularization included.</summary>
    public double Cost(double[][] inputs, double[][] targets, double lambda)
    {
        double[][] a = new double[Layers.Length + 1][];
        double[][] h = new double[Layers.Length + 1][];
        double errors = 0;
        for (int p = 0; p < inputs.Length; p++)
        {
            Forward(inputs[p], a, h);
            for (int i = 0; i < h[^1].Length; i++) errors += (targets[p][i] - h[^1][i]) * (targets[p][i] - h[^1][i]);
        }

        double weights = 0;
        foreach (Layer layer in Layers)
        {
            foreach (double w in layer.Weights) weights += w * w;
        }

        return errors / (2 * inputs.Length) + lambda / 2 * weights;
    }
}
