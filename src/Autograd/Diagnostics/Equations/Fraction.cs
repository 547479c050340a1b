using System.Globalization;

namespace Autograd;

/// <summary>A positive number as people write it: Over / (Under · root), the root as plain text and in LaTeX; empty for none.</summary>
internal readonly record struct Fraction(double Over, double Under, string Root, string LatexRoot)
{
    private const int LargestTerm = 4096;
    private const int LargestBesideRoot = 64;

    private static readonly (double Value, string Text, string Latex)[] Roots =
    [
        .. new[] { 2, 3, 5, 6, 7, 10 }.Select(n => (Math.Sqrt(n), $"√{n}", $@"\sqrt{{{n}}}")),
        (Math.Sqrt(Math.PI), "√π", @"\sqrt{\pi}"),
        (Math.Sqrt(2 * Math.PI), "√(2 π)", @"\sqrt{2 \pi}"),
    ];

    public bool IsWhole => Under == 1 && Root.Length == 0;

    /// <summary>A quarter for 0.25, one over the root of two for 0.7071…; the number itself where it is no such fraction.</summary>
    public static Fraction Of(double value)
    {
        var itself = new Fraction(value, 1, "", "");
        if (double.IsInteger(value) || !double.IsFinite(value)) return itself;
        double under = Math.Round(1 / value);
        if (under is > 1 and < 1e9 && Near(1 / under, value)) return new Fraction(1, under, "", "");
        if (Digits(value) <= 6) return itself;
        if (Ratio(value, LargestTerm) is var (a, b)) return new Fraction(a, b, "", "");
        foreach (var (root, text, latex) in Roots)
        {
            if (Ratio(value * root, LargestBesideRoot) is var (over, rest)) return new Fraction(over, rest, text, latex);
        }

        return itself;
    }

    private static (double Over, double Under)? Ratio(double value, int largest)
    {
        for (int under = 1; under <= largest; under++)
        {
            double over = Math.Round(value * under);
            if (over > 0 && over <= largest && Near(over / under, value)) return (over, under);
        }

        return null;
    }

    private static int Digits(double value) => value.ToString("R", CultureInfo.InvariantCulture).Count(char.IsDigit);

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-15 * Math.Abs(b);
}
