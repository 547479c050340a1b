using System.Globalization;

namespace Autograd.Examples.LeastSquaresFit;

/// <summary>The mobility of electrons in a semiconductor over the logarithm of their density, a rational model of it, and what NIST certifies.</summary>
internal sealed class Mobility
{
    private const int FirstParameter = 41, FirstMeasurement = 61;

    /// <summary>The number of parameters.</summary>
    public const int ParameterCount = 7;

    private readonly double[][] _parameters;

    private Mobility(double[][] parameters, double[][] measurements)
    {
        _parameters = parameters;
        Y = [.. measurements.Select(row => row[0])];
        X = [.. measurements.Select(row => row[1])];
    }

    public double[] X { get; }

    public double[] Y { get; }

    /// <summary>The first of NIST's starting points.</summary>
    public double[] Start => [.. _parameters.Select(row => row[0])];

    public double[] Certified => [.. _parameters.Select(row => row[2])];

    public double[] CertifiedDeviations => [.. _parameters.Select(row => row[3])];

    /// <summary>The data that come with the program.</summary>
    public static Mobility Load() => Parse(File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "data", "Thurber.dat")));

    /// <summary>Reads the lines of the file.</summary>
    /// <exception cref="InvalidDataException">There are fewer lines, or one has not the numbers that are expected.</exception>
    public static Mobility Parse(string[] lines)
    {
        if (lines.Length < FirstMeasurement) throw new InvalidDataException($"There are {lines.Length} lines; {FirstMeasurement} at least are expected.");
        double[][] parameters = [.. Enumerable.Range(FirstParameter, ParameterCount).Select(line => Numbers(lines, line, 4))];
        return new(parameters, [.. Enumerable.Range(FirstMeasurement, lines.Length - FirstMeasurement + 1).Where(line => lines[line - 1].Trim().Length > 0).Select(line => Numbers(lines, line, 2))]);
    }

    /// <summary>Records (b₀ + b₁ x + b₂ x² + b₃ x³) / (1 + b₄ x + b₅ x² + b₆ x³).</summary>
    public static Variable<double> Model(Variable<double> b, Variable<double> x) =>
        (b[0] + (x * (b[1] + (x * (b[2] + (x * b[3])))))) / (1 + (x * (b[4] + (x * (b[5] + (x * b[6]))))));

    /// <summary>Records how far the model is from measurements.</summary>
    public Variable<double> Residuals(Variable<double> b, double[] measured) => Model(b, b.Tape.Constant(X)) - b.Tape.Constant(measured);

    private static double[] Numbers(string[] lines, int line, int count)
    {
        string text = lines[line - 1];
        string[] words = text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        double[] numbers = new double[count];
        for (int k = 0; k < count; k++)
        {
            if (k >= words.Length || !double.TryParse(words[k], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[k]))
            {
                throw new InvalidDataException($"Line {line} is '{text}'; {count} numbers are expected.");
            }
        }

        return numbers;
    }
}
