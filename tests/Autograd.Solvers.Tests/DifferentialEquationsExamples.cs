using System.Globalization;

namespace Autograd.Solvers.Tests;

/// <summary>The programs of the page about differential equations.</summary>
internal static class DifferentialEquationsExamples
{
    public static void Curve(TextWriter Console)
    {
        // <curve>
        using var ball = new DifferentialEquation<double>((t, y, p) =>
        {
            Variable<double> speed = y.At(0, 1);
            return y.Tape.Stack(0, speed, -p[0].At(0, 0) - (0.1 * speed));
        })
        {
            Events = [new((t, y) => y[0]) { IsTerminal = true, Direction = OdeEventDirection.Falling }],
        };
        OdeSolution<double> flight = ball.Solve([0.0, 10], 0, 100, new[] { 9.81 });
        Console.WriteLine($"it falls down after {flight.End:F4} s: {flight.Reason}");
        Console.WriteLine($"at half the time it is {flight.At(flight.End / 2)[0]:F4} m high");

        // </curve>
    }

    public static void Stiff(TextWriter Console)
    {
        // <stiff>
        var options = new OdeOptions { Method = OdeMethod.Rosenbrock, RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-10 };
        using var reaction = new DifferentialEquation<double>(
            (t, y, p) =>
            {
                Variable<double> a = y.At(0, 0), b = y.At(0, 1), c = y.At(0, 2);
                Variable<double> slow = 0.04 * a, back = 1e4 * b * c, fast = 3e7 * b.Square();
                return y.Tape.Stack(0, back - slow, slow - back - fast, fast);
            },
            options);
        Console.WriteLine(reaction.Solve([1.0, 0, 0], 0, 1e11));

        // </stiff>
    }

    public static void Gradient(TextWriter Console)
    {
        // <gradient>
        using var equation = new DifferentialEquation<double>((t, y, p) => -p[0] * y);
        using var tape = new Tape<double>();
        Variable<double> start = tape.Variable([2.0]), rate = tape.Variable(0.5), times = tape.Constant([0.0, 1, 3]);
        Variable<double> states = equation.Solve(start, times, rate);        // one node, [3, 1]
        Gradients<double> gradients = states.At(0, ^1).Sum().Backward();
        Console.WriteLine($"y(3) = {states.At(0, ^1):F6}");
        Console.WriteLine($"by the rate {gradients[rate]:F6}, by the start {gradients[start]:F6}");
        Console.WriteLine($"and twice by the rate {gradients[rate].Backward()[rate]:F6}");

        // </gradient>
    }

    public static void Model(TextWriter Console)
    {
        // <model>
        double[] v = [1, -1], x = [0.5, 0.2];
        Console.WriteLine($"J'J v       {Text(Curvature.GaussNewtonProduct<double>(y => y.Exp() * y.At(0, 0), x, v).ToArray())}");
        Console.WriteLine($"exp, Taylor {Text(TaylorSeries.Coefficients(y => y.Exp(), 0.0, 4))}");
        Console.WriteLine($"log of the integral of exp(-x² - 3 y²): {LogDeterminant.Laplace<double>(y => (y.Square() * y.Tape.Constant([1.0, 3])).Sum(), new double[2]):F6}");
        using var tape = new Tape<double>();
        Console.WriteLine($"Laplacian of x³ y: {VectorCalculus.Laplacian(y => y.At(0, 0).Pow(3) * y.At(0, 1), tape.Variable(x)):F6}");

        // </model>
        static string Text(double[] values) => string.Join("  ", values.Select(value => value.ToString("F6", CultureInfo.InvariantCulture)));
    }
}
