namespace Autograd.Solvers.Tests.Implicit;

using Implicit = Autograd.Implicit;

public class ImplicitTests
{
    private static readonly double[] Parameters = [0.7, -0.4, 1.3];

    public static TheoryData<int> DirectOrNot => [200, 0];

    public static TheoryData<string, int> Kinds => new() { { "Root", 200 }, { "Root", 0 }, { "FixedPoint", 200 }, { "FixedPoint", 0 }, { "Minimum", 200 }, { "Minimum", 0 } };

    [Theory]
    [MemberData(nameof(DirectOrNot))]
    public void A_square_root_has_its_derivatives_of_every_order(int mostDirect)
    {
        using var tape = new Tape<double>();
        Variable<double> p = tape.Variable(2.0);
        Variable<double> x = Implicit.Root((x, q) => x.Square() - q, tape.Constant(1.0), p, new ImplicitOptions { MostDirect = mostDirect });
        double expected = Math.Sqrt(2);
        for (int order = 0; order <= 4; order++)
        {
            Assert.Equal(1, x.Scalar / expected, 1e-10);
            if (order < 4) x = x.Backward()[p];
            expected *= (0.5 - order) / 2;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Derivatives_are_those_of_differences_to_second_order(string kind, int mostDirect)
    {
        var options = new ImplicitOptions { MostDirect = mostDirect };
        double[] Solution(double[] p)
        {
            using var tape = new Tape<double>();
            return Solve(kind, tape.Constant(p), options).ToArray();
        }

        Variable<double> Quantity(Variable<double> p)
        {
            Variable<double> x = Solve(kind, p, options);
            return (x * p).Sum() + (x.Square() * x.Tape.Constant([0.3, -1.1, 0.7])).Sum();
        }

        FivePoint.AssertClose(FivePoint.Jacobian(Solution, Parameters), [.. Differentiate.Jacobian(p => Solve(kind, p, options), Parameters)]);
        double[] hessian = [.. Differentiate.Hessian(Quantity, Parameters)];
        FivePoint.AssertClose(FivePoint.Jacobian(p => [.. Differentiate.Gradient(Quantity, p)], Parameters), hessian);

        // Symmetric, as a Hessian is, and not by construction.
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < i; j++) Assert.Equal(hessian[(i * 3) + j], hessian[(j * 3) + i], 1e-9);
        }
    }

    [Theory]
    [InlineData("Root", 0)]
    [InlineData("FixedPoint", 200)]
    [InlineData("Minimum", 200)]
    public void Third_order_is_right_too(string kind, int mostDirect)
    {
        var options = new ImplicitOptions { MostDirect = mostDirect };
        Variable<double> Quantity(Variable<double> p) => Solve(kind, p, options).Square().Sum();
        double[] third = [.. Differentiate.Jacobian(p => HessianNode(Quantity, p), Parameters)];
        FivePoint.AssertClose(FivePoint.Jacobian(p => [.. Differentiate.Hessian(Quantity, p)], Parameters), third, 1e-7);
    }

    [Fact]
    public void The_gradient_check_of_the_library_agrees()
    {
        var options = new GradientCheckOptions { Order = 2 };
        foreach (string kind in (string[])["Root", "FixedPoint", "Minimum"]) GradientCheck.Check(p => Solve(kind, p, new ImplicitOptions()), Parameters, [3], options).ThrowIfFailed();
    }

