namespace Autograd.Tests.Evaluation;

/// <summary>A plan's memory is known before it runs, and is what lives at the same time, not the sum of all values.</summary>
public class PlanMemoryTests
{
    private const int Layers = 100, Length = 32;
    private const long Bytes = Length * Length * sizeof(double);

    /// <summary>Known before: a plan that is made and not run.</summary>
    [Fact]
    public void A_deep_network_of_which_only_the_end_is_read_takes_the_memory_of_two_layers()
    {
        using Tape<double> tape = Drafts.Deferred();
        var y = Network(tape, out _);
        var plan = new Plan<double>();
        plan.Begin(y.Index, 1, tape.Program, 0);
        tape.Plans.Planner.MakeDraft(plan, [y.Index]);
        Assert.True(tape.Plans.Planner.TryMake(plan));
        Assert.True(tape.Values.IsPending(y.Index));
        Assert.InRange(plan.PeakBytes, 2 * Layers * Bytes / 3, 2 * Layers * Bytes);
        for (int step = 0; step < 3; step++)
        {
            tape.Reset();
            y = Network(tape, out _);
            _ = y.Span;
            Assert.Equal(1, tape.Plans.Run.Length);
            if (step > 0) Assert.InRange(tape.Plans.Run[0].PeakBytes, Bytes, 3 * Bytes);
        }
    }

    /// <summary>The activations that the reverse walk needs are held from layer to layer; cotangents are not.</summary>
    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void The_cotangents_of_a_deep_network_take_the_memory_of_a_few(EvaluationMode mode)
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = mode });
        tape.Plans.ColdNodes = 0;
        for (int step = 0; step < 3; step++)
        {
            tape.Reset();
            var loss = Network(tape, out Variable<double> x).Sum();
            _ = loss.Scalar;
            _ = loss.Backward()[x].Span;
            long peak = tape.Plans.Run[^1].PeakBytes;
            Assert.InRange(peak, Bytes, 6 * Bytes);
        }
    }

    private static Variable<double> Network(Tape<double> tape, out Variable<double> x)
    {
        double[] values = [.. Enumerable.Range(0, Length * Length).Select(i => Math.Sin(i) / 4)];
        var w = tape.Constant(values, [Length, Length]);
        x = tape.Variable(values, [Length, Length], "x");
        var y = x;
        for (int k = 0; k < Layers; k++) y = y.MatMul(w).Tanh();
        return y;
    }
}
