using System.Numerics;
using System.Numerics.Tensors;

namespace Autograd;

/// <summary>
/// An ordinary differential equation y′ = f(t, y, p), to be solved from one state to another time: as a curve, with events, or as a node on a tape,
/// through which derivatives go.
/// </summary>
/// <remarks>
/// Keeps a tape of its own, on which a step at a time is recorded; it is for one thread at a time, as that is. Dispose gives back the memory.
/// </remarks>
/// <typeparam name="T">Element type.</typeparam>
/// <example>
/// <code>
/// using var decay = new DifferentialEquation&lt;double&gt;((t, y, p) => -p[0] * y);
/// Variable&lt;double&gt; states = decay.Solve(tape.Variable([1.0]), tape.Constant([0.0, 1, 2]), rate);      // [3, 1]
/// states.Sum().Backward()[rate];
/// </code>
/// </example>
public sealed partial class DifferentialEquation<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RightHandSide<T> _function;
    private readonly OneStepMethod<T> _method;

    /// <summary>An equation, solved with the default settings.</summary>
    /// <param name="function">The right-hand side f.</param>
    public DifferentialEquation(RightHandSide<T> function)
        : this(function, OdeOptions.Default)
    {
    }

    /// <summary>An equation.</summary>
    /// <param name="function">The right-hand side f.</param>
    /// <param name="options">How it is solved.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such method.</exception>
    public DifferentialEquation(RightHandSide<T> function, OdeOptions options)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(options);
        _function = function;
        Options = options;
        _method = OneStepMethod<T>.Of(options.Method);
        _levels = [new StepTape<T>(_method, OverInterval)];
    }

    /// <summary>How it is solved.</summary>
    public OdeOptions Options { get; }

    /// <summary>What is looked for along a curve; not on a tape.</summary>
    public IReadOnlyList<OdeEvent<T>> Events { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>How often the right-hand side was evaluated so far, forward and in reverse passes.</summary>
    public long Evaluations { get; private set; }

    /// <summary>Gives back the memory.</summary>
    public void Dispose()
    {
        foreach (StepTape<T> level in _levels) level.Dispose();
    }

    /// <summary>The curve from a state on that is a vector.</summary>
    /// <inheritdoc cref="Solve(Tensor{T}, T, T, Tensor{T}[])"/>
    public OdeSolution<T> Solve(ReadOnlySpan<T> state, T start, T end, params Tensor<T>[] parameters) =>
        Curve(state.ToArray(), new Shape(state.Length), start, end, parameters);

    /// <summary>The curve from a state on, of any lengths.</summary>
    /// <param name="state">The state at the start; a scalar as [1].</param>
    /// <param name="start">The time at the start.</param>
    /// <param name="end">The time at the end, which may be before the start, or the same.</param>
    /// <param name="parameters">The parameters; arrays count as vectors.</param>
    /// <returns>
    /// The solution, with its dense output. It may end early: by an event, or for a reason that <see cref="OdeSolution{T}.Reason"/> tells.
    /// </returns>
    /// <exception cref="ArgumentException">A number is not finite, or the right-hand side has other lengths than the state.</exception>
    /// <exception cref="InvalidOperationException">The right-hand side is not finite at the start, or an event's function is NaN.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public OdeSolution<T> Solve(Tensor<T> state, T start, T end, params Tensor<T>[] parameters)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Curve(Elements(state), new Shape(state.Lengths), start, end, parameters);
    }

    /// <summary>The states at given times, as one node: by steps that end at each of the times.</summary>
    /// <remarks>
    /// Its derivatives are those of the steps that were taken, each a fixed part of the time between two of the times; the control of their length has no
    /// part in them. The reverse pass keeps few states and runs steps again (<see cref="OdeOptions.Checkpoints"/>). Derivatives of any order, by the
    /// state, the times and the parameters.
    /// </remarks>
    /// <param name="state">The state at the first of the times.</param>
    /// <param name="times">The times, a vector. Their order is open; two may be the same.</param>
    /// <param name="parameters">The parameters, on the same tape.</param>
    /// <returns>A node of as many states as there are times along a new dimension 0; the first is the given state.</returns>
    /// <exception cref="ArgumentException">A number is not finite, the times are no vector or empty, or the right-hand side has other lengths than the state.</exception>
    /// <exception cref="InvalidOperationException">
    /// A time is not reached, or the right-hand side is not finite at the first, or depends on a parameter that it was not given; or there are events, which
    /// have no derivative here. All but the last are thrown where the value is computed.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Variable<T> Solve(Variable<T> state, Variable<T> times, params ReadOnlySpan<Variable<T>> parameters)
    {
        if (Events.Count > 0) throw DifferentialEquationErrors.EventsOnTape(Events.Count);
        Shape shape = times.Shape;
        if (shape.Rank != 1 || shape[0] == 0) throw DifferentialEquationErrors.Times(shape);
        return state.Tape.Record(new OdeStatesOperation<T>(this, 0), [state, times, .. parameters]);
    }

    private static T[] Elements(Tensor<T> tensor)
    {
        if (tensor is null) throw DifferentialEquationErrors.Null("parameter", "parameters");
        var elements = new T[(int)tensor.FlattenedLength];
        tensor.FlattenTo(elements);
        return elements;
    }

    private OdeSolution<T> Curve(T[] state, Shape shape, T start, T end, Tensor<T>[] parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (Events.Contains(null!)) throw DifferentialEquationErrors.Null("event", nameof(Events));
        var run = new OdeRun<T>(state, [start, end], Array.ConvertAll(parameters, Elements));
        Check(run);
        var curve = new CurveBuilder<T>(_method, [.. Events], shape, run);
        var integration = new Integration<T>(_levels[0], _method, Options, run, shape, Array.ConvertAll(parameters, tensor => new Shape(tensor.Lengths)));
        long before = Evaluations;
        StopReason reason = integration.Over(0, curve);
        _levels[0].Reset();
        return curve.Solution(reason, integration.Time, integration.Tried, Evaluations - before);
    }

    private Variable<T> OverInterval(Variable<T> s, Variable<T> y, Variable<T> a, Variable<T> b, ReadOnlySpan<Variable<T>> parameters)
    {
        Evaluations++;
        Variable<T> length = b - a, slope = _function(a + (s * length), y, parameters);
        return slope.Shape == y.Shape ? length * slope : throw DifferentialEquationErrors.Slope(slope.Shape, y.Shape);
    }

    private static void Check(OdeRun<T> run)
    {
        for (int i = 0; i < run.State.Length; i++)
        {
            if (!T.IsFinite(run.State[i])) throw DifferentialEquationErrors.StateNotFinite(i, $"{run.State[i]}");
        }

        foreach (T time in run.Times)
        {
            if (!T.IsFinite(time)) throw DifferentialEquationErrors.NotFinite("time", $"{time}", "times");
        }
    }
}