    [Fact]
    public void A_ridge_regression_has_the_derivatives_of_its_closed_form()
    {
        double[] a = [1, 2, 0.5, -1, 0.3, 2, 1, 1], b = [1, -2, 0.5, 3];
        static Variable<double> Closed(Variable<double> a, Variable<double> b, Variable<double> penalty)
        {
            Variable<double> m = a.Transpose().MatMul(a) + (penalty * a.Tape.Eye(2));
            return m.Solve(a.Transpose().MatMul(b));
        }

        static Variable<double> Found(Variable<double> a, Variable<double> b, Variable<double> penalty) => Implicit.Minimum(
            (x, p) => 0.5 * (p[0].MatMul(x) - p[1]).Square().Sum() + (0.5 * p[2] * x.Square().Sum()), a.Tape.Constant([0.0, 0.0]), [a, b, penalty]);

        double[] all = [.. a, .. b, 0.8];
        static Variable<double> With(Func<Variable<double>, Variable<double>, Variable<double>, Variable<double>> f, Variable<double> all) =>
            f(all.Slice(0, 0, 8).Reshape(4, 2), all.Slice(0, 8, 4), all[12]);
        FivePoint.AssertClose([.. Differentiate.Jacobian(v => With(Closed, v), all)], [.. Differentiate.Jacobian(v => With(Found, v), all)], 1e-12);
        FivePoint.AssertClose([.. Differentiate.Hessian(v => With(Closed, v).Square().Sum(), all)], [.. Differentiate.Hessian(v => With(Found, v).Square().Sum(), all)], 1e-11);
    }

    [Fact]
    public void A_fixed_point_of_a_million_unknowns_needs_no_matrix()
    {
        // xᵢ = a cos xᵢ₋₁ + p sᵢ, around a ring: each unknown depends on its neighbour.
        const int n = 1_000_000;
        double[] s = new double[n];
        for (int i = 0; i < n; i++) s[i] = Math.Sin(0.37 * i);
        using var tape = new Tape<double>();
        Variable<double> p = tape.Variable([0.3, 0.8]);
        int before = tape.NodeCount;
        Variable<double> x = Implicit.FixedPoint((x, p) => (p[0] * x.Roll(0, 1).Cos()) + (p[1] * x.Tape.Constant(s)), tape.Zeros(n), p, new ImplicitOptions { LinearTolerance = 1e-11 });
        Assert.Equal(before + 2, tape.NodeCount);
        Variable<double> loss = x.Square().Mean();
        double[] gradient = loss.Backward()[p].ToArray();
        FivePoint.AssertClose(RingGradient(x.ToArray(), s), gradient, 1e-10);
    }

    [Fact]
    public void Equations_of_each_element_are_solved_at_once()
    {
        double[] p = [2, 0.5, 30, 1e-6];
        static Variable<double> Solution(Variable<double> p) => Implicit.RootOfEach((x, p) => (x * x.Exp()) - p, p.Tape.Zeros(4), p.Tape.Full(4, 10), p);
        using var tape = new Tape<double>();
        double[] w = Solution(tape.Constant(p)).ToArray();
        for (int i = 0; i < 4; i++) Assert.Equal(1, w[i] * Math.Exp(w[i]) / p[i], 1e-13);

        // Lambert's function: W′ = W / (p (1 + W)); its Jacobian is diagonal, to second order as well.
        double[] slopes = [.. w.Select((value, i) => value / (p[i] * (1 + value)))];
        FivePoint.AssertClose(Diagonal(slopes), [.. Differentiate.Jacobian(Solution, p)], 1e-12);
        double[] second = [.. w.Select((value, i) => -Math.Pow(slopes[i], 2) * (2 + value) / (1 + value))];
        FivePoint.AssertClose(Diagonal(second), [.. Differentiate.Hessian(q => Solution(q).Sum(), p)], 1e-10);
        GradientCheck.Check(q => Solution(q), [2, 0.5, 30, 1], [4], new GradientCheckOptions { Order = 3 }).ThrowIfFailed();

        static double[] Diagonal(double[] entries) => [.. entries.SelectMany((entry, i) => entries.Select((_, j) => i == j ? entry : 0))];
    }

