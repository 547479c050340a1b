namespace Autograd.Solvers.Tests.Roots;

using Roots = Autograd.Roots;

public class RootsTests
{
    /// <summary>Functions of a number with a known root: smooth, steep, flat, far away, of a high multiplicity, with a jump.</summary>
    public static TheoryData<string, double, double, double> Numbers => new()
    {
        { "exp", 0, 5, Math.Log(2) },
        { "exp", -700, 700, Math.Log(2) },
        { "cube", -1, 4, 0 },
        { "ninth", -0.5, 4, 0.1 },
        { "steep", 0.1, 1000, 1 },
        { "atan", -10, 1000, 3 },
        { "far", 0, 1e300, 1e10 },
        { "near", -1, 1, 1e-200 },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_change_of_sign_is_found_to_the_last_places(string name, double a, double b, double root)
    {
        double tolerance = name == "ninth" ? 1e-2 : name == "cube" ? 1e-100 : name == "steep" ? 1e-5 : 1e-15 * Math.Abs(root);
        foreach (ScalarRootResult found in (ScalarRootResult[])
            [
                Roots.Chandrupatla(x => Of(name, x), a, b), Roots.Chandrupatla(x => Of(name, x), b, a),
                Roots.SafeguardedNewton(x => Of(name, x), a, b), Roots.SafeguardedNewton(x => Of(name, x), b, a),
            ])
        {
            Assert.True(found.IsConverged, $"{found}");
            Assert.True(Math.Abs(found.X - root) <= tolerance, $"{found}");
            Assert.True(found.Lower <= found.X && found.X <= found.Upper);
            Assert.Equal(Of(name, found.X), found.Residual, 1e-300 + (1e-12 * Math.Abs(found.Residual)));
        }
    }

    [Fact]
    public void Smooth_roots_take_few_evaluations()
    {
        Assert.InRange(Roots.Chandrupatla(x => Math.Exp(x) - 2, 0, 5).Evaluations, 3, 20);
        Assert.InRange(Roots.SafeguardedNewton(x => x.Exp() - 2, 0, 5).Evaluations, 3, 16);
        Assert.InRange(Roots.Chandrupatla(x => Math.Pow(x - 1, 9), 0, 5).Evaluations, 3, 200);
    }

    [Fact]
    public void A_jump_is_a_change_of_sign_and_NaN_is_not()
    {
        ScalarRootResult jump = Roots.Chandrupatla(x => x < 2 ? -1 : 1, 0, 5);
        Assert.Equal(StopReason.StepTolerance, jump.Reason);
        Assert.Equal(2, jump.X, 1e-14);
        Assert.Equal(StopReason.NotFinite, Roots.Chandrupatla(x => x is 0 or 5 ? x - 1 : double.NaN, 0, 5).Reason);
        Assert.Equal("Chandrupatla: f(1) is 1 and f(2) is 4; values of different signs are expected at the ends, with a root between them. (Parameter 'b')",
            Assert.Throws<ArgumentException>(() => Roots.Chandrupatla(x => x * x, 1, 2)).Message);
        Assert.Throws<ArgumentException>(() => Roots.SafeguardedNewton(x => x, double.NaN, 2));
        Assert.Equal(0, Roots.SafeguardedNewton(x => x, 0, 2).Iterations);
        ScalarRootResult rough = Roots.Chandrupatla(x => x - 1, 0.3, 7, new RootOptions { StepTolerance = 0.1 });
        Assert.True(rough.Upper - rough.Lower < 0.21);
        Assert.Equal(StopReason.MaxIterations, Roots.Chandrupatla(x => Math.Cbrt(x - 1), 0, 7.7, new RootOptions { MaxIterations = 3 }).Reason);
        Assert.Equal(StopReason.ResidualTolerance, Roots.Chandrupatla(x => x - 1.1, 0, 7.7, new RootOptions { ResidualTolerance = 0.1 }).Reason);
    }

    /// <summary>Systems of Moré, Garbow and Hillstrom (1981) whose roots are known, and where they start.</summary>
    public static TheoryData<string> Systems => ["Rosenbrock", "PowellSingular", "PowellBadlyScaled", "HelicalValley", "BroydenTridiagonal", "BroydenBanded", "DiscreteBoundary"];

    [Theory]
    [MemberData(nameof(Systems))]
    public void Systems_with_known_roots_are_solved(string name)
    {
        RootResult found = Roots.Newton(x => System(name, x), Start(name));
        Assert.True(found.IsConverged, $"{name}: {found.Reason}");
        Assert.True(found.Residual.Max(Math.Abs) <= 1e-10, $"{found.Residual.Max(Math.Abs)}");
        double[]? root = name switch
        {
            "Rosenbrock" => [1, 1],
            "HelicalValley" => [1, 0, 0],
            "PowellBadlyScaled" => [1.0981593296998e-5, 9.106146739867],
            _ => null,
        };
        if (root is not null) Assert.All(found.X.Zip(root), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 1e-9 * Math.Max(Math.Abs(pair.Second), 1e-4), $"{pair}"));
    }

