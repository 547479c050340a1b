using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Autograd.Solvers.Tests.LeastSquares;

/// <summary>One of NIST's reference data sets for non-linear regression: data, two starting points, certified parameters.</summary>
internal sealed class NistDataSet
{
    private const string Number = @"[-+]?\.?\d[\d.]*(?:[Ee][-+]?\d+)?";

    public required string Name { get; init; }

    /// <summary>The first and the second starting point.</summary>
    public required double[][] Starts { get; init; }

    public required double[] Certified { get; init; }

    public required double[] Deviations { get; init; }

    public required double SumOfSquares { get; init; }

    /// <summary>Rows of y, x and perhaps another predictor.</summary>
    public required double[][] Rows { get; init; }

    public static NistDataSet Load(string name)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Folder(), "nist-strd", name + ".dat"));
        double[][] parameters = [.. lines.Where(line => Regex.IsMatch(line, @"^\s*b\d+\s*=\s*[-+\d.]")).Select(line => Numbers(line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..]))];
        int data = Array.FindLastIndex(lines, line => line.StartsWith("Data:", StringComparison.Ordinal));
        string sum = lines.First(line => line.StartsWith("Residual Sum of Squares", StringComparison.Ordinal));
        return new NistDataSet
        {
            Name = name,
            Starts = [[.. parameters.Select(row => row[0])], [.. parameters.Select(row => row[1])]],
            Certified = [.. parameters.Select(row => row[2])],
            Deviations = [.. parameters.Select(row => row[3])],
            SumOfSquares = Numbers(sum[(sum.IndexOf(':', StringComparison.Ordinal) + 1)..])[0],
            Rows = [.. lines[(data + 1)..].Where(line => line.Trim().Length > 0).Select(Numbers)],
        };
    }

    public LeastSquaresResult Fit(int start, LeastSquaresOptions? options = null) => NonlinearLeastSquares.LevenbergMarquardt(Residuals, Starts[start], options);

    public Variable<double> Residuals(Variable<double> b)
    {
        Tape<double> tape = b.Tape;
        Variable<double> x = tape.Constant([.. Rows.Select(row => row[1])]), y = tape.Constant([.. Rows.Select(row => row[0])]);
        Variable<double> second = Rows[0].Length > 2 ? tape.Constant([.. Rows.Select(row => row[2])]) : default;
        return NistModels.Evaluate(Name, b, x, second) - (Name == "Nelson" ? y.Log() : y);
    }

    /// <summary>To how many decimal digits the worst parameter agrees with the certified one, at most 11, as many as are certified.</summary>
    public double Digits(double[] found) =>
        Certified.Select((value, j) => Math.Clamp(-Math.Log10(Math.Abs((found[j] - value) / value)), 0, 11)).Min();

    private static double[] Numbers(string line) => [.. Regex.Matches(line, Number).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
