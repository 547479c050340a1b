using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Performance;

/// <summary>Work on one tape that is reset before each step.</summary>
/// <typeparam name="T">Element type.</typeparam>
internal abstract class TapeWorkload<T>(TapeOptions options) : Workload
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The tape.</summary>
    protected Tape<T> Tape { get; } = new(options);

    public override void Dispose() => Tape.Dispose();
}

/// <summary>Training: each step records a loss, differentiates it and updates all parameters, θ ← θ − η g unless overridden.</summary>
/// <typeparam name="T">Element type.</typeparam>
internal abstract class TrainingWorkload<T>(TapeOptions options, double learningRate) : TapeWorkload<T>(options)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<Parameter<T>> _parameters = [];
    private readonly T _rate = T.CreateSaturating(learningRate);

    /// <summary>What is trained.</summary>
    protected IReadOnlyList<Parameter<T>> Parameters => _parameters;

    /// <summary>The forward part of a step alone.</summary>
    public Variable<T> Record()
    {
        Tape.Reset();
        return Loss();
    }

    public override double Step()
    {
        Variable<T> loss = Record();
        double value = double.CreateSaturating(loss.Scalar);
        Update(loss.Backward());
        return value;
    }

    /// <summary>Records the loss on the tape, which is empty.</summary>
    protected abstract Variable<T> Loss();

    /// <summary>Moves the parameters, once all gradients are known. Keeps no state, as PyTorch's side keeps none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected virtual void Update(Gradients<T> gradients)
    {
        foreach (Parameter<T> parameter in _parameters) _ = gradients[parameter].Span;
        foreach (Parameter<T> parameter in _parameters)
        {
            ReadOnlySpan<T> gradient = gradients[parameter].Span;
            Span<T> values = parameter.Update();
            Span<Vector<T>> w = MemoryMarshal.Cast<T, Vector<T>>(values);
            ReadOnlySpan<Vector<T>> g = MemoryMarshal.Cast<T, Vector<T>>(gradient);
            var rates = new Vector<T>(_rate);
            for (int i = 0; i < w.Length; i++) w[i] -= rates * g[i];
            for (int i = w.Length * Vector<T>.Count; i < values.Length; i++) values[i] -= _rate * gradient[i];
        }
    }

    /// <summary>A weight that is trained, at first uniform in ±1/√fan.</summary>
    protected Parameter<T> Weight(string name, Shape shape, int fan) => Trained(Inputs.Parameter<T>(name, shape, 1 / Math.Sqrt(fan)));

    /// <summary>Takes a parameter to those that are trained.</summary>
    protected Parameter<T> Trained(Parameter<T> parameter)
    {
        _parameters.Add(parameter);
        return parameter;
    }
}
