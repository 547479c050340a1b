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
