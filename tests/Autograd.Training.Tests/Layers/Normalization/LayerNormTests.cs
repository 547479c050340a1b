namespace Autograd.Training.Tests.Layers.Normalization;

public class LayerNormTests
{
    [Fact]
    public void New_layers_scale_by_one()
    {
        Assert.Equal(["scale1 [2, 3]", "shift1 [2, 3]"], new LayerNorm<float>("1", [2, 3]).Parameters.Select(parameter => parameter.ToString()));
        Assert.Equal(["scale2 [4]"], new RmsNorm<float>("2", [4]).Parameters.Select(parameter => parameter.ToString()));
        Assert.Equal(["scale3 [4]", "shift3 [4]"], new GroupNorm<float>("3", 2, 4).Parameters.Select(parameter => parameter.ToString()));
        Assert.Equal([1, 1, 1, 1], new GroupNorm<float>("3", 2, 4).Scale.Values.ToArray());
        Assert.Equal("LayerNorm [2, 3]", new LayerNorm<float>("", [2, 3]).ToString());
        Assert.Equal("RmsNorm [4]", new RmsNorm<float>("", [4]).ToString());
        Assert.Equal("GroupNorm 4, groups 2", new GroupNorm<float>("", 2, 4).ToString());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        AssertRefused("LayerNorm: the lengths are []; there must be one or more, with elements, such as [64].", () => new LayerNorm<double>("", []));
        AssertRefused("RmsNorm: the lengths are [0]; there must be one or more", () => new RmsNorm<double>("", [0]));
        AssertRefused("GroupNorm: the number of groups is 3; it must be 1 or more and divide the channels, 4.", () => new GroupNorm<double>("", 3, 4));
        AssertRefused("GroupNorm: the number of channels is 0; it must be 1 or more.", () => new GroupNorm<double>("", 1, 0));
        AssertRefused("LayerNorm: the epsilon is NaN; it must be a finite number, 0 or more.", () => new LayerNorm<double>("", [1], double.NaN));
        AssertRefused("RmsNorm: the epsilon is -1; it must", () => new RmsNorm<double>("", [1], -1));
        AssertRefused("GroupNorm: the epsilon is -1; it must", () => new GroupNorm<double>("", 1, 1, -1));
        using var tape = new Tape<double>();
        var x = tape.Constant([1, 2, 3], [1, 3]);
        AssertRefused("LayerNorm: ", () => new LayerNorm<double>("", [2]).Forward(x));
        AssertRefused("RmsNorm: ", () => new RmsNorm<double>("", [2]).Forward(x));
        AssertRefused("GroupNorm: ", () => new GroupNorm<double>("", 1, 2).Forward(x));
        Assert.Equal(1, tape.NodeCount);
    }

    private static void AssertRefused(string message, Func<object> action) => Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
