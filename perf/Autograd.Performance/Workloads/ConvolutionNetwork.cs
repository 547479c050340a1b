namespace Autograd.Performance;

/// <summary>
/// Two convolutions of 5×5 (10 and 20 channels), each with the maximum of 2×2 windows and ReLU, then 320-50-10, on images of 28×28,
/// cross-entropy, float: one training step.
/// </summary>
internal sealed class ConvolutionNetwork : TrainingWorkload<float>
{
    private const int Side = 28;
    private const int Kernel = 5;
    private const int Classes = 10;
    private readonly int _batch;
    private readonly float[] _x;
    private readonly int[] _classes;
    private readonly (Parameter<float> Weight, Parameter<float> Bias) _first;
    private readonly (Parameter<float> Weight, Parameter<float> Bias) _second;
    private readonly DenseLayers _dense;

    public ConvolutionNetwork(TapeOptions options, int batch)
        : base(options, learningRate: 0.01)
    {
        _batch = batch;
        _x = Inputs.Data<float>("x", [batch, 1, Side, Side], 1);
        _classes = Inputs.Indices("classes", [batch], Classes);
        _first = Filters("1", 1, 10);
        _second = Filters("2", 10, 20);
        _dense = new DenseLayers([320, 50, Classes], Weight);
    }

    protected override Variable<float> Loss()
    {
        Variable<float> x = Tape.Constant(_x, [_batch, 1, Side, Side]);
        Variable<float> h = Filter(Filter(x, _first), _second).Reshape(_batch, -1);
        return _dense.Apply(h, static a => a.Relu()).CrossEntropy(Tape.Indices(_classes));
    }

    private (Parameter<float> Weight, Parameter<float> Bias) Filters(string name, int from, int to)
    {
        int fan = from * Kernel * Kernel;
        return (Weight($"filters{name}", [to, from, Kernel, Kernel], fan), Weight($"shift{name}", [to, 1, 1], fan));
    }

    private Variable<float> Filter(Variable<float> x, (Parameter<float> Weight, Parameter<float> Bias) filters) =>
        (x.Convolution(Tape.Watch(filters.Weight)) + Tape.Watch(filters.Bias)).MaxPool(2).Relu();
}
