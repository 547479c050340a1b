using System.Globalization;
using Spectre.Console;

namespace Autograd.Examples.GaussianProcess;

/// <summary>
/// Example 10: a Gaussian process whose three numbers L-BFGS finds, on the gradient through a Cholesky factorization. Returns 1 if the noise that was put into
/// the data is not found within three of its standard deviations, or the predictions are worse than they say.
/// </summary>
internal static class Program
{
    private const int Count = 60;
    private const ulong Seed = 3;

    private static int Main()
    {
        FitReport report = Run(Terminal.Open());
        return Math.Abs(report.Noise - Measurements.Noise) < 3 * report.NoiseDeviation && report.Covered >= 0.9 ? 0 : 1;
    }

    /// <summary>Fits and reports.</summary>
    public static FitReport Run(IAnsiConsole console)
    {
        var data = new Measurements(Count, Seed);
        var process = new GaussianProcess(data.X, data.Y);
        console.MarkupLine("[bold]A Gaussian process, fitted by L-BFGS[/]");
        console.WriteLine($"\n{Count} measurements of a curve, with noise of {Text(Measurements.Noise, "0.00")}, and none between 3 and 5.\n");
        console.WriteLine("   iteration   −ln likelihood   largest slope");
        var progress = new Lines(console);
        MinimizationResult found = Minimization.Lbfgs(process.NegativeLogLikelihood, [0, 0, 0], new MinimizationOptions { GradientTolerance = 1e-7, Progress = progress });
        console.WriteLine($"\nStopped after {found.Iterations} iterations and {found.Evaluations} evaluations: {found.Reason}.\n");

        // By Laplace's approximation the logarithms have the inverse Hessian as covariance.
        double[] deviations = Deviations(Differentiate.Hessian(process.NegativeLogLikelihood, found.X).ToArray());
        string[] names = ["amplitude", "length", "noise"];
        console.WriteLine("                found      from        to");
        for (int k = 0; k < 3; k++)
        {
            console.WriteLine($"   {names[k],-9}{Text(Math.Exp(found.X[k]), "0.0000"),9}{Text(Math.Exp(found.X[k] - (2 * deviations[k])), "0.0000"),10}{Text(Math.Exp(found.X[k] + (2 * deviations[k])), "0.0000"),10}");
        }

        double[] at = [.. Enumerable.Range(0, 321).Select(k => k * 0.025)];
        (double[] mean, double[] deviation) = process.Predict(found.X, at);
        double noise = Math.Exp(found.X[2]);
        double[] curve = [.. at.Select(Measurements.Curve)];
        double covered = at.Select((_, k) => Math.Abs(curve[k] - mean[k]) <= 2 * Math.Sqrt((deviation[k] * deviation[k]) - (noise * noise)) ? 1.0 : 0).Average();
        console.WriteLine($"\nWithin two standard deviations of the mean lies {Text(100 * covered, "0")} % of the curve.\n");
        double[] low = [.. mean.Zip(deviation, (m, d) => m - (2 * d))], high = [.. mean.Zip(deviation, (m, d) => m + (2 * d))];
        string[] chart = new ScatterChart { Height = 19, AxisLabel = "x", Title = "y" }
            .Add('·', "mean ± 2 deviations", [.. at, .. at], [.. low, .. high]).Add('─', "mean", at, mean).Add('●', "measured", data.X, data.Y).Draw();
        foreach (string line in chart) console.WriteLine(line);
        return new FitReport(found, noise, noise * deviations[2], covered);
    }

    /// <summary>The square roots of the diagonal of the inverse.</summary>
    private static double[] Deviations(double[] hessian)
    {
        using var tape = new Tape<double>();
        return tape.Constant(hessian, 3, 3).Inverse().Diagonal().Sqrt().ToArray();
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Writes a line for each iteration.</summary>
    private sealed class Lines(IAnsiConsole console) : IProgress<SolverProgress>
    {
        public void Report(SolverProgress value) =>
            console.WriteLine($"{value.Iteration,12}{Text(value.Value, "0.000000"),17}{Text(value.Optimality, "0.0e0"),16}");
    }
}

/// <summary>What was found: the minimum, the noise with its standard deviation, and at how many places the truth lies where it should.</summary>
internal sealed record FitReport(MinimizationResult Found, double Noise, double NoiseDeviation, double Covered);
