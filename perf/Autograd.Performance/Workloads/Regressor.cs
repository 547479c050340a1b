namespace Autograd.Performance;

/// <summary>Dense layers with an activation between them and half the squared error per example, float: one training step.</summary>
internal sealed class Regressor : TrainingWorkload<float>
{
    private readonly DenseLayers _layers;
    private readonly Func<Variable<float>, Variable<float>> _activation;
    private readonly float[] _x;
    private readonly float[] _t;
    private readonly int _batch;
    private readonly Adam<float>? _adam;

    public Regressor(TapeOptions options, int[] lengths, int batch, double learningRate, Func<Variable<float>, Variable<float>> activation, bool usesAdam = false)
        : base(options, learningRate)
    {
        _batch = batch;
        _activation = activation;
        _x = Inputs.Data<float>("x", [batch, lengths[0]], 1);
        _t = Inputs.Data<float>("t", [batch, lengths[^1]], 1);
        _layers = new DenseLayers(lengths, Weight);
        if (usesAdam) _adam = new Adam<float>(Parameters, learningRate);
    }

    protected override void Update(Gradients<float> gradients)
    {
        if (_adam is null) base.Update(gradients);
        else _adam.Step(gradients);
    }

    protected override Variable<float> Loss() =>
        _layers.Apply(Tape.Constant(_x, [_batch, _x.Length / _batch]), _activation)
            .HalfMeanSquaredError(Tape.Constant(_t, [_batch, _t.Length / _batch]));
}
