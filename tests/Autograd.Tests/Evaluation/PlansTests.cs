namespace Autograd.Tests.Evaluation;

/// <summary>Plans are found again by their turn, made again when more is known, and never write where a value is held.</summary>
public class PlansTests
{
    [Fact]
    public void The_third_recording_runs_what_the_second_made()
    {
        using Tape<double> tape = Drafts.Deferred();
        for (int step = 0; step < 5; step++)
        {
            tape.Reset();
            var x = tape.Variable([1.0, 2, 3 + step], [3]);
            var loss = x.Square().Sin().Sum();
            Assert.Equal(Math.Sin(1) + Math.Sin(4) + Math.Sin((3 + step) * (3 + step)), loss.Scalar, 1e-14);
            Assert.Equal(2 * Math.Cos(1), loss.Backward()[x].ToArray()[0], 1e-14);
            Assert.Equal(step == 0 ? 2 : 4, tape.Plans.Planner.Made);
            Assert.Equal(2, tape.Plans.Run.Length);
        }
    }

    [Fact]
    public void A_recording_that_reads_something_else_makes_another_plan()
    {
        using Tape<double> tape = Drafts.Deferred();
        for (int step = 0; step < 6; step++)
        {
            tape.Reset();
            var x = tape.Variable([1.0 + step, 2], [2]);
            var y = x.Square();
            var z = y.Exp();
            bool first = step % 2 == 0;
            Assert.Equal(first ? (1.0 + step) * (1 + step) : Math.Exp((1.0 + step) * (1 + step)), (first ? y : z).ToArray()[0], Math.Exp(36) * 1e-13);
        }

        Assert.Equal(6, tape.Plans.Planner.Made);
    }

    /// <summary>What was asked for after it was taken away is held the next time, so that it is not computed twice for ever.</summary>
    [Fact]
    public void What_is_read_again_is_held_from_the_next_recording_on()
    {
        using Tape<double> tape = Drafts.Deferred();
        for (int step = 0; step < 6; step++)
        {
            tape.Reset();
            var x = tape.Variable([1.0, 2], [2]);
            var inside = x.Square();
            var loss = inside.Exp().Sum();
            _ = loss.Scalar;
            Assert.Equal([1, 4], inside.ToArray());
            if (step >= 3) Assert.Equal(1, tape.Plans.Run.Length);
        }
    }

    /// <summary>
    /// y lay in the memory of the plan that was asked for it; in the next recording it is computed as it is recorded, from what another plan,
    /// made in the same place, holds.
    /// </summary>
    [Fact]
    public void A_node_that_a_forgotten_plan_held_finds_memory_of_its_own()
    {
        using var tape = new Tape<double>();
        tape.Plans.ColdNodes = 0;
        for (int step = 0; step < 4; step++)
        {
            tape.Reset();
            var x = tape.Variable([1.0 + step, 2, 3], [3]);
            var gradient = (x.Square() * x).Sum().Backward()[x];
            if (step > 0) _ = gradient.Span;
            var shifted = (x + 1).Exp();
            var y = gradient.Square();
            double[] squares = y.ToArray(), expected = [.. x.ToArray().Select(v => 9 * (v * v) * (v * v))];
            Assert.Equal(expected, squares);
            Assert.Equal(x.ToArray().Select(v => 3 * v * v), gradient.ToArray());
            Assert.Equal(Exp([.. x.ToArray().Select(v => v + 1)]), shifted.ToArray());
        }
    }

    /// <summary>An inner cotangent is taken away in the first recording and held from the second on: what is computed from it lies elsewhere then.</summary>
    [Fact]
    public void What_is_computed_from_an_inner_cotangent_survives_the_plans_that_come_after()
    {
        using var tape = new Tape<double>();
        tape.Plans.ColdNodes = 0;
        for (int step = 0; step < 5; step++)
        {
            tape.Reset();
            var x = tape.Variable([0.5 + step, -1, 2], [3]);
            var inner = x.Sin();
            Gradients<double> gradients = (inner.Exp() * 2).Sum().Backward();
            _ = gradients[x].Span;
            var y = gradients[inner].Square();
            var second = (y.Softmax(0) * y).Sum().Backward()[x];
            double[] before = y.ToArray();
            _ = second.Span;
            Assert.Equal(Exp(inner.ToArray()).Select(v => 4 * v * v), before);
            Assert.Equal(before, y.ToArray());
        }
    }

