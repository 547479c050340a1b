using System.Globalization;
using System.Numerics;

namespace Autograd;

/// <summary>
/// Updates parameters by their gradients. A step is recorded like anything else, with the operations of the tape, and computed with what is still
/// pending: all new values from old ones, whatever the gradients depend on.
/// </summary>
/// <remarks>
/// Parameters with settings of their own, such as biases without weight decay, get an optimizer of their own: each takes the same gradients
/// and updates its own parameters.
/// </remarks>
/// <example>
/// An optimizer of one's own is a formula. Gradient descent with momentum:
/// <code>
/// sealed class Momentum(IEnumerable&lt;Parameter&lt;double&gt;&gt; parameters) : Optimizer&lt;double&gt;(parameters, learningRate: 0.1, "velocity")
/// {
///     protected override Variable&lt;double&gt; Update(in ParameterUpdate&lt;double&gt; update)
///     {
///         Variable&lt;double&gt; velocity = (0.9 * update.State(0)) + update.Gradient;
///         update.SetState(0, velocity);
///         return update.Value - (update.Rate * velocity);
///     }
/// }
/// </code>
/// </example>
/// <typeparam name="T">Element type.</typeparam>
public abstract class Optimizer<T> : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Parameter<T>[] _parameters;
    private readonly Parameter<T>[] _states;
    private readonly int _stateCount;
    private readonly double[] _numbers;
    private readonly bool _isForeign;
    private Gradients<T> _gradients;
    private GradientBuffer<T>? _clipped;
    private Tape<T>? _tape;

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it updates: at least one, none twice.</param>
    /// <param name="learningRate">The length of a step, 0 or more.</param>
    /// <param name="states">The names of what it keeps for each parameter from step to step: <c>"velocity"</c>.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is null or given twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
    protected Optimizer(IEnumerable<Parameter<T>> parameters, double learningRate, params ReadOnlySpan<string> states)
        : this(parameters, learningRate, numbers: 1, states)
    {
    }

    private protected Optimizer(IEnumerable<Parameter<T>> parameters, double learningRate, int numbers, ReadOnlySpan<string> states)
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

        _stateCount = states.Length;
        _states = new Parameter<T>[_parameters.Length * states.Length];
        for (int k = 0; k < _states.Length; k++)
        {
            Parameter<T> parameter = _parameters[k / states.Length];
            _states[k] = new Parameter<T>($"{parameter.Name}.{states[k % states.Length]}", parameter.Shape);
        }

        _numbers = new double[numbers];
        _isForeign = GetType().Assembly != typeof(Optimizer<T>).Assembly;
        LearningRate = learningRate;
    }

    /// <summary>What it updates.</summary>
    public IReadOnlyList<Parameter<T>> Parameters => _parameters;

    /// <summary>
    /// What it keeps from step to step, parameter by parameter: <c>W.mean</c>, <c>W.square</c>. To go on later with a training that was interrupted, keep them
    /// with the parameters, and <see cref="StepCount"/>.
    /// </summary>
    public IReadOnlyList<Parameter<T>> States => _states;

    /// <summary>The length of a step, 0 or more; may be changed between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double LearningRate
    {
        get;
        set => field = double.IsFinite(value) && value >= 0 ? value : throw TrainingErrors.Negative(Name, "learning rate", value, nameof(value));
    }

    /// <summary>The number of steps made; to be set where a training goes on whose <see cref="States"/> were read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long StepCount
    {
        get;
        set => field = value >= 0 ? value : throw TrainingErrors.LengthBelow(Name, "step count", value, 0, nameof(value));
    }

    private string Name => GetType().Name.Split('`')[0];

    /// <inheritdoc/>
    bool IUpdateRule<T>.IsForeign => _isForeign;

    /// <inheritdoc/>
    ReadOnlySpan<double> IUpdateRule<T>.Numbers => _numbers;

    /// <summary>
    /// Makes one step. Allocates nothing once the tape has the memory it needs. On an eager tape the gradients of all parameters can be read afterwards; on a
    /// deferred one those of other parameters, so that another optimizer can take them, and those that <see cref="Gradients{T}.Evaluate"/> was called for.
    /// If it throws, neither a parameter nor the optimizer has changed.
    /// </summary>
    /// <param name="gradients">The gradients; a parameter that the output does not depend on has a gradient of zeros.</param>
    /// <exception cref="ArgumentException">A parameter was not put on the tape.</exception>
    /// <exception cref="InvalidOperationException">The tape was reset since Backward, or a parameter was updated since it was recorded.</exception>
    public void Step(Gradients<T> gradients) => Step(gradients.Tape, gradients);

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
        _tape ??= new Tape<T>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        _tape.Reset();
        foreach (Parameter<T> parameter in _parameters)
        {
            _tape.Watch(parameter);
            _tape.Constant(gradients[parameter], parameter.Shape, name: null);
        }

        Step(_tape, default);
    }

    /// <summary>What it is, how far it goes, what it updates, and how often it has.</summary>
    /// <returns>One line: <c>Adam: learning rate 0.001, 4 parameters of 33 elements, 200 steps made</c>.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}: learning rate {LearningRate}, {_parameters.Length} parameters of {_parameters.Sum(parameter => (long)parameter.Shape.ElementCount)} elements, {StepCount} steps made");

    /// <summary>Records what becomes of one parameter and its states, with the operations of the tape.</summary>
    /// <param name="update">Its value, gradient and states.</param>
    /// <returns>Its new value, with its lengths.</returns>
    protected abstract Variable<T> Update(in ParameterUpdate<T> update);

    /// <summary>Works out the numbers of a step: the learning rate, and others that it records as numbers.</summary>
    private protected virtual void SetNumbers(Span<double> numbers, long step) => numbers[0] = LearningRate;

    /// <inheritdoc/>
    void IUpdateRule<T>.Record(Tape<T> tape, int firstNumber)
    {
        for (int k = 0; k < _parameters.Length; k++)
        {
            Variable<T> gradient = tape == _tape ? tape.At((2 * k) + 1) : _gradients[_parameters[k]];
            var update = new ParameterUpdate<T>(tape, tape.Watch(_parameters[k]), gradient, _states, k * _stateCount, _stateCount, firstNumber);
            tape.Assign(_parameters[k], Update(in update));
        }
    }

    private void Step(Tape<T> tape, Gradients<T> gradients)
    {
        SetNumbers(_numbers, StepCount + 1);
        _gradients = gradients;
        try
        {
            tape.Update(this, gradients.Start, gradients.Count);
        }
        finally
        {
            // A handle would keep its tape alive.
            _gradients = default;
        }

        StepCount++;
    }
}
