namespace Autograd;

/// <summary>
/// A learning rate that goes along a line, up or down, and then stays:
/// <code>
/// η(t) = η₀ + (η₁ − η₀) t / n,     t ≤ n
/// </code>
/// </summary>
/// <remarks>As PyTorch's LinearLR, whose <c>start_factor</c> is η₀ / η₁. From a large rate to a small one it is a linear decay: <c>new WarmUp(0, steps: 900, start: 0.001)</c>.</remarks>
public sealed class WarmUp : Schedule
{
    private readonly double _rate;
    private readonly long _steps;
    private readonly double _start;

    /// <summary>A schedule.</summary>
    /// <param name="rate">η₁, 0 or more.</param>
    /// <param name="steps">n, 1 or more.</param>
    /// <param name="start">η₀, the rate of the first step, 0 or more; with 0 the first step changes no parameter.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public WarmUp(double rate, long steps, double start = 0)
    {
        _rate = Checked.NotNegative("WarmUp", "rate", rate);
        _steps = Checked.AtLeast(1, "WarmUp", "number of steps", steps);
        _start = Checked.NotNegative("WarmUp", "start", start);
    }

    /// <inheritdoc/>
    protected override double Rate(long step) => step < _steps ? _start + ((_rate - _start) * (step / (double)_steps)) : _rate;
}
