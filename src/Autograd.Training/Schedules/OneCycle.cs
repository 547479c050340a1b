namespace Autograd;

/// <summary>
/// One cycle: from a low learning rate up to the largest, and down to almost none, both along half a wave of the cosine; then it stays. Of n steps the largest
/// rate η comes at step p n − 1 (with the share p), the last at n − 1:
/// <code>
/// η / d₀  →  η  →  η / (d₀ d₁)
/// </code>
/// </summary>
/// <remarks>
/// L. Smith, N. Topin, "Super-convergence: very fast training of neural networks using large learning rates", 2018. Up to step n − 1 as PyTorch's OneCycleLR
/// without its cycle of the momentum; PyTorch throws beyond.
/// </remarks>
public sealed class OneCycle : Schedule
{
    private readonly double _rate;
    private readonly double _top;
    private readonly double _last;
    private readonly double _start;
    private readonly double _end;

    /// <summary>A schedule.</summary>
    /// <param name="rate">η, the largest rate, 0 or more.</param>
    /// <param name="steps">n, 2 or more.</param>
    /// <param name="rise">p, the share of the steps in which the rate rises, from 0 to below 1.</param>
    /// <param name="startDivisor">d₀, above 0: how many times smaller the first rate is.</param>
    /// <param name="endDivisor">d₁, above 0: how many times smaller than the first the last rate is.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public OneCycle(double rate, long steps, double rise = 0.3, double startDivisor = 25, double endDivisor = 10000)
    {
        _rate = Checked.NotNegative("OneCycle", "rate", rate);
        _last = Checked.AtLeast(2, "OneCycle", "number of steps", steps) - 1;
        _top = (Checked.Fraction("OneCycle", "rise", rise) * steps) - 1;
        _start = rate / Checked.Positive("OneCycle", "start divisor", startDivisor);
        _end = _start / Checked.Positive("OneCycle", "end divisor", endDivisor);
    }

    /// <inheritdoc/>
    protected override double Rate(long step) => step <= _top
        ? Cosine.Between(_start, _rate, _top == 0 ? 1 : step / _top)
        : Cosine.Between(_rate, _end, Math.Min(1, (step - _top) / (_last - _top)));
}
