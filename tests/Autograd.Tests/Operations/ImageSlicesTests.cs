namespace Autograd.Tests.Operations;

/// <summary>Convolution and pooling of slices all at once: the bits of each slice are those that it has by itself.</summary>
public class ImageSlicesTests
{
    private const int Count = 3;

    [Fact]
    public void Convolutions_of_any_geometry_have_the_bits_of_each_slice()
    {
        for (int seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            bool isPlane = random.Next(2) == 0;
            int groups = random.Next(1, 4), images = random.Next(1, 4), inputs = random.Next(1, 4), outputs = random.Next(1, 4);
            int[] kernel = [random.Next(1, 4), random.Next(1, 4)];
            ConvolutionWindow height = Window(random), width = Window(random);

            // A long line, now and then, has more windows than one chain of a sum.
            int most = random.Next(8) == 0 ? 1200 : 6;
            int[] lengths = [Length(random, height, kernel[0], 6), Length(random, width, kernel[1], most)];
            Shape x = isPlane ? [images, groups * inputs, lengths[0], lengths[1]] : [images, groups * inputs, lengths[1]];
            Shape weight = isPlane ? [groups * outputs, inputs, kernel[0], kernel[1]] : [groups * outputs, inputs, kernel[1]];
            ProductRole left = (ProductRole)random.Next(3), right = (ProductRole)random.Next(3);
            var forward = new ConvolutionOperation<double>(height, width, groups, left, right);
            Shape y = forward.InferShape([x, weight]);
            string what = $"seed {seed}: {x}, {weight}, {forward}";
            Check(what, x, weight, (a, b) => a.Apply(forward, b));
            Check(what, y, weight, (a, b) => a.Apply(ConvolutionInputGradientOperation<double>.For(x, height, width, groups) with { Left = left, Right = right }, b));
            Check(what, x, y, (a, b) => a.Apply(ConvolutionWeightGradientOperation<double>.For(weight, height, width, groups) with { Left = left, Right = right }, b));
        }
    }

    [Fact]
    public void Pooling_of_any_geometry_has_the_bits_of_each_slice()
    {
        for (int seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            PoolWindow height = Pool(random), width = Pool(random);
            Shape x = random.Next(2) == 0 ? [random.Next(1, 4), random.Next(1, 4), random.Next(4, 9), random.Next(4, 9)] : [random.Next(1, 4), random.Next(1, 4), random.Next(4, 9)];
            bool countsPadding = random.Next(2) == 0;
            Shape y = new MaxPoolOperation<double>(height, width).InferShape([x]);
            string what = $"seed {seed}: {x}, {height}, {width}";
            Check(what, x, y, (a, _) => a.MaxPool(height, width), withSecond: false);
            Check(what, x, y, (a, _) => a.AveragePool(height, width, countsPadding), withSecond: false);
            Check(what, y, y, (a, _) => a.Apply(new AveragePoolSpreadOperation<double>(height, width, countsPadding, x.Rank == 4 ? x[2] : 1, x[^1])), withSecond: false);
            Check(what, x, x, (a, b) => a.Apply(new MaxPoolPickOperation<double>(height, width), b));
            Check(what, x, y, (a, b) => a.Apply(new MaxPoolPlaceOperation<double>(height, width), b));
        }
    }

