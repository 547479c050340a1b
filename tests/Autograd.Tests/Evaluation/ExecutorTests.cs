namespace Autograd.Tests.Evaluation;

public class ExecutorTests
{
    [Fact]
    public void A_cancelled_eager_tape_computes_nothing_more_but_shows_what_it_has()
    {
        using var source = new CancellationTokenSource();
        using var tape = new Tape<double>(new TapeOptions { Cancellation = source.Token });
        var x = tape.Variable([1.0, 2], [2]);
        var y = x.Square();
        Gradients<double> gradients = y.Sum().Backward();
        int count = tape.NodeCount;
        source.Cancel();
        Assert.Equal(source.Token, Assert.Throws<OperationCanceledException>(() => x * 2).CancellationToken);
        Assert.Throws<OperationCanceledException>(() => x.Variance());
        Assert.Throws<OperationCanceledException>(() => x.Reshape(2, 1));
        Assert.Throws<OperationCanceledException>(() => gradients[x].ToArray());
        Assert.Equal(count, tape.NodeCount);
        Assert.Equal([1, 4], y.ToArray());
        Assert.Contains("Square", tape.ToText(), StringComparison.Ordinal);
        Assert.NotEmpty(gradients[x].ToString());
        for (int step = 0; step < 2; step++)
        {
            tape.Reset();
            x = tape.Variable([3.0, 4], [2]);
            Assert.Equal([3, 4], x.ToArray());
            Assert.Throws<OperationCanceledException>(() => x.Square());
            Assert.Equal(1, tape.NodeCount);
        }
    }

    /// <summary>An operation in the middle cancels: its pass comes to its end, and what follows is not computed.</summary>
    [Fact]
    public void A_deferred_tape_stops_between_two_passes_and_keeps_what_it_recorded()
    {
        using var source = new CancellationTokenSource();
        using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred, Cancellation = source.Token });
        var x = tape.Variable([1.0, 2], [2]);
        var before = x.Square();
        var last = before.Apply(new Cancelling(source));
        var after = last.Sum();
        int count = tape.NodeCount;
        Assert.Throws<OperationCanceledException>(() => after.ToArray());
        Assert.Equal(count, tape.NodeCount);
        Assert.Equal([1, 2], x.ToArray());
        Assert.Throws<OperationCanceledException>(() => after.ToArray());
        tape.Reset();
        Assert.Equal(0, tape.NodeCount);
    }

    [Fact]
    public void A_token_that_is_not_cancelled_changes_nothing()
    {
        using var source = new CancellationTokenSource();
        using var tape = new Tape<double>(new TapeOptions { Cancellation = source.Token });
        var x = tape.Variable(3.0);
        Assert.Equal(6, x.Square().Backward()[x].Scalar);
    }

    /// <summary>y = x, at whose end somebody cancels.</summary>
    private readonly record struct Cancelling(CancellationTokenSource Source) : IKernelOperation<Cancelling, double>
    {
        public static string Name => "Cancelling";

        public static int OperandCount => 1;

        public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

        public void Evaluate(in Operands<double> operands, Span<double> destination)
        {
            operands[0].Span.CopyTo(destination);
            Source.Cancel();
        }

        public void Vjp(in VjpContext<double> context) => context.Contribute(0, context.Cotangent);
    }
}
