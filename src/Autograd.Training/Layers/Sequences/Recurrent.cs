using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace Autograd;

/// <summary>
/// A recurrent layer: goes through a sequence step by step and keeps a state, by which each output knows of the inputs before it. In several levels each
/// takes the outputs of the one below; in both directions, one goes from the first step to the last and one back, and their outputs stand side by side.
/// x has shape [batch, time, inputs]; <see cref="RecurrentKind"/> says what is computed.
/// </summary>
/// <remarks>
/// PyTorch's <c>RNN</c>, <c>GRU</c> and <c>LSTM</c> with <c>batch_first=True</c>. The order of the gates is the same. It has two biases everywhere, which are added in all but the GRU: here there
/// is one, their sum. Its <c>weight_ih_l0</c> is <c>level0.inputWeight</c>, <c>weight_hh_l0_reverse</c> is <c>level0Reverse.stateWeight</c>; of a GRU, <c>bias_ih_l0</c> is <c>level0.inputBias</c> and
/// <c>bias_hh_l0</c> is <c>level0.stateBias</c>.
/// </remarks>
/// <example>
/// <code>
/// var lstm = new Recurrent&lt;float&gt;("1", RecurrentKind.Lstm, inputs: 3, units: 32, random, levels: 2, dropout: 0.1);
/// var y = lstm.Forward(x, Pass.Training(seed: step));                        // [batch, time, 32]
/// var (outputs, states, cells) = lstm.Run(x, Pass.Inference);                // and the last states, [2, batch, 32]
/// var later = lstm.Run(next, Pass.Inference, states, cells);                 // goes on from there
/// </code>
/// </example>
/// <typeparam name="T">Element type.</typeparam>
public sealed class Recurrent<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int MostLevels = 1 << 12;
    private const int MostUnits = 1 << 24;
    private readonly RecurrentLevel<T>[] _levels;
    private readonly int _directions;

    /// <summary>A layer with random weights and biases of zeros.</summary>
    /// <param name="name">Its name: the parameters of level 0 are called Wname.0, Uname.0, bname.0, backward Wname.0.reverse and so on.</param>
    /// <param name="kind">What a unit computes.</param>
    /// <param name="inputs">The number of inputs of a step, at least 1.</param>
    /// <param name="units">The number of units of a level and direction, at least 1.</param>
    /// <param name="random">Where the weights come from, and what is left to chance in training.</param>
    /// <param name="levels">The number of levels, at least 1.</param>
    /// <param name="isBidirectional">Whether it goes in both directions.</param>
    /// <param name="dropout">How often, in training, an output of a level is set to 0 for the level above; from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or the kind is none.</exception>
    public Recurrent(string name, RecurrentKind kind, int inputs, int units, RandomGenerator random, int levels = 1, bool isBidirectional = false, double dropout = 0)
    {
        const string layer = "Recurrent";
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(random);
        if (!Enum.IsDefined(kind)) throw SequenceErrors.UnknownRecurrentKind(kind);
        if (inputs < 1) throw TrainingErrors.LengthBelow(layer, "number of inputs", inputs, 1, nameof(inputs));
        if (units < 1) throw TrainingErrors.LengthBelow(layer, "number of units", units, 1, nameof(units));
        if (levels < 1) throw TrainingErrors.LengthBelow(layer, "number of levels", levels, 1, nameof(levels));
        if (levels > MostLevels) throw TrainingErrors.LengthAbove(layer, "number of levels", levels, MostLevels, nameof(levels));
        if (units > MostUnits) throw TrainingErrors.LengthAbove(layer, "number of units", units, MostUnits, nameof(units));
        Dropout = PassDropout.Check(layer, dropout);
        Kind = kind;
        Units = units;
        _directions = isBidirectional ? 2 : 1;
        _levels = new RecurrentLevel<T>[levels * _directions];
        for (int k = 0; k < _levels.Length; k++)
        {
            string level = (k / _directions).ToString(CultureInfo.InvariantCulture);
            bool isReversed = k % _directions == 1;
            int width = k < _directions ? inputs : units * _directions;
            _levels[k] = Add(
                $"level{level}{(isReversed ? "Reverse" : "")}",
                new RecurrentLevel<T>($"{name}.{level}{(isReversed ? ".reverse" : "")}", kind, width, units, isReversed, random));
        }

        Choices = random.NextBits();
    }

    /// <summary>What a unit computes.</summary>
    public RecurrentKind Kind { get; }

    /// <summary>The number of units of a level and direction.</summary>
    public int Units { get; }

    /// <summary>How often, in training, an output of a level is set to 0 for the level above.</summary>
    public double Dropout { get; }

    /// <summary>The levels from the lowest on; where there are two directions, each with its backward one behind.</summary>
    public IReadOnlyList<RecurrentLevel<T>> Levels => _levels;

    /// <summary>Records all steps from states of zeros.</summary>
    /// <param name="x">The input, of shape [batch, time, inputs], of at least one step.</param>
    /// <param name="pass">Whether to train or to infer.</param>
    /// <returns>The outputs, of shape [batch, time, units · directions].</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    /// <exception cref="InvalidOperationException">There is a dropout, and the pass was not told what it is for.</exception>
    public override Variable<T> Forward(Variable<T> x, Pass pass) => Run(x, pass, default, default, [], []);

    /// <summary>Records all steps from given states, and what they end in.</summary>
    /// <param name="x">The input, of shape [batch, time, inputs], of at least one step.</param>
    /// <param name="pass">Whether to train or to infer.</param>
    /// <param name="states">The state of each level and direction before, [levels · directions, batch, units]; default for zeros.</param>
    /// <param name="cells">Likewise c of an LSTM.</param>
    /// <returns>The outputs and the last states.</returns>
    /// <exception cref="ArgumentException">A shape does not fit, or cells are given to what has none.</exception>
    /// <exception cref="InvalidOperationException">There is a dropout, and the pass was not told what it is for.</exception>
    public RecurrentOutput<T> Run(Variable<T> x, Pass pass, Variable<T> states = default, Variable<T> cells = default)
    {
        using var attempt = new Attempt<T>(x.Tape);
        int count = _levels.Length;
        Variable<T>[] last = ArrayPool<Variable<T>>.Shared.Rent(2 * count);
        try
        {
            Variable<T> outputs = Run(x, pass, states, cells, last.AsSpan(0, count), last.AsSpan(count, count));
            Variable<T> lastCells = Kind == RecurrentKind.Lstm ? x.Tape.Stack(0, last.AsSpan(count, count)) : default;
            var output = new RecurrentOutput<T>(outputs, x.Tape.Stack(0, last.AsSpan(0, count)), lastCells);
            attempt.Keep();
            return output;
        }
        finally
        {
            ArrayPool<Variable<T>>.Shared.Return(last, clearArray: true);
        }
    }

    /// <summary>Its lengths.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        int levels = _levels.Length / _directions;
        return $"Recurrent {Kind} {_levels[0].InputWeight.Shape[1]} → {Units * _directions}{(levels == 1 ? "" : $", {levels} levels")}{(_directions == 1 ? "" : ", both directions")}";
    }

    private Variable<T> Run(Variable<T> x, Pass pass, Variable<T> states, Variable<T> cells, Span<Variable<T>> lastStates, Span<Variable<T>> lastCells)
    {
        bool hasChance = Dropout != 0 && _levels.Length > _directions;
        if (hasChance) PassDropout.Check("Recurrent", Dropout, pass);
        Check(x.Shape, "states", states, isPossible: true);
        Check(x.Shape, "cells", cells, Kind == RecurrentKind.Lstm);
        for (int k = 0; k < _levels.Length; k += _directions)
        {
            if (k > 0) x = x.Dropout(Dropout, pass, Choices.GetValueOrDefault() + (ulong)k);
            Variable<T> outputs = Level(k, x, pass, states, cells, lastStates, lastCells);
            x = _directions == 1 ? outputs : x.Tape.Concatenate(-1, outputs, Level(k + 1, x, pass, states, cells, lastStates, lastCells));
        }

        return pass.Noted(this, x);
    }

    private Variable<T> Level(int k, Variable<T> x, Pass pass, Variable<T> states, Variable<T> cells, Span<Variable<T>> lastStates, Span<Variable<T>> lastCells)
    {
        Variable<T> state = states.IsDefault ? default : states.At(0, k), cell = cells.IsDefault ? default : cells.At(0, k);
        Variable<T> outputs = _levels[k].Run(x, ref state, ref cell);
        if (!lastStates.IsEmpty) (lastStates[k], lastCells[k]) = (state, cell);
        return pass.Noted(_levels[k], outputs);
    }

    private void Check(Shape input, string what, Variable<T> given, bool isPossible)
    {
        int inputs = _levels[0].InputWeight.Shape[1];
        if (input.Rank != 3 || input[1] == 0 || input[2] != inputs) throw SequenceErrors.RecurrentInput(input, inputs);
        if (given.IsDefault) return;
        if (!isPossible) throw SequenceErrors.NoCells(Kind);
        Shape expected = [_levels.Length, input[0], Units];
        if (given.Shape != expected) throw SequenceErrors.RecurrentState(what, given.Shape, expected);
    }
}
