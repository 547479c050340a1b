using System.Numerics.Tensors;

namespace Autograd.Solvers.Tests.DifferentialEquations;

/// <summary>Solutions forward: against closed forms and published values, and at the edges.</summary>
public class DifferentialEquationTests
{
    public static TheoryData<OdeMethod> Methods => Equations.Methods;

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_curve_is_that_of_the_closed_form(OdeMethod method)
    {
        using var equation = new DifferentialEquation<double>(Equations.Swing, Equations.Tight(method, 1e-9));
        OdeSolution<double> solution = equation.Solve([1.0, -2], 0, 5);
        Assert.Equal(StopReason.EndReached, solution.Reason);
        for (double t = 0; t <= 5; t += 0.37)
        {
            Assert.Equal(Math.Exp(Math.Sin(t)), solution.At(t)[0], 2e-7);
            Assert.Equal(-2 * Math.Exp(Math.Sin(t)), solution.At(t)[1], 4e-7);
        }

        Assert.Equal(solution.Evaluations, equation.Evaluations);
        Assert.Equal([3, 2], solution.At([1.0, 5, 0]).Lengths.ToArray());
        Assert.Equal(solution.Last().ToArray(), solution.At(5).ToArray());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Backwards_it_comes_to_where_it_began(OdeMethod method)
    {
        using var equation = new DifferentialEquation<double>(Equations.Riccati, Equations.Tight(method));
        OdeSolution<double> there = equation.Solve([0.5], 1, 3), back = equation.Solve(there.Last(), 3, 1);
        Assert.Equal(0.5, back.Last()[0], 1e-7);
        Assert.Equal(there.At(2.2)[0], back.At(2.2)[0], 1e-7);
        Assert.Throws<ArgumentOutOfRangeException>(() => back.At(0.99));
    }

    [Fact]
    public void The_equation_of_a_float_state_is_solved()
    {
        using var equation = new DifferentialEquation<float>((t, y, p) => -p[0] * y, new OdeOptions { RelativeTolerance = 1e-5 });
        Assert.Equal(MathF.Exp(-2), equation.Solve([1f], 0, 1, new[] { 2f }).Last()[0], 1e-5f);
    }

    /// <summary>Robertson's reaction to t = 40 and 4·10⁵: E. Hairer, G. Wanner II, IV.10, and the test set of F. Mazzia, C. Magherini (2008).</summary>
    [Fact]
    public void Robertsons_reaction_has_the_published_values()
    {
        using var equation = new DifferentialEquation<double>(
            (t, y, p) =>
            {
                Variable<double> a = y.At(0, 0), b = y.At(0, 1), c = y.At(0, 2), slow = 0.04 * a, back = 1e4 * b * c, fast = 3e7 * b.Square();
                return y.Tape.Stack(0, back - slow, slow - back - fast, fast);
            },
            new OdeOptions { Method = OdeMethod.Rosenbrock, RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-14 });
        double[] at40 = equation.Solve([1.0, 0, 0], 0, 40).Last().ToArray();
        Assert.Equal([0.7158270687, 9.185534765e-6, 0.2841637457], at40, (expected, actual) => Math.Abs(expected - actual) <= 1e-8 * expected);
        OdeSolution<double> late = equation.Solve([1.0, 0, 0], 0, 1e11);
        Assert.Equal([2.083340149701255e-8, 8.333360770334713e-14, 0.9999999791665050], late.Last().ToArray(), (expected, actual) => Math.Abs(expected - actual) <= 2e-6 * expected);
        Assert.True(late.Steps < 4000, late.ToString());
    }

    /// <summary>Van der Pol's equation with μ = 1000 to t = 2000, in the time of the test set: y″ = ((1 − y²) y′ − y) / 10⁻⁶ over 2 units.</summary>
    [Fact]
    public void Van_der_Pols_equation_has_the_published_values()
    {
        using var equation = new DifferentialEquation<double>(
            (t, y, p) =>
            {
                Variable<double> x = y.At(0, 0), v = y.At(0, 1);
                return y.Tape.Stack(0, v, (((1 - x.Square()) * v) - x) / p[0].At(0, 0));
            },
            Equations.Tight(OdeMethod.Rosenbrock, 1e-9));
        double[] last = equation.Solve([2.0, 0], 0, 2, new[] { 1e-6 }).Last().ToArray();
        Assert.Equal([1.706167732170483, -0.8928097010247975], last, (expected, actual) => Math.Abs(expected - actual) <= 1e-6);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Hunters_and_prey_come_round_and_keep_their_invariant(OdeMethod method)
    {
        using var equation = new DifferentialEquation<double>(Equations.LotkaVolterra, Equations.Tight(method, 1e-9));
        double[] rates = [1.5, 1, 1, 3];
        OdeSolution<double> solution = equation.Solve([1.0, 1], 0, 10, rates);
        double first = Invariant([1, 1]);
        for (double t = 0; t <= 10; t += 0.5) Assert.Equal(first, Invariant(solution.At(t).ToArray()), 1e-6);
        Assert.NotEqual(1, solution.At(2)[0], 0.1);

        double Invariant(double[] y) => (rates[2] * y[0]) - (rates[3] * Math.Log(y[0])) + (rates[1] * y[1]) - (rates[0] * Math.Log(y[1]));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void No_time_and_no_state_are_solved(OdeMethod method)
    {
        using var equation = new DifferentialEquation<double>(Equations.Swing, Equations.Tight(method));
        OdeSolution<double> still = equation.Solve([1.5], 2, 2);
        Assert.Equal((1.5, 1.5, StopReason.EndReached), (still.Last()[0], still.At(2)[0], still.Reason));
        OdeSolution<double> empty = equation.Solve(ReadOnlySpan<double>.Empty, 0, 1);
        Assert.Equal((0, StopReason.EndReached), ((int)empty.At(0.5).FlattenedLength, empty.Reason));
    }

    [Fact]
    public void A_state_of_two_dimensions_keeps_its_lengths()
    {
        using var equation = new DifferentialEquation<double>((t, y, p) => p[0].MatMul(y));
        Tensor<double> last = equation.Solve(Tensor.Create([1.0, 0, 0, 1], [2, 2]), 0, Math.PI / 2, Tensor.Create([0.0, 1, -1, 0], [2, 2])).Last();
        Assert.Equal([2, 2], last.Lengths.ToArray());
        Assert.Equal([0, 1, -1, 0], [last[0, 0], last[0, 1], last[1, 0], last[1, 1]], (expected, actual) => Math.Abs(expected - actual) < 1e-5);
    }

    /// <summary>Steps that end at one of many times, and are refused there, are tried again a little shorter.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void Many_times_are_all_reached(OdeMethod method)
    {
        using var tape = new Tape<double>();
        using var equation = new DifferentialEquation<double>((t, y, p) => y.Tape.Stack(0, y.At(0, 1), -(8 * y.At(0, 0).Sin()) - (0.15 * y.At(0, 1))), Equations.Tight(method, 1e-9));
        double[] times = [.. Enumerable.Range(0, 300).Select(k => 6.0 * k / 299)];
        double[] angles = equation.Solve(tape.Constant([2.0, 0]), tape.Constant(times)).At(1, 0).ToArray();
        OdeSolution<double> curve = equation.Solve([2.0, 0], 0, 6);
        for (int k = 0; k < times.Length; k++) Assert.Equal(curve.At(times[k])[0], angles[k], 2e-6);
    }

    [Fact]
    public void A_jump_of_the_slope_is_found_by_the_step_control()
    {
        using var equation = new DifferentialEquation<double>((t, y, p) => 1 - (3 * ((t - 1).Sign() + 1) / 2) + (0 * y), Equations.Tight(OdeMethod.DormandPrince, 1e-8));
        OdeSolution<double> solution = equation.Solve([0.0], 0, 2);
        Assert.Equal(-1, solution.Last()[0], 1e-6);
        Assert.True(solution.StepsTried > solution.Steps);
    }

    [Fact]
    public void What_cannot_be_solved_stops_with_its_reason()
    {
        using var blowUp = new DifferentialEquation<double>((t, y, p) => y.Square());
        OdeSolution<double> singular = blowUp.Solve([1.0], 0, 2);
        Assert.Contains(singular.Reason, new[] { StopReason.StepTooShort, StopReason.NotFinite });
        Assert.Equal(1, singular.End, 1e-6);
        Assert.Contains("there is a singularity", Assert.Throws<ArgumentOutOfRangeException>(() => singular.At(1.5)).Message, StringComparison.Ordinal);

        using var root = new DifferentialEquation<double>((t, y, p) => -(1 - t).Sqrt() + (0 * y));
        OdeSolution<double> notFinite = root.Solve([1.0], 0, 2);
        Assert.Equal(StopReason.NotFinite, notFinite.Reason);
        Assert.Equal(1, notFinite.End, 1e-6);

        using var stiff = new DifferentialEquation<double>((t, y, p) => -1e7 * y, new OdeOptions { MaximumSteps = 100 });
        OdeSolution<double> limited = stiff.Solve([1.0], 0, 2);
        Assert.Equal((StopReason.MaxIterations, 100), (limited.Reason, limited.StepsTried));
    }

    [Fact]
    public void Bad_input_is_refused_in_words()
    {
        using var equation = new DifferentialEquation<double>(Equations.Swing);
        Assert.Equal("DifferentialEquation: element 1 of the initial state is NaN; it must be finite. (Parameter 'state')", Assert.Throws<ArgumentException>(() => equation.Solve([1.0, double.NaN], 0, 1)).Message);
        Assert.Throws<ArgumentException>(() => equation.Solve([1.0], 0, double.PositiveInfinity));
        Assert.Equal("DifferentialEquation: one parameter is null; each must be there. (Parameter 'parameters')", Assert.Throws<ArgumentException>(() => equation.Solve([1.0, 0], 0, 1, [null!])).Message);
        using var events = new DifferentialEquation<double>(Equations.Swing) { Events = [null!] };
        Assert.Throws<ArgumentException>(() => events.Solve([1.0, 0], 0, 1));
        using var nan = new DifferentialEquation<double>((t, y, p) => y.Log());
        Assert.StartsWith("DifferentialEquation: the right-hand side is not finite at the start, t = 0.", Assert.Throws<InvalidOperationException>(() => nan.Solve([-1.0], 0, 1)).Message, StringComparison.Ordinal);
        using var wrong = new DifferentialEquation<double>((t, y, p) => y.Sum());
        Assert.Equal("DifferentialEquation: the right-hand side has shape [], the state [2]; they must be the same.", Assert.Throws<ArgumentException>(() => wrong.Solve([1.0, 2], 0, 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new OdeOptions { RelativeTolerance = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new OdeOptions { FixedStep = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new OdeOptions { MaximumSteps = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new OdeOptions { Checkpoints = 0 });
    }

    [Fact]
    public void Steps_are_reported_and_cancellation_is_heard()
    {
        using var source = new CancellationTokenSource();
        var steps = new List<OdeStep>();
        using var equation = new DifferentialEquation<double>(Equations.Swing, new OdeOptions { Progress = new Report(steps.Add), Cancellation = source.Token });
        OdeSolution<double> solution = equation.Solve([1.0], 0, 5);
        Assert.Equal((solution.StepsTried, solution.Steps), (steps.Count, steps.Count(step => step.IsAccepted)));
        Assert.Equal(5, steps.Where(step => step.IsAccepted).Sum(step => step.Length), 1e-12);
        Assert.All(steps, step => Assert.Equal(step.IsAccepted, step.Error <= 1));
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => equation.Solve([1.0], 0, 5));
    }

    private sealed class Report(Action<OdeStep> take) : IProgress<OdeStep>
    {
        void IProgress<OdeStep>.Report(OdeStep value) => take(value);
    }
}
