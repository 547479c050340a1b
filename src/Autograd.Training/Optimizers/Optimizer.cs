using System.Globalization;
using System.Numerics;

namespace Autograd;

/// <summary>
/// Updates parameters by their gradients. A step is recorded like anything else, with the operations of the tape, and computed with what is still
/// pending: all new values from old ones, whatever the gradients depend on.
/// </summary>
/// <remarks>
/// <para>
/// Parameters with settings of their own, such as biases without weight decay, get an optimizer of their own: each takes the same gradients
/// and updates its own parameters. So the groups may have other rates, other decays and other formulas; for one norm over all of them see
/// <see cref="GradientBuffer{T}"/>.
/// </para>
/// <para>
/// To limit each element of the gradients, or their norm over several optimizers, or to add up gradients over several batches, put a
/// <see cref="GradientBuffer{T}"/> between Backward and Step.
/// </para>
/// <para>
/// What PyTorch does differently: a parameter that the output does not depend on has no gradient there, and is left out of the step; here its gradient is zeros, so
/// that momentum and weight decay act on it. To leave it out, give it to no optimizer. Its <c>clip_grad_norm_</c> divides by the norm + 10⁻⁶; here it is the norm.
/// There is no scaling of the loss, since there are no gradients in half precision that it would keep from vanishing.
/// </para>
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
/// Two groups, with a schedule for both:
/// <code>
/// var weights = new AdamW&lt;float&gt;(network.Parameters.Where(parameter => parameter.Shape.Rank >= 2), weightDecay: 0.01);
/// var others = new AdamW&lt;float&gt;(network.Parameters.Where(parameter => parameter.Shape.Rank &lt; 2), weightDecay: 0);
/// Schedule schedule = new WarmUp(0.001, steps: 100).Then(100, new CosineDecay(0.001, steps: 900));
/// // at each step:
/// weights.LearningRate = others.LearningRate = schedule.RateAt(weights.StepCount);
/// Gradients&lt;float&gt; gradients = loss.Backward();
/// weights.Step(gradients);
/// others.Step(gradients);
/// </code>
/// </example>
/// <typeparam name="T">Element type.</typeparam>
public abstract class Optimizer<T> : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Parameter<T>[] _parameters;
    private readonly Parameter<T>[] _states;
    private readonly int[] _firstStates;
    private readonly double[] _numbers;
    private readonly bool _isForeign;
    private Gradients<T> _gradients;
    private GradientBuffer<T>? _clipped;
    private Tape<T>? _tape;

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it updates: at least one, none twice.</param>
    /// <param name="learningRate">The length of a step, 0 or more.</param>
    /// <param name="states">The names of what it keeps for each parameter from step to step, with the parameter's lengths: <c>"velocity"</c>.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is null or given twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
    protected Optimizer(IEnumerable<Parameter<T>> parameters, double learningRate, params ReadOnlySpan<string> states)
        : this(parameters, learningRate, numbers: 1, OfSameLengths(states))
    {
    }

    /// <summary>An optimizer of some parameters, whose states have lengths of their own.</summary>
    /// <param name="parameters">What it updates: at least one, none twice.</param>
    /// <param name="learningRate">The length of a step, 0 or more.</param>
    /// <param name="states">
    /// From the lengths of a parameter to what is kept for it from step to step, names and lengths: <c>shape => [("rows", [shape[0]]), ("columns", [shape[1]])]</c>.
    /// </param>
    /// <exception cref="ArgumentException">There is no parameter, or one is null or given twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
    protected Optimizer(IEnumerable<Parameter<T>> parameters, double learningRate, Func<Shape, (string Name, Shape Shape)[]> states)
        : this(parameters, learningRate, numbers: 1, states)
    {
    }

    private protected Optimizer(IEnumerable<Parameter<T>> parameters, double learningRate, int numbers, Func<Shape, (string Name, Shape Shape)[]> states)
    {
        ArgumentNullException.ThrowIfNull(states);
        _parameters = Checked.Parameters(Name, parameters);
        _firstStates = new int[_parameters.Length + 1];
        var kept = new List<Parameter<T>>();
        for (int k = 0; k < _parameters.Length; k++)
        {
            Parameter<T> parameter = _parameters[k];
            foreach (var (name, shape) in states(parameter.Shape)) kept.Add(new Parameter<T>($"{parameter.Name}.{name}", shape));
            _firstStates[k + 1] = kept.Count;
        }

        _states = [.. kept];
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
        gradients.Tape.UpdateUpcoming();
        Step(_clipped);
        return norm;
    }

    /// <summary>Makes one step. Allocates nothing. If it throws, neither a parameter nor the optimizer has changed.</summary>
    /// <param name="gradients">The gradients of its parameters; there may be those of others, too.</param>
    /// <exception cref="ArgumentException">The buffer was not made for all parameters of this optimizer.</exception>
    public void Step(GradientBuffer<T> gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        foreach (Parameter<T> parameter in _parameters) _ = gradients.GradientOf(parameter);
        _tape ??= new Tape<T>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        _tape.Reset();
        foreach (Parameter<T> parameter in _parameters)
        {
            _tape.Watch(parameter);
            _tape.Watch(gradients.GradientOf(parameter));
        }

        Step(_tape, default);
    }

    /// <summary>What it is, how far it goes, what it updates, and how often it has.</summary>
    /// <returns>One line: <c>Adam: learning rate 0.001, 4 parameters of 33 elements, 200 steps made</c>.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}: learning rate {LearningRate}, {_parameters.Length} parameters of {_parameters.Sum(parameter => (long)parameter.Shape.ElementCount)} elements, {StepCount} steps made");

    /// <summary>What it keeps for one parameter from step to step, in the order of the names that it was made with.</summary>
    /// <param name="parameter">One of <see cref="Parameters"/>.</param>
    /// <returns>Those of <see cref="States"/> that belong to it.</returns>
    /// <exception cref="ArgumentException">It is none of those.</exception>
    public ReadOnlySpan<Parameter<T>> StatesOf(Parameter<T> parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        int k = Array.IndexOf(_parameters, parameter);
        return k >= 0 ? _states.AsSpan(_firstStates[k].._firstStates[k + 1]) : throw TrainingErrors.NotUpdated(Name, parameter.Name);
    }

    /// <summary>Records what becomes of one parameter and its states, with the operations of the tape.</summary>
    /// <param name="update">Its value, gradient and states.</param>
    /// <returns>Its new value, with its lengths.</returns>
    protected abstract Variable<T> Update(in ParameterUpdate<T> update);

    /// <summary>States that have the lengths of their parameter.</summary>
    private protected static Func<Shape, (string Name, Shape Shape)[]> OfSameLengths(params ReadOnlySpan<string> names)
    {
        string[] kept = names.ToArray();
        return shape =>
        {
            // Without LINQ, as in Layer.Parameters.
            var states = new (string Name, Shape Shape)[kept.Length];
            for (int k = 0; k < kept.Length; k++) states[k] = (kept[k], shape);
            return states;
        };
    }

    /// <summary>Works out the numbers of a step: the learning rate, and others that it records as numbers.</summary>
    private protected virtual void SetNumbers(Span<double> numbers, long step) => numbers[0] = LearningRate;

    /// <inheritdoc/>
    void IUpdateRule<T>.Record(Tape<T> tape, int firstNumber)
    {
        for (int k = 0; k < _parameters.Length; k++)
        {
            Variable<T> gradient = tape == _tape ? tape.At((2 * k) + 1) : _gradients[_parameters[k]];
            int first = _firstStates[k];
            var update = new ParameterUpdate<T>(tape, tape.Watch(_parameters[k]), gradient, _states, first, _firstStates[k + 1] - first, firstNumber);
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
