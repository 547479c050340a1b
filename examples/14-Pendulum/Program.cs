using System.Globalization;
using Spectre.Console;

namespace Autograd.Examples.Pendulum;

/// <summary>
/// Example 14: a damped pendulum is found from measured angles, through its differential equation. Returns 1 if what is found is further from the truth than
/// the errors of measurement let expect.
/// </summary>
internal static class Program
{
    private const int Measurements = 80;
    private const double Duration = 12;
    private const double Deviation = 0.05;
    private const ulong Seed = 1;

    private static readonly double[] Truth = [9.81 / 1.2, 0.15, 2, 0], Guess = [6, 0.5, 1.5, 0.5];

    private static int Main() => Run(Terminal.Open(), AppContext.BaseDirectory) < 4 ? 0 : 1;

    /// <summary>Measures, fits and reports, and leaves the picture in a folder; returns how far the worst parameter is off, in its standard deviations.</summary>
    public static double Run(IAnsiConsole console, string folder)
    {
        using var pendulum = new Pendulum();
        double[] times = [.. Enumerable.Range(0, Measurements).Select(k => Duration * k / (Measurements - 1))];
        double[] measured = pendulum.Measure(Truth, times, Deviation, Seed);
        console.MarkupLine("[bold]A pendulum is found from measured angles[/]");
        console.WriteLine(Text($"\nθ'' = -ω² sin θ - c θ': {Measurements} angles over {Duration} s, with errors of {Deviation} rad.\n"));
        console.WriteLine("   step   error, rad   slopes evaluated");

        LeastSquaresResult fit = pendulum.Fit(times, measured, Guess, new Report(console, pendulum));
        double[] covariance = fit.Covariance();
        console.WriteLine($"\nStopped: {fit.Reason}.");
        console.WriteLine("\n   parameter       found    deviation    truth");
        double worst = 0;
        for (int k = 0; k < Truth.Length; k++)
        {
            double deviation = Math.Sqrt(covariance[(k * Truth.Length) + k]);
            console.WriteLine(Text($"   {Pendulum.Names[k],-10}{fit.X[k],11:0.0000}{deviation,13:0.0000}{Truth[k],9:0.0000}"));
            worst = Math.Max(worst, Math.Abs(fit.X[k] - Truth[k]) / deviation);
        }

        Draw(fit.X);
        console.WriteLine(Text($"\nThe worst is off by {worst:0.0} deviations.\nThe curves are in pendulum.svg, beside the program."));
        return worst;

        void Draw(double[] found)
        {
            double[] fine = [.. Enumerable.Range(0, 600).Select(k => Duration * k / 599)];
            LineChart chart = new("Angle of the pendulum, rad") { HorizontalTitle = "time, s" };
            chart.Add("measured", times, measured).Add("first guess", fine, pendulum.Measure(Guess, fine, 0, Seed)).Add("found", fine, pendulum.Measure(found, fine, 0, Seed));
            File.WriteAllText(Path.Combine(folder, "pendulum.svg"), chart.ToSvg());
        }
    }

    /// <summary>A line for each iteration: the root of the mean squared difference to what was measured.</summary>
    private sealed class Report(IAnsiConsole console, Pendulum pendulum) : IProgress<SolverProgress>
    {
        void IProgress<SolverProgress>.Report(SolverProgress value) =>
            console.WriteLine(Text($"{value.Iteration,7}{Math.Sqrt(2 * value.Value / Measurements),13:0.00000}{pendulum.Evaluations,19:N0}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
