namespace Autograd.Tests.Differentiation;

public partial class BackwardTests
{
    /// <summary>Cotangents that are views of one kind are added before they are shown, others as they are: all to the second order.</summary>
    [Theory]
    [InlineData("permuted, both")]
    [InlineData("permuted, differently")]
    [InlineData("permuted, one of them")]
    [InlineData("reshaped")]
    [InlineData("flipped")]
    [InlineData("summed")]
    [InlineData("summed along different dimensions")]
    [InlineData("the same view twice")]
    public void Cotangents_that_are_views_add_up(string how)
    {
        double[] values = [.. Enumerable.Range(0, 24).Select(i => 0.1 + (0.07 * i))];
        Func<Variable<double>, Variable<double>> f = how switch
        {
            "permuted, both" => x => x.Permute(2, 0, 1).Sin().Sum() + x.Permute(2, 0, 1).Pow(3.0).Sum(),
            "permuted, differently" => x => x.Permute(2, 0, 1).Sin().Sum() + x.Permute(1, 0, 2).Pow(3.0).Sum(),
            "permuted, one of them" => x => x.Permute(2, 0, 1).Sin().Sum() + x.Pow(3.0).Sum(),
            "reshaped" => x => x.Reshape(4, 6).Sin().Sum() + x.Reshape(4, 6).Pow(3.0).Sum() + x.Reshape(8, 3).Exp().Sum(),
            "flipped" => x => x.Flip(1).Sin().Sum() + x.Flip(1).Pow(3.0).Sum(),
            "summed" => x => x.Sum([0]).Sin().Sum() + x.Sum([0]).Pow(3.0).Sum(),
            "summed along different dimensions" => x => x.Sum([0]).Sin().Sum() + x.Sum([1]).Pow(3.0).Sum(),
            _ => x => (x.Permute(2, 0, 1) * x.Permute(2, 0, 1).Exp()).Sum() * x.Sum([0], true).Sum(),
        };
        GradientReport report = GradientCheck.Check(f, values, [2, 3, 4], new GradientCheckOptions { Order = 2 });
        Assert.True(report.Passed, report.ToString());
    }

    /// <summary>The 2-3-1 network of the lecture notes against formulas (6.4) evaluated here by hand.</summary>
    [Fact]
    public void The_network_of_the_notes_has_the_gradients_of_its_equations()
    {
        double[] x = [0.5, -1.5], w1 = [0.1, -0.2, 0.4, 0.3, -0.5, 0.6], b1 = [0.05, -0.1, 0.2], w2 = [0.7, -0.8, 0.9];
        const double b2 = -0.3, t = 1;
        var h = new double[3];
        double a2 = b2;
        for (int i = 0; i < 3; i++)
        {
            h[i] = 1 / (1 + Math.Exp(-((w1[2 * i] * x[0]) + (w1[(2 * i) + 1] * x[1]) + b1[i])));
            a2 += w2[i] * h[i];
        }

        double z = 1 / (1 + Math.Exp(-a2)), delta = -(t - z) * z * (1 - z);

        using var tape = new Tape<double>();
        var pW1 = new Parameter<double>("W1", [3, 2], w1);
        var pB1 = new Parameter<double>("b1", [3], b1);
        var pW2 = new Parameter<double>("w2", [3], w2);
        var pB2 = new Parameter<double>("b2", [], [b2]);
        for (int repeat = 0; repeat < 3; repeat++)
        {
            tape.Reset();
            var input = tape.Constant(x, [1, 2]);
            var hidden = (input.MatMul(tape.Watch(pW1).Transpose()) + tape.Watch(pB1)).Sigmoid();
            var output = (hidden.MatMul(tape.Watch(pW2)) + tape.Watch(pB2)).Sigmoid();
            var loss = output.HalfMeanSquaredError(tape.Constant([t], [1]));
            Assert.Equal(0.5 * (t - z) * (t - z), loss.Scalar, 1e-15);
            Gradients<double> gradients = loss.Backward();
            Assert.Equal(delta, gradients[pB2].Scalar, 1e-15);
            for (int i = 0; i < 3; i++)
            {
                double hiddenDelta = delta * w2[i] * h[i] * (1 - h[i]);
                Assert.Equal(delta * h[i], gradients[pW2].Span[i], 1e-15);
                Assert.Equal(hiddenDelta, gradients[pB1].Span[i], 1e-15);
                Assert.Equal(hiddenDelta * x[0], gradients[pW1].Span[2 * i], 1e-15);
                Assert.Equal(hiddenDelta * x[1], gradients[pW1].Span[(2 * i) + 1], 1e-15);
            }
        }
    }

