using Autograd.Tests.Operations;
using Autograd.Tests.Tape;

namespace Autograd.Tests.Differentiation;

public class VectorizeTests
{
    /// <summary>Every operation of the table, of operands with three examples each, is that of each example by itself, and so is its gradient.</summary>
    [Theory]
    [MemberData(nameof(OperationNames.All), MemberType = typeof(OperationNames))]
    public void Each_example_has_the_bits_that_it_has_by_itself(string operation)
    {
        foreach (OperationCase<double> row in OperationNames.RowsOf(operation))
        {
            if (row.Operands.Length is 0 or > 2 || row.Operands.Any(operand => operand.Shape.Rank > 4)) continue;
            double[][] examples = Array.ConvertAll<int, double[]>([0, 1, 2], i => [.. row.Operands.SelectMany((operand, k) => operand.Values(k + (3 * i)))]);
            using Tape<double> tape = new();
            Variable<double>[] batches = Batches(tape, row, examples);
            Variable<double> all = batches.Length == 1
                ? Differentiate.Vectorize(x => row.Build([x]), batches[0])
                : Differentiate.Vectorize((x, y) => row.Build([x, y]), batches[0], batches[1]);
            for (int i = 0; i < examples.Length; i++)
            {
                using Tape<double> other = new();
                Variable<double>[] inputs = Batches(other, row, [examples[i]]);
                Variable<double> one = row.Build(Array.ConvertAll(inputs, input => input.At(0, 0)));
                Assert.Equal(one.Shape.Insert(0, 3), all.Shape);
                Assert.True(Close.Bits(one.ToArray(), all.At(0, i).ToArray()), $"{row}: example {i}");
                if (!row.IsDifferentiable) continue;
                double[] u = Recorded<double>.Direction(one.Shape);
                Gradients<double> expected = Differentiate.Pullback(one, other.Constant(u, one.Shape)), actual = Differentiate.Pullback(all.At(0, i), tape.Constant(u, one.Shape));
                for (int k = 0; k < inputs.Length; k++)
                {
                    Assert.True(Close.Difference<double>(expected[inputs[k]].ToArray(), actual[batches[k]].At(0, i).ToArray()) < 1e-13, $"{row}: gradient of example {i}, operand {k}");
                }
            }
        }
    }

    [Fact]
    public void What_is_taken_from_elsewhere_is_shared()
    {
        using Tape<double> tape = new();
        Variable<double> w = tape.Variable([1.0, 2, 3, 4], [2, 2], "W"), x = tape.Constant([1.0, 0, 0, 1, 1, 1], [3, 2]);
        Variable<double> y = Differentiate.Vectorize(v => w.MatMul(v), x);
        Assert.Equal([1.0, 3, 2, 4, 3, 7], y.ToArray());
        Assert.Equal([2.0, 2, 2, 2], y.Sum().Backward()[w].ToArray());
        Assert.Equal([1.0, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4], Differentiate.Vectorize(_ => w, x).ToArray());
        Assert.Equal(x.ToArray(), Differentiate.Vectorize(v => v, x).ToArray());
    }

