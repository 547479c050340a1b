namespace Autograd.Performance;

/// <summary>The 2-3-1 network of the lecture notes, N = 4, double: one training step is recording, Backward and the update.</summary>
internal sealed class SmallNetwork : TrainingWorkload<double>
{
    private readonly double[] _x;
    private readonly double[] _t;
    private readonly Parameter<double> _w1;
    private readonly Parameter<double> _b1;
    private readonly Parameter<double> _w2;
    private readonly Parameter<double> _b2;

    public SmallNetwork(TapeOptions options)
        : base(options, learningRate: 0.5)
    {
        _x = Inputs.Data<double>("x", [4, 2], [0, 0, 0, 1, 1, 0, 1, 1]);
        _t = Inputs.Data<double>("t", [4], [0, 1, 1, 0]);
        _w1 = Trained(Inputs.Parameter<double>("W1", [3, 2], [0.5, -0.5, -0.25, 0.5, -0.5, 1.5]));
        _b1 = Trained(Inputs.Parameter<double>("b1", [3], [0.5, 0.25, -0.5]));
        _w2 = Trained(Inputs.Parameter<double>("w2", [3], [1, -2, 1.5]));
        _b2 = Trained(Inputs.Parameter<double>("b2", [], [-0.25]));
    }

    protected override Variable<double> Loss()
    {
        Variable<double> x = Tape.Constant(_x, [4, 2]);
        Variable<double> h = (x.MatMul(Tape.Watch(_w1).Transpose()) + Tape.Watch(_b1)).Sigmoid();
        Variable<double> z = (h.MatMul(Tape.Watch(_w2)) + Tape.Watch(_b2)).Sigmoid();
        return z.HalfMeanSquaredError(Tape.Constant(_t, [4]));
    }
}
