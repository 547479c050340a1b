using System.Globalization;
using Spectre.Console;

namespace Autograd.Examples.LeastSquaresFit;

/// <summary>
/// Example 9: a model of seven parameters is fitted to measurements from far away, to the digits that NIST certifies; then with four measurements spoiled, by
/// a loss that does not believe them. Returns 1 if fewer than eight digits agree, or the robust fit is not five times as near as the plain one.
/// </summary>
internal static class Program
{
    private static int Main()
    {
        (double digits, double plain, double robust) = Run(Terminal.Open());
        return digits >= 8 && robust < plain / 5 ? 0 : 1;
    }

    /// <summary>Fits and reports; returns the digits that agree, and how far the plain and the robust curve of spoiled data are from the good one.</summary>
    public static (double Digits, double Plain, double Robust) Run(IAnsiConsole console)
    {
        Mobility data = Mobility.Load();
        console.MarkupLine("[bold]A least-squares fit[/]");
        console.WriteLine($"\n{data.X.Length} measurements of electrons' mobility, and a quotient of cubic polynomials.\n");
        LeastSquaresResult fit = NonlinearLeastSquares.LevenbergMarquardt(b => data.Residuals(b, data.Y), data.Start);
        console.WriteLine($"Stopped after {fit.Iterations} iterations: {fit.Reason}. Sum of squares {Text(2 * fit.Cost, "0.000000000")}\n");
        console.WriteLine("          start            found   deviation        certified   digits");
        double[] covariance = fit.Covariance();
        double digits = 11;
        for (int k = 0; k < Mobility.ParameterCount; k++)
        {
            double agreeing = Math.Min(11, -Math.Log10(Math.Abs((fit.X[k] / data.Certified[k]) - 1)));
            digits = Math.Min(digits, agreeing);
            console.WriteLine($"   b{k + 1}{Text(data.Start[k], "0.##"),10}{Text(fit.X[k], "0.0000000000"),17}{Text(Math.Sqrt(covariance[(k * Mobility.ParameterCount) + k]), "0.0000"),12}{Text(data.Certified[k], "0.0000000"),17}{Text(agreeing, "0.0"),9}");
        }

        double[] spoiled = [.. data.Y.Select((y, i) => i % 10 == 4 ? y + 500 : y)];
        LeastSquaresResult plain = NonlinearLeastSquares.LevenbergMarquardt(b => data.Residuals(b, spoiled), fit.X);
        LeastSquaresResult robust = NonlinearLeastSquares.LevenbergMarquardt(
            b => data.Residuals(b, spoiled), fit.X, new LeastSquaresOptions { Loss = RobustLoss.Cauchy, LossScale = 15 });
        double[] at = [.. Enumerable.Range(0, 160).Select(k => data.X[0] + ((data.X[^1] - data.X[0]) * k / 159))], good = Curve(fit.X, at);
        double plainError = Distance(Curve(plain.X, at), good), robustError = Distance(Curve(robust.X, at), good);
        console.WriteLine("\nFour measurements spoiled by +500. By how much that moves the curve:\n");
        console.WriteLine($"   least squares       {Text(plainError, "0.0"),8}   {plain.Reason}\n   with Cauchy's loss  {Text(robustError, "0.0"),8}   {robust.Reason}\n");
        string[] chart = new ScatterChart { Title = "mobility", AxisLabel = "ln density" }
            .Add('·', "least squares", at, Curve(plain.X, at)).Add('─', "Cauchy's loss", at, Curve(robust.X, at)).Add('●', "measured, four spoiled", data.X, spoiled).Draw();
        foreach (string line in chart) console.WriteLine(line);
        return (digits, plainError, robustError);
    }

    private static double[] Curve(double[] parameters, double[] at)
    {
        using var tape = new Tape<double>();
        return Mobility.Model(tape.Constant(parameters), tape.Constant(at)).ToArray();
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (p, q) => (p - q) * (p - q)).Average());

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