    [Fact]
    public void Equations_that_are_not_of_each_element_or_not_bracketed_are_refused()
    {
        using var tape = new Tape<double>();
        Variable<double> p = tape.Variable([1, 2, 3]), zeros = tape.Zeros(3), tens = tape.Full(3, 10);
        Variable<double> coupled = Implicit.RootOfEach((x, p) => x + (0.1 * x.Flip(0)) - p, zeros, tens, p);
        Assert.StartsWith("Implicit.RootOfEach: f depends on element 0", Assert.Throws<InvalidOperationException>(() => coupled.Sum().Backward()[p].ToArray()).Message, StringComparison.Ordinal);
        Assert.Equal("Implicit.RootOfEach: element 2 of f is -2 at 0 and -1 at 1; values of different signs are expected at the ends, with a root between them. (Parameter 'upper')",
            Assert.Throws<ArgumentException>(() => Implicit.RootOfEach((x, p) => x - p + 1, zeros, tape.Ones(3), p)).Message);
        Assert.Throws<ArgumentException>(() => Implicit.RootOfEach((x, p) => x - p, zeros, tape.Ones(2), p));
        Variable<double> flat = Implicit.RootOfEach((x, p) => (x * x * x) - p, zeros - 1, zeros + 1, 0 * p);
        Assert.Throws<NotConvergedException>(() => flat.Sum().Backward()[p].ToArray());
    }

    [Fact]
    public void One_node_is_recorded_and_a_repeated_recording_takes_new_values()
    {
        foreach (EvaluationMode mode in Enum.GetValues<EvaluationMode>())
        {
            using var tape = new Tape<double>(new TapeOptions { Evaluation = mode });
            for (int step = 1; step <= 4; step++)
            {
                tape.Reset();
                Variable<double> p = tape.Variable((double)step), start = tape.Constant(1.0);
                Variable<double> x = Implicit.Root(Cube, start, p);
                Assert.Equal(3, tape.NodeCount);
                Assert.Equal(Math.Cbrt(step), x.Scalar, 1e-13);
                Assert.Equal(1 / (3 * Math.Pow(step, 2.0 / 3)), x.Backward()[p].Scalar, 1e-13);
            }
        }

        static Variable<double> Cube(Variable<double> x, Variable<double> p) => (x * x * x) - p;
    }

    [Fact]
    public void Batches_and_rows_of_a_Jacobian_are_computed_though_it_is_not_lifted()
    {
        double[] p = [.. Enumerable.Range(0, 12).Select(i => 0.1 + (0.2 * i))];
        static Variable<double> Solution(Variable<double> p) => Implicit.Root((x, p) => x + (0.3 * x.Flip(0).Sin()) - (p * p.Roll(0, 1)), p.Tape.Zeros(p.Shape), p);
        static double[] Values(double[] p)
        {
            using var tape = new Tape<double>();
            return Solution(tape.Constant(p)).ToArray();
        }

        FivePoint.AssertClose(FivePoint.Jacobian(Values, p), [.. Differentiate.Jacobian(Solution, p)]);
        using var tape = new Tape<double>();
        Variable<double> batch = tape.Variable(p, 3, 4), each = Differentiate.Vectorize(Solution, batch);
        FivePoint.AssertClose([.. Values(p[..4]), .. Values(p[4..8]), .. Values(p[8..])], each.ToArray(), 1e-14);
        double[] expected = [.. Differentiate.Gradient(q => Solution(q).Square().Sum(), p[4..8])];
        FivePoint.AssertClose(expected, each.Square().Sum().Backward()[batch].ToArray()[4..8], 1e-13);
    }

    [Fact]
    public void It_does_not_depend_on_the_start_and_nothing_is_differentiated_by_that()
    {
        using var tape = new Tape<double>();
        Variable<double> p = tape.Variable(2.0), start = tape.Variable(5.0);
        Gradients<double> gradients = Implicit.Root((x, p) => x.Square() - p, start, p).Backward();
        Assert.Equal(0, gradients[start].Scalar);
        Assert.Equal(0.5 / Math.Sqrt(2), gradients[p].Scalar, 1e-14);
        Assert.Equal(-Math.Sqrt(2), Implicit.Root((x, p) => x.Square() - p, tape.Constant(-0.1), p).Scalar, 1e-14);
    }

