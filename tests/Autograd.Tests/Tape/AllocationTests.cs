namespace Autograd.Tests.Tape;

/// <summary>In the steady state a training step allocates nothing: exactly 0 bytes, whatever is recorded.</summary>
public partial class AllocationTests
{
    [Fact]
    public void A_step_of_the_2_3_1_network_allocates_0_bytes()
    {
        using var tape = new Tape<double>();
        var random = new Random(5);
        Parameter<double>[] parameters =
        [
            new("W1", [3, 2], Values(6)), new("b1", [3]), new("w2", [3], Values(3)), new("b2", []),
        ];
        double[] inputs = Values(8), targets = [0, 1, 1, 0];
        double first = 0, last = 0;
        long bytes = Measure(() =>
        {
            tape.Reset();
            var x = tape.Constant(inputs, [4, 2]);
            var h = (x.MatMul(tape.Watch(parameters[0]).Transpose()) + tape.Watch(parameters[1])).Sigmoid();
            var z = (h.MatMul(tape.Watch(parameters[2])) + tape.Watch(parameters[3])).Sigmoid();
            var loss = z.HalfMeanSquaredError(tape.Constant(targets, [4]));
            Gradients<double> gradients = loss.Backward();
            foreach (Parameter<double> parameter in parameters) _ = gradients[parameter].Span;
            foreach (Parameter<double> parameter in parameters)
            {
                ReadOnlySpan<double> gradient = gradients[parameter].Span;
                Span<double> values = parameter.Update();
                for (int i = 0; i < values.Length; i++) values[i] -= 0.5 * gradient[i];
            }

            last = loss.Scalar;
            if (first == 0) first = last;
        });
        Assert.Equal(0, bytes);
        Assert.True(last < first);

        double[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
    }

    [Fact]
    public void A_step_of_a_784_32_10_classifier_allocates_0_bytes()
    {
        using var tape = new Tape<float>();
        var random = new Random(5);
        Parameter<float>[] parameters = [new("W1", [784, 32], Values(784 * 32)), new("b1", [32]), new("W2", [32, 10], Values(320)), new("b2", [10])];
        float[] inputs = Values(8 * 784);
        int[] classes = [0, 1, 2, 3, 9, 8, 7, 6];
        long bytes = Measure(() =>
        {
            tape.Reset();
            var x = tape.Constant(inputs, [8, 784]);
            var h = (x.MatMul(tape.Watch(parameters[0])) + tape.Watch(parameters[1])).Relu();
            var logits = h.MatMul(tape.Watch(parameters[2])) + tape.Watch(parameters[3]);
            Gradients<float> gradients = logits.CrossEntropy(tape.Indices(classes)).Backward();
            foreach (Parameter<float> parameter in parameters) _ = gradients[parameter].Span;
            foreach (Parameter<float> parameter in parameters)
            {
                ReadOnlySpan<float> gradient = gradients[parameter].Span;
                Span<float> values = parameter.Update();
                for (int i = 0; i < values.Length; i++) values[i] -= 0.01f * gradient[i];
            }
        }, 4);
        Assert.Equal(0, bytes);

        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) / 10)];
    }

    [Fact]
    public void Views_joins_reductions_and_second_derivatives_allocate_0_bytes()
    {
        using var tape = new Tape<double>();
        double[] values = [.. Enumerable.Range(1, 24).Select(i => i / 24.0)];
        long bytes = Measure(() =>
        {
            tape.Reset();
            var x = tape.Variable(values, [2, 3, 4]);
            var y = tape.Stack(1, x.Slice(2, 0, 2), x.Slice(2, 3, 2, -1)).Permute(3, 0, 2, 1).Reshape(4, -1).Clamp(0.1, 0.9);
            var joined = tape.Concatenate(0, y, y.Flip(1), y.Elu(0.5), y.LeakyRelu(0.1), y, y, y, y, y, y, y, y, y, y, y, y, y, y).Max([1]) + x.Mean();
            var loss = (joined.Pow(3).Sum() * x.Variance([0, 2]).Sum()) + x.BroadcastTo([2, 2, 3, 4]).Sum() + x.Pad(0, 1, 1).Square().Sum();
            var gradient = loss.Backward()[x];
            _ = gradient.Square().Sum().Backward()[x].Span;
            _ = gradient.Span;
        });
        Assert.Equal(0, bytes);
    }

    [Fact]
    public void Scans_norms_and_searches_allocate_0_bytes()
    {
        using var tape = new Tape<double>();
        double[] values = [.. Enumerable.Range(0, 24).Select(i => i < 4 ? 0 : i / 24.0)];
        int found = 0;
        long bytes = Measure(() =>
        {
            tape.Reset();
            var x = tape.Variable(values, [2, 3, 4], "x");
            var norms = x.CumulativeProduct(-1).CumulativeSum(0, reverse: true).Norm([2]) + x.Norm([2]);
            Indices<double> largest = norms.ArgMax(1);
            found += largest.Values[0] + norms.ArgMin(0).Values[1];
            var gradient = norms.Pick(1, largest).Sum().Backward()[x];
            _ = gradient.Square().Sum().Backward()[x].Span;
            _ = gradient.Span;
        });
        Assert.Equal(0, bytes);
        Assert.Equal(6 * 40 * 2, found);
    }

    [Fact]
    public void Factorizations_and_their_gradients_allocate_0_bytes()
    {
        using var tape = new Tape<double>();
        double[] values = [.. Enumerable.Range(0, 2 * 40 * 40).Select(i => (i % 41 == 0 ? 40 : 0) + Math.Sin(i))];
        long bytes = Measure(() =>
        {
            tape.Reset();
            Variable<double> a = tape.Variable(values, [2, 40, 40], "a"), small = a.Slice(1, ..5).Slice(2, ..5), b = a.Slice(2, ..3);
            Variable<double> l = a.MatMul(a.Transpose()).Cholesky();
            var (q, r) = small.Qr();
            var (w, v) = small.SymmetricEigen();
            var (_, s, _) = small.Svd();
            Variable<double> sum = a.Solve(b).Sum() + l.SolveTriangular(b).Sum() + small.Inverse().Sum() + small.Determinant().Sum() + a.LogDeterminant().Logarithm.Sum()
                + q.Sum() + r.Sum() + w.Sum() + v.Sum() + s.Sum() + small.SingularValues().Sum() + (small / 64).MatrixExponential().Sum() + b.PseudoInverse().Sum()
                + b.LeastSquares(b).Sum() + small.MatrixPower(-2).Sum();
            _ = sum.Backward()[a].Span[0];
        });
        Assert.Equal(0, bytes);
    }

    [Fact]
    public void Long_sums_allocate_nothing()
    {
        using var tape = new Tape<float>();
        float[] values = new float[6000], images = new float[300 * 2 * 10];
        int[] indices = new int[3000];
        long bytes = Measure(() =>
        {
            tape.Reset();
            Variable<float> x = tape.Variable(values, [2, 3000], "x"), w = tape.Variable(values.AsSpan(0, 12), [3, 2, 2], "w");
            var sum = x.MatMul(x.Transpose()).Sum() + x.CumulativeSum(1).Sum() + x.Slice(1, ..3).Gather(1, tape.Indices(indices)).Sum()
                + tape.Constant(images, [300, 2, 10]).Convolution(w).Sum();
            Gradients<float> gradients = sum.Backward();
            _ = gradients[x].Span[0] + gradients[w].Span[0];
        });
        Assert.Equal(0, bytes);
    }

    [Fact]
    public void Scalars_indexers_numbers_as_indices_and_constants_allocate_0_bytes()
    {
        using var tape = new Tape<double>();
        var random = new RandomGenerator(3);
        double[] values = [.. Enumerable.Range(1, 12).Select(i => i / 12.0)];
        int[] classes = [0, 2, 1];
        double last = 0;
        long bytes = Measure(() =>
        {
            tape.Reset();
            var x = tape.Variable(values, 3, 4);
            var y = tape.Where(x > 0.25, 1 - x, 0) * 2 + (0.5 < x) / 3 - x.Pow(2).Maximum(0.1);
            var z = y[1..][..2, 0].Sum() + y[0, ^1] + y.Sum(0).Norm(0) + y.Mean(1, keep: true).Max() + y.Variance(0, correction: 1).Sum() + +y[-1, 1];
            var w = y.Softmax(1).Gather(0, [0, 2]).Embedding([1, 1]).Sum() + y.Pick(1, classes).Sum() + y.CrossEntropy(classes) + y.ScatterAdd(0, [1, 2], y[..2]).Flatten(0, 1)[0];
            var (rows, columns) = x.Shape;
            var noise = tape.Normal((rows, columns), random) + tape.Eye(3, 4) + tape.Ones(4) * tape.Linspace(0, 1, 4) + tape.Zeros(x.Shape).Reshape(y.Shape);
            last = (double)(z + w + (noise * x).Sum()).Backward()[x].Sum();
        });
        Assert.Equal(0, bytes);
        Assert.True(double.IsFinite(last));
    }

    private static long Measure(Action step, int steps = 40)
    {
        for (int k = 0; k < steps; k++) step();
        return Allocations.Of(() =>
        {
            for (int k = 0; k < steps; k++) step();
        });
    }
}
