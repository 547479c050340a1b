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
}
