namespace Autograd.Tests.Tape;

public class TapeCheckpointTests
{
    [Theory]
    [InlineData(EvaluationMode.Eager, false)]
    [InlineData(EvaluationMode.Eager, true)]
    [InlineData(EvaluationMode.Deferred, false)]
    [InlineData(EvaluationMode.Deferred, true)]
    public void Gradients_are_the_same_bit_for_bit(EvaluationMode evaluation, bool planned)
    {
        double[][] plain = Train(evaluation, planned, checkpoints: false, out _), again = Train(evaluation, planned, checkpoints: true, out _);
        Assert.Equal(plain, again);
    }

    [Fact]
    public void A_deep_network_takes_less_memory()
    {
        Train(EvaluationMode.Deferred, planned: true, checkpoints: false, out long plain);
        Train(EvaluationMode.Deferred, planned: true, checkpoints: true, out long less);
        Assert.True(less < plain * 0.6, $"{less} bytes with, {plain} without");
    }

    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void Values_inside_are_taken_away_and_computed_again_when_they_are_needed(EvaluationMode evaluation)
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = evaluation });
        tape.Plans.ColdNodes = 0;
        var calls = new Calls();
        for (int round = 1; round < 4; round++)
        {
            calls.Count = 0;
            tape.Reset();
            var x = tape.Variable([1.0, 2], [2]);
            Variable<double> inside = default;
            var y = tape.Checkpoint(v => (inside = v.Square().Apply(new Counted(calls))).MatMul(v), x);
            Assert.Equal(9, y.Scalar);
            Assert.True(tape.Values.IsPending(inside.Index));
            Assert.Equal([3, 12], y.Backward()[x].ToArray());
            Assert.Equal(2, calls.Count);
        }
    }

    [Fact]
    public void What_is_read_inside_is_held_and_what_is_outside_is_as_ever()
    {
        using var tape = new Tape<double>();
        tape.Plans.ColdNodes = 0;
        var x = tape.Variable([1.0, 2], [2]);
        Variable<double> read = default;
        var y = tape.Checkpoint(v => tape.Checkpoint((a, b) => (read = a * b).Sum().Exp() + read.Span[0], v, x).Sin(), x);
        Assert.Equal([1, 4], read.ToArray());
        Assert.Equal(Math.Sin(Math.Exp(5) + 1), y.Scalar);
        var plain = ((x * x).Sum().Exp() + 1).Sin();
        Assert.Equal(plain.Backward()[x].ToArray(), y.Backward()[x].ToArray());
        Assert.False(tape.Values.IsPending(plain.Index));
    }

    [Fact]
    public void Second_derivatives_pass_through()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable(0.5);
        var slope = tape.Checkpoint(v => v.Sin().Exp(), x).Backward()[x];
        Assert.Equal((Math.Cos(0.5) * Math.Cos(0.5) - Math.Sin(0.5)) * Math.Exp(Math.Sin(0.5)), slope.Backward()[x].Scalar, 1e-14);
    }

    [Fact]
    public void After_an_update_what_would_have_to_be_computed_again_throws()
    {
        using var tape = new Tape<double>();
        tape.Plans.ColdNodes = 0;
        var p = new Parameter<double>("p", [2], [1, 2]);
        var x = tape.Variable([3.0, 4], [2]);
        var y = tape.Checkpoint(v => (v * tape.Watch(p)).Exp().Log(), x).Sum();
        Gradients<double> gradients = y.Backward();
        p.Update()[0] = 7;
        Assert.Contains("p was updated", Assert.Throws<InvalidOperationException>(() => gradients[x].ToArray()).Message, StringComparison.Ordinal);
        Assert.Equal(11, y.Scalar, 1e-12);
    }

    [Fact]
    public void A_function_that_fails_leaves_nothing_behind()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([3.0, 4], [2]);
        Assert.Throws<ArgumentException>(() => tape.Checkpoint(v => v.Exp().Reshape(3), x));
        Assert.Throws<InvalidOperationException>(() => tape.Checkpoint(_ => default, x));
        Assert.Throws<ArgumentNullException>(() => tape.Checkpoint(null!, x));
        Assert.Equal(1, tape.NodeCount);
        Assert.Equal(7, x.Sum().Scalar);
        Assert.False(tape.Values.IsPending(x.Exp().Index));
    }

    private static double[][] Train(EvaluationMode evaluation, bool planned, bool checkpoints, out long bytes)
    {
        var random = new Random(3);
        using var tape = new Tape<double>(new TapeOptions { Evaluation = evaluation });
        if (planned) tape.Plans.ColdNodes = 0;
        Parameter<double>[] weights = [.. Enumerable.Range(0, 12).Select(k => new Parameter<double>($"W{k}", [16, 16], [.. Enumerable.Range(0, 256).Select(_ => random.NextDouble() - 0.5)]))];
        double[] data = [.. Enumerable.Range(0, 64 * 16).Select(_ => random.NextDouble())];
        double[][] last = [];
        for (int step = 0; step < 4; step++)
        {
            tape.Reset();
            var x = tape.Constant(data, [64, 16]);
            foreach (Parameter<double> weight in weights) x = checkpoints ? tape.Checkpoint(v => Layer(v, weight), x) : Layer(x, weight);
            Gradients<double> gradients = x.Square().Mean().Backward();
            last = [.. weights.Select(weight => gradients[weight].ToArray())];
            for (int k = 0; k < weights.Length; k++)
            {
                Span<double> values = weights[k].Update();
                for (int i = 0; i < values.Length; i++) values[i] -= 0.1 * last[k][i];
            }
        }

        bytes = 0;
        foreach (Plan<double> plan in tape.Plans.Run) bytes += plan.PeakBytes;
        return last;

        Variable<double> Layer(Variable<double> v, Parameter<double> weight) => (v.MatMul(tape.Watch(weight)).Tanh() * v.Sigmoid()).Softplus().Sin();
    }

    private sealed class Calls
    {
        public int Count { get; set; }
    }

    /// <summary>y = x, counting how often it is computed.</summary>
    private readonly record struct Counted(Calls Calls) : IKernelOperation<Counted, double>
    {
        public static string Name => "Counted";

        public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

        public void Evaluate(in Operands<double> operands, Span<double> destination)
        {
            Calls.Count++;
            operands[0].Span.CopyTo(destination);
        }

        public void Vjp(in VjpContext<double> context) => context.Contribute(0, context.Cotangent);
    }
}
