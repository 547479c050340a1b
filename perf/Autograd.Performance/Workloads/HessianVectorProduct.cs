namespace Autograd.Performance;

/// <summary>H v of the classifier's loss by all its weights, by differentiating the gradient: without forming H.</summary>
internal sealed class HessianVectorProduct : TapeWorkload<float>
{
    private readonly List<Parameter<float>> _parameters = [];
    private readonly List<float[]> _direction = [];
    private readonly DenseLayers _layers;
    private readonly Variable<float>[] _gradients;
    private readonly Variable<float>[] _cotangents;
    private readonly float[] _x;
    private readonly int[] _classes;
    private readonly int _batch;

    public HessianVectorProduct(TapeOptions options, int[] lengths, int batch)
        : base(options)
    {
        _batch = batch;
        _x = Inputs.Data<float>("x", [batch, lengths[0]], 1);
        _classes = Inputs.Indices("classes", [batch], lengths[^1]);
        _layers = new DenseLayers(lengths, Weight);
        _gradients = new Variable<float>[_parameters.Count];
        _cotangents = new Variable<float>[_parameters.Count];
    }

    /// <summary>Computes H v and returns the first element of it that belongs to the last bias.</summary>
    public override double Step()
    {
        Tape.Reset();
        Variable<float> x = Tape.Constant(_x, [_batch, _x.Length / _batch]);
        Gradients<float> gradients = _layers.Apply(x, static h => h.Relu()).CrossEntropy(Tape.Indices(_classes)).Backward();
        for (int k = 0; k < _gradients.Length; k++)
        {
            _gradients[k] = gradients[_parameters[k]];
            _cotangents[k] = Tape.Constant(_direction[k], _parameters[k].Shape);
        }

        Gradients<float> products = Tape.Backward(_gradients, _cotangents);
        foreach (Parameter<float> parameter in _parameters) _ = products[parameter].Span;
        return products[_parameters[^1]].Span[0];
    }

    private Parameter<float> Weight(string name, Shape shape, int fan)
    {
        Parameter<float> parameter = Inputs.Parameter<float>(name, shape, 1 / Math.Sqrt(fan));
        _parameters.Add(parameter);
        _direction.Add(Inputs.Data<float>($"v.{name}", shape, 1));
        return parameter;
    }
}
