using System.Globalization;
using Spectre.Console;

namespace Autograd.Examples.Kalman;

/// <summary>
/// Example 16: the noises of a moving thing and of its measurement are found by maximizing the likelihood that a Kalman filter gives, by Newton's method.
/// Returns 1 if what is found is further from the truth than its deviations let expect, or the filter no better than the measurement.
/// </summary>
internal static class Program
{
    private const int Measurements = 300;
    private const int MostSteps = 30;
    private const int Halvings = 40;
    private const double Enough = 1e-8;
    private const ulong Seed = 1;

    private static readonly double[] Truth = [Math.Log(0.04), Math.Log(1), 0.9], Guess = [-1, -1, 0.8];

    private static int Main()
    {
        (double worst, double filtered, double measured) = Run(Terminal.Open(), AppContext.BaseDirectory);
        return worst < 4 && filtered < measured ? 0 : 1;
    }

    /// <summary>
    /// Simulates, maximizes and reports, and leaves the picture in a folder; returns how far the worst parameter is off, in its standard deviations, and the errors of the
    /// filter's positions and of those measured.
    /// </summary>
    public static (double Worst, double Filtered, double Measured) Run(IAnsiConsole console, string folder)
    {
        (double[] measured, double[] positions) = StateSpace.Simulate(Truth, Measurements, Seed);
        console.MarkupLine("[bold]A Kalman filter's likelihood is maximized[/]");
        console.WriteLine($"\n{Measurements} measured positions of something that moves and is pushed at random.\n");
        console.WriteLine($"   step   log-likelihood{string.Concat(StateSpace.Names.Select(name => $"{name,10}"))}");
        double[] x = Guess, deviations = [];
        double value = double.PositiveInfinity;
        for (int step = 0; step <= MostSteps; step++)
        {
            (value, double[] direction, deviations) = Newton(x);
            console.WriteLine(Text($"{step,7}{-value,17:0.0000}{string.Concat(x.Select(element => Text($"{element,10:0.0000}")))}"));
            double[] next = Down(x, value, direction, out double gain);
            if (gain < Enough) break;
            x = next;
        }

        console.WriteLine("\n   parameter      found    deviation     truth");
        double worst = 0;
        for (int k = 0; k < Truth.Length; k++)
        {
            console.WriteLine(Text($"   {StateSpace.Names[k],-9}{x[k],11:0.0000}{deviations[k],13:0.0000}{Truth[k],10:0.0000}"));
            worst = Math.Max(worst, Math.Abs(x[k] - Truth[k]) / deviations[k]);
        }

        double[] filtered = StateSpace.Positions(x, measured);
        (double ofFilter, double ofMeasurement) = (Error(filtered, positions), Error(measured, positions));
        console.WriteLine(Text($"\nMean error of a position: measured {ofMeasurement:0.000}, filtered {ofFilter:0.000}."));
        double[] times = [.. Enumerable.Range(0, Measurements).Select(k => (double)k)];
        LineChart chart = new("Position, measured and filtered") { HorizontalTitle = "time" };
        File.WriteAllText(Path.Combine(folder, "kalman.svg"), chart.Add("measured", times, measured).Add("filtered", times, filtered).Add("true", times, positions).ToSvg());
        console.WriteLine("The curves are in kalman.svg, beside the program.");
        return (worst, ofFilter, ofMeasurement);

        double[] Down(double[] from, double before, double[] direction, out double gain)
        {
            double part = 1;
            for (int k = 0; k < Halvings; k++, part /= 2)
            {
                double[] next = [.. from.Zip(direction, (a, b) => a + (part * b))];
                using var tape = new Tape<double>();
                gain = before - StateSpace.NegativeLogLikelihood(tape.Constant(next), measured).Scalar;
                if (gain > 0) return next;
            }

            gain = 0;
            return from;
        }

        (double Value, double[] Direction, double[] Deviations) Newton(double[] at)
        {
            (double energy, var gradient) = Differentiate.ValueAndGradient(y => StateSpace.NegativeLogLikelihood(y, measured), at);
            using var tape = new Tape<double>();
            var (eigenvalues, eigenvectors) = tape.Constant(Differentiate.Hessian(y => StateSpace.NegativeLogLikelihood(y, measured), at)).SymmetricEigen();

            // Away from the maximum the curvature may be of the wrong sign; its size is right all the same.
            Variable<double> inverse = (eigenvectors / eigenvalues.Abs()).MatMul(eigenvectors.Transpose());
            return (energy, (-inverse.MatMul(tape.Constant(gradient))).ToArray(), [.. inverse.Diagonal().ToArray().Select(Math.Sqrt)]);
        }
    }

    private static double Error(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Average());

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
