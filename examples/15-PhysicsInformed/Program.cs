using System.Globalization;
using Spectre.Console;

namespace Autograd.Examples.PhysicsInformed;

/// <summary>Example 15: a network solves the heat equation: it learns from the equation alone, no solution is shown to it. Returns 1 if it is off by too much.</summary>
internal static class Program
{
    /// <summary>How often it learns.</summary>
    public const int Steps = 1500;

    private const int Points = 16;
    private const int Lines = 6;
    private const double Goal = 0.01;
    private const ulong Seed = 1;

    private static readonly double[] Times = [0, 0.25, 0.5, 1];

    private static int Main() => Run(Terminal.Open(), Steps, AppContext.BaseDirectory) < Goal ? 0 : 1;

    /// <summary>Learns and reports, and leaves the picture in a folder; returns the greatest difference to the closed form.</summary>
    public static double Run(IAnsiConsole console, int steps, string folder)
    {
        using var solution = new HeatSolution(Points, steps, Seed);
        console.MarkupLine("[bold]A network solves the heat equation[/]");
        console.WriteLine(Text($"\nu_t = {HeatSolution.Conductivity} u_xx at {Points * Points} points; {solution.ParameterCount} numbers to be learned.\nNo solution is shown to it.\n"));
        console.WriteLine("   step   equation's error, root of the mean square   greatest error of u");
        Terminal.WithBar(console, steps, Learn);
        console.WriteLine("\n   time   u in the middle   exact");
        foreach (double time in Times) console.WriteLine(Text($"{time,7:0.00}{solution.At(time, [0.5])[0],18:0.0000}{HeatSolution.Exact(0.5, time),8:0.0000}"));
        Draw();
        console.WriteLine("\nThe curves are in heat.svg, beside the program.");
        return Worst();

        void Learn(Action advance)
        {
            int stepsPerLine = Math.Max(1, steps / Lines);
            for (int step = 1; step <= steps; step++)
            {
                double loss = solution.Learn();
                advance();
                if (step % stepsPerLine == 0) console.WriteLine(Text($"{step,7}{Math.Sqrt(loss),46:0.00000}{Worst(),22:0.00000}"));
            }
        }

        double Worst() => Times.Concat([0.1, 0.75]).Max(time => solution.At(time, Grid(41)).Zip(Grid(41), (u, x) => Math.Abs(u - HeatSolution.Exact(x, time))).Max());

        void Draw()
        {
            LineChart chart = new("Heat along a rod: learned, and exact") { HorizontalTitle = "x" };
            double[] x = Grid(101);
            foreach (double time in Times)
            {
                chart.Add(Text($"t = {time}"), x, solution.At(time, x));
                chart.Add(Text($"exact, t = {time}"), x, [.. x.Select(place => HeatSolution.Exact(place, time))]);
            }

            File.WriteAllText(Path.Combine(folder, "heat.svg"), chart.ToSvg());
        }
    }

    private static double[] Grid(int count) => [.. Enumerable.Range(0, count).Select(k => k / (count - 1.0))];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