    [Theory]
    [InlineData("Rosenbrock")]
    [InlineData("BroydenTridiagonal")]
    [InlineData("BroydenBanded")]
    [InlineData("DiscreteBoundary")]
    public void Products_suffice_for_many(string name)
    {
        RootResult found = Roots.NewtonKrylov(x => System(name, x), Start(name));
        Assert.True(found.IsConverged, $"{name}: {found.Reason}");
        Assert.True(found.Residual.Max(Math.Abs) <= 1e-10);
    }

    [Fact]
    public void A_Bratu_equation_of_ten_thousand_unknowns_is_solved_without_a_matrix()
    {
        const int n = 10_000;
        RootResult found = Roots.NewtonKrylov(x => (3 * x) - x.Roll(0, 1) - x.Roll(0, -1) - (0.5 * x.Tanh()) - 1, new double[n]);
        found.ThrowIfNotConverged();
        Assert.Equal(found.X[0], found.X[7777], 1e-10);
        Assert.InRange(found.Iterations, 2, 12);
    }

    [Fact]
    public void No_root_is_said_to_be_none()
    {
        Assert.Equal(StopReason.NoProgress, Roots.Newton(x => x.Square() + 1, [3]).Reason);

        // The local minimum of the residuals that the authors of the collection name: half the sum of squares is 2.79506e-5 / 2.
        RootResult found = Roots.Newton(x => System("Trigonometric", x), Start("Trigonometric"));
        Assert.Equal(StopReason.NoProgress, found.Reason);
        Assert.Equal(2.79506e-5, found.Residual.Sum(r => r * r), 1e-10);
        Assert.False(Roots.NewtonKrylov(x => x.Square() + 1, [3]).IsConverged);
        Assert.Equal(StopReason.NotFinite, Roots.Newton(x => x.Log(), [-1]).Reason);
        Assert.Equal(StopReason.NotFinite, Roots.NewtonKrylov(x => x.Log(), [-1]).Reason);
        Assert.Throws<InvalidOperationException>(() => Roots.Newton(x => x.Sum(), [1, 2]));
        Assert.Throws<InvalidOperationException>(() => Roots.NewtonKrylov(x => x.Sum(), [1, 2]));
        Assert.Equal("Newton: the function gives 1 values for 2 unknowns; as many equations as unknowns are expected. For more equations use NonlinearLeastSquares.",
            Assert.Throws<InvalidOperationException>(() => Roots.Newton(x => x.Sum(), [1, 2])).Message);
    }

    [Fact]
    public void Edges()
    {
        Assert.Equal((StopReason.ResidualTolerance, 0), (Roots.Newton(x => x, []).Reason, Roots.Newton(x => x, []).Iterations));
        Assert.Equal((StopReason.ResidualTolerance, 0), (Roots.NewtonKrylov(x => x, []).Reason, Roots.NewtonKrylov(x => x, []).Iterations));
        Assert.Equal((StopReason.ResidualTolerance, 0), (Roots.Newton(x => x - 2, [2, 2]).Reason, Roots.Newton(x => x - 2, [2, 2]).Iterations));
        Assert.Equal(StopReason.MaxIterations, Roots.Newton(x => System("Rosenbrock", x), [-1.2, 1], new RootOptions { MaxIterations = 1, InitialRadius = 0.1 }).Reason);
        Assert.Equal(StopReason.MaxIterations, Roots.NewtonKrylov(x => x.Exp() - 2, [5], new RootOptions { MaxIterations = 1 }).Reason);
        using var source = new CancellationTokenSource();
        var reports = new List<SolverProgress>();
        var options = new RootOptions { Cancellation = source.Token, Progress = new Recorder(reports, source.Cancel) };
        Assert.ThrowsAny<OperationCanceledException>(() => Roots.NewtonKrylov(x => x.Exp() - 2, [5], options));
        Assert.ThrowsAny<OperationCanceledException>(() => Roots.Newton(x => x.Exp() - 2, [5], options));
        Assert.ThrowsAny<OperationCanceledException>(() => Roots.Chandrupatla(x => x - 1, 0, 3, options));
    }

