using System.Numerics;

namespace Autograd;

/// <summary>The update of one parameter that is being recorded: what it is computed from, and the state that is kept for the next.</summary>
/// <typeparam name="T">Element type.</typeparam>
public readonly struct ParameterUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape<T> _tape;
    private readonly Parameter<T>[] _states;
    private readonly int _firstState;
    private readonly int _firstNumber;

    internal ParameterUpdate(Tape<T> tape, Variable<T> value, Variable<T> gradient, Parameter<T>[] states, int firstState, int stateCount, int firstNumber)
    {
        _tape = tape;
        _states = states;
        _firstState = firstState;
        _firstNumber = firstNumber;
        Value = value;
        Gradient = gradient;
        StateCount = stateCount;
    }

    /// <summary>θ, as it is.</summary>
    public Variable<T> Value { get; }

    /// <summary>∂J/∂θ, with the lengths of θ.</summary>
    public Variable<T> Gradient { get; }

    /// <summary>The learning rate of this step, a scalar.</summary>
    public Variable<T> Rate => _tape is null ? default : Number(0);

    /// <summary>The number of states.</summary>
    public int StateCount { get; }

    /// <summary>A state, as the step before left it; zeros at first.</summary>
    /// <param name="index">Which of those that the optimizer was made with, from 0.</param>
    /// <returns>Its node; with the lengths of θ, unless the optimizer gave it others.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such state.</exception>
    public Variable<T> State(int index) => _tape.Watch(StateAt(index));

    /// <summary>Says what a state will be after this step.</summary>
    /// <param name="index">Which of those that the optimizer was made with, from 0.</param>
    /// <param name="value">A node with the lengths of the state.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such state.</exception>
    /// <exception cref="ArgumentException">The lengths differ, or it was said before.</exception>
    public void SetState(int index, Variable<T> value) => _tape.Assign(StateAt(index), value);

    /// <summary>The gradient of J + λ/2 ‖θ‖², which is g + λ θ.</summary>
    internal Variable<T> GradientWithDecay(double weightDecay) => weightDecay == 0 ? Gradient : Gradient + (T.CreateSaturating(weightDecay) * Value);

    /// <summary>Lets a state follow a value as a running mean, s ← κ s + (1 − κ) x, and returns what it will be.</summary>
    internal Variable<T> Follow(int state, Variable<T> value, double kept)
    {
        Variable<T> mean = (T.CreateSaturating(kept) * State(state)) + (T.CreateSaturating(1 - kept) * value);
        SetState(state, mean);
        return mean;
    }

    /// <summary>A number that differs from step to step, a scalar.</summary>
    internal Variable<T> Number(int index) => _tape.At(_firstNumber + index);

    private Parameter<T> StateAt(int index) => (uint)index < (uint)StateCount ? _states[_firstState + index] : throw TrainingErrors.NoState(index, StateCount);
}
