namespace Autograd.Training.Tests.Layers;

public class LinearTests
{
    /// <summary>y = x Wᵀ + b for two examples: 1·1 + 2·2 + 3·3 + 0.5 = 14.5, and so on.</summary>
    [Fact]
    public void Forward_is_x_times_W_transposed_plus_b()
    {
        var layer = new Linear<double>(new Parameter<double>("W", [2, 3], [1, 2, 3, -1, 0, 1]), new Parameter<double>("b", [2], [0.5, -0.5]));
        using var tape = new Tape<double>();
        var y = layer.Forward(tape.Constant([1, 2, 3, 0, 1, 0], [2, 3]));
        Assert.Equal([2, 2], y.Shape);
        Assert.Equal([14.5, 1.5, 2.5, -0.5], y.ToArray());
        Assert.Equal([14.5, 1.5], layer.Forward(tape.Constant([1, 2, 3], [3])).ToArray());
        Assert.Equal([2, 1, 2], layer.Forward(tape.Constant([1, 2, 3, 0, 1, 0], [2, 1, 3])).Shape);
    }

    /// <summary>With J = Σ y: ∂J/∂W has the sum of the examples in each row, ∂J/∂b the number of examples.</summary>
    [Fact]
    public void Gradients_reach_weight_and_bias()
    {
        var layer = new Linear<double>("1", 3, 2, Initializer.GlorotUniform, new RandomGenerator(1));
        using var tape = new Tape<double>();
        var gradients = layer.Forward(tape.Constant([1, 2, 3, 10, 20, 30], [2, 3])).Sum().Backward();
        Assert.Equal([11, 22, 33, 11, 22, 33], gradients[layer.Weight].ToArray());
        Assert.Equal([2, 2], gradients[layer.Bias!].ToArray());
    }

    [Fact]
    public void A_new_layer_has_named_parameters_random_weights_and_a_bias_of_zeros()
    {
        var layer = new Linear<float>("1", 3, 2, Initializer.HeNormal, new RandomGenerator(5));
        Assert.Equal(["W1 [2, 3]", "b1 [2]"], layer.Parameters.Select(parameter => parameter.ToString()));
        Assert.Equal(6, layer.Weight.Values.ToArray().Distinct().Count());
        Assert.Equal([0, 0], layer.Bias!.Values.ToArray());
        Assert.Equal("Linear 3 → 2", layer.ToString());
    }

    [Fact]
    public void Without_a_bias_it_is_a_product()
    {
        var layer = new Linear<double>(new Parameter<double>("W", [1, 2], [3, 4]), null);
        using var tape = new Tape<double>();
        Assert.Equal([11], layer.Forward(tape.Constant([1, 2], [1, 2])).ToArray());
        Assert.Single(layer.Parameters);
    }

    [Fact]
    public void Bad_shapes_are_refused_before_anything_is_recorded()
    {
        var layer = new Linear<double>("1", 3, 2, Initializer.HeNormal, new RandomGenerator(1));
        using var tape = new Tape<double>();
        var x = tape.Constant([1, 2], [1, 2]);
        var error = Assert.Throws<ArgumentException>(() => layer.Forward(x));
        Assert.StartsWith("Linear: the input has shape [1, 2]; for a weight of shape [2, 3] its last length must be 3.", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, tape.NodeCount);
        Assert.Throws<ArgumentException>(() => layer.Forward(tape.Constant(1.0)));
        Assert.Throws<ArgumentException>(() => new Linear<double>(new Parameter<double>("W", [2]), null));
        Assert.Throws<ArgumentException>(() => new Linear<double>(new Parameter<double>("W", [2, 3]), new Parameter<double>("b", [3])));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Linear<double>("1", 0, 2, Initializer.HeNormal, new RandomGenerator(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Linear<double>("1", 2, 0, Initializer.HeNormal, new RandomGenerator(1)));
    }
}