    private static N Of<N>(string name, N x, Func<N, double, N> plus, Func<N, N> exp, Func<N, N> atan, Func<N, N, N> times) => name switch
    {
        "exp" => plus(exp(x), -2),
        "cube" => times(times(x, x), x),
        "ninth" => Enumerable.Repeat(plus(x, -0.1), 9).Aggregate(times),
        "steep" => plus(exp(times(times(plus(x, -1), plus(x, -1)), plus(x, -1))), -1),
        "atan" => atan(plus(x, -3)),
        "far" => plus(x, -1e10),
        _ => plus(x, -1e-200),
    };

    private static double Of(string name, double x) => Of(name, x, (x, c) => x + c, Math.Exp, Math.Atan, (x, y) => x * y);

    private static Variable<double> Of(string name, Variable<double> x) => Of(name, x, (x, c) => x + c, x => x.Exp(), x => x.Atan(), (x, y) => x * y);

    private static double[] Start(string name) => name switch
    {
        "Rosenbrock" => [-1.2, 1],
        "PowellSingular" => [3, -1, 0, 1],
        "PowellBadlyScaled" => [0, 1],
        "HelicalValley" => [-1, 0, 0],
        "DiscreteBoundary" => [.. Enumerable.Range(1, 10).Select(i => i / 11.0 * ((i / 11.0) - 1))],
        "Trigonometric" => [.. Enumerable.Repeat(0.1, 10)],
        _ => [.. Enumerable.Repeat(-1.0, 10)],
    };

    private static Variable<double> System(string name, Variable<double> x)
    {
        Tape<double> tape = x.Tape;
        switch (name)
        {
            case "Rosenbrock":
                return tape.Stack(0, 10 * (x[1] - x[0].Square()), 1 - x[0]);
            case "PowellSingular":
                return tape.Stack(0, x[0] + (10 * x[1]), Math.Sqrt(5) * (x[2] - x[3]), (x[1] - (2 * x[2])).Square(), Math.Sqrt(10) * (x[0] - x[3]).Square());
            case "PowellBadlyScaled":
                return tape.Stack(0, (1e4 * x[0] * x[1]) - 1, (-x[0]).Exp() + (-x[1]).Exp() - 1.0001);
            case "HelicalValley":
                Variable<double> turn = x[1].Atan2(x[0]) / (2 * Math.PI);
                return tape.Stack(0, 10 * (x[2] - (10 * turn)), 10 * ((x[0].Square() + x[1].Square()).Sqrt() - 1), x[2]);
            case "BroydenTridiagonal":
                return ((3 - (2 * x)) * x) - Shifted(x, 1) - (2 * Shifted(x, -1)) + 1;
            case "BroydenBanded":
                Variable<double> sum = (x * (2 + (5 * x.Square()))) + 1;
                for (int k = -1; k <= 5; k++) sum = k == 0 ? sum : sum - (Shifted(x, k) * (1 + Shifted(x, k)));
                return sum;
            case "DiscreteBoundary":
                const double h = 1.0 / 11;
                Variable<double> t = tape.Arange(1, 11) * h;
                return (2 * x) - Shifted(x, 1) - Shifted(x, -1) + (h * h / 2 * (x + t + 1).Pow(3));
            default:
                Variable<double> i = tape.Arange(1, 11);
                return 10 - x.Cos().Sum() + (i * (1 - x.Cos())) - x.Sin();
        }
    }

    /// <summary>A coarse solution of the step's equations may be short where the whole step is long: that is no convergence.</summary>
    [Fact]
    public void A_step_that_is_short_only_since_it_is_coarse_ends_nothing()
    {
        RootResult root = Roots.NewtonKrylov(x => x.Tape.Stack(0, x[0] - 1.00005, 1e-5 * (x[1] - 2)), [1.0, 1], new RootOptions { StepTolerance = 1e-4 });
        Assert.True(root.IsConverged);
        Assert.Equal(2, root.X[1], 1e-9);
    }

    /// <summary>xᵢ₋ₖ, with zeros from outside.</summary>
    private static Variable<double> Shifted(Variable<double> x, int k)
    {
        int n = x.Shape[0];
        Variable<double> zeros = x.Tape.Zeros(Math.Abs(k));
        return k > 0 ? x.Tape.Concatenate(0, zeros, x.Slice(0, 0, n - k)) : x.Tape.Concatenate(0, x.Slice(0, -k, n + k), zeros);
    }
}
