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
    /// <returns>Its node, with the lengths of θ.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such state.</exception>
    public Variable<T> State(int index) => _tape.Watch(StateAt(index));

    /// <summary>Says what a state will be after this step.</summary>
    /// <param name="index">Which of those that the optimizer was made with, from 0.</param>
    /// <param name="value">A node with the lengths of θ.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such state.</exception>
    /// <exception cref="ArgumentException">The lengths differ, or it was said before.</exception>
    public void SetState(int index, Variable<T> value) => _tape.Assign(StateAt(index), value);

    /// <summary>A number that differs from step to step, a scalar.</summary>
    internal Variable<T> Number(int index) => _tape.At(_firstNumber + index);

    private Parameter<T> StateAt(int index) => (uint)index < (uint)StateCount ? _states[_firstState + index] : throw TrainingErrors.NoState(index, StateCount);
}
