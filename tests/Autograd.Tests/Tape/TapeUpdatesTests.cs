using Autograd.Authoring;

namespace Autograd.Tests.Tape;

public class TapeUpdatesTests
{
    [Theory]
    [InlineData(EvaluationMode.Eager, false)]
    [InlineData(EvaluationMode.Eager, true)]
    [InlineData(EvaluationMode.Deferred, false)]
    [InlineData(EvaluationMode.Deferred, true)]
    public void All_new_values_are_computed_from_old_ones(EvaluationMode mode, bool planned)
    {
        var a = new Parameter<double>("a", [2, 2], [1, 2, 3, 4]);
        var b = new Parameter<double>("b", [2, 2], [5, 6, 7, 8]);
        using Tape<double> tape = New(mode, planned);
        for (int step = 0; step < 3; step++)
        {
            tape.Reset();
            tape.Update((a, tape.Watch(b).Transpose()), (b, tape.Watch(a)));
        }

        double[] expectedA = [1, 2, 3, 4], expectedB = [5, 6, 7, 8];
        for (int step = 0; step < 3; step++) (expectedA, expectedB) = ([expectedB[0], expectedB[2], expectedB[1], expectedB[3]], expectedA);
        Assert.Equal(expectedA, a.Values.ToArray());
        Assert.Equal(expectedB, b.Values.ToArray());
    }

    [Theory]
    [InlineData(EvaluationMode.Eager, false)]
    [InlineData(EvaluationMode.Eager, true)]
    [InlineData(EvaluationMode.Deferred, false)]
    [InlineData(EvaluationMode.Deferred, true)]
    public void What_reads_a_parameter_in_another_order_reads_its_old_values(EvaluationMode mode, bool planned)
    {
        var a = new Parameter<double>("a", [2, 2], [1, 2, 3, 4]);
        using Tape<double> tape = New(mode, planned);
        for (int step = 0; step < 2; step++)
        {
            tape.Reset();
            var x = tape.Watch(a);
            tape.Update((a, (x + x.Transpose()) * 2 - x.Slice(0, 0..1)));
        }

        double[] expected = [1, 2, 3, 4];
        for (int step = 0; step < 2; step++)
        {
            double[] old = expected;
            expected = [.. Enumerable.Range(0, 4).Select(i => ((old[i] + old[((i & 1) << 1) + (i >> 1)]) * 2) - old[i & 1])];
        }

        Assert.Equal(expected, a.Values.ToArray());
    }

