using System.Globalization;
using Spectre.Console;

namespace Autograd.Examples.Series;

/// <summary>
/// Example 6: an LSTM forecasts the next month of a series, beside forecasts that need no learning. With a CSV file and the name of a column behind the command it
/// takes that, a line for each month. Returns 1 if the LSTM is not better than these, or the file cannot be read.
/// </summary>
internal static class Program
{
    /// <summary>How often it learns; chosen, as the other numbers, by how well the last two years of the months to learn from were forecast from the others.</summary>
    public const int Steps = 150;

    private const int HeldOut = 4 * Series.Year;
    private const int Lines = 6;
    private const ulong Seed = 1;

    private static int Main(string[] arguments)
    {
        IAnsiConsole console = Terminal.Open();
        if (arguments.Length is not (0 or 2))
        {
            console.WriteLine("Nothing is expected behind the command, or a CSV file and the name of a column.");
            return 1;
        }

        try
        {
            (double learned, double naive) = arguments is [string file, string column] ? RunCsv(console, file, column, Steps) : Run(console, Steps);
            return learned < naive ? 0 : 1;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            console.WriteLine(e.Message);
            return 1;
        }
    }

    /// <summary>Trains and reports; returns the errors of the LSTM and of the best naive forecast in the months held out.</summary>
    public static (double Learned, double Naive) Run(IAnsiConsole console, int steps) => Run(
        console, Series.Load(), "what drives the trade winds", "The difference of air pressure between Easter Island and Darwin", steps);

    /// <summary>The same for a column of a file.</summary>
    /// <exception cref="InvalidDataException">There is no such column of numbers, or it is too short.</exception>
    public static (double Learned, double Naive) RunCsv(IAnsiConsole console, string file, string column, int steps)
    {
        using StreamReader reader = new(file);
        Series series = Series.ParseCsv(reader, column);
        int least = HeldOut + Forecaster.Window + 1;
        if (series.Length < least) throw new InvalidDataException($"Column '{column}' has {series.Length} months; at least {least} are expected.");
        return Run(console, series, column, $"{column} of {Path.GetFileName(file)}", steps);
    }

    private static (double Learned, double Naive) Run(IAnsiConsole console, Series series, string what, string source, int steps)
    {
        int learned = series.Length - HeldOut;
        using Forecaster forecaster = new(series, learned, steps, Seed);
        console.MarkupLineInterpolated($"[bold]An LSTM forecasts {what}[/]");
        console.WriteLine($"\n{source}, month by month:\n{learned} months to learn from, the last {HeldOut} held out.");
        console.WriteLine($"{forecaster.Model}: {forecaster.Model.ParameterCount:N0} numbers.\n");
        console.WriteLine("   step   error of the next month: learned   held out");
        Terminal.WithBar(console, steps, Train);

        double[] forecasts = forecaster.Forecast(HeldOut);
        double error = series.ErrorOf(forecasts), asLast = series.ErrorOf(series.Repeat(1, HeldOut)), asYear = series.ErrorOf(series.Repeat(Series.Year, HeldOut));
        double asUsual = series.ErrorOf(series.Usual(learned));
        console.WriteLine("\nError in the months held out, the root of the mean square:\n");
        console.WriteLine($"   as the month before     {Text(asLast),8}\n   as a year before        {Text(asYear),8}\n   as usual in that month  {Text(asUsual),8}\n   the LSTM                {Text(error),8}\n");
        foreach (string line in ForecastChart.Draw(series.Values[learned..], forecasts, rows: 15)) console.WriteLine(line);
        return (error, Math.Min(Math.Min(asLast, asYear), asUsual));

        void Train(Action advance)
        {
            double squares = 0;
            int stepsPerLine = Math.Max(1, steps / Lines);
            for (int step = 1; step <= steps; step++)
            {
                double once = forecaster.Learn();
                squares += once * once;
                advance();
                if (step % stepsPerLine != 0) continue;
                console.WriteLine($"{step,7}{Text(Math.Sqrt(squares / stepsPerLine)),34}{Text(series.ErrorOf(forecaster.Forecast(HeldOut))),11}");
                squares = 0;
            }
        }
    }

    private static string Text(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