    [Fact]
    public void Small_numbers_are_solved_for_as_exactly_as_large_ones()
    {
        foreach (double scale in (double[])[1e-30, 1e-9, 1, 1e9, 1e30])
        {
            using var tape = new Tape<double>();
            Variable<double> p = tape.Variable(2 * scale * scale);
            Variable<double> x = Implicit.Root((x, p) => x.Square() - p, tape.Constant(scale), p);
            Assert.Equal(1, x.Scalar / (Math.Sqrt(2) * scale), 1e-12);
            Assert.Equal(1, x.Backward()[p].Scalar * 2 * x.Scalar, 1e-12);
            Variable<double> least = Implicit.Minimum((x, p) => p * (x.Exp() - (2 * x)), tape.Constant(0.0), p);
            Assert.Equal(Math.Log(2), least.Scalar, 1e-12);
        }
    }

    [Fact]
    public void Unknowns_of_any_shape_keep_it_and_none_are_none()
    {
        using var tape = new Tape<double>();
        Variable<double> p = tape.Variable([1, 4, 9, 16, 25, 36], [2, 3]);
        Variable<double> x = Implicit.Root((x, p) => x.Square() - p, tape.Ones(2, 3), p);
        Assert.Equal(p.Shape, x.Shape);
        FivePoint.AssertClose([1, 2, 3, 4, 5, 6], x.ToArray(), 1e-14);
        FivePoint.AssertClose([0.5, 0.25, 1.0 / 6, 0.125, 0.1, 1.0 / 12], x.Sum().Backward()[p].ToArray(), 1e-14);
        Variable<double> none = tape.Variable(ReadOnlySpan<double>.Empty, [0]);
        Variable<double> root = Implicit.Root((x, p) => x - p, tape.Zeros(0), none);
        Assert.Empty(root.ToArray());
        Assert.Empty(root.Sum().Backward()[none].ToArray());
    }

    [Fact]
    public void What_the_function_uses_beside_its_arguments_is_refused()
    {
        using var tape = new Tape<double>();
        Variable<double> p = tape.Variable(2.0), other = tape.Variable(3.0), start = tape.Constant(1.0);
        int before = tape.NodeCount;
        var weight = new Parameter<double>("w", [], [3.0]);
        var thrown = Assert.Throws<InvalidOperationException>(() => Implicit.Root((x, p) => (x * x.Tape.Watch(weight)) - p, start, p));
        Assert.Equal("Implicit.Root: the function depends on a variable or parameter that is not among its arguments, so that derivatives by it would be lost. Give it as one of the parameters; what is data, put on the tape by Constant.", thrown.Message);
        Assert.Throws<ArgumentException>(() => Implicit.Root((x, p) => (x * other) - p, start, p));
        Assert.Equal("Implicit.Root: the function's result has shape [2]; it must have that of the unknowns, [].",
            Assert.Throws<InvalidOperationException>(() => Implicit.Root((x, p) => x.Tape.Stack(0, x, p), start, p)).Message);
        Assert.Equal("Implicit.Minimum: the function's result has shape [2]; one element is expected. Reduce it, by Sum or Mean.",
            Assert.Throws<InvalidOperationException>(() => Implicit.Minimum((x, p) => x.Tape.Stack(0, x, p), start, p)).Message);
        Assert.Equal(before, tape.NodeCount);
    }

    [Fact]
    public void Where_there_is_no_solution_or_no_derivative_it_throws()
    {
        using var tape = new Tape<double>();
        Variable<double> one = tape.Variable(1.0), zero = tape.Variable(0.0), start = tape.Constant(0.5);
        int before = tape.NodeCount;
        Assert.Equal(StopReason.NoProgress, Assert.Throws<NotConvergedException>(() => Implicit.Root((x, p) => x.Square() + p, start, one)).Reason);
        Assert.Equal(StopReason.MaxIterations, Assert.Throws<NotConvergedException>(() => Implicit.FixedPoint((x, p) => (2 * p) - x, start, one)).Reason);
        Assert.Equal(StopReason.NotFinite, Assert.Throws<NotConvergedException>(() => Implicit.FixedPoint((x, p) => (2 * x.Square()) + p, start, one)).Reason);
        Assert.Throws<NotConvergedException>(() => Implicit.Minimum((x, p) => -x.Square() * p, start, one, new ImplicitOptions { MaxIterations = 50 }));
        Assert.Equal(before, tape.NodeCount);

        // x³ = p has no derivative at 0, where it starts.
        Variable<double> root = Implicit.Root((x, p) => (x * x * x) - p, zero, zero);
        Assert.Equal(StopReason.Breakdown, Assert.Throws<NotConvergedException>(() => root.Backward()[zero].Scalar).Reason);
        Variable<double> free = Implicit.Root((x, p) => (x * x * x) - p, zero, zero, new ImplicitOptions { MostDirect = 0 });
        Assert.Throws<NotConvergedException>(() => free.Backward()[zero].Scalar);
    }

