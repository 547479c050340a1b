namespace Autograd.Tests.Operations;

public class MaxPoolTests
{
    private const double Low = double.NegativeInfinity, High = double.PositiveInfinity, NaN = double.NaN;

    [Theory]
    [InlineData(new[] { 1.0, 1, 0, 2 }, new[] { 1.0, 2 }, new[] { 10.0, 0, 0, 20 })]
    [InlineData(new[] { 0.0, -0.0, -3, -3 }, new[] { 0.0, -3 }, new[] { 10.0, 0, 20, 0 })]
    [InlineData(new[] { Low, Low, Low, -1 }, new[] { Low, -1 }, new[] { 10.0, 0, 0, 20 })]
    [InlineData(new[] { High, NaN, NaN, NaN }, new[] { NaN, NaN }, new[] { 0.0, 10, 20, 0 })]
    public void The_first_of_equal_elements_wins_and_NaN_above_all(double[] x, double[] expected, double[] gradient)
    {
        using var tape = new Tape<double>();
        Variable<double> leaf = tape.Variable(x, [1, 1, 4]), y = leaf.MaxPool(2);
        Assert.Equal(expected, y.ToArray());
        Assert.Equal(gradient, Differentiate.Pullback(y, tape.Constant([10.0, 20], [1, 1, 2]))[leaf].ToArray());
    }

    [Fact]
    public void Padding_never_wins_and_an_element_of_several_windows_gets_all_their_cotangents()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([-5.0, -1, -2, -3], [1, 1, 2, 2]), y = x.MaxPool(2, 1, 1);
        Assert.Equal([-5, -1, -1, -2, -1, -1, -2, -2, -3], y.ToArray());
        Assert.Equal([1, 4, 3, 1], Differentiate.Pullback(y, tape.Constant([1.0, 1, 1, 1, 1, 1, 1, 1, 1], [1, 1, 3, 3]))[x].ToArray());
    }

    [Fact]
    public void Of_equal_elements_of_a_volume_the_first_in_row_major_order_takes_the_cotangent()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([1.0, 1, 5, 1, 5, 1, 1, 1], [1, 1, 2, 2, 2]);
        Assert.Equal([0, 0, 1, 0, 0, 0, 0, 0], x.MaxPool(2).Sum().Backward()[x].ToArray());
        Assert.Equal([2], x.ArgMaxPool(2).Values.ToArray());
    }

    /// <summary>What a row of a channel would take is not asked for.</summary>
    [Fact]
    public void Of_no_channels_nothing_is_computed_however_long_they_would_be()
    {
        using var tape = new Tape<float>();
        Variable<float> x = tape.Variable(Array.Empty<float>(), [3, 0, int.MaxValue]);
        Variable<float>[] pooled = [x.GlobalMaxPool(), x.GlobalAveragePool(), x.AdaptiveAveragePool(2)];
        Gradients<float> gradients = tape.Backward(pooled, [.. pooled.Select(y => tape.Ones(y.Shape))]);
        Assert.All(pooled, y => Assert.Equal(0, y.Span.Length));
        Assert.Equal(x.Shape, gradients[x].Shape);
        Assert.Equal(0, gradients[x].Span.Length);
    }

    [Fact]
    public void A_ceiling_gives_what_is_left_over_a_window_and_a_window_in_the_padding_alone_none()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([1.0, 2, 3, 4, 5], [1, 1, 5]);
        Assert.Equal([2, 4], x.MaxPool(2).ToArray());
        Assert.Equal([2, 4, 5], x.MaxPool(2, ceiling: true).ToArray());
        Assert.Equal([1, 3, 5], x.MaxPool(2, 2, 1, ceiling: true).ToArray());
        Assert.Equal([3, 4, 5], x.MaxPool(2, 1, dilation: 2).ToArray());
        Assert.Equal([1.5, 3.5, 5], x.AveragePool(2, ceiling: true).ToArray());
        Assert.Equal([1, 3, 3], x.AveragePool(3, 2, 1, true).ToArray());

        // 0 1 2 3 over 4; 3 4 5 6 over 4; 6 0 and nothing beyond the padding, over 2.
        Assert.Equal([1.5, 4.5, 3], tape.Variable([1.0, 2, 3, 4, 5, 6], [1, 1, 6]).AveragePool(4, 3, 1, true, true).ToArray());
    }
}
