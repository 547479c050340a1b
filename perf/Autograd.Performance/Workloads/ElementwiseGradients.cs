namespace Autograd.Performance;

/// <summary>mean((σ(a⊙x + b)⊙y − t)²) and its gradients by a, b and y, float: bound by memory unless it is fused.</summary>
internal sealed class ElementwiseGradients : TapeWorkload<float>
{
    private readonly Parameter<float> _a;
    private readonly Parameter<float> _b;
    private readonly Parameter<float> _y;
    private readonly float[] _x;
    private readonly float[] _t;

    public ElementwiseGradients(TapeOptions options, int length)
        : base(options)
    {
        _a = Inputs.Parameter<float>("a", [length], 1);
        _b = Inputs.Parameter<float>("b", [length], 1);
        _y = Inputs.Parameter<float>("y", [length], 1);
        _x = Inputs.Data<float>("x", [length], 1);
        _t = Inputs.Data<float>("t", [length], 1);
    }

    /// <summary>Computes the loss and the gradients and returns an element of each gradient, summed.</summary>
    public override double Step()
    {
        Tape.Reset();
        Variable<float> x = Tape.Constant(_x, [_x.Length]), t = Tape.Constant(_t, [_t.Length]);
        Variable<float> loss = (((Tape.Watch(_a) * x) + Tape.Watch(_b)).Sigmoid() * Tape.Watch(_y)).MeanSquaredError(t);
        Gradients<float> gradients = loss.Backward();
        return (double)gradients[_a].Span[0] + gradients[_b].Span[0] + gradients[_y].Span[0];
    }
}
