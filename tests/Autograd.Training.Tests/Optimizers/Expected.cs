using System.Globalization;

namespace Autograd.Training.Tests.Optimizers;

/// <summary>The numbers of expected.txt, which expected.py writes.</summary>
internal static class Expected
{
    private static readonly Dictionary<string, List<double[]>> Cases = Read();

    /// <summary>The lines of a case.</summary>
    public static List<double[]> Of(string name) => Cases[name];

    /// <summary>Whether two numbers are equal to so much of their size.</summary>
    public static void Equal(double expected, double actual, string where, double tolerance = 1e-12) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance * Math.Abs(expected), $"{where}: {actual:R} instead of {expected:R}");

    private static Dictionary<string, List<double[]>> Read()
    {
        var cases = new Dictionary<string, List<double[]>>();
        List<double[]> lines = [];
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "expected.txt")))
        {
            if (char.IsLetter(line[0])) cases.Add(line, lines = []);
            else lines.Add([.. line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))]);
        }

        return cases;
    }
}
