namespace Autograd.Solvers.Tests.Minimization;

/// <summary>A function to be minimized, where to start, and what is known: the values of its local minima, and where it is least.</summary>
internal sealed record MinimizationProblem(Func<Variable<double>, Variable<double>> Function, double[] Start, double[] Minima, double[]? X = null);

/// <summary>Problems of Moré, Garbow and Hillstrom, "Testing unconstrained optimization software" (1981), with the minima that are given there.</summary>
internal static class MinimizationProblems
{
    private static readonly double[] BardData = [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39];
    private static readonly double[] GaussianData = [0.0009, 0.0044, 0.0175, 0.0540, 0.1295, 0.2420, 0.3521, 0.3989, 0.3521, 0.2420, 0.1295, 0.0540, 0.0175, 0.0044, 0.0009];
    private static readonly double[] KowalikY = [0.1957, 0.1947, 0.1735, 0.1600, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246];
    private static readonly double[] KowalikU = [4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625];

    private static readonly Dictionary<string, MinimizationProblem> Known = new()
    {
        ["Rosenbrock"] = new(x => Squares(10 * (x[1] - x[0].Square()), 1 - x[0]), [-1.2, 1], [0], [1, 1]),
        ["FreudensteinRoth"] = new(
            x => Squares(-13 + x[0] + ((((5 - x[1]) * x[1]) - 2) * x[1]), -29 + x[0] + ((((x[1] + 1) * x[1]) - 14) * x[1])), [0.5, -2], [0, 48.98425367924]),
        ["PowellBadlyScaled"] = new(x => Squares((1e4 * x[0] * x[1]) - 1, (-x[0]).Exp() + (-x[1]).Exp() - 1.0001), [0, 1], [0]),
        ["BrownBadlyScaled"] = new(x => Squares(x[0] - 1e6, x[1] - 2e-6, (x[0] * x[1]) - 2), [1, 1], [0], [1e6, 2e-6]),
        ["Beale"] = new(x => Squares(1.5 - (x[0] * (1 - x[1])), 2.25 - (x[0] * (1 - x[1].Square())), 2.625 - (x[0] * (1 - x[1].Pow(3)))), [1, 1], [0], [3, 0.5]),
        ["HelicalValley"] = new(
            x => Squares(10 * (x[2] - (10 * x[1].Atan2(x[0]) / (2 * Math.PI))), 10 * ((x[0].Square() + x[1].Square()).Sqrt() - 1), x[2]), [-1, 0, 0], [0], [1, 0, 0]),
        ["Bard"] = new(Bard, [1, 1, 1], [8.2148773065789e-3, 17.4286]),
        ["Gaussian"] = new(
            x => (x[0] * (-x[1] * (((8 - x.Tape.Arange(1, 16)) / 2) - x[2]).Square() / 2).Exp() - x.Tape.Constant(GaussianData)).Square().Sum(), [0.4, 1, 0], [1.1279327696189e-8]),
        ["Box3"] = new(Box, [0, 10, 20], [0]),
        ["PowellSingular"] = new(
            x => Squares(x[0] + (10 * x[1]), Math.Sqrt(5) * (x[2] - x[3]), (x[1] - (2 * x[2])).Square(), Math.Sqrt(10) * (x[0] - x[3]).Square()), [3, -1, 0, 1], [0]),
        ["Wood"] = new(
            x => Squares(
                10 * (x[1] - x[0].Square()), 1 - x[0], Math.Sqrt(90) * (x[3] - x[2].Square()), 1 - x[2], Math.Sqrt(10) * (x[1] + x[3] - 2), (x[1] - x[3]) / Math.Sqrt(10)),
            [-3, -1, -3, -1], [0], [1, 1, 1, 1]),
        ["KowalikOsborne"] = new(Kowalik, [0.25, 0.39, 0.415, 0.39], [3.0750560384924e-4, 1.02734e-3]),
        ["BrownDennis"] = new(BrownDennis, [25, 5, -5, -1], [85822.201626356]),
        ["BiggsExp6"] = new(Biggs, [1, 2, 1, 1, 1, 1], [0, 5.6556499255e-3]),
        ["ExtendedRosenbrock"] = new(ExtendedRosenbrock, [.. Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? -1.2 : 1)], [0], [.. Enumerable.Repeat(1.0, 20)]),
        ["PenaltyI"] = new(
            x => (1e-5 * (x - 1).Square().Sum()) + (x.Square().Sum() - 0.25).Square(), [1, 2, 3, 4], [2.2499775008999e-5]),
        ["VariablyDimensioned"] = new(VariablyDimensioned, [.. Enumerable.Range(1, 10).Select(i => 1 - (i / 10.0))], [0], [.. Enumerable.Repeat(1.0, 10)]),
        ["BroydenTridiagonal"] = new(BroydenTridiagonal, [.. Enumerable.Repeat(-1.0, 10)], [0]),
    };

    public static IEnumerable<string> Names => Known.Keys;

    public static MinimizationProblem Of(string name) => Known[name];

    private static Variable<double> Squares(params Variable<double>[] residuals) => residuals[0].Tape.Stack(0, residuals).Square().Sum();

    private static Variable<double> Bard(Variable<double> x)
    {
        Variable<double> u = x.Tape.Arange(1, 16), v = 16 - u, w = u.Minimum(v);
        return (x.Tape.Constant(BardData) - x[0] - (u / ((v * x[1]) + (w * x[2])))).Square().Sum();
    }

    private static Variable<double> Box(Variable<double> x)
    {
        Variable<double> t = 0.1 * x.Tape.Arange(1, 11);
        return ((-t * x[0]).Exp() - (-t * x[1]).Exp() - (x[2] * ((-t).Exp() - (-10 * t).Exp()))).Square().Sum();
    }

    private static Variable<double> Kowalik(Variable<double> x)
    {
        Variable<double> u = x.Tape.Constant(KowalikU), y = x.Tape.Constant(KowalikY);
        return (y - (x[0] * (u.Square() + (u * x[1])) / (u.Square() + (u * x[2]) + x[3]))).Square().Sum();
    }

    private static Variable<double> BrownDennis(Variable<double> x)
    {
        Variable<double> t = x.Tape.Arange(1, 21) / 5;
        return ((x[0] + (t * x[1]) - t.Exp()).Square() + (x[2] + (x[3] * t.Sin()) - t.Cos()).Square()).Square().Sum();
    }

    private static Variable<double> Biggs(Variable<double> x)
    {
        Variable<double> t = 0.1 * x.Tape.Arange(1, 14), y = (-t).Exp() - (5 * (-10 * t).Exp()) + (3 * (-4 * t).Exp());
        return ((x[2] * (-t * x[0]).Exp()) - (x[3] * (-t * x[1]).Exp()) + (x[5] * (-t * x[4]).Exp()) - y).Square().Sum();
    }

    private static Variable<double> ExtendedRosenbrock(Variable<double> x)
    {
        Variable<double> even = x.Slice(0, 0, 10, 2), odd = x.Slice(0, 1, 10, 2);
        return (100 * (odd - even.Square()).Square()).Sum() + (1 - even).Square().Sum();
    }

    private static Variable<double> VariablyDimensioned(Variable<double> x)
    {
        Variable<double> sum = (x.Tape.Arange(1, 11) * (x - 1)).Sum();
        return (x - 1).Square().Sum() + sum.Square() + sum.Square().Square();
    }

    private static Variable<double> BroydenTridiagonal(Variable<double> x)
    {
        Variable<double> zero = x.Tape.Zeros(1);
        Variable<double> left = x.Tape.Concatenate(0, zero, x.Slice(0, 0, 9)), right = x.Tape.Concatenate(0, x.Slice(0, 1, 9), zero);
        return (((3 - (2 * x)) * x) - left - (2 * right) + 1).Square().Sum();
    }
}
