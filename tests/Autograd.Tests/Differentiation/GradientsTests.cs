namespace Autograd.Tests.Differentiation;

public class GradientsTests
{
    [Fact]
    public void Every_intermediate_node_has_its_cotangent()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([1.0, -2, 3], [3]);
        var y = x * x;
        var z = y + 1;
        var loss = (z * z).Sum();
        Gradients<double> gradients = loss.Backward();
        Assert.Equal([1.0], gradients[loss].ToArray());
        Assert.Equal([4.0, 10, 20], gradients[z].ToArray());
        Assert.Equal([4.0, 10, 20], gradients[y].ToArray());
        Assert.Equal([8.0, -40, 120], gradients[x].ToArray());
    }

    [Fact]
    public void Its_text_names_the_leaves_and_their_lengths()
    {
        using var tape = new Tape<double>();
        var w = tape.Watch(new Parameter<double>("W", [2, 3]));
        var x = tape.Variable([1.0, 2, 3], [3], "x");
        Gradients<double> gradients = (w * x).Sum().Backward();
        Assert.Equal("∇W [2, 3], ∇x [3]; 4 nodes have a cotangent", gradients.ToString());
        tape.Reset();
        Assert.Equal("gradients from before the tape was reset", gradients.ToString());
        Assert.Equal("no gradients", default(Gradients<double>).ToString());
        for (int k = 0; k < 50; k++) x = k == 0 ? tape.Variable(1.0, "v") : x + tape.Variable(1.0, "v");
        Assert.EndsWith(", ∇v [], …; 99 nodes have a cotangent", x.Backward().ToString(), StringComparison.Ordinal);
    }

    /// <summary>The cotangent of an output by itself is the one that was given, which may be the tape's first node.</summary>
    [Fact]
    public void A_cotangent_that_was_recorded_first_is_one()
    {
        using var tape = new Tape<double>();
        Variable<double> cotangent = tape.Constant([3.0, 4], [2]), x = tape.Variable([1.0, 2], [2]);
        Gradients<double> gradients = Differentiate.Pullback(x, cotangent);
        Assert.True(gradients.IsConnected(x));
        Assert.Equal([3.0, 4], gradients[x].ToArray());
    }

    [Fact]
    public void What_the_output_does_not_depend_on_has_zeros_and_is_not_connected()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([1.0, 2], [2]), unused = tape.Variable([1.0, 2, 3], [3, 1]);
        var side = unused.Exp();
        var loss = (x.Exp() + x.StopGradient()).Sum();
        Gradients<double> gradients = loss.Backward();
        var late = x.Sin();
        Assert.True(gradients.IsConnected(x));
        foreach (var v in new[] { unused, side, late })
        {
            Assert.False(gradients.IsConnected(v));
            Assert.Equal(v.Shape, gradients[v].Shape);
            Assert.All(gradients[v].ToArray(), g => Assert.Equal(0, g));
        }

        Parameter<double> watched = new("w", [2]), unknown = new("u", [2]);
        tape.Watch(watched);
        Assert.False(gradients.IsConnected(watched));
        Assert.False(gradients.IsConnected(unknown));
        Assert.Equal([0.0, 0], gradients[watched].ToArray());
        Assert.Throws<ArgumentException>(() => gradients[unknown]);
        Assert.Throws<ArgumentException>(() => gradients[tape.Constant(1.0)]);
        Assert.Throws<ArgumentNullException>(() => gradients[(Parameter<double>)null!]);
        Assert.Throws<ArgumentNullException>(() => gradients.IsConnected(null!));
    }

    [Fact]
    public void Cotangents_of_leaves_are_evaluated_together_and_those_in_between_are_taken_away()
    {
        using var tape = new Tape<double>();
        tape.Plans.ColdNodes = 0;
        Variable<double> x = tape.Variable([1.0, 2], [2]), w = tape.Variable([3.0, 4], [2]);
        var calls = new StrongBox();
        var a = x.Apply(new CountedOperation(calls));
        var loss = (a * w).Sum();
        int forward = calls.Value;
        Gradients<double> gradients = loss.Backward();
        Assert.Equal(1, forward);
        Assert.Equal(forward, calls.Value);
        Assert.Equal([1.0, 2], gradients[w].ToArray());
        Assert.Equal(forward + 1, calls.Value);
        Assert.False(tape.Values.IsPending(gradients[x].Index));
        Assert.True(tape.Values.IsPending(gradients[a].Index));
        Assert.False(tape.Values.IsPending(gradients[w].Index));
        _ = gradients[x].Span;
        _ = gradients[a].Span;
        Assert.Equal(forward + 1, calls.Value);
    }

    [Fact]
    public void Gradients_and_cotangent_share_no_storage_and_reading_one_does_not_change_another()
    {
        using var tape = new Tape<double>();
        Variable<double> a = tape.Variable([1.0, 2], [2]), b = tape.Variable([3.0, 4], [2]);
        double[] seed = [5, 6];
        var cotangent = tape.Constant(seed, [2]);
        Gradients<double> gradients = (a + b).Backward(cotangent);
        double[] ofA = gradients[a].ToArray();
        seed[0] = 99;
        var scaled = gradients[a] * 10;
        Assert.Equal([50.0, 60], scaled.ToArray());
        Assert.Equal(ofA, gradients[b].ToArray());
        Assert.Equal(ofA, cotangent.ToArray());
        var p = new Parameter<double>("p", [2], [7, 8]);
        Gradients<double> second = (tape.Watch(p) + a).Backward(tape.Watch(p).Reshape(2));
        double[] before = second[a].ToArray();
        p.Update().Fill(-1);
        Assert.Equal([7.0, 8], before);
        Assert.Throws<InvalidOperationException>(() => second[a].ToArray());
    }

    /// <summary>J = a b: each gradient is computed from the other parameter.</summary>
    [Fact]
    public void Gradients_that_were_evaluated_can_be_read_after_parameters_changed()
    {
        Parameter<double> a = new("a", [2], [3, 4]), b = new("b", [2], [5, 6]), unused = new("unused", [1]);
        using var tape = new Tape<double>();
        tape.Watch(unused);
        Gradients<double> gradients = (tape.Watch(a).Sum() * tape.Watch(b)).Sum().Backward(), pending = (tape.Watch(a) * tape.Watch(b)).Sum().Backward();
        gradients.Evaluate();
        a.Update().Fill(9);
        Assert.Equal([11.0, 11], gradients[a].ToArray());
        Assert.Equal([7.0, 7], gradients[b].ToArray());
        Assert.Equal([0.0], gradients[unused].ToArray());
        pending.Evaluate();
        Assert.Throws<InvalidOperationException>(() => pending[b].ToArray());
        tape.Reset();
        Assert.Throws<InvalidOperationException>(() => gradients.Evaluate());
        Assert.Throws<InvalidOperationException>(() => default(Gradients<double>).Evaluate());
    }

    [Fact]
    public void Two_backward_passes_do_not_add_up()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable(3.0);
        var y = x * x;
        Gradients<double> first = y.Backward(), second = (y * 2).Backward();
        Assert.Equal(6, first[x].Scalar);
        Assert.Equal(12, second[x].Scalar);
        Assert.Equal(6, first[x].Scalar);
    }

    public sealed class StrongBox
    {
        public int Value { get; set; }
    }

    /// <summary>The identity, counting the calls of its kernel in a box of its own test; its derivative is itself.</summary>
    private readonly record struct CountedOperation(StrongBox Calls) : IKernelOperation<CountedOperation, double>
    {
        public static string Name => "Counted";

        public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

        public void Evaluate(in Operands<double> operands, Span<double> destination)
        {
            Calls.Value++;
            operands[0].Span.CopyTo(destination);
        }

        public void Vjp(in VjpContext<double> context) => context.Contribute(0, context.Cotangent.Apply(this));
    }
}
