namespace Autograd.Tests.Evaluation;

/// <summary>An exception in the middle of a plan: nothing half-evaluated is ever shown, the tape works on, and the next recording is right.</summary>
public class InterruptedPlansTests
{
    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void A_kernel_that_throws_the_third_time_is_run_again_by_the_next_read(EvaluationMode mode)
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = mode });
        tape.Plans.ColdNodes = 0;
        var counter = new Counter { ThrowsAt = 3 };
        int thrown = 0;
        for (int step = 0; step < 6; step++)
        {
            tape.Reset();
            var x = tape.Variable([1.0 + step, 2, 3], [3]);
            var before = x.Square();
            try
            {
                var y = before.Apply(new Failing(counter));
                var after = y.CumulativeSum(0);
                if (mode == EvaluationMode.Deferred && counter.Runs == 2) Assert.Throws<ArithmeticException>(() => after.ToArray());
                Assert.Equal([(1.0 + step) * (1 + step), 4, 9], before.ToArray());
                Assert.Equal([(1.0 + step) * (1 + step), 4 + ((1.0 + step) * (1 + step)), 13 + ((1.0 + step) * (1 + step))], after.ToArray());
                Assert.Equal([3 * 2 * (1.0 + step), 8, 6], after.Sum().Backward()[x].ToArray());
            }
            catch (ArithmeticException)
            {
                thrown++;
                Assert.Equal(2, tape.NodeCount);
                Assert.Equal([(1.0 + step) * (1 + step), 4, 9], before.ToArray());
            }
        }

        Assert.Equal(mode == EvaluationMode.Eager ? 1 : 0, thrown);
        Assert.Equal(7 - thrown, counter.Runs);
    }

    /// <summary>The gradients of both leaves are computed by one plan, which fails after the first of them.</summary>
    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void No_cotangent_of_a_plan_that_failed_is_shown(EvaluationMode mode)
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = mode });
        tape.Plans.ColdNodes = 0;
        var counter = new Counter();
        for (int step = 0; step < 5; step++)
        {
            tape.Reset();
            Variable<double> w = tape.Variable([2.0, 3], [2], "w"), x = tape.Variable([5.0, 7 + step], [2], "x");
            var loss = (x.Apply(new FailingBackward(counter)) * w).CumulativeSum(0).Sum();
            Gradients<double> gradients = loss.Backward();
            double[] byW = [2 * 5, 7 + step], byX = [2 * 2, 3];
            if (step is 1 or 3)
            {
                counter.Runs = 0;
                counter.ThrowsAt = 1;
                Assert.Throws<ArithmeticException>(() => gradients[x].ToArray());
                counter.ThrowsAt = 2;
                Assert.Throws<ArithmeticException>(() => gradients[x].ToArray());
                counter.ThrowsAt = 0;
            }

            Assert.Equal(byW, gradients[w].ToArray());
            Assert.Equal(byX, gradients[x].ToArray());
        }
    }

    [Fact]
    public void Indices_that_are_found_out_of_range_when_they_are_read_leave_nothing_behind()
    {
        using Tape<double> tape = Drafts.Deferred();
        for (int step = 0; step < 6; step++)
        {
            tape.Reset();
            var x = tape.Variable([1.0, 2, 3], [3]);
            var squares = x.Square().CumulativeSum(0);
            var gathered = squares.Apply(new GatherOperation<double>(0), tape.Indices(step % 2 == 1 ? [0, 3] : [0, 2]));
            var sum = gathered.Sum();
            if (step % 2 == 1)
            {
                for (int time = 0; time < 2; time++) Assert.Contains("3", Assert.ThrowsAny<ArgumentException>(() => sum.Scalar).Message, StringComparison.Ordinal);
                Assert.ThrowsAny<ArgumentException>(() => gathered.ToArray());
            }
            else
            {
                Assert.Equal(15, sum.Scalar);
                Assert.Equal([4, 4, 6], sum.Backward()[x].ToArray());
            }

            Assert.Equal([1, 5, 14], squares.ToArray());
        }
    }

    /// <summary>The plan writes over what an earlier one, which failed, had begun; what had been read before stays.</summary>
    [Fact]
    public void A_failed_plan_does_not_touch_what_is_held()
    {
        using Tape<double> tape = Drafts.Deferred();
        var counter = new Counter();
        for (int step = 0; step < 5; step++)
        {
            tape.Reset();
            var x = tape.Variable([1.0, 2, 3 + step], [3]);
            var held = x.Exp().CumulativeSum(0);
            ReadOnlySpan<double> span = held.Span;
            double[] before = span.ToArray();
            counter.Runs = 0;
            counter.ThrowsAt = 1;
            var failing = held.Sin().CumulativeSum(0).Apply(new Failing(counter)).Cos();
            Assert.Throws<ArithmeticException>(() => failing.ToArray());
            double[] other = (held.Cos().CumulativeSum(0) * 2).ToArray();
            Assert.Equal(before, span);
            Assert.Equal(before, held.ToArray());
            double[] after = failing.ToArray();
            Assert.Equal(held.Sin().CumulativeSum(0).Cos().ToArray(), after);
            Assert.Equal((held.Cos().CumulativeSum(0) * 2).ToArray(), other);
        }
    }

    private sealed class Counter
    {
        public int Runs { get; set; }

        public int ThrowsAt { get; set; }

        public void Count()
        {
            if (++Runs == ThrowsAt) throw new ArithmeticException("The kernel cannot.");
        }
    }

    /// <summary>y = x, half of it before it fails.</summary>
    private readonly record struct Failing(Counter Counter) : IKernelOperation<Failing, double>
    {
        public static string Name => "Failing";

        public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

        public void Evaluate(in Operands<double> operands, Span<double> destination)
        {
            destination.Fill(-1);
            Counter.Count();
            operands[0].Span.CopyTo(destination);
        }

        public void Vjp(in VjpContext<double> context) => context.Contribute(0, context.Cotangent);
    }

    /// <summary>y = x, whose cotangent is computed by an operation that may fail.</summary>
    private readonly record struct FailingBackward(Counter Counter) : IKernelOperation<FailingBackward, double>
    {
        public static string Name => "FailingBackward";

        public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

        public void Evaluate(in Operands<double> operands, Span<double> destination) => operands[0].Span.CopyTo(destination);

        public void Vjp(in VjpContext<double> context) => context.Contribute(0, context.Cotangent.Apply(new Failing(Counter)));
    }
}
