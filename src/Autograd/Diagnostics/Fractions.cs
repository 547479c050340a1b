namespace Autograd;

/// <summary>Numbers as people write them: 0.25 as a quarter.</summary>
internal static class Fractions
{
    private const int LargestTerm = 4096;

    /// <summary>A positive number as a fraction of small whole numbers if it is one, else over 1.</summary>
    public static (double Over, double Under) Of(double value)
    {
        if (double.IsInteger(value) || value == 0 || !double.IsFinite(value)) return (value, 1);
        double under = Math.Round(1 / value);
        if (under is > 1 and < 1e9 && Near(1 / under, value)) return (1, under);
        if (Decimals(value) <= 3) return (value, 1);
        for (int divisor = 2; divisor <= LargestTerm; divisor++)
        {
            double over = Math.Round(value * divisor);
            if (over is > 0 and < LargestTerm && Near(over / divisor, value)) return (over, divisor);
        }

        return (value, 1);
    }

    private static int Decimals(double value)
    {
        string text = value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        int point = text.IndexOf('.', StringComparison.Ordinal);
        return text.Contains('E', StringComparison.Ordinal) ? int.MaxValue : text.Length - point - 1;
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 4e-16 * Math.Abs(b);
}
