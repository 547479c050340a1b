using System.Globalization;
using Spectre.Console;

namespace Autograd.Examples.Series;

/// <summary>
/// Example 6: an LSTM forecasts the next month of a series, beside forecasts that need no learning. Returns 1 if it is not better than these.
/// </summary>
internal static class Program
{
    /// <summary>How often it learns; chosen, as the other numbers, by how well the last two years of the months to learn from were forecast from the others.</summary>
    public const int Steps = 150;

    private const int HeldOut = 4 * Series.Year;
    private const int Lines = 6;
    private const ulong Seed = 1;

    private static int Main()
    {
        (double learned, double naive) = Run(Terminal.Open(), Steps);
        return learned < naive ? 0 : 1;
    }

    /// <summary>Trains and reports; returns the errors of the LSTM and of the best naive forecast in the months held out.</summary>
    public static (double Learned, double Naive) Run(IAnsiConsole console, int steps)
    {
        Series series = Series.Load();
        int learned = series.Length - HeldOut;
        using Forecaster forecaster = new(series, learned, steps, Seed);
        console.MarkupLine("[bold]An LSTM forecasts what drives the trade winds[/]");
        console.WriteLine($"\nThe difference of air pressure between Easter Island and Darwin, month by month:\n{learned} months to learn from, the last {HeldOut} held out.");
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
