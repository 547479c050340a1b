namespace Autograd.Pages;

/// <summary>The programs of the page about solvers, compiled; the test runs them and compares what they print.</summary>
internal static class SolversPage
{
    public static void Fit(TextWriter Console)
    {
        // <fit>
        double[] t = [0, 1, 2, 3, 4, 5, 6, 7], y = [5.1, 3.4, 2.4, 1.9, 1.3, 9.9, 0.8, 0.7];     // one of them is wrong
        Variable<double> Residuals(Variable<double> b) => b[0] * (-b[1] * b.Tape.Constant(t)).Exp() + b[2] - b.Tape.Constant(y);

        var fit = NonlinearLeastSquares.LevenbergMarquardt(Residuals, [1, 1, 1], new LeastSquaresOptions
        {
            Loss = RobustLoss.Cauchy,
            LossScale = 0.1,
            Lower = [0, 0, 0],
        });
        Console.WriteLine($"{fit.Reason} after {fit.Iterations} iterations");
        Console.WriteLine($"{fit.X[0]:F4} exp(-{fit.X[1]:F4} t) + {fit.X[2]:F4}");
        // </fit>
    }

    public static void Minimize(TextWriter Console)
    {
        // <minimize>
        Variable<double> Valley(Variable<double> x) => (1 - x[0]).Square() + 100 * (x[1] - x[0].Square()).Square();

        foreach (var found in new[] { Minimization.Lbfgs(Valley, [-1.2, 1]), Minimization.Newton(Valley, [-1.2, 1]), Minimization.NewtonCg(Valley, [-1.2, 1]) })
        {
            found.ThrowIfNotConverged();
            Console.WriteLine($"({found.X[0]:F6}, {found.X[1]:F6}) after {found.Iterations} iterations: {found.Reason}");
        }
        // </minimize>
    }

    public static void Solve(TextWriter Console)
    {
        // <solve>
        var number = Roots.SafeguardedNewton(x => x * x.Exp() - 1, 0, 1);
        Console.WriteLine($"{number.X:F15} in {number.Iterations} iterations");

        var circle = Roots.Newton(x => x.Tape.Stack(0, x.Square().Sum() - 4, x[0] * x[1] - 1), [2, 0]);
        Console.WriteLine($"({circle.X[0]:F12}, {circle.X[1]:F12})");

        // A system of 100,000 equations, by products with its Jacobian; and a linear one, by products with a Hessian.
        var many = Roots.NewtonKrylov(x => 3 * x - x.Roll(0, 1) - x.Roll(0, -1) + x.Exp() - 4, new double[100_000]);
        Console.WriteLine($"{many.Reason}: {many.X[0]:F6} in {many.Iterations} iterations");

        using var energy = new DifferentiableFunction<double>(x => 0.5 * (x.Square().Sum() + (x - x.Roll(0, 1)).Square().Sum()));
        double[] load = [1, 0, 0, 0, 0, 0];
        var linear = LinearSolvers.ConjugateGradients(energy.HessianAt(new double[6]), load);
        Console.WriteLine($"{linear.Reason}: {linear.X[0]:F6} in {linear.Iterations} iterations");
        // </solve>
    }

    public static void Through(TextWriter Console)
    {
        // <implicit>
        using var tape = new Tape<double>();
        var p = tape.Variable(2.0);
        var x = Implicit.Root((x, p) => x * x.Exp() - p, start: tape.Constant(1.0), p);      // one node: Lambert's W(p)
        var first = x.Backward()[p];
        var second = first.Backward()[p];
        Console.WriteLine($"{x.Scalar:F12} {first.Scalar:F12} {second.Scalar:F12}");

        // What a penalty should be is a question about the derivative of a solution by it.
        var a = tape.Constant([1, 2, 0.5, -1, 0.3, 2, 1, 1], 4, 2);
        var y = tape.Constant([1, -2, 0.5, 3]);
        var penalty = tape.Variable(0.5);
        var weights = Implicit.Minimum(
            (w, q) => (q[0].MatMul(w) - q[1]).Square().Sum() + q[2] * w.Square().Square().Sum(), start: tape.Constant([0.1, 0.1]), [a, y, penalty]);
        var heldOut = (weights.Sum() - 1).Square();
        Console.WriteLine($"{heldOut.Scalar:F8}, its slope by the penalty {heldOut.Backward()[penalty].Scalar:F8}");

        // 100,000 prices of perpetuities to yields at once, each by an equation of its own: Σₖ (1 + r)⁻ᵏ = 1 / r.
        var prices = tape.Linspace(10, 50, 100_000);
        var yields = Implicit.RootOfEach((r, price) => 1 / r - price, lower: tape.Full(100_000, 1e-3), upper: tape.Full(100_000, 1), prices);
        Console.WriteLine($"{yields[0].Scalar:F6} {yields[^1].Scalar:F6}");
        // </implicit>
    }
}
