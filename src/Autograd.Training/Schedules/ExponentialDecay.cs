namespace Autograd;

/// <summary>
/// A learning rate that is multiplied by a factor at each step:
/// <code>
/// η(t) = η₀ γᵗ
/// </code>
/// </summary>
/// <remarks>As PyTorch's ExponentialLR.</remarks>
public sealed class ExponentialDecay : Schedule
{
    private readonly double _rate;
    private readonly double _factor;

    /// <summary>A schedule.</summary>
    /// <param name="rate">η₀, 0 or more.</param>
    /// <param name="factor">γ, above 0 and at most 1: 0.999 halves the rate in 693 steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ExponentialDecay(double rate, double factor)
    {
        _rate = Checked.NotNegative("ExponentialDecay", "rate", rate);
        _factor = Checked.Share("ExponentialDecay", "factor", factor);
    }

    /// <inheritdoc/>
    protected override double Rate(long step) => _rate * Math.Pow(_factor, step);
}
