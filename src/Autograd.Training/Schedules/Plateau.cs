namespace Autograd;

/// <summary>
/// A learning rate that is multiplied by a factor where the loss has not become better for a while. It is no function of the step, but of the losses that it is
/// shown, often those of the validation, once an epoch:
/// <code>
/// better where loss &lt; b − τ |b|, b being the best so far;  η ← max(γ η, η₁) after more than p losses in a row that are not
/// </code>
/// </summary>
/// <remarks>
/// As PyTorch's ReduceLROnPlateau with its mode "min" and a relative threshold, where b is positive; where it is negative PyTorch takes losses for better that
/// are worse by less than τ |b|. For something that is to grow, such as an accuracy, show its negative.
/// </remarks>
/// <example>
/// <code>
/// var plateau = new Plateau(0.001, patience: 3);
/// // at the end of each epoch:
/// optimizer.LearningRate = plateau.RateAfter(validationLoss);
/// </code>
/// </example>
public sealed class Plateau
{
    private readonly double _factor;
    private readonly long _patience;
    private readonly double _threshold;
    private readonly long _cooldown;
    private readonly double _least;

    /// <summary>A schedule that has seen no loss.</summary>
    /// <param name="rate">η at first, 0 or more.</param>
    /// <param name="factor">γ, above 0 and at most 1.</param>
    /// <param name="patience">p, 0 or more: how many losses in a row may be no better.</param>
    /// <param name="threshold">τ, from 0 to below 1: by what share a loss must be smaller to be better.</param>
    /// <param name="cooldown">How many losses after the rate was made smaller do not count, 0 or more.</param>
    /// <param name="least">η₁, the least rate, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Plateau(double rate, double factor = 0.1, int patience = 10, double threshold = 0.0001, int cooldown = 0, double least = 0)
    {
        State = new PlateauState(Checked.NotNegative("Plateau", "rate", rate), double.PositiveInfinity, Waited: 0, Cooling: 0);
        _factor = Checked.Share("Plateau", "factor", factor);
        _patience = Checked.AtLeast(0, "Plateau", "patience", patience);
        _threshold = Checked.Fraction("Plateau", "threshold", threshold);
        _cooldown = Checked.AtLeast(0, "Plateau", "cooldown", cooldown);
        _least = Checked.NotNegative("Plateau", "least rate", least);
    }

    /// <summary>The learning rate, and what it remembers of the losses; to be kept and set where a training goes on later.</summary>
    public PlateauState State { get; set; }

    /// <summary>Takes a loss into account.</summary>
    /// <param name="loss">A loss; +∞ is one that is not better.</param>
    /// <returns>The learning rate from here on.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The loss is NaN.</exception>
    public double RateAfter(double loss)
    {
        if (double.IsNaN(loss)) throw TrainingErrors.NotALoss("Plateau", "loss", loss, nameof(loss));
        var (rate, best, waited, cooling) = State;
        if (loss < best && (double.IsInfinity(best) || loss < best - (_threshold * Math.Abs(best)))) (best, waited) = (loss, 0);
        else waited++;
        if (cooling > 0) (waited, cooling) = (0, cooling - 1);
        if (waited > _patience)
        {
            // A least rate above the first one does not make it larger.
            rate = Math.Max(rate * _factor, Math.Min(rate, _least));
            (waited, cooling) = (0, _cooldown);
        }

        State = new PlateauState(rate, best, waited, cooling);
        return rate;
    }
}
