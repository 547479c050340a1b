namespace Autograd.Training.Tests.Layers;

public class SequentialTests
{
    [Fact]
    public void Layers_follow_one_another()
    {
        var network = new Sequential<double>(
            new Linear<double>(new Parameter<double>("W1", [2, 1], [1, -1]), null),
            ActivationLayer<double>.Relu,
            new Linear<double>(new Parameter<double>("W2", [1, 2], [10, 100]), new Parameter<double>("b2", [1], [1])));
        using var tape = new Tape<double>();
        Assert.Equal([31, 201], network.Forward(tape.Constant([3, -2], [2, 1])).ToArray());
        Assert.Equal(["W1", "W2", "b2"], network.Parameters.Select(parameter => parameter.Name));
        Assert.Equal("Linear 1 → 2, Relu, Linear 2 → 1", network.ToString());
    }

    [Fact]
    public void A_layer_at_two_places_has_its_parameters_once()
    {
        var layer = new Linear<double>(new Parameter<double>("W", [1, 1], [3]), null);
        var network = new Sequential<double>(layer, layer);
        using var tape = new Tape<double>();
        var y = network.Forward(tape.Constant([5], [1, 1]));
        Assert.Equal([45], y.ToArray());
        Assert.Equal([30], y.Sum().Backward()[layer.Weight].ToArray());
        Assert.Single(network.Parameters);
    }

    [Fact]
    public void Without_layers_it_returns_its_input()
    {
        using var tape = new Tape<double>();
        var x = tape.Constant(2.0);
        Assert.Equal(x, new Sequential<double>().Forward(x));
    }

    [Fact]
    public void A_missing_layer_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new Sequential<double>(ActivationLayer<double>.Relu, null!));
        Assert.StartsWith("Sequential: the layer at position 1 is null.", error.Message, StringComparison.Ordinal);
    }
}
