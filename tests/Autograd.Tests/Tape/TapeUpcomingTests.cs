namespace Autograd.Tests.Tape;

public class TapeUpcomingTests
{
    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void What_is_said_for_later_joins_the_next_update(EvaluationMode mode)
    {
        var weight = new Parameter<double>("w", [2], [1, 2]);
        var mean = new Parameter<double>("m", []);
        using var tape = new Tape<double>(new TapeOptions { Evaluation = mode });
        double expected = 0;
        for (int step = 0; step < 5; step++)
        {
            tape.Reset();
            var w = tape.Watch(weight);
            tape.UpdateLater(mean, (0.5 * tape.Upcoming(mean)) + w.Sum());
            if (step % 2 == 1) tape.UpdateLater(mean, (0.5 * tape.Upcoming(mean)) + w.Sum());
            Assert.Equal(expected, mean.Values[0]);
            double sum = weight.Values[0] + weight.Values[1];
            for (int k = 0; k <= step % 2; k++) expected = (0.5 * expected) + sum;
            tape.Update((weight, w + 1));
            Assert.Equal(expected, mean.Values[0]);
            Assert.Equal([step + 2, step + 3], weight.Values.ToArray());
        }
    }

    [Fact]
    public void An_update_of_nothing_else_makes_them_and_a_reset_forgets_them()
    {
        var a = new Parameter<double>("a", [], [1]);
        using var tape = new Tape<double>();
        tape.UpdateLater(a, tape.Watch(a) + 1);
        tape.Update();
        Assert.Equal(2, a.Values[0]);
        tape.Update();
        Assert.Equal(2, a.Values[0]);
        tape.Reset();
        tape.UpdateLater(a, tape.Watch(a) + 1);
        tape.Reset();
        tape.Update();
        Assert.Equal(2, a.Values[0]);
    }

    [Fact]
    public void A_rule_that_repeats_is_not_taken_over_where_something_else_is_to_come()
    {
        var weight = new Parameter<double>("w", [], [8]);
        var count = new Parameter<double>("n", []);
        using var tape = new Tape<double>();
        var optimizer = new GradientDescent<double>([weight], 0.25);
        for (int step = 0; step < 12; step++)
        {
            tape.Reset();
            var w = tape.Watch(weight);
            var loss = w.Square() * (1 + (0 * tape.Watch(count)));
            Variable<double> more = tape.Upcoming(count) + 1, most = more + 1;
            if (step % 3 == 1) tape.UpdateLater(count, more);
            if (step % 3 == 2) tape.UpdateLater(count, most);
            optimizer.Step(loss.Backward());
            Assert.Equal(new[] { 0, 1, 3 }[step % 3] + (step / 3 * 3), (int)count.Values[0]);
        }

        Assert.Equal(8.0 / 4096, weight.Values[0]);
        Assert.Equal(12, count.Values[0]);
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_nothing_stays()
    {
        var a = new Parameter<double>("a", [2]);
        using var tape = new Tape<double>();
        var x = tape.Constant([1.0, 2, 3]);
        int count = tape.NodeCount;
        Assert.Throws<ArgumentException>(() => tape.UpdateLater(a, x));
        Assert.Equal(count, tape.NodeCount);
        using var other = new Tape<double>();
        Assert.Throws<ArgumentException>(() => tape.UpdateLater(a, other.Constant([1.0, 2])));
        tape.Update();
        Assert.Equal([0, 0], a.Values.ToArray());
    }
}
