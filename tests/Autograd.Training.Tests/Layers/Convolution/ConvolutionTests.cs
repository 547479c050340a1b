namespace Autograd.Training.Tests.Layers.Convolution;

public class ConvolutionTests
{
    private static readonly RandomGenerator Random = new(1);

    [Fact]
    public void A_new_layer_has_named_parameters_random_weights_and_a_bias_of_zeros()
    {
        var layer = new Convolution<float>("1", 4, 6, [3, 2], Initializer.HeNormal, Random, groups: 2);
        Assert.Equal(["W1 [6, 2, 3, 2]", "b1 [6]"], layer.Parameters.Select(parameter => parameter.ToString()));
        Assert.Equal(72, layer.Weight.Values.ToArray().Distinct().Count());
        Assert.Equal(new float[6], layer.Bias!.Values.ToArray());
        Assert.Equal("Convolution 4 → 6, 3×2, groups 2", layer.ToString());
        var other = new Convolution<float>("2", 1, 6, [5], Initializer.HeNormal, Random, stride: 2, padding: 4, dilation: 3, hasBias: false);
        Assert.Equal(["W2 [6, 1, 5]"], other.Parameters.Select(parameter => parameter.ToString()));
        Assert.Equal("Convolution 1 → 6, 5, stride 2, padding 4, dilation 3", other.ToString());
    }

    /// <summary>A kernel that two layers share gets what both contribute, and is learned once.</summary>
    [Fact]
    public void A_kernel_can_be_shared()
    {
        var kernel = new Parameter<double>("K", [1, 1, 2], [2, 3]);
        var network = new Sequential<double>(new Convolution<double>(kernel, null), new Convolution<double>(kernel, null, stride: 2));
        using var tape = new Tape<double>();
        var y = network.Forward(tape.Constant([1, 0, 0], [1, 1, 3]));
        Assert.Equal([4], y.ToArray());
        Assert.Equal([4, 0], y.Backward()[kernel].ToArray());
        Assert.Single(network.Parameters);
    }

    [Fact]
    public void Frozen_it_lets_the_gradient_through()
    {
        var layer = new Convolution<double>(new Parameter<double>("K", [1, 1, 1], [2]), new Parameter<double>("b", [1], [5]));
        layer.Freeze();
        using var tape = new Tape<double>();
        var x = tape.Variable([1, 3], [1, 1, 2]);
        var y = layer.Forward(x);
        Assert.Equal([7, 11], y.ToArray());
        var gradients = y.Sum().Backward();
        Assert.Equal([2, 2], gradients[x].ToArray());
        Assert.Equal([0], gradients[layer.Weight].ToArray());
        Assert.Equal([0], gradients[layer.Bias!].ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        AssertRefused("Convolution: the number of input channels is 0; it must be 1 or more.", () => New(inputs: 0));
        AssertRefused("Convolution: the number of output channels is 0; it must be 1 or more.", () => New(outputs: 0));
        AssertRefused("Convolution: the number of groups is 3; it must be 1 or more and divide the channels, 4 and 6.", () => New(groups: 3));
        AssertRefused("Convolution: the number of groups is 0; it must be 1 or more and divide the channels, 4 and 6.", () => New(groups: 0));
        AssertRefused("Convolution: the stride is 0; it must be 1 or more.", () => New(stride: 0));
        AssertRefused("Convolution: the padding is -1; it must be 0 or more.", () => New(padding: -1));
        AssertRefused("Convolution: the dilation is 0; it must be 1 or more.", () => New(dilation: 0));
        AssertRefused("Convolution: the kernel has lengths []; it must have from 1 to 3 of them, such as [3, 3].", () => new Convolution<double>("", 4, 6, [], Initializer.HeNormal, Random));
        AssertRefused("Convolution: the weight has shape [2, 2]; it must be [outputs, inputs/groups, ...kernel]", () => new Convolution<double>(new Parameter<double>("K", [2, 2]), null));
        AssertRefused("Convolution: the bias has shape [2]; for a weight of shape [3, 2, 1] it must be [3].", () => new Convolution<double>(new Parameter<double>("K", [3, 2, 1]), new Parameter<double>("b", [2])));
        AssertRefused("Convolution: the number of groups is 2; it must divide the 3 channels of a weight", () => new Convolution<double>(new Parameter<double>("K", [3, 2, 1]), null, groups: 2));
        Assert.Throws<ArgumentNullException>(() => new Convolution<double>(null!, null));

        Convolution<double> New(int inputs = 4, int outputs = 6, int stride = 1, int padding = 0, int dilation = 1, int groups = 1) =>
            new("", inputs, outputs, [3], Initializer.HeNormal, Random, stride, padding, dilation, groups);
    }

    [Fact]
    public void A_bad_input_leaves_the_tape_as_it_was()
    {
        var layer = new Convolution<double>("", 2, 3, [3], Initializer.HeNormal, Random);
        using var tape = new Tape<double>();
        var x = tape.Constant(new double[8], [1, 4, 2]);
        AssertRefused("Convolution: ", () => layer.Forward(x));
        Assert.Equal(1, tape.NodeCount);
    }

    private static void AssertRefused(string message, Func<object> action) => Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
