namespace Autograd.Training.Tests.Layers.Pooling;

public class MaxPoolTests
{
    [Fact]
    public void It_says_what_is_not_as_usual()
    {
        Assert.Equal("MaxPool 2", new MaxPool<double>(2).ToString());
        Assert.Equal("MaxPool 3, stride 2, padding 1", new MaxPool<double>(3, 2, 1).ToString());
        Assert.Equal("AveragePool 3, stride 2, padding 1", new AveragePool<double>(3, 2, 1).ToString());
        Assert.Equal("MaxPool 3, dilation 2, ceiling", new MaxPool<double>(3, dilation: 2, ceiling: true).ToString());
        Assert.Equal("AdaptiveMaxPool 4", new AdaptiveMaxPool<double>(4).ToString());
        Assert.Equal("AdaptiveAveragePool 4", new AdaptiveAveragePool<double>(4).ToString());
        Assert.Equal("GlobalMaxPool", new GlobalMaxPool<double>().ToString());
    }

    [Fact]
    public void Windows_that_are_none_are_refused()
    {
        AssertRefused("MaxPool: the kernel is 0; it must be 1 or more.", () => new MaxPool<double>(0));
        AssertRefused("MaxPool: the stride is 0; it must be 1 or more.", () => new MaxPool<double>(2, 0));
        AssertRefused("MaxPool: the padding is -1; it must be 0 or more.", () => new MaxPool<double>(2, 1, -1));
        AssertRefused("MaxPool: the padding is 2; it must be 1 or less.", () => new MaxPool<double>(2, 1, 2));
        AssertRefused("MaxPool: the dilation is 0; it must be 1 or more.", () => new MaxPool<double>(2, dilation: 0));
        AssertRefused("AdaptiveMaxPool: the number of windows is 0; it must be 1 or more.", () => new AdaptiveMaxPool<double>(0));
        AssertRefused("AveragePool: the padding is 2; it must be 1 or less.", () => new AveragePool<double>(2, 1, 2));
        AssertRefused("AdaptiveAveragePool: the number of windows is 0; it must be 1 or more.", () => new AdaptiveAveragePool<double>(0));
    }

    [Fact]
    public void What_cannot_be_pooled_is_refused()
    {
        using var tape = new Tape<double>();
        var x = tape.Constant([1, 2], [1, 2]);
        Layer<double>[] layers = [new MaxPool<double>(2), new AveragePool<double>(2), new AdaptiveAveragePool<double>(2), new GlobalAveragePool<double>(), new GlobalMaxPool<double>(), new AdaptiveMaxPool<double>(1)];
        Assert.All(layers, layer => Assert.Throws<ArgumentException>(() => layer.Forward(x)));
        Assert.Throws<ArgumentException>(() => new GlobalMaxPool<double>().Forward(tape.Constant([], [1, 2, 0])));
    }

    private static void AssertRefused(string message, Func<object> action) => Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(action).Message, StringComparison.Ordinal);
}