    [Fact]
    public void What_was_recorded_before_refuses_to_be_computed_afterwards()
    {
        var a = new Parameter<double>("a", [2], [1, 2]);
        using Tape<double> tape = New(EvaluationMode.Deferred, planned: true);
        var square = tape.Watch(a).Square();
        tape.Update((a, tape.Watch(a) * 3));
        Assert.Contains("a was updated", Assert.Throws<InvalidOperationException>(() => square.ToArray()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => tape.Update((a, square)));
        Assert.Throws<InvalidOperationException>(() => tape.Update((a, tape.Zeros(2))));
        Assert.Equal([3, 6], a.Values.ToArray());
    }

    [Fact]
    public void Bad_updates_are_refused_and_leave_nothing_behind()
    {
        var a = new Parameter<double>("a", [2], [1, 2]);
        var b = new Parameter<double>("b", [3]);
        using var tape = new Tape<double>();
        using var other = new Tape<double>();
        var x = tape.Watch(a);
        var y = tape.Zeros(3);
        int count = tape.NodeCount;
        Assert.Contains("b has shape [2]; it must be [3]", Assert.Throws<ArgumentException>(() => tape.Update((a, x * 2), (b, x))).Message, StringComparison.Ordinal);
        Assert.Contains("a is given twice", Assert.Throws<ArgumentException>(() => tape.Update((a, x), (b, y), (a, x))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => tape.Update((a, other.Zeros(2))));
        Assert.Throws<ArgumentNullException>(() => tape.Update((null!, x)));
        Assert.Throws<InvalidOperationException>(() => tape.Update((a, default)));
        tape.Update();
        Assert.Equal([1, 2], a.Values.ToArray());
        Assert.Equal(0, a.Version);
        Assert.InRange(tape.NodeCount, count, count + 2);
    }

    /// <summary>The rule of <see cref="Fragile"/> records a kernel that throws; the update of the other parameter could have been made before it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_update_that_throws_has_changed_nothing(bool planned)
    {
        var a = new Parameter<double>("a", [2], [1, 2]);
        var b = new Parameter<double>("b", [2], [1, 2]);
        using Tape<double> tape = New(EvaluationMode.Deferred, planned);
        var loss = tape.Watch(a).Apply(new Fragile(false)).Sum() + tape.Watch(b).Square().Sum();
        Gradients<double> gradients = loss.Backward();
        Assert.Throws<NotSupportedException>(() => tape.Update((b, tape.Watch(b) - gradients[b]), (a, tape.Watch(a) - gradients[a])));
        Assert.Equal((1, 0), (b.Values[0], b.Version));
        tape.Update((b, tape.Watch(b) - gradients[b]));
        Assert.Equal(-1, b.Values[0]);
    }

    /// <summary>On a deferred tape an update takes the gradients' memory at once; on an eager one they stay.</summary>
    [Fact]
    public void On_an_eager_tape_gradients_can_be_read_afterwards()
    {
        var a = new Parameter<double>("a", [2], [1, 2]);
        using Tape<double> tape = New(EvaluationMode.Eager, planned: true);
        for (int step = 0; step < 3; step++)
        {
            tape.Reset();
            Gradients<double> gradients = tape.Watch(a).Square().Sum().Backward();
            double expected = 2 * a.Values[1];
            tape.Update((a, tape.Watch(a) - (0.25 * gradients[a])));
            Assert.Equal(expected, gradients[a].Span[1]);
        }

        Assert.Equal([0.125, 0.25], a.Values.ToArray());
    }

    /// <summary>Whether the small program is planned or not; a program that asks for one is refused the first time, and has it from then on.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void On_a_deferred_tape_they_are_gone_unless_they_were_asked_for(bool planned)
    {
        var a = new Parameter<double>("a", [2], [1, 2]);
        var rule = new Descent(a);
        using Tape<double> tape = New(EvaluationMode.Deferred, planned);
        for (int step = 0; step < 4; step++)
        {
            tape.Reset();
            Gradients<double> gradients = tape.Watch(a).Square().Sum().Backward();
            rule.Gradients = gradients;
            tape.Update(rule, gradients.Start, gradients.Count);
            if (step == 0) Assert.Contains("a was updated", Assert.Throws<InvalidOperationException>(() => gradients[a].ToArray()).Message, StringComparison.Ordinal);
            else Assert.Equal(4 * a.Values[1], gradients[a].Span[1]);
        }

        Assert.Equal([1.0 / 16, 2.0 / 16], a.Values.ToArray());
    }

    [Fact]
    public void Gradients_take_memory_no_longer_than_they_are_read()
    {
        Parameter<float>[] weights = [.. Enumerable.Range(0, 20).Select(k => new Parameter<float>($"W{k}", [64, 64], Some(4096, k)))];
        using Tape<float> tape = new(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        tape.Plans.ColdNodes = 0;
        for (int step = 0; step < 3; step++)
        {
            tape.Reset();
            var h = tape.Constant(Some(128, 1), [2, 64]);
            foreach (Parameter<float> weight in weights) h = h.MatMul(tape.Watch(weight)).Tanh();
            Gradients<float> gradients = h.Square().Sum().Backward();
            var updates = new (Parameter<float>, Variable<float>)[weights.Length];
            for (int k = 0; k < weights.Length; k++) updates[k] = (weights[k], tape.Watch(weights[k]) - (0.1f * gradients[weights[k]]));
            tape.Update(updates);
        }

        Assert.InRange(tape.Plans.Run[^1].PeakBytes, 4096 * 4, 3 * 4096 * 4);
        Assert.Contains("Assign", tape.PlansToText(), StringComparison.Ordinal);
    }

    /// <summary>Formulas over gradients, the parameter itself, its views and other parameters, with checkpoints, in all ways of running them.</summary>
    [Theory]
    [InlineData(EvaluationMode.Eager, true, false)]
    [InlineData(EvaluationMode.Deferred, true, false)]
    [InlineData(EvaluationMode.Deferred, false, false)]
    [InlineData(EvaluationMode.Deferred, true, true)]
    public void Random_updates_have_the_bits_of_values_that_are_read_first(EvaluationMode mode, bool planned, bool emitted)
    {
        using Tape<float> reference = new();
        reference.Plans.ColdNodes = long.MaxValue;
        using Tape<float> tape = new(new TapeOptions { Evaluation = mode });
        if (planned) tape.Plans.ColdNodes = 0;
        if (emitted) tape.Plans.Emitted.Threshold = 1;
        for (int seed = 0; seed < 400; seed++)
        {
            int size = seed % 4 == 0 ? 40 : 3;
            Parameter<float>[] expected = Make(size), actual = Make(size);
            for (int recording = 0; recording < 3; recording++)
            {
                reference.Reset();
                var values = Record(reference, expected, seed).Select(update => (update.Parameter, Values: update.Value.ToArray())).ToArray();
                foreach (var (parameter, value) in values) value.CopyTo(parameter.Update());
                tape.Reset();
                tape.Update(Record(tape, actual, seed));
                for (int k = 0; k < actual.Length; k++)
                {
                    Assert.True(Same(expected[k].Values, actual[k].Values), $"seed {seed}, recording {recording}, {actual[k].Name}\n{tape.PlansToText()}");
                }
            }
        }

        static Parameter<float>[] Make(int size) =>
        [
            new("A", [size, size], Some(size * size, 1)), new("B", [size, size], Some(size * size, 2)), new("c", [size], Some(size, 3)), new("d", [1, size], Some(size, 4)),
        ];
    }

    private static (Parameter<float> Parameter, Variable<float> Value)[] Record(Tape<float> tape, Parameter<float>[] parameters, int seed)
    {
        var random = new Random(seed);
        Variable<float>[] leaves = [.. parameters.Select(parameter => tape.Watch(parameter))];
        Variable<float> h = tape.Constant(Some(leaves[2].Shape.ElementCount * 2, seed), [2, leaves[2].Shape.ElementCount]);
        for (int layer = 0; layer < 3; layer++)
        {
            Variable<float> weight = leaves[random.Next(2)], bias = leaves[2 + random.Next(2)];
            if (random.Next(2) == 0) weight = weight.Transpose();
            if (random.Next(4) == 0) weight = weight * bias;
            h = random.Next(3) == 0 ? tape.Checkpoint(x => (x.MatMul(weight) + bias).Tanh(), h) : (h.MatMul(weight) + bias).Sigmoid();
        }

        Variable<float> loss = h.Square().Sum() + (0.1f * leaves[random.Next(4)].Square().Sum());
        Gradients<float> gradients = loss.Backward();
        var updates = new List<(Parameter<float>, Variable<float>)>();
        foreach (int k in Enumerable.Range(0, 4).OrderBy(_ => random.Next()))
        {
            if (random.Next(5) == 0) continue;
            Variable<float> value = leaves[k], other = leaves[random.Next(4)];
            if (gradients.IsConnected(value)) value = value - (0.1f * gradients[value]);
            value = random.Next(7) switch
            {
                0 when value.Shape.Rank == 2 && k < 2 => value + (0.5f * leaves[k].Transpose()),
                1 when k < 2 => value * leaves[2],
                2 when other.Shape == value.Shape => value - (0.25f * other),
                3 => value + (leaves[2].Sum() * 0.125f),
                4 when k < 2 && gradients.IsConnected(leaves[1 - k]) => value - gradients[leaves[1 - k]].Transpose(),
                5 => leaves[k].Flip(-1),
                _ => value,
            };
            updates.Add((parameters[k], value));
        }

        return [.. updates];
    }

    private static bool Same(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(a).SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(b));

    private static float[] Some(int count, int seed) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin((i * 0.7f) + seed) / 4)];

    [Theory]
    [InlineData(EvaluationMode.Eager, false)]
    [InlineData(EvaluationMode.Eager, true)]
    [InlineData(EvaluationMode.Deferred, false)]
    [InlineData(EvaluationMode.Deferred, true)]
    public void A_loss_can_be_read_behind_the_step(EvaluationMode mode, bool planned)
    {
        var a = new Parameter<double>("a", [2, 2], [1, 2, 3, 4]);
        using Tape<double> tape = New(mode, planned);
        for (int step = 0; step < 4; step++)
        {
            tape.Reset();
            double[] old = a.Values.ToArray();
            var loss = (tape.Watch(a).Square().Sum() + 1) / 2;
            var gradients = loss.Backward();
            tape.Update((a, tape.Watch(a) - (0.25 * gradients[a])));
            Assert.Equal((old.Sum(v => v * v) + 1) / 2, loss.Scalar);
            Assert.Equal(old.Select(v => v * 0.75), a.Values.ToArray());
        }
    }

    private static Tape<double> New(EvaluationMode mode, bool planned)
    {
        var tape = new Tape<double>(new TapeOptions { Evaluation = mode });
        if (planned) tape.Plans.ColdNodes = 0;
        return tape;
    }

    /// <summary>θ ← θ − ¼ ∇, which is θ / 2 here.</summary>
    private sealed class Descent(Parameter<double> parameter) : IUpdateRule<double>
    {
        public bool IsForeign => false;

        public ReadOnlySpan<double> Numbers => [0.25];

        public Gradients<double> Gradients { get; set; }

        public void Record(Tape<double> tape, int firstNumber) =>
            tape.Assign(parameter, tape.Watch(parameter) - (tape.At(firstNumber) * Gradients[parameter]));
    }

    /// <summary>y = x, whose rule records an operation with a kernel that throws.</summary>
    private readonly record struct Fragile(bool Throws) : IKernelOperation<Fragile, double>
    {
        public static string Name => "Fragile";

        public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

        public void Evaluate(in Operands<double> operands, Span<double> destination)
        {
            if (Throws) throw new NotSupportedException("Fragile: this kernel throws.");
            operands[0].Span.CopyTo(destination);
        }

        public void Vjp(in VjpContext<double> context) => context.Contribute(0, context.Cotangent.Apply(new Fragile(true)));
    }
}
