namespace Autograd;

/// <summary>
/// A learning rate that is multiplied by a factor each time that so many steps were made:
/// <code>
/// η(t) = η₀ γ^⌊t / n⌋
/// </code>
/// </summary>
/// <remarks>As PyTorch's StepLR.</remarks>
public sealed class StepDecay : Schedule
{
    private readonly double _rate;
    private readonly long _steps;
    private readonly double _factor;

    /// <summary>A schedule.</summary>
    /// <param name="rate">η₀, 0 or more.</param>
    /// <param name="steps">n, 1 or more.</param>
    /// <param name="factor">γ, above 0 and at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public StepDecay(double rate, long steps, double factor = 0.1)
    {
        _rate = Checked.NotNegative("StepDecay", "rate", rate);
        _steps = Checked.AtLeast(1, "StepDecay", "number of steps", steps);
        _factor = Checked.Share("StepDecay", "factor", factor);
    }

    /// <inheritdoc/>
    protected override double Rate(long step) => _rate * Math.Pow(_factor, step / _steps);
}
