namespace Autograd.Training.Tests.Layers;

public class ActivationLayerTests
{
    [Theory]
    [InlineData("Relu", 0.5)]
    [InlineData("Sigmoid", 0.6224593312018546)]
    [InlineData("Tanh", 0.46211715726000973)]
    [InlineData("Gelu", 0.3457312306370131)]
    [InlineData("Silu", 0.3112296656009273)]
    [InlineData("Softplus", 0.9740769841801067)]
    public void Each_is_the_function_of_its_name(string name, double expected)
    {
        ActivationLayer<double>[] all =
        [
            ActivationLayer<double>.Relu, ActivationLayer<double>.Sigmoid, ActivationLayer<double>.Tanh, ActivationLayer<double>.Gelu, ActivationLayer<double>.Silu,
            ActivationLayer<double>.Softplus,
        ];
        ActivationLayer<double> activation = Assert.Single(all, one => one.ToString() == name);
        using var tape = new Tape<double>();
        Assert.Equal(expected, activation.Forward(tape.Constant(0.5)).Scalar, 1e-14);
        Assert.Empty(activation.Parameters);
    }

    [Fact]
    public void A_function_of_ones_own_is_a_layer_too()
    {
        using var tape = new Tape<double>();
        var layer = new ActivationLayer<double>("Leaky", x => x.LeakyRelu(0.25));
        Assert.Equal([-1, 8], layer.Forward(tape.Constant([-4, 8], [2])).ToArray());
    }
}
