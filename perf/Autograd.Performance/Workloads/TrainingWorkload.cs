using System.Numerics;

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
    private GradientDescent<T>? _descent;

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

    /// <summary>Moves the parameters. Keeps no state, as PyTorch's side keeps none.</summary>
    protected virtual void Update(Gradients<T> gradients) => (_descent ??= new GradientDescent<T>(_parameters, learningRate)).Step(gradients);

    /// <summary>A weight that is trained, at first uniform in ±1/√fan.</summary>
    protected Parameter<T> Weight(string name, Shape shape, int fan) => Trained(Inputs.Parameter<T>(name, shape, 1 / Math.Sqrt(fan)));

    /// <summary>Takes a parameter to those that are trained.</summary>
    protected Parameter<T> Trained(Parameter<T> parameter)
    {
        _parameters.Add(parameter);
        return parameter;
    }
}
