namespace Autograd.Performance;

/// <summary>The 2-3-1 network of the lecture notes, N = 4, double: one training step is recording, Backward and the update.</summary>
internal sealed class SmallNetwork : IDisposable
{
    private static readonly double[] Inputs = [0, 0, 0, 1, 1, 0, 1, 1];
    private static readonly double[] Targets = [0, 1, 1, 0];
    private readonly Tape<double> _tape;
    private readonly Parameter<double> _w1 = new("W1", [3, 2], [0.5, -0.5, -0.25, 0.5, -0.5, 1.5]);
    private readonly Parameter<double> _b1 = new("b1", [3], [0.5, 0.25, -0.5]);
    private readonly Parameter<double> _w2 = new("w2", [3], [1, -2, 1.5]);
    private readonly Parameter<double> _b2 = new("b2", [], [-0.25]);
    private readonly Parameter<double>[] _parameters;

    public SmallNetwork(Evaluation evaluation)
    {
        _tape = new Tape<double>(new TapeOptions { Evaluation = evaluation });
        _parameters = [_w1, _b1, _w2, _b2];
    }

    /// <summary>One step of gradient descent; returns the loss before it.</summary>
    public double Step()
    {
        Variable<double> loss = Record();
        double value = loss.Scalar;
        Gradients<double> gradients = loss.Backward();
        foreach (Parameter<double> parameter in _parameters) _ = gradients[parameter].Span;
        foreach (Parameter<double> parameter in _parameters)
        {
            ReadOnlySpan<double> gradient = gradients[parameter].Span;
            Span<double> values = parameter.Update();
            for (int i = 0; i < values.Length; i++) values[i] -= 0.5 * gradient[i];
        }

        return value;
    }

    /// <summary>The forward part of a step alone.</summary>
    public Variable<double> Record()
    {
        _tape.Reset();
        Variable<double> x = _tape.Constant(Inputs, [4, 2]);
        Variable<double> h = (x.MatMul(_tape.Watch(_w1).Transpose()) + _tape.Watch(_b1)).Sigmoid();
        Variable<double> z = (h.MatMul(_tape.Watch(_w2)) + _tape.Watch(_b2)).Sigmoid();
        return z.HalfMeanSquaredError(_tape.Constant(Targets, [4]));
    }

    public void Dispose() => _tape.Dispose();
}

/// <summary>A chain of one-element operations: as little arithmetic and as much bookkeeping as possible.</summary>
internal sealed class Chain(int length) : IDisposable
{
    private readonly Tape<double> _tape = new();

    /// <summary>Records the chain, differentiates it and reads the gradient.</summary>
    public double Step()
    {
        _tape.Reset();
        Variable<double> x = _tape.Variable(0.5), y = x;
        for (int i = 0; i < length; i++) y = y.Sin();
        return y.Backward()[x].Scalar;
    }

    public void Dispose() => _tape.Dispose();
}
