namespace Autograd.Performance;

/// <summary>A chain of one-element operations: as little arithmetic and as much bookkeeping as possible.</summary>
internal sealed class Chain : TapeWorkload<double>
{
    private readonly int _length;
    private readonly double[] _x;

    public Chain(TapeOptions options, int length)
        : base(options)
    {
        _length = length;
        _x = Inputs.Data<double>("x", [], [0.5]);
    }

    /// <summary>Records the chain, differentiates it and returns the gradient.</summary>
    public override double Step()
    {
        Tape.Reset();
        Variable<double> x = Tape.Variable(_x, []), y = x;
        for (int i = 0; i < _length; i++) y = y.Sin();
        return y.Backward()[x].Scalar;
    }
}
