using Autograd.Tests.Kernels;
using Autograd.Tests.Tape;

namespace Autograd.Tests.Operations;

public class ConvolutionTests
{
    [Theory]
    [InlineData(1, 0, 1, 1)]
    [InlineData(2, 1, 1, 1)]
    [InlineData(1, 2, 2, 2)]
    [InlineData(3, 2, 2, 4)]
    public void The_three_products_are_adjoint_to_each_other(int stride, int padding, int dilation, int groups)
    {
        using var tape = new Tape<double>();
        Variable<double> x = Leaf(tape, [2, 4, 9, 7], 1), weight = Leaf(tape, [8, 4 / groups, 3, 2], 2);
        var window = new ConvolutionWindow(stride, padding, dilation);
        Variable<double> y = x.Convolution(weight, window, window, groups), cotangent = Leaf(tape, y.Shape, 3);
        var inputGradient = cotangent.Apply(new ConvolutionInputGradientOperation<double>(window, window, groups, 9, 7), weight);
        var weightGradient = x.Apply(new ConvolutionWeightGradientOperation<double>(window, window, groups, 3, 2), cotangent);
        double product = (y * cotangent).Sum().Scalar, scale = (y * cotangent).Abs().Sum().Scalar;
        Assert.InRange((x * inputGradient).Sum().Scalar - product, -1e-13 * scale, 1e-13 * scale);
        Assert.InRange((weight * weightGradient).Sum().Scalar - product, -1e-13 * scale, 1e-13 * scale);
    }

    [Fact]
    public void One_dimension_is_two_of_which_one_has_length_1()
    {
        using var tape = new Tape<double>();
        Variable<double> x = Leaf(tape, [2, 4, 11], 1), weight = Leaf(tape, [6, 2, 3], 2);
        Variable<double> line = x.Convolution(weight, 2, 1, 2, 2);
        Variable<double> plane = x.Unsqueeze(2).Convolution(weight.Unsqueeze(2), ConvolutionWindow.Dense, new ConvolutionWindow(2, 1, 2), 2);
        Assert.Equal(plane.ToArray(), line.ToArray());
        Assert.Equal(new Shape(2, 6, 5), line.Shape);
    }

    [Fact]
    public void A_worked_example()
    {
        // 1·1 + 2·0 + 4·0 + 5·(−1) = −4, and so on.
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([1.0, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1, 3, 3]), weight = tape.Variable([1.0, 0, 0, -1], [1, 1, 2, 2]);
        Variable<double> y = x.Convolution(weight);
        Assert.Equal([-4, -4, -4, -4], y.ToArray());
        Gradients<double> gradients = y.Sum().Backward();
        Assert.Equal([1, 1, 0, 1, 0, -1, 0, -1, -1], gradients[x].ToArray());
        Assert.Equal([12, 16, 24, 28], gradients[weight].ToArray());
    }

    /// <summary>Bars on 28 × 28 images, across or upright: convolution, pooling, convolution, pooling, classifier.</summary>
    [Fact]
    public void A_network_of_two_convolutions_learns_and_a_step_allocates_nothing()
    {
        using var tape = new Tape<float>();
        const int batch = 8;
        var images = new float[batch * 28 * 28];
        var classes = new int[batch];
        for (int n = 0; n < batch; n++)
        {
            classes[n] = n % 2;
            for (int i = 4; i < 24; i++) images[(n * 784) + (n % 2 == 0 ? (28 * (6 + (2 * n))) + i : (28 * i) + 6 + (2 * n))] = 1;
        }

        Parameter<float>[] parameters =
        [
            Parameter("W1", [4, 1, 5, 5], 0.2f, 1), new("b1", [4, 1, 1]), Parameter("W2", [8, 4, 3, 3], 0.2f, 2), new("b2", [8, 1, 1]), Parameter("W3", [8 * 5 * 5, 2], 0.1f, 3),
        ];
        float first = 0, last = 0;
        for (int step = 0; step < 20; step++) Step();
        long bytes = Allocations.Of(() =>
        {
            for (int step = 0; step < 4; step++) Step();
        });
        Assert.True(last < 0.1 * first, $"{first} became {last}.");
        Assert.Equal(0, bytes);

        void Step()
        {
            tape.Reset();
            var x = tape.Constant(images, [batch, 1, 28, 28]);
            var h = (x.Convolution(tape.Watch(parameters[0])) + tape.Watch(parameters[1])).Relu().MaxPool(2);
            h = (h.Convolution(tape.Watch(parameters[2])) + tape.Watch(parameters[3])).Relu().AveragePool(2);
            var loss = h.Reshape(batch, -1).MatMul(tape.Watch(parameters[4])).CrossEntropy(tape.Indices(classes));
            Gradients<float> gradients = loss.Backward();
            foreach (Parameter<float> parameter in parameters) _ = gradients[parameter].Span;
            last = loss.Scalar;
            if (first == 0) first = last;
            foreach (Parameter<float> parameter in parameters)
            {
                ReadOnlySpan<float> gradient = gradients[parameter].Span;
                Span<float> values = parameter.Update();
                for (int i = 0; i < values.Length; i++) values[i] -= 0.3f * gradient[i];
            }
        }
    }

    private static Parameter<float> Parameter(string name, Shape shape, float scale, ulong seed)
    {
        double[] direction = new SplitMix64(seed).NextDirection(shape.ElementCount);
        double length = Math.Sqrt(direction.Average(value => value * value));
        return new(name, shape, Array.ConvertAll(direction, value => (float)(scale * value / length)));
    }

    private static Variable<double> Leaf(Tape<double> tape, Shape shape, uint seed) => tape.Variable(Views.Values<double>(shape.ElementCount, seed), shape);
}
