namespace Autograd;

/// <summary>The same learning rate at each step; to stand before or after others.</summary>
public sealed class ConstantRate : Schedule
{
    private readonly double _rate;

    /// <summary>A schedule.</summary>
    /// <param name="rate">The rate, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public ConstantRate(double rate) => _rate = Checked.NotNegative("ConstantRate", "rate", rate);

    /// <inheritdoc/>
    protected override double Rate(long step) => _rate;
}