    [Theory]
    [InlineData(EvaluationMode.Eager, 1, 1 << 16)]
    [InlineData(EvaluationMode.Eager, 1, 0)]
    [InlineData(EvaluationMode.Deferred, 3, 0)]
    public void Gradients_of_a_convolution_network_for_each_example_are_those_of_its_own_loss(EvaluationMode mode, int threads, long cold)
    {
        using Tape<double> tape = new(new TapeOptions { Evaluation = mode, MaxDegreeOfParallelism = threads });
        tape.Plans.ColdNodes = cold;
        const int examples = 5;
        for (int step = 0; step < 3; step++)
        {
            tape.Reset();
            var random = new Random(step);
            Variable<double> x = tape.Constant(Values(random, [examples, 2, 9, 8]), [examples, 2, 9, 8]), t = tape.Constant(Values(random, [examples, 3]), [examples, 3]);
            Variable<double>[] weights =
            [
                tape.Variable(Values(random, [4, 2, 3, 3]), [4, 2, 3, 3], "W1"), tape.Variable(Values(random, [4, 1, 1]), [4, 1, 1], "b1"),
                tape.Variable(Values(random, [6, 2, 2, 2]), [6, 2, 2, 2], "W2"), tape.Variable(Values(random, [3, 6]), [3, 6], "W3"),
            ];
            Variable<double> Loss(Variable<double> image, Variable<double> target)
            {
                Variable<double> h = (image.Unsqueeze(0).Convolution(weights[0], stride: 1, padding: 1) + weights[1]).Relu().MaxPool(2);
                h = h.Convolution(weights[2], stride: 2, padding: 1, groups: 2).Tanh().AdaptiveAveragePool(1).Reshape(6);
                return (weights[3].MatMul(h) - target).Square().Sum();
            }

            int before = tape.NodeCount;
            Loss(x.At(0, 0), t.At(0, 0)).Backward();
            int single = tape.NodeCount - before;
            Variable<double>[] gradients = Differentiate.PerExample(Loss, x, t, weights);
            Assert.True(tape.NodeCount - before < 4 * single, "not lifted");
            for (int i = 0; i < examples; i++)
            {
                Gradients<double> one = Loss(x.At(0, i), t.At(0, i)).Backward();
                for (int k = 0; k < weights.Length; k++) Assert.True(Close.Bits(one[weights[k]].ToArray(), gradients[k].At(0, i).ToArray()), $"step {step}, example {i}, {weights[k].Name}");
            }
        }
    }

    /// <summary>Slices of the first operand, of the second, and of both.</summary>
    private static void Check(string what, Shape first, Shape second, Func<Variable<double>, Variable<double>, Variable<double>> function, bool withSecond = true)
    {
        using Tape<double> tape = new();
        var random = new Random(first.ElementCount);
        Variable<double> a = Slices(tape, random, first), b = Slices(tape, random, second);
        Same("first", Differentiate.Vectorize(v => function(v, b.At(0, 1)), a), i => function(a.At(0, i), b.At(0, 1)));
        if (!withSecond) return;
        Same("second", Differentiate.Vectorize(v => function(a.At(0, 1), v), b), i => function(a.At(0, 1), b.At(0, i)));
        Same("both", Differentiate.Vectorize(function, a, b), i => function(a.At(0, i), b.At(0, i)));
        Same("twice", Differentiate.Vectorize((v, w) => Differentiate.Vectorize(u => function(u, w), Again(v)), a, b), i => tape.Stack(0, function(a.At(0, i), b.At(0, i)), function(-a.At(0, i), b.At(0, i))));

        static Variable<double> Again(Variable<double> v) => v.Tape.Stack(0, v, -v);

        void Same(string lifted, Variable<double> all, Func<int, Variable<double>> one)
        {
            for (int i = 0; i < Count; i++) Assert.True(Close.Bits(one(i).ToArray(), all.At(0, i).ToArray()), $"{what}, lifted: {lifted}, slice {i}");
        }
    }

    private static Variable<double> Slices(Tape<double> tape, Random random, Shape shape) =>
        tape.Variable(Values(random, shape.Insert(0, Count)), shape.Insert(0, Count), "x");

    /// <summary>Zeros of both signs are among them: what was cut off, and what was computed.</summary>
    private static double[] Values(Random random, Shape shape) =>
        [.. Enumerable.Range(0, shape.ElementCount).Select(_ => random.Next(6) switch { 0 => 0.0, 1 => -0.0, _ => (2 * random.NextDouble()) - 1 })];

    private static ConvolutionWindow Window(Random random) => new(random.Next(1, 4), random.Next(3), random.Next(1, 4));

    private static PoolWindow Pool(Random random)
    {
        if (random.Next(4) == 0) return PoolWindow.Adaptive(random.Next(1, 5));
        int kernel = random.Next(1, 4);
        return new PoolWindow(kernel, random.Next(1, 4), random.Next(kernel));
    }

    private static int Length(Random random, ConvolutionWindow window, int kernel, int most) => ((kernel - 1) * window.Dilation) + 1 + random.Next(most);
}
