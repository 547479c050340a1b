using System.Globalization;
using System.Numerics;

namespace Autograd;

/// <summary>
/// Updates parameters by their gradients. A step has two halves: first every gradient enters the optimizer's state, then every
/// parameter is moved by the state alone. So no gradient is read after a parameter has changed, whatever the gradients depend on.
/// </summary>
/// <remarks>
/// Parameters with settings of their own, such as biases without weight decay, get an optimizer of their own: each takes the same gradients
/// and updates its own parameters.
/// </remarks>
/// <typeparam name="T">Element type.</typeparam>
public abstract class Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Parameter<T>[] _parameters;
    private readonly Variable<T>[] _gradients;
    private GradientBuffer<T>? _clipped;

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it updates: at least one, none twice.</param>
    /// <param name="learningRate">The length of a step, 0 or more.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is null or given twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
    protected Optimizer(IEnumerable<Parameter<T>> parameters, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _parameters = [.. parameters];
        if (_parameters.Length == 0) throw TrainingErrors.NoParameters(Name);
        var known = new HashSet<Parameter<T>>(ReferenceEqualityComparer.Instance);
        for (int k = 0; k < _parameters.Length; k++)
        {
            if (_parameters[k] is null) throw TrainingErrors.ParameterMissing(Name, k);
            if (!known.Add(_parameters[k])) throw TrainingErrors.ParameterTwice(Name, _parameters[k].Name);
        }

        _gradients = new Variable<T>[_parameters.Length];
        LearningRate = learningRate;
    }

    /// <summary>What it updates.</summary>
    public IReadOnlyList<Parameter<T>> Parameters => _parameters;

    /// <summary>The length of a step, 0 or more; may be changed between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double LearningRate
    {
        get;
        set => field = double.IsFinite(value) && value >= 0 ? value : throw TrainingErrors.Negative(Name, "learning rate", value, nameof(value));
    }

    /// <summary>The number of steps made.</summary>
    public long StepCount { get; private set; }

    private string Name => GetType().Name.Split('`')[0];

    /// <summary>
    /// Makes one step. Evaluates the gradients of its parameters, and of all others on the tape, so that another optimizer can take them
    /// afterwards; allocates nothing once their tape has the memory it needs. If it throws, neither a parameter nor the optimizer has changed.
    /// </summary>
    /// <param name="gradients">The gradients; a parameter that the output does not depend on has a gradient of zeros.</param>
    /// <exception cref="ArgumentException">A parameter was not put on the tape.</exception>
    /// <exception cref="InvalidOperationException">The tape was reset since Backward, or a parameter was updated since it was recorded.</exception>
    public void Step(Gradients<T> gradients)
    {
        try
        {
            for (int k = 0; k < _parameters.Length; k++)
            {
                _gradients[k] = gradients[_parameters[k]];
                _ = _gradients[k].Span;
            }

            gradients.Evaluate();
            StepCount++;
            for (int k = 0; k < _parameters.Length; k++) Absorb(k, _gradients[k].Span, _parameters[k].Values);
            MoveAll();
        }
        finally
        {
            // A handle would keep its tape alive.
            Array.Clear(_gradients);
        }
    }

    /// <summary>
    /// Makes one step with gradients scaled so that their norm, over all parameters of this optimizer together, is at most
    /// <paramref name="maxNorm"/>. Otherwise as <see cref="Step(Gradients{T})"/>.
    /// </summary>
    /// <param name="gradients">The gradients; a parameter that the output does not depend on has a gradient of zeros.</param>
    /// <param name="maxNorm">The largest norm, above 0.</param>
    /// <returns>The norm before it was limited. Where it is not finite, the gradients are taken as they are.</returns>
    /// <exception cref="ArgumentException">A parameter was not put on the tape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The largest norm is not above 0.</exception>
    /// <exception cref="InvalidOperationException">The tape was reset since Backward, or a parameter was updated since it was recorded.</exception>
    public T Step(Gradients<T> gradients, double maxNorm)
    {
        _clipped ??= new GradientBuffer<T>(_parameters);
        _clipped.Set(gradients);
        T norm = _clipped.ClipByNorm(T.CreateSaturating(maxNorm));
        gradients.Evaluate();
        Step(_clipped);
        return norm;
    }

    /// <summary>Makes one step. Allocates nothing. If it throws, neither a parameter nor the optimizer has changed.</summary>
    /// <param name="gradients">The gradients of its parameters; there may be those of others, too.</param>
    /// <exception cref="ArgumentException">The buffer was not made for all parameters of this optimizer.</exception>
    public void Step(GradientBuffer<T> gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        foreach (Parameter<T> parameter in _parameters) _ = gradients[parameter];
        StepCount++;
        for (int k = 0; k < _parameters.Length; k++) Absorb(k, gradients[_parameters[k]], _parameters[k].Values);
        MoveAll();
    }

    /// <summary>What it is, how far it goes, what it updates, and how often it has.</summary>
    /// <returns>One line: <c>Adam: learning rate 0.001, 4 parameters of 33 elements, 200 steps made</c>.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}: learning rate {LearningRate}, {_parameters.Length} parameters of {_parameters.Sum(parameter => (long)parameter.Shape.ElementCount)} elements, {StepCount} steps made");

    /// <summary>Takes a gradient into the state. Called for every parameter before the first <see cref="Move"/>.</summary>
    /// <param name="index">Which of <see cref="Parameters"/>.</param>
    /// <param name="gradient">Its gradient, in row-major order.</param>
    /// <param name="values">Its values, in row-major order.</param>
    protected abstract void Absorb(int index, ReadOnlySpan<T> gradient, ReadOnlySpan<T> values);

    /// <summary>Works out what the parameters' moves have in common; called once in each step, before them.</summary>
    protected virtual void BeforeMoving()
    {
    }

    /// <summary>Moves a parameter as the state says.</summary>
    /// <param name="index">Which of <see cref="Parameters"/>.</param>
    /// <param name="values">Its values, in row-major order, to be overwritten.</param>
    protected abstract void Move(int index, Span<T> values);

    /// <summary>Zeros for every parameter, to keep state in.</summary>
    /// <returns>One array for each of <see cref="Parameters"/>, as long as it.</returns>
    protected T[][] NewState() => [.. _parameters.Select(parameter => new T[parameter.Shape.ElementCount])];

    private void MoveAll()
    {
        BeforeMoving();
        for (int k = 0; k < _parameters.Length; k++) Move(k, _parameters[k].Update());
    }
}
