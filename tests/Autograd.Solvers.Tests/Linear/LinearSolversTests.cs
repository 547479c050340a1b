namespace Autograd.Solvers.Tests.Linear;

public class LinearSolversTests
{
    public delegate LinearResult Solver(LinearMap a, ReadOnlySpan<double> b, LinearOptions? options);

    public static TheoryData<Solver> All => [LinearSolvers.ConjugateGradients, LinearSolvers.Gmres, LinearSolvers.Minres];

    [Theory]
    [MemberData(nameof(All))]
    public void A_definite_system_is_solved_by_each(Solver solve)
    {
        double[] a = Random(20, 1), b = Vector(20, 2);
        double[] spd = Product(a, 20);
        LinearResult found = solve(Map(spd), b, null);
        Assert.Equal(StopReason.ResidualTolerance, found.Reason);
        Assert.True(Residual(spd, found.X, b) <= 1.001e-10 * Norm(b));
        Assert.Equal(Residual(spd, found.X, b), found.ResidualNorm, 1e-12 * Norm(b));
        Assert.InRange(found.Iterations, 5, 80);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_Laplacian_has_its_closed_solution(Solver solve)
    {
        // −u″ = 1 with u = 0 at both ends: uᵢ = (i + 1) (n − i) / 2. Its condition is some 65,000.
        const int n = 400;
        double[] ones = new double[n];
        Array.Fill(ones, 1);
        LinearResult found = solve(Laplace, ones, new LinearOptions { Restart = n, RelativeTolerance = 1e-10 });
        found.ThrowIfNotConverged();
        double worst = found.X.Select((u, i) => Math.Abs((u / (0.5 * (i + 1) * (n - i))) - 1)).Max();
        Assert.Equal(0, worst, 1e-5);
        Assert.InRange(found.Iterations, 1, 450);
    }

    [Fact]
    public void Indefinite_systems_are_for_Minres_and_Gmres()
    {
        double[] values = [.. Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? 1 : -1) * Math.Pow(10, -4.0 * i / 39))], b = Vector(40, 3);
        double[] a = Spectrum(values, 4);
        foreach (Solver solve in (Solver[])[LinearSolvers.Minres, LinearSolvers.Gmres])
        {
            LinearResult found = solve(Map(a), b, new LinearOptions { Restart = 40 });
            found.ThrowIfNotConverged();
            Assert.True(Residual(a, found.X, b) <= 1.001e-10 * Norm(b));
        }