    /// <summary>Nodes before the mark were computed by a plan that is taken back: they are taken away with it, since others are made in its memory.</summary>
    [Fact]
    public void What_a_plan_that_was_taken_back_computed_is_pending_again()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable([1.0, 2, 3], [3]);
        var y = x.Exp();
        var s = y.Softmax(0);
        int mark = tape.NodeCount;
        for (int time = 0; time < 4; time++)
        {
            tape.Rewind(mark);
            var tripled = s * 3;
            var largest = tripled.Max();
            if (time % 2 == 0) _ = largest.Scalar;
            double[] shown = tripled.ToArray();
            Assert.Equal(shown.Max(), largest.Scalar);
            Assert.Equal(Exp(x.ToArray()), y.ToArray());
            Assert.Equal(s.ToArray().Select(v => v * 3), shown);
        }
    }

    /// <summary>A rule reads a value, for which a plan is run, and throws: the walk is taken back with it.</summary>
    [Fact]
    public void A_walk_that_is_taken_back_leaves_the_values_of_earlier_nodes_right()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable([1.0, 2, 3], [3]);
        var y = x.Exp();
        var z = y.Apply(new ReadsAndThrows());
        var loss = z.Sum();
        Assert.Throws<ArithmeticException>(() => loss.Backward());
        double[] other = (x.Sin() + 1).Softmax(0).ToArray();
        Assert.Equal(Exp(x.ToArray()), y.ToArray());
        Assert.Equal(Exp(x.ToArray()), z.ToArray());
        Assert.Equal(1, other.Sum(), 1e-14);
    }

    /// <summary>What is known is looked through once in a recording, not once for each plan: else this takes minutes.</summary>
    [Fact]
    public void Thousands_of_reads_in_a_recording_are_planned_in_linear_time()
    {
        const int reads = 15_000;
        using Tape<double> tape = Drafts.Deferred();
        double first = 0;
        for (int step = 0; step < 3; step++)
        {
            tape.Reset();
            var x = tape.Variable(0.5);
            var y = x;
            double last = 0;
            for (int k = 0; k < reads && last < 10; k++)
            {
                y = (y * 0.99).Sin() + 0.1;
                last = y.Scalar;
            }

            if (step == 0) first = last;
            Assert.Equal(first, last);
            Assert.Equal(reads, tape.Plans.Run.Length);
        }
    }

    /// <summary>Which of two is read first changes from step to step, for ever: memory must not grow.</summary>
    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void Recordings_that_read_in_turns_in_another_order_hold_no_more_memory(EvaluationMode mode)
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = mode });
        tape.Plans.ColdNodes = 0;
        var values = new double[1000];
        long held = 0;
        for (int step = 0; step < 400; step++)
        {
            tape.Reset();
            var x = tape.Variable(values, [20, 50]);
            var wide = x.Sin().Transpose();
            var gradient = wide.Square().Sum().Backward()[x];
            if (step % 2 == 0) _ = gradient.Transpose().Span;
            var y = gradient.Square();
            _ = y.Transpose().Span;
            _ = wide.Span;
            _ = gradient.Span;
            if (step == 40) held = tape.ReservedElements;
        }

        Assert.Equal(held, tape.ReservedElements);
    }

    [Fact]
    public void A_stale_parameter_is_refused_by_a_plan_that_is_run_again_and_the_next_recording_is_right()
    {
        using Tape<double> tape = Drafts.Deferred();
        var w = new Parameter<double>("w", [2], [1.0, 2]);
        for (int step = 0; step < 6; step++)
        {
            tape.Reset();
            var x = tape.Variable([3.0, 4 + step], [2]);
            var loss = (x * tape.Watch(w)).Exp().Sum();
            Gradients<double> gradients = loss.Backward();
            if (step % 2 == 1) w.Update()[0] += 0.25;
            if (step % 2 == 1)
            {
                Assert.Contains("w", Assert.Throws<InvalidOperationException>(() => gradients[x].ToArray()).Message, StringComparison.Ordinal);
                Assert.Throws<InvalidOperationException>(() => loss.Scalar);
                continue;
            }

            Assert.Equal(w.Values[0] * Math.Exp(3 * w.Values[0]), gradients[x].ToArray()[0], 1e-9);
            Assert.Equal((4 + step) * Math.Exp(w.Values[1] * (4 + step)), gradients[w].ToArray()[1], 1e-3);
        }
    }

    /// <summary>At first nodes are run one by one, where a view lies over the memory of its operand; then a plan places that elsewhere, and the view waits.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(1000)]
    public void A_view_that_was_laid_out_before_there_was_a_plan_shows_what_the_plan_computes(int coldNodes)
    {
        using Tape<double> tape = Drafts.Deferred();
        tape.Plans.ColdNodes = coldNodes;
        for (int step = 0; step < 8; step++)
        {
            tape.Reset();
            var x = tape.Variable([1.0 + step, 2 + step, 3 + step, 4 + step], [2, 2]);
            var y = x.Square() + 1;
            Variable<double> flat = y.Reshape(4), turned = y.Transpose();
            var rows = flat.Slice(0, 1..);
            double[] expected = [.. Enumerable.Range(1, 4).Select(i => ((i + (double)step) * (i + step)) + 1)];
            Assert.Equal(expected, y.ToArray());
            Assert.Equal(expected, flat.ToArray());
            Assert.Equal([expected[0], expected[2], expected[1], expected[3]], turned.ToArray());
            Assert.Equal(expected[1..], (rows + 0).ToArray());
        }
    }

    /// <summary>A view that was run by itself over what a plan holds is taken back with the plan.</summary>
    [Fact]
    public void A_view_of_what_a_plan_that_was_taken_back_held_is_pending_again()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable([1.0, 2, 3], [3]);
        var y = x.Exp();
        var view = y.Reshape(3, 1);
        int mark = tape.NodeCount;
        for (int time = 0; time < 6; time++)
        {
            tape.Rewind(mark);
            tape.Plans.ColdNodes = 0;
            var other = x.CumulativeSum(0);
            var largest = y.CumulativeSum(0).Max();
            if (time % 2 == 0) _ = largest.Scalar;
            else _ = other.Span;
            tape.Plans.ColdNodes = 1000;
            Assert.Equal(Exp(x.ToArray()), (view + 0).ToArray());
        }
    }

    private static double[] Exp(double[] x)
    {
        using var tape = new Tape<double>();
        return tape.Constant(x, [x.Length]).Exp().ToArray();
    }

    /// <summary>y = x, whose rule reads a value that comes of a plan, and throws.</summary>
    private readonly record struct ReadsAndThrows : IKernelOperation<ReadsAndThrows, double>
    {
        public static string Name => "ReadsAndThrows";

        public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

        public void Evaluate(in Operands<double> operands, Span<double> destination) => operands[0].Span.CopyTo(destination);

        public void Vjp(in VjpContext<double> context)
        {
            _ = (context.Result * 2).Span;
            throw new ArithmeticException("ReadsAndThrows: the rule cannot.");
        }
    }

    /// <summary>Constants that were recorded after a plan was made do not keep its memory from the plan that takes its place.</summary>
    [Fact]
    public void A_plan_that_is_made_anew_lies_where_the_one_before_lay()
    {
        using var tape = new Tape<float>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        var w = new Parameter<float>("w", [32, 32]);
        w.Update().Fill(0.01f);
        long reserved = 0;
        for (int step = 0; step < 4; step++)
        {
            tape.Reset();
            Variable<float> weight = tape.Watch(w), h = tape.Constant(new float[300 * 32], [300, 32]);
            for (int layer = 0; layer < 40; layer++) h = h.MatMul(weight).Relu();
            Variable<float> loss = h.MeanSquaredError(tape.Constant(new float[300 * 32], [300, 32]));
            _ = loss.Scalar;
            Gradients<float> gradients = loss.Backward();
            tape.Update((w, weight - (gradients[w] * 0.01f)));
            if (step == 0) reserved = tape.ReservedElements;
        }

        Assert.Equal(reserved, tape.ReservedElements);
    }
}