    [Fact]
    public void Progress_is_told_and_cancellation_heard()
    {
        using var tape = new Tape<double>();
        var reports = new List<SolverProgress>();
        using var source = new CancellationTokenSource();
        var options = new ImplicitOptions { Progress = new Recorder(reports, source.Cancel), Cancellation = source.Token };
        Assert.ThrowsAny<OperationCanceledException>(() => Implicit.FixedPoint((x, p) => 0.5 * (x + (p / x)), tape.Constant(1.0), tape.Variable(2.0), options));
        Assert.Single(reports);
    }

    /// <summary>Three coupled unknowns and three parameters, of each kind.</summary>
    private static Variable<double> Solve(string kind, Variable<double> p, ImplicitOptions options)
    {
        Variable<double> start = p.Tape.Constant([0.1, 0.2, 0.3]);
        return kind switch
        {
            "Root" => Implicit.Root((x, p) => (Mix(x) * (2 + p.Square())) + (x * x * x) - (p * x.Flip(0)).Sin() - p.Exp(), start, p, options),
            "FixedPoint" => Implicit.FixedPoint((x, p) => (0.2 * (Mix(x) * p).Tanh()) + (0.2 * x.Flip(0).Cos()) + p.Square(), start, p, options),
            _ => Implicit.Minimum((x, p) => (x - p).Exp().Sum() + (Mix(x) * x * (1 + p.Square())).Sum() + (x.Square().Square().Sum() * p[0].Exp()), start, p, options),
        };
    }

    /// <summary>A product with a matrix that is not symmetric and dominated by its diagonal.</summary>
    private static Variable<double> Mix(Variable<double> x) => x.Tape.Constant([2, 0.3, -0.4, 0.5, 2.5, 0.2, -0.1, 0.6, 3], [3, 3]).MatMul(x);

    private static Variable<double> HessianNode(Func<Variable<double>, Variable<double>> quantity, Variable<double> p)
    {
        Variable<double> gradient = quantity(p).Backward()[p];
        return p.Tape.Stack(0, gradient[0].Backward()[p], gradient[1].Backward()[p], gradient[2].Backward()[p]);
    }

    /// <summary>The gradient of the mean square by hand: λᵢ = 2 xᵢ / n − 0.3 sin xᵢ λᵢ₊₁, iterated.</summary>
    private static double[] RingGradient(double[] x, double[] s)
    {
        int n = x.Length;
        double[] slopes = [.. x.Select(value => -0.3 * Math.Sin(value))], lambda = new double[n], gradient = new double[2];
        for (int k = 0; k < 40; k++)
        {
            for (int i = n - 1; i >= 0; i--) lambda[i] = (2 * x[i] / n) + (slopes[i] * lambda[(i + 1) % n]);
        }

        double worst = 0;
        for (int i = 0; i < n; i++)
        {
            double cosine = Math.Cos(x[(i + n - 1) % n]);
            worst = Math.Max(worst, Math.Abs((0.3 * cosine) + (0.8 * s[i]) - x[i]));
            gradient[0] += lambda[i] * cosine;
            gradient[1] += lambda[i] * s[i];
        }

        Assert.Equal(0, worst, 1e-11);
        return gradient;
    }
}