        Assert.Equal(StopReason.Breakdown, LinearSolvers.ConjugateGradients(Map(a), b).Reason);
    }

    [Fact]
    public void Ill_conditioned_definite_systems_are_solved_to_the_residual_that_was_asked()
    {
        double[] values = [.. Enumerable.Range(0, 50).Select(i => Math.Pow(10, -8.0 * i / 49))], b = Vector(50, 5);
        double[] a = Spectrum(values, 6);
        LinearResult found = LinearSolvers.ConjugateGradients(Map(a), b, new LinearOptions { RelativeTolerance = 1e-8 });
        Assert.Equal(StopReason.ResidualTolerance, found.Reason);
        Assert.True(Residual(a, found.X, b) <= 1.001e-8 * Norm(b));
        found = LinearSolvers.Minres(Map(a), b, new LinearOptions { RelativeTolerance = 1e-8 });
        Assert.Equal(StopReason.ResidualTolerance, found.Reason);

        // More than rounding leaves cannot be had, and it is said so.
        found = LinearSolvers.ConjugateGradients(Map(a), b, new LinearOptions { RelativeTolerance = 1e-17 });
        Assert.False(found.IsConverged);
        Assert.Contains(found.Reason, (StopReason[])[StopReason.NoProgress, StopReason.MaxIterations]);
    }

    [Fact]
    public void Gmres_takes_unsymmetric_systems_with_and_without_restarts()
    {
        // A convection that is stronger than the diffusion; and a shift around a ring, for which nothing happens before the last iteration.
        const int n = 60;
        double[] b = Vector(n, 7);
        LinearMap convection = (x, y) =>
        {
            for (int i = 0; i < n; i++) y[i] = (3 * x[i]) - (2 * (i > 0 ? x[i - 1] : 0)) + (0.5 * (i < n - 1 ? x[i + 1] : 0));
        };
        foreach (int restart in (int[])[5, 20, n])
        {
            LinearResult found = LinearSolvers.Gmres(convection, b, new LinearOptions { Restart = restart });
            found.ThrowIfNotConverged();
            double[] product = new double[n];
            convection(found.X, product);
            Assert.Equal(0, product.Zip(b, (p, q) => Math.Abs(p - q)).Max(), 1e-9);
        }

        LinearMap shift = (x, y) =>
        {
            for (int i = 0; i < 10; i++) y[i] = x[(i + 1) % 10];
        };
        double[] unit = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        LinearResult turned = LinearSolvers.Gmres(shift, unit, new LinearOptions { Restart = 10 });
        Assert.Equal(10, turned.Iterations);
        Assert.Equal(1, turned.X[1], 1e-14);
        Assert.Equal(StopReason.NoProgress, LinearSolvers.Gmres(shift, unit, new LinearOptions { Restart = 5 }).Reason);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Edges(Solver solve)
    {
        LinearMap one = (x, y) => x.CopyTo(y);
        Assert.Equal((StopReason.ResidualTolerance, 0), (solve(one, [], null).Reason, solve(one, [], null).X.Length));
        LinearResult found = solve(one, [0, 0], new LinearOptions { Start = [1, 2] });
        Assert.Equal([0, 0], found.X);
        Assert.Equal((StopReason.ResidualTolerance, 0), (found.Reason, found.Iterations));
        found = solve(one, [1, 2], new LinearOptions { Start = [1, 2] });
        Assert.Equal((StopReason.ResidualTolerance, 0), (found.Reason, found.Iterations));
        found = solve(one, [1, 2], null);
        FivePoint.AssertClose([1, 2], found.X, 1e-15);
        Assert.Equal(1, found.Iterations);
        Assert.Equal(StopReason.NotFinite, solve(one, [1, double.NaN], null).Reason);
        Assert.Equal(StopReason.NotFinite, solve((x, y) => y.Fill(double.NaN), [1, 2], null).Reason);

        // Singular: the zero map; and one that b is not in the range of.
        found = solve((x, y) => y.Clear(), [1, 2], null);
        Assert.Equal(StopReason.Breakdown, found.Reason);
        found = solve((x, y) => (y[0], y[1]) = (x[0], 0), [1, 1], null);
        Assert.False(found.IsConverged);
        Assert.Throws<NotConvergedException>(found.ThrowIfNotConverged);
        Assert.Throws<ArgumentException>(() => solve(one, [1, 2], new LinearOptions { Start = [1] }));
        Assert.Throws<ArgumentNullException>(() => solve(null!, [1, 2], null));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_preconditioner_saves_iterations_and_changes_no_solution(Solver solve)
    {
        const int n = 200;
        double[] diagonal = [.. Enumerable.Range(0, n).Select(i => 1.0 + (i * i))], b = Vector(n, 8);
        LinearMap a = (x, y) =>
        {
            for (int i = 0; i < n; i++) y[i] = (diagonal[i] * x[i]) - (0.3 * (i > 0 ? x[i - 1] : 0)) - (0.3 * (i < n - 1 ? x[i + 1] : 0));
        };
        LinearMap inverse = (x, y) =>
        {
            for (int i = 0; i < n; i++) y[i] = x[i] / diagonal[i];
        };
        LinearResult plain = solve(a, b, new LinearOptions { Restart = n }), helped = solve(a, b, new LinearOptions { Restart = n, Preconditioner = inverse });
        plain.ThrowIfNotConverged();
        helped.ThrowIfNotConverged();
        Assert.True(helped.Iterations < plain.Iterations / 4, $"{helped.Iterations} of {plain.Iterations}");
        Assert.Equal(0, plain.X.Zip(helped.X, (p, q) => Math.Abs(p - q)).Max(), 1e-7);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Iterations_are_told_limited_and_cancelled(Solver solve)
    {
        double[] b = Vector(1000, 9);
        var reports = new List<SolverProgress>();
        LinearResult found = solve(Laplace, b, new LinearOptions { MaxIterations = 7, Progress = new Recorder(reports) });
        Assert.Equal((StopReason.MaxIterations, 7), (found.Reason, found.Iterations));
        Assert.Equal(Enumerable.Range(0, 8), reports.Select(report => report.Iteration));
        using var source = new CancellationTokenSource();
        var options = new LinearOptions { Cancellation = source.Token, Progress = new Recorder(reports, source.Cancel) };
        Assert.ThrowsAny<OperationCanceledException>(() => solve(Laplace, b, options));
    }

    [Fact]
    public void Derivatives_on_a_tape_are_maps()
    {
        using var function = new DifferentiableFunction<double>(x => x.Tape.Stack(0, x[0] * x[1], x[0].Exp(), x[1].Sin()));
        double[] at = [0.5, -2], product = new double[3], back = new double[2];
        function.JacobianAt(at)([1, 10], product);
        FivePoint.AssertClose([-2 + (0.5 * 10), Math.Exp(0.5), 10 * Math.Cos(-2)], product, 1e-14);
        function.TransposedJacobianAt(at)([1, 2, 3], back);
        FivePoint.AssertClose([-2 + (2 * Math.Exp(0.5)), 0.5 + (3 * Math.Cos(-2))], back, 1e-14);
        using var scalar = new DifferentiableFunction<double>(x => (x.Square().Sum() * x[0]) + x[1].Exp());
        scalar.HessianAt(at)([1, 10], back);
        FivePoint.AssertClose([(6 * 0.5) + (2 * -2 * 10), (2 * -2) + (10 * ((2 * 0.5) + Math.Exp(-2)))], back, 1e-14);

        // The minimum of a quadratic function, by its Hessian's products.
        using var quadratic = new DifferentiableFunction<double>(x => (0.5 * x.Square() * x.Tape.Constant([1, 2, 3])).Sum() + (0.5 * x.Sum().Square()) - x[0]);
        double[] solution = LinearSolvers.ConjugateGradients(quadratic.HessianAt([0, 0, 0]), [1, 0, 0]).X, gradient = new double[3];
        quadratic.Gradient(solution, gradient);
        Assert.Equal(0, gradient.Max(Math.Abs), 1e-12);
    }

    private static void Laplace(ReadOnlySpan<double> x, Span<double> y)
    {
        for (int i = 0; i < x.Length; i++) y[i] = (2 * x[i]) - (i > 0 ? x[i - 1] : 0) - (i < x.Length - 1 ? x[i + 1] : 0);
    }

    private static LinearMap Map(double[] a) => (x, y) =>
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = 0;
            for (int j = 0; j < x.Length; j++) y[i] += a[(i * x.Length) + j] * x[j];
        }
    };

    private static double[] Vector(int n, ulong seed)
    {
        var random = new RandomGenerator(seed);
        return [.. Enumerable.Range(0, n).Select(_ => random.NextNormal())];
    }

    private static double[] Random(int n, ulong seed) => Vector(n * n, seed);

    /// <summary>AᵀA + 1.</summary>
    private static double[] Product(double[] a, int n)
    {
        var product = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) product[(i * n) + j] = (i == j ? 1 : 0) + Enumerable.Range(0, n).Sum(k => a[(k * n) + i] * a[(k * n) + j]);
        }

        return product;
    }

    /// <summary>A symmetric matrix of given eigenvalues: two reflections applied to a diagonal from both sides.</summary>
    private static double[] Spectrum(double[] values, ulong seed)
    {
        int n = values.Length;
        double[] u = Vector(n, seed), v = Vector(n, seed + 100);
        var a = new double[n * n];
        for (int k = 0; k < n; k++)
        {
            double[] column = new double[n];
            column[k] = 1;
            Reflect(u, column);
            Reflect(v, column);
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++) a[(i * n) + j] += values[k] * column[i] * column[j];
            }
        }

        return a;
    }

    private static void Reflect(double[] v, double[] x)
    {
        double factor = 2 * v.Zip(x, (p, q) => p * q).Sum() / v.Sum(p => p * p);
        for (int i = 0; i < x.Length; i++) x[i] -= factor * v[i];
    }

    private static double Norm(double[] x) => Math.Sqrt(x.Sum(value => value * value));

    private static double Residual(double[] a, double[] x, double[] b)
    {
        double[] product = new double[b.Length];
        Map(a)(x, product);
        return Norm([.. product.Zip(b, (p, q) => p - q)]);
    }
}
