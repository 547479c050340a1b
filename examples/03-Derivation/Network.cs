namespace Autograd.Examples.Derivation;

/// <summary>
/// A network with its numbers and examples, and its forward pass in plain loops: what the derivation is checked against. It knows no
/// derivative; any number on the way can be nudged instead.
/// </summary>
internal sealed class Network
{
    private const double DistanceFromKinks = 0.01;
    private readonly double[][] _inputs;

    private Network(Settings settings, int seed)
    {
        Settings = settings;
        var random = new Random(seed);
        IReadOnlyList<int> sizes = settings.Layers;
        int examples = Math.Max(settings.Batch, 1);
        Weights = [.. Enumerable.Range(1, sizes.Count - 1).Select(k => Draw(sizes[k] * sizes[k - 1], 1.5 / Math.Sqrt(sizes[k - 1])))];
        Biases = [.. Enumerable.Range(1, sizes.Count - 1).Select(k => Draw(sizes[k], 0.5))];
        _inputs = [.. Enumerable.Range(0, examples).Select(_ => Draw(sizes[0], 1))];
        Targets = settings.Loss == Loss.Squared ? [.. Enumerable.Range(0, examples * sizes[^1]).Select(_ => Round(random.NextDouble()))] : [];
        Classes = settings.Loss == Loss.CrossEntropy ? [.. Enumerable.Range(0, examples).Select(_ => random.Next(sizes[^1]))] : [];

        double[] Draw(int count, double scale) => [.. Enumerable.Range(0, count).Select(_ => Round(((2 * random.NextDouble()) - 1) * scale))];
        static double Round(double value) => Math.Round(value, 3);
    }

    public Settings Settings { get; }

    /// <summary>For each layer its weights, outputs by inputs.</summary>
    public double[][] Weights { get; }

    /// <summary>For each layer its biases.</summary>
    public double[][] Biases { get; }

    public double[] Inputs => [.. _inputs.SelectMany(x => x)];

    public double[] Targets { get; }

    public int[] Classes { get; }

    public int Depth => Weights.Length;

    public int ParameterCount => Weights.Sum(w => w.Length) + Biases.Sum(b => b.Length);

    /// <summary>A network with drawn numbers, no unit so close to the kink of relu that a difference would see both sides.</summary>
    public static Network Create(Settings settings)
    {
        for (int seed = 1; ; seed++)
        {
            var network = new Network(settings, seed);
            if (settings.Activation != Activation.Relu || network.Units().All(a => Math.Abs(a) > DistanceFromKinks)) return network;
        }
    }

    /// <summary>The name of a quantity of a layer: small for a vector, capital for a row per example; the network's output is y.</summary>
    public string Name(char letter, int layer)
    {
        string name = letter == 'h' && layer == Depth ? "y" : $"{letter}{layer}";
        return Settings.Batch > 0 ? name.ToUpperInvariant() : name;
    }

    /// <summary>Whether a layer's sums go through the activation; the last ones do not where they are logits.</summary>
    public bool IsActivated(int layer) => layer < Depth || Settings.Loss == Loss.Squared;

    /// <summary>All quantities of the forward pass by name, in plain loops.</summary>
    /// <param name="nudged">The name of a quantity of which one number is moved before it is used further; null for none.</param>
    /// <param name="index">Which of its numbers.</param>
    /// <param name="by">How far.</param>
    public Dictionary<string, double[]> Forward(string? nudged = null, int index = 0, double by = 0)
    {
        var values = new Dictionary<string, double[]>();
        double[] h = Keep(Settings.Batch > 0 ? "X" : "x", Inputs);
        int examples = _inputs.Length;
        for (int k = 1; k <= Depth; k++)
        {
            double[] w = Keep($"W{k}", Weights[k - 1]), b = Keep($"b{k}", Biases[k - 1]), sums = new double[examples * b.Length];
            int inputs = h.Length / examples;
            for (int n = 0; n < examples; n++)
            {
                for (int i = 0; i < b.Length; i++)
                {
                    double sum = 0;
                    for (int j = 0; j < inputs; j++) sum += w[(i * inputs) + j] * h[(n * inputs) + j];
                    sums[(n * b.Length) + i] = sum + b[i];
                }
            }

            h = Keep(Name('a', k), sums);
            if (IsActivated(k)) h = Keep(Name('h', k), [.. h.Select(Activate)]);
        }

        values["J"] = [Cost(h, examples)];
        return values;

        double[] Keep(string name, double[] value)
        {
            value = [.. value];
            if (name == nudged) value[index] += by;
            values[name] = value;
            return value;
        }
    }

    private double Activate(double a) => Settings.Activation switch
    {
        Activation.Sigmoid => 1 / (1 + Math.Exp(-a)),
        Activation.Tanh => Math.Tanh(a),
        Activation.Relu => Math.Max(a, 0),
        _ => Math.Log(1 + Math.Exp(a)),
    };

    private double Cost(double[] y, int examples)
    {
        if (Settings.Loss == Loss.Squared) return y.Zip(Targets, (a, t) => (a - t) * (a - t)).Sum() / (2 * examples);
        double cost = 0;
        for (int n = 0; n < examples; n++)
        {
            double[] logits = y[(n * y.Length / examples)..((n + 1) * y.Length / examples)];
            cost += Math.Log(logits.Sum(Math.Exp)) - logits[Classes[n]];
        }

        return cost / examples;
    }

    private IEnumerable<double> Units()
    {
        Dictionary<string, double[]> values = Forward();
        return Enumerable.Range(1, Depth).SelectMany(k => values[Name('a', k)]);
    }
}
