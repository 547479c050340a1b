namespace Autograd;

/// <summary>
/// An interval with a change of sign that Newton's method narrows: a is the latest point, b is beyond the change of sign. A step that leaves the interval, or
/// that does not halve the one before the last, becomes halving.
/// </summary>
internal struct NewtonBracket(double a, double valueAtA, double b, double valueAtB, double relative)
{
    private double _last = double.PositiveInfinity, _beforeLast = double.PositiveInfinity;

    public double A { get; set; } = a;

    public double ValueAtA { get; set; } = valueAtA;

    public double B { get; set; } = b;

    public double ValueAtB { get; set; } = valueAtB;

    /// <summary>Where to look next; at first the middle.</summary>
    public double Next { get; private set; } = a + (0.5 * (b - a));

    /// <summary>Whether the ends are finite and the values there have different signs.</summary>
    public readonly bool IsValid =>
        double.IsFinite(A) && double.IsFinite(B) && ((ValueAtA <= 0 && ValueAtB >= 0) || (ValueAtA >= 0 && ValueAtB <= 0));

    /// <summary>How narrow an interval is narrow enough.</summary>
    public readonly double Width => relative * Math.Max(Math.Min(Math.Abs(A), Math.Abs(B)), double.Epsilon / relative);

    /// <summary>Whether the root is known as exactly as was asked.</summary>
    public readonly bool IsNarrow => Math.Abs(B - A) <= 2 * Width || LeastValue == 0;

    /// <summary>The smaller of the two |f|.</summary>
    public readonly double LeastValue => Math.Min(Math.Abs(ValueAtA), Math.Abs(ValueAtB));

    /// <summary>The end where |f| is smaller.</summary>
    public readonly double Best => Math.Abs(ValueAtA) <= Math.Abs(ValueAtB) ? A : B;

    /// <summary>Takes a point of the interval as its new end.</summary>
    /// <param name="x">The point.</param>
    /// <param name="value">f there, not NaN.</param>
    public void Narrow(double x, double value)
    {
        if (Math.Sign(value) != Math.Sign(ValueAtA)) (B, ValueAtB) = (A, ValueAtA);
        (A, ValueAtA) = (x, value);
    }

    /// <summary>Takes f and its slope where it said to look.</summary>
    /// <param name="value">f, not NaN.</param>
    /// <param name="slope">f′.</param>
    public void Take(double value, double slope)
    {
        Narrow(Next, value);
        double step = -value / slope, low = Math.Min(A, B), high = Math.Max(A, B), next = A + step;
        bool isTrusted = next > low && next < high && Math.Abs(step) < 0.5 * _beforeLast;
        if (!isTrusted) next = A + (0.5 * (B - A));

        // Just beyond the root, so that the interval closes from both sides.
        else if (Math.Abs(step) < Width) next = Math.Clamp(A + Math.CopySign(Width, step), low, high);
        (_beforeLast, _last) = (_last, Math.Abs(next - A));
        Next = next;
    }
}