    [Fact]
    public void A_cotangent_weighs_the_rows_of_the_jacobian()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([1.0, 2, 3], [3]);
        Assert.Equal([2.0, -8, 30], (x * x).Backward(tape.Constant([1.0, -2, 5], [3]))[x].ToArray());
        Assert.Equal([1.0], x.Sum().Reshape(1, 1).Backward()[x].Slice(0, 0, 1).ToArray());
    }

    [Fact]
    public void Several_outputs_add_up_in_one_walk_even_when_one_depends_on_another_or_is_given_twice()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([1.0, 2], [2]);
        var y = x * x;
        var z = y.Sum();
        Variable<double> u = tape.Constant([10.0, 20], [2]), one = tape.Constant(1.0);
        Assert.Equal([2.0 * 11, 4 * 21], tape.Backward([y, z], [u, one])[x].ToArray());
        Assert.Equal([4.0, 8], tape.Backward([z, z], [one, one])[x].ToArray());
        Assert.Equal([2.0, 4], tape.Backward([tape.Constant(3.0), z], [one, one])[x].ToArray());
    }

    [Fact]
    public void A_root_that_is_a_leaf_has_gradient_one()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable(5.0);
        Assert.Equal(1, x.Backward()[x].Scalar);
    }

    [Fact]
    public void The_same_node_as_every_operand_counts_every_time()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([2.0, 3, 5, 7], [2, 2]);
        Assert.Equal([4.0, 6, 10, 14], (x * x).Sum().Backward()[x].ToArray());
        Assert.Equal([3.0, 3, 3, 3], tape.Concatenate(1, x, x, x).Sum().Backward()[x].ToArray());
        Assert.Equal([1.0, 1, 1, 1], x.Tape.Where(x > 3.0, x, x).Sum().Backward()[x].ToArray());
        Assert.Equal([2 + 3 + 2 + 5.0, 5 + 7 + 2 + 5, 2 + 3 + 3 + 7, 5 + 7 + 3 + 7], x.MatMul(x).Sum().Backward()[x].ToArray());
    }

    [Fact]
    public void A_diamond_of_2_to_the_60_paths_is_walked_once()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable(1.0);
        var y = x;
        for (int k = 0; k < 60; k++) y = y + y;
        int forward = tape.NodeCount;
        Assert.Equal(Math.Pow(2, 60), y.Backward()[x].Scalar);
        Assert.True(tape.NodeCount - forward < 200);
    }

    [Fact]
    public void A_fan_out_of_100000_adds_up()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable(2.0);
        var sum = x;
        for (int k = 1; k < 100_000; k++) sum = sum + x;
        Assert.Equal(100_000, sum.Backward()[x].Scalar);
    }

    [Fact]
    public void A_chain_of_a_million_nodes_needs_no_stack()
    {
        double gradient = 0, value = 0;
        var thread = new Thread(
            () =>
            {
                using var tape = new Tape<double>();
                Variable<double> x = tape.Variable(3.0), y = x;
                for (int k = 0; k < 1_000_000; k++) y = -y;
                value = y.Scalar;
                gradient = y.Backward()[x].Scalar;
            },
            maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();
        Assert.Equal((3.0, 1.0), (value, gradient));
    }

    [Fact]
    public void The_nodes_of_the_adjoint_are_linear_in_those_of_the_program()
    {
        int[] added = [.. new[] { 100, 200, 400, 800 }.Select(Added)];
        Assert.Equal(added[1] - added[0], (added[2] - added[1]) / 2);
        Assert.Equal(added[2] - added[1], (added[3] - added[2]) / 2);

        static int Added(int length)
        {
            using var tape = new Tape<double>();
            Variable<double> x = tape.Variable([1.0, 2], [2]), y = x;
            for (int k = 0; k < length; k++) y = (y * x).Tanh() + y;
            var loss = y.Sum();
            int forward = tape.NodeCount;
            loss.Backward();
            return tape.NodeCount - forward;
        }
    }

    [Fact]
    public void Operands_that_need_no_gradient_get_no_nodes()
    {
        using var tape = new Tape<double>();
        Variable<double> a = tape.Constant(new double[6], [2, 3]), w = tape.Variable(new double[12], [3, 4]);
        var loss = a.MatMul(w).Sum();
        int forward = tape.NodeCount;
        loss.Backward();
        Assert.Equal(1, Enumerable.Range(forward, tape.NodeCount - forward).Count(i => tape.Program[i].Operation.Name == "MatMul"));
    }

    [Fact]
    public void A_rule_of_the_wrong_shape_is_named_and_leaves_no_node()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([1.0, 2, 3], [3]);
        var loss = x.Apply(default(WrongRuleOperation)).Sum();
        int count = tape.NodeCount;
        var error = Assert.Throws<InvalidOperationException>(() => loss.Backward(tape.Constant(1.0)));
        Assert.Equal("WrongRule: its VJP returned a cotangent of shape [2] for operand 0 of shape [3].", error.Message);
        Assert.Equal(count + 1, tape.NodeCount);
        Assert.Throws<InvalidOperationException>(() => loss.Backward());
        Assert.Equal(count + 1, tape.NodeCount);
        Assert.Equal([1.0, 1, 1], x.Sum().Backward()[x].ToArray());
    }

    private readonly record struct WrongRuleOperation : IKernelOperation<WrongRuleOperation, double>
    {
        public static string Name => "WrongRule";

        public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

        public void Evaluate(in Operands<double> operands, Span<double> destination) => operands[0].Span.CopyTo(destination);

        public void Vjp(in VjpContext<double> context) => context.Contribute(0, context.Cotangent.Slice(0, 0, 2));
    }

    [Fact]
    public void A_rule_that_calls_Backward_after_it_contributed_keeps_what_it_contributed()
    {
        using var tape = new Tape<double>();
        var a = tape.Variable([1.0, 2], [2]);
        var b = tape.Variable([3.0, 4], [2]);
        Gradients<double> gradients = a.Apply(new NestedWalkOperation(), b).Backward(tape.Constant([10.0, 10], [2]));
        Assert.Equal([30.0, 40], gradients[a].ToArray());
        Assert.Equal([10.0, 20], gradients[b].ToArray());
    }

    [Fact]
    public void A_walk_costs_what_it_walks_not_what_was_recorded_before()
    {
        using var tape = new Tape<double>();
        var w = tape.Variable([1.0, 2, 3, 4], [4]);
        for (int i = 0; i < 2000; i++) Assert.Equal(8.0 * i * i, (w * (double)i).Square().Sum().Backward()[w].Span[3]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 2000; i++) _ = (w * (double)i).Square().Sum().Backward()[w].Span[0];
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
    }

    [Fact]
    public void Nodes_that_wait_are_taken_latest_first_whatever_order_they_come_in()
    {
        var pending = new PendingCotangents<double>();
        var random = new Random(5);
        for (int round = 0; round < 50; round++)
        {
            int[] nodes = [.. Enumerable.Range(0, 1 + random.Next(200)).Select(_ => random.Next(1000))];
            foreach (int node in nodes) pending.Set(node, node + 1);
            foreach (int expected in nodes.Distinct().OrderDescending())
            {
                Assert.Equal(expected + 1, pending.Find(expected));
                Assert.True(pending.TryTake(out CotangentOfNode latest));
                Assert.Equal(new CotangentOfNode(expected, expected + 1), latest);
                Assert.Equal(-1, pending.Find(expected));
            }

            Assert.False(pending.TryTake(out _));
            pending.Set(7, 1);
            pending.Clear();
            Assert.Equal(-1, pending.Find(7));
        }
    }

    /// <summary>y = a b, whose rule contributes to a and then asks for ∂(a b)/∂b by a walk of its own.</summary>
    private readonly record struct NestedWalkOperation : IKernelOperation<NestedWalkOperation, double>
    {
        public static string Name => "NestedWalk";

        public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

        public void Evaluate(in Operands<double> operands, Span<double> destination)
        {
            for (int i = 0; i < destination.Length; i++) destination[i] = operands[0].Span[i] * operands[1].Span[i];
        }

        public void Vjp(in VjpContext<double> context)
        {
            context.Contribute(0, context.Cotangent.ScaledBy(context[1]));
            Variable<double> product = context[0] * context[1];
            context.Contribute(1, product.Backward(context.Cotangent)[context[1]]);
        }
    }
}
