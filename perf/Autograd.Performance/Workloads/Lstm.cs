namespace Autograd.Performance;

/// <summary>
/// A long short-term memory (Hochreiter and Schmidhuber 1997, with a forget gate) over a sequence, made of ordinary operations, and the
/// mean squared error of its last output, float: one training step.
/// </summary>
internal sealed class Lstm : TrainingWorkload<float>
{
    private readonly int _steps;
    private readonly int _hidden;
    private readonly int _batch;
    private readonly float[] _x;
    private readonly float[] _t;
    private readonly Parameter<float> _fromInput;
    private readonly Parameter<float> _fromHidden;
    private readonly Parameter<float> _bias;

    public Lstm(TapeOptions options, int steps, int hidden, int batch)
        : base(options, learningRate: 0.1)
    {
        (_steps, _hidden, _batch) = (steps, hidden, batch);
        _x = Inputs.Data<float>("x", [steps, batch, hidden], 1);
        _t = Inputs.Data<float>("t", [batch, hidden], 1);
        _fromInput = Weight("Wx", [4 * hidden, hidden], hidden);
        _fromHidden = Weight("Wh", [4 * hidden, hidden], hidden);
        _bias = Weight("b", [4 * hidden], hidden);
    }

    protected override Variable<float> Loss()
    {
        Variable<float> fromInput = Tape.Watch(_fromInput).Transpose(), fromHidden = Tape.Watch(_fromHidden).Transpose();
        Variable<float> bias = Tape.Watch(_bias), x = Tape.Constant(_x, [_steps, _batch, _hidden]);
        Variable<float> h = Tape.Constant(0f).BroadcastTo([_batch, _hidden]), c = h;
        for (int step = 0; step < _steps; step++)
        {
            Variable<float> gates = x.At(0, step).MatMul(fromInput) + h.MatMul(fromHidden) + bias;
            Variable<float> input = Gate(gates, 0).Sigmoid(), forget = Gate(gates, 1).Sigmoid();
            Variable<float> cell = Gate(gates, 2).Tanh(), output = Gate(gates, 3).Sigmoid();
            c = (forget * c) + (input * cell);
            h = output * c.Tanh();
        }

        return h.MeanSquaredError(Tape.Constant(_t, [_batch, _hidden]));
    }

    private Variable<float> Gate(Variable<float> gates, int index) => gates.Slice(1, index * _hidden, _hidden);
}
