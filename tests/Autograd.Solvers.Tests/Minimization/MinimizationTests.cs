namespace Autograd.Solvers.Tests.Minimization;

using Minimization = Autograd.Minimization;

public class MinimizationTests
{
    public delegate MinimizationResult Solver(Func<Variable<double>, Variable<double>> function, ReadOnlySpan<double> start, MinimizationOptions? options);

    private static readonly (string Name, Solver Solve)[] Methods =
    [
        ("Lbfgs", Minimization.Lbfgs),
        ("Newton", Minimization.Newton),
        ("NewtonOnALine", (f, x, options) => Minimization.Newton(f, x, (options ?? new MinimizationOptions()) with { Strategy = NewtonStrategy.LineSearch })),
        ("NewtonCg", Minimization.NewtonCg),
    ];

    public static TheoryData<string> All => [.. Methods.Select(method => method.Name)];

    public static TheoryData<string, string> Runs
    {
        get
        {
            var runs = new TheoryData<string, string>();
            foreach (var (method, _) in Methods)
            {
                foreach (string problem in MinimizationProblems.Names)
                {
                    // From there the trust region goes down a plain without end, at 0.2427.
                    if ((method, problem) != ("Newton", "BiggsExp6")) runs.Add(method, problem);
                }
            }

            return runs;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_known_minimum_is_found(string method, string problem)
    {
        MinimizationProblem known = MinimizationProblems.Of(problem);
        MinimizationResult found = Solve(method)(known.Function, known.Start, null);
        Assert.True(found.IsConverged, $"{found.Reason} after {found.Iterations}: {found.Value:r}, {found.Gradient.Max(Math.Abs):r}");
        Assert.True(found.Gradient.Max(Math.Abs) <= 1e-8);
        Assert.True(known.Minima.Any(value => Math.Abs(found.Value - value) <= 1e-8 * Math.Max(1, Math.Abs(value))), $"{found.Value:r}");
        if (known.X is { } x) Assert.All(found.X.Zip(x), pair => Assert.Equal(pair.Second, pair.First, 1e-5 * Math.Max(1, Math.Abs(pair.Second))));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Edges(string method)
    {
        Solver solve = Solve(method);
        Assert.Equal((StopReason.GradientTolerance, 0), Pair(solve(x => x.Square().Sum(), [0, 0], null)));
        Assert.Equal((StopReason.GradientTolerance, 0), Pair(solve(x => x.Sum(), [], null)));
        Assert.Equal((StopReason.NotFinite, 0), Pair(solve(x => x.Log().Sum(), [-1], null)));
        Assert.Equal((StopReason.NotFinite, 0), Pair(solve(x => x.Square().Sum(), [double.NaN], null)));
        Assert.Equal((StopReason.NotFinite, 0), Pair(solve(x => x.Sqrt().Sum(), [0], null)));
        Assert.Equal((StopReason.MaxIterations, 0), Pair(solve(x => x.Square().Sum(), [3], new MinimizationOptions { MaxIterations = 0 })));
        Assert.Throws<InvalidOperationException>(() => solve(x => x, [1, 2], null));
        Assert.Throws<ArgumentNullException>(() => solve(null!, [1], null));

        static (StopReason, int) Pair(MinimizationResult result) => (result.Reason, result.Iterations);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_domain_that_ends_is_not_left(string method)
    {
        // x − ln x, from where a full step would go below 0.
        MinimizationResult found = Solve(method)(x => (x - x.Log()).Sum(), [4, 0.01], null);
        Assert.True(found.IsConverged);
        FivePoint.AssertClose([1, 1], found.X, 1e-8);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_wrong_slope_and_a_kink_end_in_no_progress(string method)
    {
        Assert.Equal(StopReason.NoProgress, Solve(method)(x => (x.Square() - (2 * x.Square()).StopGradient()).Sum(), [1], null).Reason);
        MinimizationResult kink = Solve(method)(x => (x.Abs() * 3).Sum() + (0.1 * x.Square()).Sum(), [0.7], new MinimizationOptions { MaxIterations = 500 });
        Assert.Contains(kink.Reason, (StopReason[])[StopReason.NoProgress, StopReason.GradientTolerance]);
        Assert.Equal(0, kink.X[0], 1e-6);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Iterations_are_told_limited_and_cancelled(string method)
    {
        MinimizationProblem valley = MinimizationProblems.Of("Rosenbrock");
        var reports = new List<SolverProgress>();
        MinimizationResult found = Solve(method)(valley.Function, valley.Start, new MinimizationOptions { MaxIterations = 4, Progress = new Recorder(reports) });
        Assert.Equal((StopReason.MaxIterations, 4), (found.Reason, found.Iterations));
        Assert.Equal([0, 1, 2, 3, 4], reports.Select(report => report.Iteration));
        Assert.True(reports.Zip(reports.Skip(1)).All(pair => pair.Second.Value <= pair.First.Value));
        Assert.Equal((found.Value, found.Gradient.Max(Math.Abs), found.Evaluations), (reports[^1].Value, reports[^1].Optimality, reports[^1].Evaluations));
        using var source = new CancellationTokenSource();
        var options = new MinimizationOptions { Cancellation = source.Token, Progress = new Recorder(reports, source.Cancel) };
        Assert.ThrowsAny<OperationCanceledException>(() => Solve(method)(valley.Function, valley.Start, options));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Tolerances_that_were_asked_for_stop_it(string method)
    {
        MinimizationProblem valley = MinimizationProblems.Of("Wood");
        Assert.Equal(StopReason.ValueTolerance, Solve(method)(valley.Function, valley.Start, new MinimizationOptions { ValueTolerance = 0.5 }).Reason);
        Assert.Equal(StopReason.StepTolerance, Solve(method)(valley.Function, valley.Start, new MinimizationOptions { StepTolerance = 0.5 }).Reason);
    }

    [Fact]
    public void A_trust_region_leaves_a_saddle_where_the_slope_is_0()
    {
        // x² − y² + y⁴ from the saddle itself.
        MinimizationResult found = Minimization.Newton(x => x[0].Square() - x[1].Square() + x[1].Square().Square(), [0, 0]);
        Assert.Equal(-0.25, found.Value, 1e-14);
        Assert.True(found.IsConverged);
        Assert.Equal(-0.25, Minimization.Newton(x => x[0].Square() - x[1].Square() + x[1].Square().Square(), [1, 0]).Value, 1e-14);
    }

    [Fact]
    public void A_convex_function_of_ten_thousand_unknowns_is_minimized_without_a_matrix()
    {
        const int n = 10_000;
        static Variable<double> Function(Variable<double> x)
        {
            Variable<double> slope = x.Slice(0, 1, n - 1) - x.Slice(0, 0, n - 1);
            return (1 + slope.Square()).Sqrt().Sum() + (0.5 * (x - x.Tape.Linspace(0, 1, n)).Square()).Sum();
        }

        MinimizationResult newton = Minimization.NewtonCg(Function, new double[n]), bfgs = Minimization.Lbfgs(Function, new double[n]);
        Assert.True(newton.IsConverged && bfgs.IsConverged);
        Assert.Equal(newton.Value, bfgs.Value, 1e-9 * newton.Value);
        Assert.InRange(newton.Iterations, 2, 30);
    }

    private static Solver Solve(string method) => Methods.Single(one => one.Name == method).Solve;
}
