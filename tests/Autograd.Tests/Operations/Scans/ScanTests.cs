namespace Autograd.Tests.Operations;

public class ScanTests
{
    [Fact]
    public void Two_parts_of_a_state_give_what_one_that_holds_both_gives()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([0.3, -0.2, 0.5, 0.1, -0.4, 0.7], [3, 2], "x"), h = tape.Variable([0.2, -0.1], "h"), c = tape.Variable([0.5, 0.4], "c");
        var (states, cells) = tape.Scan((s, d, v) => ((s * d) + v, (d * 0.5) - s), h, c, x);
        Variable<double> both = tape.Scan((s, v) => tape.Concatenate(0, (s[..2] * s[2..]) + v, (s[2..] * 0.5) - s[..2]), tape.Concatenate(0, h, c), x);
        Assert.Equal(both[.., ..2].ToArray(), states.ToArray());
        Assert.Equal(both[.., 2..].ToArray(), cells.ToArray());
        var (none, others) = tape.Scan((s, d, v) => (s, d), h, tape.Zeros(3), tape.Zeros(0, 2));
        Assert.Equal([0, 2], none.Shape);
        Assert.Equal([0, 3], others.Shape);
    }

    [Fact]
    public void States_are_those_of_the_loop_to_the_bit()
    {
        using var tape = new Tape<double>();
        Variable<double> w = tape.Variable([0.5, -0.25, 0.125, 1], [2, 2], "w"), x = tape.Variable([.. Enumerable.Range(0, 10).Select(i => Math.Cos(i))], [5, 2], "x"), s = tape.Variable([0.1, 0.2], [2], "s");
        Variable<double> states = tape.Scan((state, input) => (state.MatMul(w) + input).Tanh(), s, x), last = s;
        for (int t = 0; t < 5; t++) last = (last.MatMul(w) + x.At(0, t)).Tanh();
        Assert.Equal([5, 2], states.Shape);
        Assert.Equal(last.ToArray(), states.At(0, ^1).ToArray());
        Gradients<double> expected = last.Sum().Backward(), actual = states.At(0, ^1).Sum().Backward();
        foreach (Variable<double> input in (Variable<double>[])[w, x, s]) Assert.Equal(expected[input].ToArray(), actual[input].ToArray());
    }

    [Fact]
    public void A_long_recurrence_has_all_its_states()
    {
        using var tape = new Tape<double>();
        double[] sums = tape.Scan((state, input) => state + input, tape.Constant(0.0), tape.Ones(1000)).ToArray();
        Assert.Equal(Enumerable.Range(1, 1000).Select(i => (double)i), sums);
    }

    /// <summary>Of n inputs the cotangents are put together in log n passes over them; slice by slice it takes n.</summary>
    [Fact]
    public void The_backward_part_is_not_quadratic_in_the_number_of_steps()
    {
        long half = Elements(128, Once), whole = Elements(256, Once), two = Elements(256, Twice), slices = Elements(256, ByHand);
        Assert.InRange(whole, 2 * half, 2.4 * half);
        Assert.InRange(two, whole, 1.2 * whole);
        Assert.True(8 * whole < slices, $"{half} {whole} {two} {slices}");

        static Variable<double> Once(Variable<double> x) => x.Tape.Scan((s, v) => (s + v).Tanh(), x.Tape.Zeros(4), x).At(0, ^1);

        static Variable<double> Twice(Variable<double> x) => x.Tape.Scan((s, c, v) => ((s + v).Tanh(), c), x.Tape.Zeros(4), x.Tape.Zeros(4), x).First.At(0, ^1);

        static Variable<double> ByHand(Variable<double> x)
        {
            Variable<double> state = x.Tape.Zeros(4);
            for (int t = 0; t < x.Shape[0]; t++) state = (state + x.At(0, t)).Tanh();
            return state;
        }

        static long Elements(int steps, Func<Variable<double>, Variable<double>> states)
        {
            using var tape = new Tape<double>();
            var x = tape.Variable(new double[4 * steps], [steps, 4], "x");
            var sum = states(x).Sum();
            int first = tape.NodeCount;
            sum.Backward();
            long count = 0;
            for (int i = first; i < tape.NodeCount; i++) count += tape.Program[i].Shape.ElementCount;
            return count;
        }
    }

    [Fact]
    public void No_time_gives_no_state()
    {
        using var tape = new Tape<double>();
        Assert.Equal([0, 3], tape.Scan((state, input) => state, tape.Zeros(3), tape.Zeros(0, 2)).Shape);
    }

    [Fact]
    public void A_step_that_fails_leaves_the_tape_as_it_was()
    {
        using var tape = new Tape<double>();
        Variable<double> s = tape.Zeros(3), x = tape.Zeros(4, 3);
        int count = tape.NodeCount;
        Assert.Throws<FormatException>(() => tape.Scan((state, input) => (state + input).IsDifferentiable ? state : throw new FormatException(), s, x));
        Assert.Equal(count, tape.NodeCount);
        Assert.Throws<InvalidOperationException>(() => tape.Scan((_, _) => default, s, x));
        Assert.Equal(count, tape.NodeCount);
        Assert.Throws<ArgumentNullException>("step", () => tape.Scan(null!, s, x));
    }

    [Fact]
    public void A_recurrence_allocates_nothing_in_the_steady_state()
    {
        using var tape = new Tape<float>();
        var weights = new Parameter<float>("W", [4, 4]);
        Func<Variable<float>, Variable<float>, Variable<float>> step = (state, input) => (state.MatMul(tape.Watch(weights)) + input).Tanh();
        for (int i = 0; i < 4; i++) Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        float Run()
        {
            tape.Reset();
            return tape.Scan(step, tape.Zeros(4), tape.Ones(6, 4)).Sum().Backward()[weights].Span[0];
        }
    }
}
