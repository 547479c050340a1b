namespace Autograd;

/// <summary>
/// A learning rate that falls along half a wave of the cosine, and then stays:
/// <code>
/// η(t) = η₁ + (η₀ − η₁) (1 + cos(π t / n)) / 2,     t ≤ n
/// </code>
/// </summary>
/// <remarks>
/// I. Loshchilov, F. Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017, equation 5. Up to step n as PyTorch's CosineAnnealingLR, whose rate
/// rises again then; a restart is <c>schedule.Then(n, schedule)</c>.
/// </remarks>
public sealed class CosineDecay : Schedule
{
    private readonly double _rate;
    private readonly long _steps;
    private readonly double _end;

    /// <summary>A schedule.</summary>
    /// <param name="rate">η₀, 0 or more.</param>
    /// <param name="steps">n, 1 or more.</param>
    /// <param name="end">η₁, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public CosineDecay(double rate, long steps, double end = 0)
    {
        _rate = Checked.NotNegative("CosineDecay", "rate", rate);
        _steps = Checked.AtLeast(1, "CosineDecay", "number of steps", steps);
        _end = Checked.NotNegative("CosineDecay", "end", end);
    }

    /// <inheritdoc/>
    protected override double Rate(long step) => Cosine.Between(_rate, _end, Math.Min(step, _steps) / (double)_steps);
}
