using System.Numerics.Tensors;

namespace Autograd.Solvers.Tests.DifferentialEquations;

/// <summary>Derivatives through solutions: against forward sensitivities, closed forms and differences, their memory and their work.</summary>
public class OdeAdjointTests
{
    private static readonly double[] Rates = [1.5, 1, 1, 3];

    public static TheoryData<OdeMethod> Methods => Equations.Methods;

    /// <summary>
    /// Forward sensitivities: the equation for y and S = ∂y/∂(y₀, p) together, solved by its own steps with tiny tolerances, against the reverse pass
    /// through other steps.
    /// </summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void Gradients_are_forward_sensitivities(OdeMethod method)
    {
        double[] weights = [0.3, -1.2], times = [0, 1, 2.5];
        using var sensitivities = new DifferentialEquation<double>(WithSensitivities, new OdeOptions { RelativeTolerance = 1e-13, AbsoluteTolerance = 1e-14 });
        double[] start = [1, 0.5, 1, 0, 0, 1, .. new double[8]];
        OdeSolution<double> exact = sensitivities.Solve(start, 0, 2.5, Rates);
        double[] expected = new double[6];
        foreach (double time in new[] { 1, 2.5 })
        {
            double[] state = exact.At(time).ToArray();
            if (time < 2) state = sensitivities.Solve(start, 0, time, Rates).Last().ToArray();
            for (int k = 0; k < 6; k++) expected[k] += (weights[0] * state[2 + (2 * k)]) + (weights[1] * state[3 + (2 * k)]);
        }

        expected[0] += weights[0];
        expected[1] += weights[1];
        double tolerance = method == OdeMethod.Rosenbrock ? 1e-12 : 1e-13;
        using var equation = new DifferentialEquation<double>(Equations.LotkaVolterra, Equations.Tight(method, tolerance) with { AbsoluteTolerance = 1e-14 });
        using var tape = new Tape<double>();
        Variable<double> y0 = tape.Variable([1.0, 0.5]), rates = tape.Variable(Rates);
        Gradients<double> gradients = equation.Solve(y0, tape.Constant(times), rates).MatMul(tape.Constant(weights)).Sum().Backward();
        double[] actual = [.. gradients[y0].ToArray(), .. gradients[rates].ToArray()];
        Assert.All(actual.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-10 * Math.Max(1, Math.Abs(pair.Second))));
    }

    /// <summary>With the same steps, however long, forward sensitivities are the gradient to rounding: methods and derivatives commute.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void With_the_same_long_steps_forward_sensitivities_are_the_gradient(OdeMethod method)
    {
        var options = new OdeOptions { Method = method, FixedStep = 0.5 };
        using DifferentialEquation<double> sensitivities = new(WithSensitivities, options), equation = new(Equations.LotkaVolterra, options);
        double[] forward = sensitivities.Solve([1, 0.5, 1, 0, 0, 1, .. new double[8]], 0, 2.5, Rates).Last().ToArray();
        using var tape = new Tape<double>();
        Variable<double> y0 = tape.Variable([1.0, 0.5]), rates = tape.Variable(Rates), last = equation.Solve(y0, tape.Constant([0.0, 2.5]), rates).At(0, 1);
        for (int i = 0; i < 2; i++)
        {
            Gradients<double> gradients = last.At(0, i).Backward();
            double[] reverse = [.. gradients[y0].ToArray(), .. gradients[rates].ToArray()];
            for (int k = 0; k < 6; k++) Assert.Equal(forward[2 + (2 * k) + i], reverse[k], 1e-11 * Math.Max(1, Math.Abs(reverse[k])));
        }

        Assert.NotEqual(equation.Solve([1.0, 0.5], 0, 2.5, Rates).Last()[0], new DifferentialEquation<double>(Equations.LotkaVolterra, Equations.Tight(method)).Solve([1.0, 0.5], 0, 2.5, Rates).Last()[0], 1e-4);
    }

    /// <summary>With steps held fixed the node is a function like any other: its derivatives by everything, to the third order, are those of differences.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void All_derivatives_are_those_of_the_steps(OdeMethod method)
    {
        using var equation = new DifferentialEquation<double>((t, y, p) => (p[0] * y.Sin()) + (p[1].At(0, 1) * t * y.Flip(0)), new OdeOptions { Method = method, FixedStep = 0.32 });
        double[] point = [0.4, -0.7, 0.9, 0.2, 1.3, 0, 0.5, 0.8];
        GradientCheck.Check(
            x => equation.Solve(x.Slice(0, 0, 2), x.Slice(0, 5, 3), x.At(0, 2), x.Slice(0, 3, 2)).Square().Sum(),
            point,
            [8],
            new GradientCheckOptions { Order = method == OdeMethod.Rosenbrock ? 2 : 3 }).ThrowIfFailed();
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Second_derivatives_by_state_and_parameters_are_those_of_the_closed_form(OdeMethod method)
    {
        // y = y₀ exp(−k t): ∂²y/∂k² = t² y, ∂²y/∂k∂y₀ = −t exp(−k t), ∂y/∂t = −k y.
        using var equation = new DifferentialEquation<double>((t, y, p) => -p[0] * y, Equations.Tight(method, 1e-12));
        double[,] hessian = Values(Differentiate.Hessian(x => equation.Solve(x.Slice(0, 0, 1), x.Tape.Constant([0.0, 2]), x.Slice(0, 1, 1)).At(0, 1).Sum(), new[] { 1.5, 0.7 }));
        double decay = Math.Exp(-1.4);
        Assert.Equal(0, hessian[0, 0], 1e-9);
        Assert.Equal(-2 * decay, hessian[0, 1], 1e-8);
        Assert.Equal(-2 * decay, hessian[1, 0], 1e-8);
        Assert.Equal(4 * 1.5 * decay, hessian[1, 1], 1e-8);
        Tensor<double> byTimes = Differentiate.Gradient(x => equation.Solve(x.Tape.Constant([1.5]), x, x.Tape.Constant([0.7])).At(0, ^1).Sum(), new[] { 0.5, 1, 2 });
        Assert.Equal([0.7 * 1.5 * Math.Exp(-1.05), 0, -0.7 * 1.5 * Math.Exp(-1.05)], byTimes.ToArray(), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    /// <summary>The same gradient to the bit with any number of checkpoints, and the number of evaluations that the schedule says.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(200)]
    public void Checkpoints_change_the_work_and_no_bit(int? checkpoints)
    {
        const int Steps = 60;
        double[] expected = Gradient(1000, out _), actual = Gradient(checkpoints, out long evaluations);
        Assert.Equal(expected, actual);
        int kept = checkpoints ?? BinomialSchedule.CheckpointsFor(Steps, 2);
        int repetitions = 0;
        while (BinomialSchedule.Reach(kept, repetitions) < Steps) repetitions++;
        long advances = ((long)repetitions * Steps) - BinomialSchedule.Reach(kept + 1, repetitions - 1);
        Assert.Equal(6 * (Steps + advances), evaluations);

        static double[] Gradient(int? checkpoints, out long evaluations)
        {
            using var equation = new DifferentialEquation<double>(Equations.LotkaVolterra, new OdeOptions { FixedStep = 0.025, Checkpoints = checkpoints });
            using var tape = new Tape<double>();
            Variable<double> y0 = tape.Variable([1.0, 0.5]), rates = tape.Variable(Rates);
            Variable<double> states = equation.Solve(y0, tape.Constant([0.0, 0.5, 1.5]), rates);
            Gradients<double> gradients = states.Square().Sum().Backward();
            long before = equation.Evaluations;
            Assert.Equal((6 * Steps) + 2, before);
            double[] values = [.. gradients[y0].ToArray(), .. gradients[rates].ToArray()];
            evaluations = equation.Evaluations - before;
            return values;
        }
    }

    /// <summary>A Jacobian of many states by few parameters goes by columns, each of which is one solution with its tangent, and nothing else.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void A_column_of_the_jacobian_takes_the_evaluations_of_a_solution(OdeMethod method)
    {
        using var equation = new DifferentialEquation<double>(Equations.LotkaVolterra, new OdeOptions { Method = method, FixedStep = 0.05 });
        using var function = new DifferentiableFunction<double>(x => equation.Solve(x.Slice(0, 0, 2), x.Tape.Constant([0.0, 0.5, 1, 1.5]), x.Slice(0, 2, 4)));
        double[] x = [1, 0.5, .. Rates], value = new double[8], jacobian = new double[8 * x.Length];
        function.Value(x, value);
        long solution = equation.Evaluations;
        x[0] += 0.1;
        function.ValueAndJacobian(x, value, jacobian);
        Assert.InRange(equation.Evaluations - solution, solution, (1 + x.Length) * solution);
        using var tape = new Tape<double>();
        Variable<double> point = tape.Variable(x), states = equation.Solve(point.Slice(0, 0, 2), tape.Constant([0.0, 0.5, 1, 1.5]), point.Slice(0, 2, 4)).Reshape([8]);
        double[] rows = [.. Enumerable.Range(0, 8).SelectMany(i => states.At(0, i).Backward()[point].ToArray())];
        Assert.All(rows.Zip(jacobian), pair => Assert.Equal(pair.First, pair.Second, 1e-13));
    }

    [Fact]
    public void It_is_one_node_that_composes_and_is_planned_like_others()
    {
        using var equation = new DifferentialEquation<double>(Equations.LotkaVolterra, Equations.Tight(OdeMethod.Tsitouras, 1e-8));
        double[][] results = new double[2][];
        foreach (EvaluationMode mode in new[] { EvaluationMode.Eager, EvaluationMode.Deferred })
        {
            using var tape = new Tape<double>(new TapeOptions { Evaluation = mode });
            for (int round = 0; round < 3; round++)
            {
                tape.Reset();
                Variable<double> start = tape.Variable([0.1 + round, 0.5]), rates = tape.Variable(Rates), y0 = start.Exp(), times = tape.Constant([0.0, 1, 2]);
                int before = tape.NodeCount;
                Variable<double> first = equation.Solve(y0, times, rates);
                Assert.Equal(before + 1, tape.NodeCount);

                // On from its end, backwards: both solutions are of one equation.
                Variable<double> back = equation.Solve(first.At(0, ^1), tape.Constant([2.0, 0]), rates);
                Gradients<double> gradients = ((back.At(0, ^1) - y0).Square().Sum() + first.Sum()).Backward();
                results[(int)mode] = [.. gradients[start].ToArray(), .. gradients[rates].ToArray(), .. back.ToArray()];
            }
        }

        Assert.Equal(results[0], results[1]);
    }

    [Fact]
    public void Edges_have_their_derivatives()
    {
        using var equation = new DifferentialEquation<double>(Equations.Swing);
        using var tape = new Tape<double>();
        Variable<double> y0 = tape.Variable([2.0]), one = tape.Variable([0.3]), twice = tape.Variable([0.3, 0.3]);
        Assert.Equal([1], equation.Solve(y0, one).Sum().Backward()[y0].ToArray());

        // Twice the same time: the state stays, and moves with the second time by its slope.
        Gradients<double> still = equation.Solve(y0, twice).At(0, 1).Sum().Backward();
        Assert.Equal([1], still[y0].ToArray());
        Assert.Equal([-2 * Math.Cos(0.3), 2 * Math.Cos(0.3)], still[twice].ToArray(), (a, b) => Math.Abs(a - b) < 1e-14);

        Variable<double> empty = tape.Variable(ReadOnlySpan<double>.Empty, [0]);
        Assert.Empty(equation.Solve(empty, tape.Constant([0.0, 1])).Sum().Backward()[empty].ToArray());
        Variable<double> scalar = tape.Variable(2.0);
        Assert.Equal(Math.Exp(Math.Sin(1)), equation.Solve(scalar, tape.Constant([0.0, 1])).At(0, 1).Backward()[scalar].Scalar, 1e-5);
    }

    [Fact]
    public void What_would_be_silently_wrong_is_refused()
    {
        var rate = new Parameter<double>("rate", [], [2.0]);
        using var tape = new Tape<double>();
        Variable<double> y0 = tape.Variable([1.0]), times = tape.Constant([0.0, 1]), outside = tape.Variable(2.0);
        using var watched = new DifferentialEquation<double>((t, y, p) => y.Tape.Watch(rate) * y);
        Assert.Equal(Math.Exp(2), watched.Solve([1.0], 0, 1).Last()[0], 1e-4);
        Assert.Contains("depends on a parameter or variable that it was not given", Assert.Throws<InvalidOperationException>(() => watched.Solve(y0, times)).Message, StringComparison.Ordinal);
        using var stopped = new DifferentialEquation<double>((t, y, p) => y.Tape.Watch(rate).StopGradient() * y);
        Assert.Equal(Math.Exp(2), stopped.Solve(y0, times).At(0, 1).Sum().Backward()[y0].ToArray()[0], 1e-4);
        using var captured = new DifferentialEquation<double>((t, y, p) => outside * y);
        Assert.Throws<InvalidOperationException>(() => captured.Solve(y0, times));
        Assert.Throws<ArgumentException>(() => captured.Solve([1.0], 0, 1));
        using var blowUp = new DifferentialEquation<double>((t, y, p) => y.Square());
        Assert.StartsWith("DifferentialEquation: the solution ends at t = 1", Assert.Throws<InvalidOperationException>(() => blowUp.Solve(y0, tape.Constant([0.0, 2]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => stopped.Solve(y0, tape.Constant(1.0)));
        Assert.Throws<ArgumentException>(() => stopped.Solve(y0, tape.Constant(ReadOnlySpan<double>.Empty, [0])));
        Assert.Equal("DifferentialEquation: the time is NaN; it must be finite. (Parameter 'times')", Assert.Throws<ArgumentException>(() => stopped.Solve(y0, tape.Constant([0.0, double.NaN]))).Message);
    }

    [Fact]
    public void Cancellation_is_heard_in_the_reverse_pass()
    {
        using var source = new CancellationTokenSource();
        using var equation = new DifferentialEquation<double>(Equations.Swing, new OdeOptions { Cancellation = source.Token });
        using var tape = new Tape<double>();
        Variable<double> y0 = tape.Variable([1.0]);
        Gradients<double> gradients = equation.Solve(y0, tape.Constant([0.0, 5])).Sum().Backward();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => gradients[y0].ToArray());
    }

    /// <summary>Lotka-Volterra's y, then ∂y/∂q column by column for q = (x₀, y₀, a, b, c, d).</summary>
    private static Variable<double> WithSensitivities(Variable<double> t, Variable<double> state, ReadOnlySpan<Variable<double>> p)
    {
        Tape<double> tape = state.Tape;
        Variable<double> x = state.At(0, 0), y = state.At(0, 1), r = p[0], xy = x * y, zero = 0 * x;
        Variable<double> a = r.At(0, 0), b = r.At(0, 1), c = r.At(0, 2), d = r.At(0, 3);
        var slopes = new List<Variable<double>> { (a * x) - (b * xy), (c * xy) - (d * y) };
        Variable<double>[] first = [zero, zero, x, -xy, zero, zero], second = [zero, zero, zero, zero, xy, -y];
        for (int k = 0; k < 6; k++)
        {
            Variable<double> u = state.At(0, 2 + (2 * k)), v = state.At(0, 3 + (2 * k));
            slopes.Add(((a - (b * y)) * u) - (b * x * v) + first[k]);
            slopes.Add((c * y * u) + (((c * x) - d) * v) + second[k]);
        }

        return tape.Stack(0, slopes.ToArray());
    }

    private static double[,] Values(Tensor<double> matrix)
    {
        var values = new double[(int)matrix.Lengths[0], (int)matrix.Lengths[1]];
        for (int i = 0; i < values.GetLength(0); i++)
        {
            for (int j = 0; j < values.GetLength(1); j++) values[i, j] = matrix[i, j];
        }

        return values;
    }
}
