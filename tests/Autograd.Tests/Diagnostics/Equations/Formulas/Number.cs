namespace Autograd.Tests.Diagnostics.Formulas;

/// <summary>
/// A number with the magnitude of what it was made of: to first order, a relative error of ε in every step on the way to it makes it
/// wrong by at most ε times its magnitude, or little more. In a + b both magnitudes add up, whatever a + b itself is; so where terms
/// cancel, as in 1 − Σ softmax(x), the magnitude stays that of the terms, and elsewhere it is that of the number. (This is running
/// error analysis: Higham, Accuracy and Stability of Numerical Algorithms, section 3.3.)
/// </summary>
internal readonly record struct Number(double Value, double Magnitude)
{
    /// <summary>The step in units of the magnitude in which a function's slope is taken.</summary>
    private const double Step = 1e-8;

    public static implicit operator Number(double value) => new(value, Math.Abs(value));

    public static Number operator -(Number a) => new(-a.Value, a.Magnitude);

    public static Number operator +(Number a, Number b) => new(a.Value + b.Value, a.Magnitude + b.Magnitude);

    public static Number operator -(Number a, Number b) => a + -b;

    public static Number operator *(Number a, Number b) => new(a.Value * b.Value, (a.Magnitude * Math.Abs(b.Value)) + (Math.Abs(a.Value) * b.Magnitude));

    public static Number operator /(Number a, Number b) =>
        new(a.Value / b.Value, (a.Magnitude / Math.Abs(b.Value)) + (Math.Abs(a.Value) * b.Magnitude / (b.Value * b.Value)));

    /// <summary>The product in which a factor of exactly 0 gives 0.</summary>
    public static Number Times(Number a, Number b) => a.Value != 0 && b.Value != 0 ? a * b : Zero(a * b);

    /// <summary>The quotient in which 0 divided by anything is 0.</summary>
    public static Number Over(Number a, Number b) => a.Value != 0 ? a / b : Zero(a / b);

    /// <summary>A function: what it is wrong by itself, and what it makes of the magnitudes of its operands, by its slopes.</summary>
    public static Number Of(Func<double[], double> f, params Number[] operands)
    {
        double[] values = [.. operands.Select(x => x.Value)];
        double value = f(values), magnitude = Math.Abs(value);
        for (int k = 0; k < values.Length; k++)
        {
            double[] moved = [.. values];
            moved[k] += Step * operands[k].Magnitude;
            double change = Math.Abs(f(moved) - value) / Step;
            if (double.IsFinite(change)) magnitude += change;
        }

        return new(value, magnitude);
    }

    /// <summary>0 by definition, yet no more exact than its operands.</summary>
    private static Number Zero(Number result) => new(0, double.IsFinite(result.Magnitude) ? result.Magnitude : 0);

    /// <summary>Whether another number is this one up to a part of the magnitude.</summary>
    public bool IsNear(double other, double tolerance) => Math.Abs(Value - other) <= tolerance * Magnitude || Value.Equals(other);
}