    [Fact]
    public void A_gradient_can_be_vectorized_and_so_can_what_is()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Constant([1.0, 2, 3, 4, 5, 6], [3, 2]);
        Variable<double> gradients = Differentiate.Vectorize(Differentiate.Gradient<double>(v => (v.Square() * v).Sum()), x);
        Assert.Equal(Array.ConvertAll(x.ToArray(), v => 3 * v * v), gradients.ToArray());
        Variable<double> outer = Differentiate.Vectorize((v, w) => Differentiate.Vectorize(a => Differentiate.Vectorize(b => a * b, w), v), x, x);
        Assert.Equal([3, 2, 2], outer.Shape.ToArray());
        Assert.Equal([1.0, 2, 2, 4, 9, 12, 12, 16, 25, 30, 30, 36], outer.ToArray());
    }

    /// <summary>An operation from elsewhere that says nothing of lifting.</summary>
    [Fact]
    public void What_cannot_be_lifted_goes_example_by_example()
    {
        using Tape<double> tape = new();
        Variable<double> w = tape.Variable([2.0], "w"), x = tape.Variable([1.0, 2, 3, 4], [2, 2], "x");
        var loss = (Variable<double> v) => (w * v.Apply(new CopyOperation())).Square().Sum();
        Assert.Equal([20.0, 100], Differentiate.Vectorize(loss, x).ToArray());
        Assert.Equal([20.0, 100], Differentiate.PerExample(loss, x, w)[0].ToArray());
        Assert.Equal([8.0, 16, 24, 32], Differentiate.Vectorize(loss, x).Sum().Backward()[x].ToArray());
    }

    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void Gradients_for_each_example_are_those_of_its_own_loss(EvaluationMode evaluation)
    {
        using Tape<double> tape = new(new TapeOptions { Evaluation = evaluation });
        var random = new RandomGenerator(3);
        Variable<double> w = tape.Variable(tape.Normal([4, 3], random).ToArray(), [4, 3], "W"), b = tape.Variable([0.1, -0.2, 0.3, 0.4], "b"), unused = tape.Variable(1.0, "unused");
        Variable<double> x = tape.Normal([5, 3], random), t = tape.Normal([5, 4], random);
        Variable<double> Loss(Variable<double> input, Variable<double> target) => ((w.MatMul(input) + b).Tanh() - target).Square().Sum();
        Variable<double>[] gradients = Differentiate.PerExample(Loss, x, t, w, unused, b);
        Assert.Equal([5, 4, 3], gradients[0].Shape.ToArray());
        Assert.Equal(new double[5], gradients[1].ToArray());
        for (int i = 0; i < 5; i++)
        {
            Gradients<double> one = Loss(x.At(0, i), t.At(0, i)).Backward();
            Assert.Equal(one[w].ToArray(), gradients[0].At(0, i).ToArray());
            Assert.Equal(one[b].ToArray(), gradients[2].At(0, i).ToArray());
        }
    }

    [Fact]
    public void Recordings_that_repeat_find_them_again()
    {
        using Tape<double> tape = new();
        Variable<double>[] Step(double scale)
        {
            tape.Reset();
            Variable<double> w = tape.Variable([scale, 2], "w"), x = tape.Constant([1.0, 2, 3, 4], [2, 2]);
            return Differentiate.PerExample(v => (w * v).Square().Sum(), x, w);
        }

        for (int k = 1; k < 5; k++) Assert.Equal([2.0 * k, 16, 18 * k, 64], Step(k)[0].ToArray());
        int nodes = tape.NodeCount;
        long bytes = tape.HeldBytes;
        Step(7);
        Assert.Equal((nodes, bytes), (tape.NodeCount, tape.HeldBytes));
    }

    [Fact]
    public void Bad_batches_are_refused_and_leave_nothing_behind()
    {
        using Tape<double> tape = new();
        Variable<double> scalar = tape.Variable(1.0, "s"), none = tape.Variable([], [0, 2], "none"), x = tape.Variable([1.0, 2], "x"), y = tape.Variable([1.0, 2, 3], "y");
        int nodes = tape.NodeCount;
        Refuses("Vectorize: the batch has shape []; its first dimension has to be that of the examples, at least one.", () => Differentiate.Vectorize(v => v, scalar));
        Refuses("Vectorize: the batch has shape [0, 2]; its first dimension", () => Differentiate.Vectorize(v => v, none));
        Refuses("Vectorize: the batches have shapes [2] and [3]; the first lengths", () => Differentiate.Vectorize((a, b) => a * b, x, y));
        Refuses("PerExample: the batches have shapes [2] and [3]; the first lengths", () => Differentiate.PerExample((a, b) => a * b, x, y, scalar));
        Assert.Throws<InvalidOperationException>(() => Differentiate.PerExample(v => v.Tape.Ones(2) * v, x, scalar));
        Assert.Throws<FormatException>(() => Differentiate.Vectorize(v => v.Square() is var _ ? throw new FormatException() : v, x));
        Assert.Equal(nodes, tape.NodeCount);
    }

    /// <summary>An operation of one's own whose kernel is lifted by what it says.</summary>
    [Fact]
    public void An_own_operation_says_how_it_is_lifted()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1.0, 2, 3, 4], [2, 2], "x");
        int nodes = tape.NodeCount;
        Assert.Equal([2.0, 1, 4, 3], Differentiate.Vectorize(v => v.Apply(new ReverseOperation(0)), x).ToArray());
        Assert.Equal(nodes + 4, tape.NodeCount); // a slice of two nodes, the operation twice
        var wrong = Assert.Throws<InvalidOperationException>(() => Differentiate.Vectorize(v => v.Apply(new ReverseOperation(7)), x));
        Assert.StartsWith("Reverse: with one more dimension in front the result has shape [2, 1, 2], not [2, 2].", wrong.Message, StringComparison.Ordinal);
    }

    private static Variable<double>[] Batches(Tape<double> tape, OperationCase<double> row, double[][] examples)
    {
        int start = 0;
        return Array.ConvertAll(row.Operands, operand =>
        {
            double[] values = [.. examples.SelectMany(example => example.AsSpan(start, operand.Shape.ElementCount).ToArray())];
            start += operand.Shape.ElementCount;
            return tape.Variable(values, operand.Shape.Insert(0, examples.Length), "x");
        });
    }

    private static void Refuses(string message, Action action) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);

    private readonly record struct CopyOperation : IKernelOperation<CopyOperation, double>
    {
        public static string Name => "Copy";

        public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

        public void Evaluate(in Operands<double> operands, Span<double> destination) => operands[0].Span.CopyTo(destination);

        public void Vjp(in VjpContext<double> context) => context.Contribute(0, context.Cotangent.Apply(this));
    }

    /// <summary>The elements along the last dimension in reverse order; as a number it takes the dimensions before, and 7 for a mistake.</summary>
    private readonly record struct ReverseOperation(int Before) : IKernelOperation<ReverseOperation, double>
    {
        public static string Name => "Reverse";

        public static bool TryLift(ReverseOperation operation, int count, out ReverseOperation lifted)
        {
            lifted = new(operation.Before + 1);
            return true;
        }

        public Shape InferShape(ReadOnlySpan<Shape> operands) => Before > 7 ? [operands[0][0], 1, operands[0][1]] : operands[0];

        public void Evaluate(in Operands<double> operands, Span<double> destination)
        {
            operands[0].Span.CopyTo(destination);
            int length = operands[0].Shape[^1];
            for (; !destination.IsEmpty; destination = destination[length..]) destination[..length].Reverse();
        }

        public void Vjp(in VjpContext<double> context) => context.Contribute(0, context.Cotangent.Apply(this));
    }
}
