using System.Globalization;
using System.Numerics;

namespace Autograd;

/// <summary>
/// Exponential moving averages of parameters, which often do better than what was trained last. In update t:
/// <code>
/// a ← (1 − s) a + s θ,     s = 1 − δ or, debiased, (1 − δ) / (1 − δᵗ)
/// </code>
/// a starts at the values that θ has when it is made. Debiased, the first update takes θ as it is, and a is the weighted mean of the values seen since, with
/// weights that fall by the factor δ from each to the one before; what was there at the start has none.
/// </summary>
/// <remarks>
/// It averages what it is given: to average running statistics of layers, too, give them with the parameters. The debiased form is that of Adam's means: m / (1 − δᵗ) with m ← δ m + (1 − δ) θ from m = 0, written so that a can be read without a division. PyTorch's
/// AveragedModel takes θ as it is at the first update, which then has the weight δᵗ⁻¹; an average that is made at that point does the same.
/// </remarks>
/// <example>
/// <code>
/// var average = new MovingAverage&lt;float&gt;(network.Parameters, decay: 0.999);
/// // at each step:
/// optimizer.Step(loss.Backward());
/// average.Update();
/// // to validate with the averages, between two recordings:
/// average.Swap();
/// Validate();
/// average.Swap();
/// </code>
/// </example>
/// <typeparam name="T">Element type.</typeparam>
public sealed class MovingAverage<T> : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Parameter<T>[] _parameters;
    private readonly Parameter<T>[] _averages;
    private readonly double _decay;
    private readonly bool _isDebiased;
    private readonly double[] _numbers = new double[2];
    private Tape<T>? _tape;

    /// <summary>Averages that start at the parameters' values.</summary>
    /// <param name="parameters">What it averages: at least one, none twice.</param>
    /// <param name="decay">δ, from 0 to below 1: how much of the average is kept at each update. 0.999 averages over some thousand.</param>
    /// <param name="debiased">Whether the values at the start have no weight.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is null or given twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The decay is out of its range.</exception>
    public MovingAverage(IEnumerable<Parameter<T>> parameters, double decay = 0.999, bool debiased = false)
    {
        _parameters = Checked.Parameters("MovingAverage", parameters);
        _decay = Checked.Fraction("MovingAverage", "decay", decay);
        _isDebiased = debiased;
        _averages = [.. _parameters.Select(parameter => new Parameter<T>($"{parameter.Name}.average", parameter.Shape, parameter.Values))];
    }

    /// <summary>What it averages.</summary>
    public IReadOnlyList<Parameter<T>> Parameters => _parameters;

    /// <summary>
    /// The averages, one for each of <see cref="Parameters"/>: <c>W.average</c>. To go on later, keep them with the parameters, and <see cref="UpdateCount"/>.
    /// </summary>
    public IReadOnlyList<Parameter<T>> Averages => _averages;

    /// <summary>The number of updates made; to be set where a training goes on whose <see cref="Averages"/> were read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long UpdateCount
    {
        get;
        set => field = Checked.AtLeast(0, "MovingAverage", "update count", value);
    }

    /// <summary>Whether the parameters hold the averages, and the averages what is trained.</summary>
    public bool IsSwapped { get; private set; }

    /// <inheritdoc/>
    bool IUpdateRule<T>.IsForeign => false;

    /// <inheritdoc/>
    ReadOnlySpan<double> IUpdateRule<T>.Numbers => _numbers;

    /// <summary>Takes the parameters' values into the averages. Allocates nothing after the first.</summary>
    /// <exception cref="InvalidOperationException">The parameters hold the averages.</exception>
    public void Update()
    {
        if (IsSwapped) throw TrainingErrors.SwappedAverage();
        _numbers[1] = _isDebiased ? (1 - _decay) / (1 - Math.Pow(_decay, UpdateCount + 1)) : 1 - _decay;
        _numbers[0] = 1 - _numbers[1];
        _tape ??= new Tape<T>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        _tape.Reset();
        _tape.Update(this, start: 0, listed: 0);
        UpdateCount++;
    }

    /// <summary>
    /// Exchanges the parameters' values and the averages; called again, it takes that back. What was recorded with the old values and is not evaluated yet
    /// refuses to be evaluated. Allocates nothing.
    /// </summary>
    public void Swap()
    {
        for (int k = 0; k < _parameters.Length; k++)
        {
            Span<T> values = _parameters[k].Update(), averages = _averages[k].Update();
            for (int i = 0; i < values.Length; i++) (values[i], averages[i]) = (averages[i], values[i]);
        }

        IsSwapped = !IsSwapped;
    }

    /// <summary>What it averages, how slowly, and how often it has.</summary>
    /// <returns>One line: <c>MovingAverage: decay 0.999, 4 parameters, 200 updates made</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"MovingAverage: decay {_decay}, {_parameters.Length} parameters, {UpdateCount} updates made");

    /// <inheritdoc/>
    void IUpdateRule<T>.Record(Tape<T> tape, int firstNumber)
    {
        Variable<T> kept = tape.At(firstNumber), share = tape.At(firstNumber + 1);
        for (int k = 0; k < _parameters.Length; k++) tape.Assign(_averages[k], (kept * tape.Watch(_averages[k])) + (share * tape.Watch(_parameters[k])));
    }
}
