namespace Autograd.Performance;

/// <summary>A classifier of dense layers with ReLU between them, cross-entropy of its logits, float: one training step.</summary>
internal sealed class Classifier : TrainingWorkload<float>
{
    private readonly DenseLayers _layers;
    private readonly float[] _x;
    private readonly int[] _classes;
    private readonly int _batch;

    public Classifier(TapeOptions options, int[] lengths, int batch)
        : base(options, learningRate: 0.1)
    {
        _batch = batch;
        _x = Inputs.Data<float>("x", [batch, lengths[0]], 1);
        _classes = Inputs.Indices("classes", [batch], lengths[^1]);
        _layers = new DenseLayers(lengths, Weight);
    }

    protected override Variable<float> Loss()
    {
        Variable<float> x = Tape.Constant(_x, [_batch, _x.Length / _batch]);
        return _layers.Apply(x, static h => h.Relu()).CrossEntropy(Tape.Indices(_classes));
    }
}

/// <summary>Weights [outputs, inputs] and biases of dense layers: a' = f(a Wᵀ + b), without f after the last.</summary>
internal sealed class DenseLayers
{
    private readonly (Parameter<float> Weight, Parameter<float> Bias)[] _layers;

    public DenseLayers(int[] lengths, Func<string, Shape, int, Parameter<float>> weight)
    {
        _layers = new (Parameter<float>, Parameter<float>)[lengths.Length - 1];
        for (int i = 0; i < _layers.Length; i++)
        {
            int inputs = lengths[i], outputs = lengths[i + 1];
            _layers[i] = (weight($"W{i + 1}", [outputs, inputs], inputs), weight($"b{i + 1}", [outputs], inputs));
        }
    }

    public Variable<float> Apply(Variable<float> a, Func<Variable<float>, Variable<float>> activation)
    {
        for (int i = 0; i < _layers.Length; i++)
        {
            var (weight, bias) = _layers[i];
            a = a.MatMul(a.Tape.Watch(weight).Transpose()) + a.Tape.Watch(bias);
            if (i < _layers.Length - 1) a = activation(a);
        }

        return a;
    }
}
