namespace Autograd;

/// <summary>Says when a training no longer gets better: a loss that for some time was not below the best one.</summary>
/// <example>
/// <code>
/// var stopping = new EarlyStopping(patience: 5);
/// for (int epoch = 0; epoch &lt; 100; epoch++)
/// {
///     …
///     if (stopping.IsBest(validationLoss)) checkpoint.Save("best.safetensors");
///     if (stopping.IsOver) break;
/// }
/// </code>
/// </example>
public sealed class EarlyStopping
{
    private readonly int _patience;
    private readonly double _least;

    /// <summary>Waits for a number of losses that are not better.</summary>
    /// <param name="patience">How many, at least 1.</param>
    /// <param name="least">By how much a loss must be below the best one to be better, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The patience is below 1, or the difference negative or not finite.</exception>
    public EarlyStopping(int patience, double least = 0)
    {
        if (patience < 1) throw TrainingErrors.LengthBelow("EarlyStopping", "patience", patience, 1, nameof(patience));
        if (!(double.IsFinite(least) && least >= 0)) throw TrainingErrors.Negative("EarlyStopping", "least improvement", least, nameof(least));
        _patience = patience;
        _least = least;
    }

    /// <summary>The best loss so far; infinite before the first. To be kept and set, with <see cref="Waited"/>, where a training goes on later.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN.</exception>
    public double Best
    {
        get;
        set => field = double.IsNaN(value) ? throw TrainingErrors.NotALoss("EarlyStopping", "best loss", value, nameof(value)) : value;
    } = double.PositiveInfinity;

    /// <summary>How many losses have come since that were not better.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int Waited
    {
        get;
        set => field = value >= 0 ? value : throw TrainingErrors.LengthBelow("EarlyStopping", "number of losses waited for", value, 0, nameof(value));
    }

    /// <summary>Whether there was no better one for as long as it waits.</summary>
    public bool IsOver => Waited >= _patience;

    /// <summary>Takes a loss into account; of a measure that should be large, its negative. NaN is not better than any.</summary>
    /// <param name="loss">The loss.</param>
    /// <returns>Whether it is better than all before.</returns>
    public bool IsBest(double loss)
    {
        bool isBest = loss < Best - _least || (double.IsPositiveInfinity(Best) && double.IsFinite(loss));
        if (isBest) Best = loss;
        Waited = isBest ? 0 : Waited + 1;
        return isBest;
    }
}
