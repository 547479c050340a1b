using System.Numerics;
using System.Numerics.Tensors;

namespace Autograd;

/// <summary>The solution of a differential equation: a curve that can be read at any time between its start and its end.</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class OdeSolution<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Shape _shape;
    private readonly DenseStep<T>[] _steps;
    private readonly T[] _times;
    private readonly T[][] _states;

    internal OdeSolution(
        Shape shape, DenseStep<T>[] steps, T[] times, T[][] states, OdeEventOccurrence<T>[] events, StopReason reason, T end, int tried, long evaluations)
    {
        (_shape, _steps, _times, _states) = (shape, steps, times, states);
        (Events, Reason, End, StepsTried, Evaluations) = (events, reason, end, tried, evaluations);
    }

    /// <summary>Why it ends where it does.</summary>
    public StopReason Reason { get; }

    /// <summary>The time at the start.</summary>
    public T Start => _times[0];

    /// <summary>The time at the end: the one asked for only if <see cref="Reason"/> is <see cref="StopReason.EndReached"/>.</summary>
    public T End { get; }

    /// <summary>The times of all steps, from the start to the end.</summary>
    public ReadOnlySpan<T> Times => _times;

    /// <summary>How many steps were taken.</summary>
    public int Steps => _steps.Length;

    /// <summary>How many steps were tried, those included that were too long.</summary>
    public int StepsTried { get; }

    /// <summary>How often the right-hand side was evaluated.</summary>
    public long Evaluations { get; }

    /// <summary>The events that happened, in the order of the solution.</summary>
    public IReadOnlyList<OdeEventOccurrence<T>> Events { get; }

    /// <summary>The state at the end.</summary>
    /// <returns>A tensor with the lengths of the state; a scalar as [1].</returns>
    public Tensor<T> Last() => Dense((T[])_states[^1].Clone(), _shape);

    /// <summary>The state at a time, by the method's dense output.</summary>
    /// <param name="time">The time, from the start to the end.</param>
    /// <returns>A tensor with the lengths of the state; a scalar as [1].</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside the solution.</exception>
    public Tensor<T> At(T time)
    {
        var state = new T[_states[0].Length];
        At(time, state);
        return Dense(state, _shape);
    }

    /// <summary>The states at several times.</summary>
    /// <param name="times">The times, in any order.</param>
    /// <returns>A tensor of as many states along a new dimension 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A time is outside the solution.</exception>
    public Tensor<T> At(ReadOnlySpan<T> times)
    {
        int count = _states[0].Length;
        var states = new T[times.Length * count];
        for (int i = 0; i < times.Length; i++) At(times[i], states.AsSpan(i * count, count));
        return Dense(states, new Shape([times.Length, .. _shape.ToArray()]));
    }

    /// <summary>Writes the state at a time.</summary>
    /// <param name="time">The time, from the start to the end.</param>
    /// <param name="destination">Takes the elements in row-major order; may be longer.</param>
    /// <exception cref="ArgumentException">The time is outside the solution, or the destination is too short.</exception>
    public void At(T time, Span<T> destination)
    {
        int count = _states[0].Length;
        if (destination.Length < count) throw DifferentialEquationErrors.DestinationTooShort(destination.Length, count);
        bool isBackward = End < Start;
        if (!(isBackward ? time <= Start && time >= End : time >= Start && time <= End))
        {
            throw DifferentialEquationErrors.TimeOutside($"{time}", $"{Start}", $"{End}", Reason);
        }

        if (time == Start || _steps.Length == 0)
        {
            _states[0].CopyTo(destination);
            return;
        }

        // The first step that ends there or later.
        int low = 0, high = _steps.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (isBackward ? _steps[middle].To <= time : _steps[middle].To >= time) high = middle;
            else low = middle + 1;
        }

        DenseStep<T> step = _steps[low];
        step.At((time - step.From) / (step.To - step.From), destination);
    }

    /// <summary>Where it goes, in how many steps, and why it ends.</summary>
    /// <returns>One line: <c>from 0 to 10 in 52 steps of 55 tried, 331 evaluations: EndReached</c>.</returns>
    public override string ToString() =>
        FormattableString.Invariant($"from {Start} to {End} in {Steps} steps of {StepsTried} tried, {Evaluations} evaluations: {Reason}");

    private static Tensor<T> Dense(T[] elements, Shape shape) => Tensor.Create(elements, shape.Rank == 0 ? [1] : shape.ToArray());
}
