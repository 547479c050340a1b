namespace Autograd.Training.Tests.Layers.Convolution;

public class ConvolutionTransposeTests
{
    private static readonly RandomGenerator Random = new(1);

    [Fact]
    public void A_new_layer_has_named_parameters_random_weights_and_a_bias_of_zeros()
    {
        var layer = new ConvolutionTranspose<float>("1", 4, 6, [3, 2], Initializer.HeNormal, Random, stride: 2, outputPadding: 1, groups: 2);
        Assert.Equal(["W1 [4, 3, 3, 2]", "b1 [6]"], layer.Parameters.Select(parameter => parameter.ToString()));
        Assert.Equal(72, layer.Weight.Values.ToArray().Distinct().Count());
        Assert.Equal("ConvolutionTranspose 4 → 6, 3×2, stride 2, groups 2, output padding 1", layer.ToString());
    }

    /// <summary>With the kernel of a convolution it is its transpose: ⟨y, K x⟩ = ⟨Kᵀ y, x⟩.</summary>
    [Fact]
    public void It_is_the_transpose_of_a_convolution_with_its_kernel()
    {
        var kernel = new Parameter<double>("K", [2, 3, 3, 3]).Initialize(Initializer.HeNormal, Random);
        double[] image = [.. Enumerable.Range(0, 3 * 7 * 5).Select(_ => Random.NextNormal())], other = [.. Enumerable.Range(0, 2 * 4 * 3).Select(_ => Random.NextNormal())];
        using var tape = new Tape<double>();
        Variable<double> x = tape.Constant(image, [1, 3, 7, 5]), y = tape.Constant(other, [1, 2, 4, 3]);
        var there = new Convolution<double>(kernel, null, stride: 2, padding: 1).Forward(x);
        var back = new ConvolutionTranspose<double>(kernel, null, stride: 2, padding: 1).Forward(y);
        Assert.Equal((y * there).Sum().Scalar, (back * x).Sum().Scalar, 1e-12);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        AssertRefused("ConvolutionTranspose: the output padding is 2; it must be 1 or less.", () => new ConvolutionTranspose<double>("", 4, 6, [3], Initializer.HeNormal, Random, stride: 2, outputPadding: 2));
        AssertRefused("ConvolutionTranspose: the output padding is -1; it must be 0 or more.", () => new ConvolutionTranspose<double>("", 4, 6, [3], Initializer.HeNormal, Random, outputPadding: -1));
        AssertRefused("ConvolutionTranspose: the number of groups is 4; it must be 1 or more and divide the channels, 4 and 6.", () => new ConvolutionTranspose<double>("", 4, 6, [3], Initializer.HeNormal, Random, groups: 4));
        AssertRefused("ConvolutionTranspose: the weight has shape [2, 2]; it must be [inputs, outputs/groups, ...kernel] with from 1 to 3", () => new ConvolutionTranspose<double>(new Parameter<double>("K", [2, 2]), null));
        AssertRefused("ConvolutionTranspose: the bias has shape [3]; for a weight of shape [3, 2, 1] it must be [2].", () => new ConvolutionTranspose<double>(new Parameter<double>("K", [3, 2, 1]), new Parameter<double>("b", [3])));
        using var tape = new Tape<double>();
        var x = tape.Constant(new double[8], [1, 2, 4]);
        AssertRefused("ConvolutionTranspose: ", () => new ConvolutionTranspose<double>("", 4, 6, [3], Initializer.HeNormal, Random).Forward(x));
        Assert.Equal(1, tape.NodeCount);
    }

    private static void AssertRefused(string message, Func<object> action) => Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
