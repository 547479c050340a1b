namespace Autograd.Training.Tests.Layers;

public class PReluTests
{
    [Fact]
    public void A_new_layer_has_a_slope_of_a_quarter()
    {
        var layer = new PRelu<double>("1", 2);
        Assert.Equal("slope1 [2]", Assert.Single(layer.Parameters).ToString());
        using var tape = new Tape<double>();
        Assert.Equal([-1, 4], layer.Forward(tape.Constant([-4, 4], [1, 2])).ToArray());
        Assert.Equal("PRelu 2", layer.ToString());
    }

    [Fact]
    public void Other_channels_are_refused()
    {
        using var tape = new Tape<double>();
        var x = tape.Constant([1, 2, 3], [1, 3]);
        var error = Assert.Throws<ArgumentException>(() => new PRelu<double>("", 2).Forward(x));
        Assert.StartsWith("PRelu: the input has shape [1, 3]; it must be [examples, 2, ...lengths].", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new PRelu<double>("", 2).Forward(tape.Constant([1.0, 2])));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PRelu<double>("", 0));
    }
}
