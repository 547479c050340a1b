using System.Globalization;
using nietras.SeparatedValues;

namespace Autograd.Examples.Series;

/// <summary>Numbers of months in a row.</summary>
internal sealed class Series(double[] values)
{
    /// <summary>The number of months of a year.</summary>
    public const int Year = 12;

    private const int FirstLine = 61;
    private const int MonthCount = 168;

    /// <summary>The numbers.</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>The number of months.</summary>
    public int Length => values.Length;

    /// <summary>The series that comes with the program: what drives the trade winds of the southern Pacific.</summary>
    public static Series Load() => Parse(File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "data", "ENSO.dat")));

    /// <summary>The first numbers of lines 61 to 228.</summary>
    /// <exception cref="InvalidDataException">There are fewer lines, or one does not begin with a number.</exception>
    public static Series Parse(string[] lines)
    {
        int last = FirstLine + MonthCount - 1;
        if (lines.Length < last) throw new InvalidDataException($"There are {lines.Length} lines; {last} are expected.");
        return new([.. Enumerable.Range(FirstLine, MonthCount).Select(Number)]);

        double Number(int line)
        {
            string first = lines[line - 1].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault("");
            return double.TryParse(first, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                ? value
                : throw new InvalidDataException($"Line {line} begins with '{first}'; a number is expected.");
        }
    }

    /// <summary>A column of a CSV file, a line for each month in its order; what separates the columns is found out.</summary>
    /// <param name="text">The file's text, which begins with the names of the columns.</param>
    /// <param name="column">The name of the column.</param>
    /// <exception cref="InvalidDataException">There is no such column, or a line has something else than a number there.</exception>
    public static Series ParseCsv(TextReader text, string column)
    {
        // Lines may have fewer columns, so that it is said here which one.
        using SepReader reader = Sep.Reader(options => options with { DisableColCountCheck = true }).From(text);
        if (!reader.Header.TryIndexOf(column, out int index)) throw new InvalidDataException($"There is no column '{column}'; there are {string.Join(", ", reader.Header.ColNames)}.");
        List<double> values = [];
        foreach (SepReader.Row row in reader)
        {
            if (index >= row.ColCount || row[index].TryParse<double>() is not { } value || !double.IsFinite(value))
                throw new InvalidDataException($"Line {row.LineNumberFrom} has '{(index < row.ColCount ? row[index].ToString() : "")}' in column '{column}'; a number is expected.");
            values.Add(value);
        }

        return new([.. values]);
    }

    /// <summary>The root of the mean squared difference of forecasts from the last months.</summary>
    public double ErrorOf(ReadOnlySpan<double> forecasts)
    {
        double sum = 0;
        for (int k = 0; k < forecasts.Length; k++)
        {
            double difference = forecasts[k] - values[Length - forecasts.Length + k];
            sum += difference * difference;
        }

        return Math.Sqrt(sum / forecasts.Length);
    }

    /// <summary>Each of the last months forecast to be as some months before.</summary>
    public double[] Repeat(int months, int count) => values[(Length - count - months)..(Length - months)];

    /// <summary>Each month behind the first ones forecast to be the mean of those months among the first that have its place in the year.</summary>
    public double[] Usual(int first) =>
        [.. Enumerable.Range(first, Length - first).Select(month => Enumerable.Range(0, first).Where(before => before % Year == month % Year).Average(before => values[before]))];
}
