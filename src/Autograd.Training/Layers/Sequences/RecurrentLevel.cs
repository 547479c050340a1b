using System.Buffers;
using System.Numerics;

namespace Autograd;

/// <summary>One level of a recurrent layer in one direction: see <see cref="RecurrentKind"/> for what it computes.</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class RecurrentLevel<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal RecurrentLevel(string name, RecurrentKind kind, int inputs, int units, bool isReversed, RandomGenerator random)
    {
        Kind = kind;
        IsReversed = isReversed;
        int gates = kind switch { RecurrentKind.Lstm => 4, RecurrentKind.Gru => 3, _ => 1 };
        InputWeight = Add("inputWeight", new Parameter<T>("W" + name, [gates * units, inputs]).Initialize(Initializer.GlorotUniform, random));
        StateWeight = Add("stateWeight", new Parameter<T>("U" + name, [gates * units, units]).Initialize(Initializer.GlorotUniform, random));
        InputBias = Add("inputBias", new Parameter<T>("b" + name, [gates * units]));
        if (kind == RecurrentKind.Gru) StateBias = Add("stateBias", new Parameter<T>("c" + name, [gates * units]));
    }

    /// <summary>What it computes.</summary>
    public RecurrentKind Kind { get; }

    /// <summary>Whether it goes from the last step to the first.</summary>
    public bool IsReversed { get; }

    /// <summary>W, of shape [gates · units, inputs].</summary>
    public Parameter<T> InputWeight { get; }

    /// <summary>U, of shape [gates · units, units].</summary>
    public Parameter<T> StateWeight { get; }

    /// <summary>b, of shape [gates · units].</summary>
    public Parameter<T> InputBias { get; }

    /// <summary>c of a GRU, of shape [gates · units]; else null.</summary>
    public Parameter<T>? StateBias { get; }

    private int Units => StateWeight.Shape[1];

    /// <summary>Records all steps from states of zeros.</summary>
    /// <param name="x">The input, of shape [batch, time, inputs].</param>
    /// <param name="pass">Either.</param>
    /// <returns>The states, of shape [batch, time, units].</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public override Variable<T> Forward(Variable<T> x, Pass pass)
    {
        Variable<T> state = default, cell = default;
        return pass.Noted(this, Run(x, ref state, ref cell));
    }

    /// <summary>What it computes, and its lengths.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"RecurrentLevel {Kind} {InputWeight.Shape[1]} → {Units}{(IsReversed ? ", reversed" : "")}";

    /// <summary>Records all steps.</summary>
    /// <param name="x">The input.</param>
    /// <param name="state">The state before, of shape [batch, units], default for zeros; then that after.</param>
    /// <param name="cell">Likewise c of an LSTM.</param>
    internal Variable<T> Run(Variable<T> x, ref Variable<T> state, ref Variable<T> cell)
    {
        Shape shape = x.Shape;
        if (shape.Rank != 3 || shape[1] == 0 || shape[2] != InputWeight.Shape[1]) throw SequenceErrors.RecurrentInput(shape, InputWeight.Shape[1]);
        Tape<T> tape = x.Tape;
        if (state.IsDefault) state = tape.Zeros(shape[0], Units);
        if (cell.IsDefault && Kind == RecurrentKind.Lstm) cell = tape.Zeros(shape[0], Units);

        // What comes from the inputs is one product for all steps.
        Variable<T> fromInputs = x.MatMul(Watch(tape, InputWeight).Transpose()) + Watch(tape, InputBias);
        Variable<T> weight = Watch(tape, StateWeight).Transpose(), bias = StateBias is null ? default : Watch(tape, StateBias);
        int count = shape[1];
        Variable<T>[] steps = ArrayPool<Variable<T>>.Shared.Rent(count);
        try
        {
            fromInputs.Each(1, steps.AsSpan(0, count));
            for (int k = 0; k < count; k++)
            {
                ref Variable<T> step = ref steps[IsReversed ? count - 1 - k : k];
                step = state = Next(step, state, weight, bias, ref cell);
            }

            return tape.Stack(1, steps.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<Variable<T>>.Shared.Return(steps, clearArray: true);
        }
    }

    /// <summary>The state after a step.</summary>
    private Variable<T> Next(Variable<T> fromInput, Variable<T> state, Variable<T> weight, Variable<T> bias, ref Variable<T> cell)
    {
        Variable<T> fromState = state.MatMul(weight);
        switch (Kind)
        {
            case RecurrentKind.Tanh: return (fromInput + fromState).Tanh();
            case RecurrentKind.Relu: return (fromInput + fromState).Relu();
            case RecurrentKind.Gru:
                fromState += bias;
                Variable<T> reset = (Gate(fromInput, 0) + Gate(fromState, 0)).Sigmoid();
                Variable<T> update = (Gate(fromInput, 1) + Gate(fromState, 1)).Sigmoid();
                Variable<T> candidate = (Gate(fromInput, 2) + (reset * Gate(fromState, 2))).Tanh();
                return candidate + (update * (state - candidate));
            default:
                Variable<T> gates = fromInput + fromState;
                cell = (Gate(gates, 1).Sigmoid() * cell) + (Gate(gates, 0).Sigmoid() * Gate(gates, 2).Tanh());
                return Gate(gates, 3).Sigmoid() * cell.Tanh();
        }
    }

    private Variable<T> Gate(Variable<T> gates, int index) => gates.Slice(-1, index * Units, Units);
}
