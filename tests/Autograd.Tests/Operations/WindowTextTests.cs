using Autograd.Tests.Diagnostics;

namespace Autograd.Tests.Operations;

/// <summary>Windows are written so that a reader, and the evaluator of formulas, can compute with them.</summary>
public class WindowTextTests
{
    [Theory]
    [InlineData(1, 0, 1, 1, "conv(X, W)")]
    [InlineData(2, 1, 1, 1, "conv(X, W, stride 2, padding 1)")]
    [InlineData(3, 2, 2, 2, "conv(X, W, stride 3, padding 2, dilation 2, groups 2)")]
    public void A_convolution_states_what_does_not_go_without_saying(int stride, int padding, int dilation, int groups, string expected)
    {
        foreach (Shape length in new Shape[] { [7], [7, 8] })
        {
            using var tape = new Tape<double>();
            Variable<double> x = Leaf(tape, "X", [2, 4, .. length.ToArray()]), w = Leaf(tape, "W", [2, 4 / groups, .. length.Rank == 1 ? new[] { 3 } : [3, 2]]);
            Verify(x, w, x.Convolution(w, stride, padding, dilation, groups), expected);
        }
    }

    [Fact]
    public void A_convolution_of_two_ways_states_both_down_by_across()
    {
        using var tape = new Tape<double>();
        Variable<double> x = Leaf(tape, "X", [1, 2, 6, 7]), w = Leaf(tape, "W", [2, 2, 2, 3]);
        Verify(x, w, x.Convolution(w, new ConvolutionWindow(1, 1, 2), new ConvolutionWindow(3, 0, 1)), "conv(X, W, stride 1×3, padding 1×0, dilation 2×1)");
    }

    [Fact]
    public void A_height_of_1_is_none()
    {
        using var tape = new Tape<double>();
        Variable<double> x = Leaf(tape, "X", [1, 1, 1, 5]), w = Leaf(tape, "W", [1, 1, 1, 2]);
        Verify(x, w, x.Convolution(w, new ConvolutionWindow(1, 0, 1), new ConvolutionWindow(2, 0, 1)), "conv(X, W, stride 1×2)");
    }

    [Theory]
    [InlineData(2, 2, 0, false, "window 2")]
    [InlineData(3, 1, 1, false, "window 3, stride 1, padding 1")]
    [InlineData(3, 2, 1, true, "window 3, stride 2, zeros 1")]
    public void A_pooling_states_its_windows(int kernel, int stride, int padding, bool counts, string expected)
    {
        foreach (Shape length in new Shape[] { [7], [7, 8] })
        {
            using var tape = new Tape<double>();
            Variable<double> x = Leaf(tape, "X", [2, 2, .. length.ToArray()]);
            Verify(x, x, x.AveragePool(kernel, stride, padding, counts), $"avgpool(X, {expected})");
            if (!counts) Verify(x, x, x.MaxPool(kernel, stride, padding), $"maxpool(X, {expected})");
        }
    }

    [Fact]
    public void Adaptive_windows_are_counted()
    {
        using var tape = new Tape<double>();
        Variable<double> x = Leaf(tape, "X", [1, 2, 5, 7]);
        Verify(x, x, x.AdaptiveAveragePool(2, 3), "avgpool(X, windows 2×3)");
        Verify(x, x, x.AveragePool(PoolWindow.Single, PoolWindow.Adaptive(4)), "avgpool(X, window 1×0, stride 1×4)");
        Verify(x, x, x.MaxPool(PoolWindow.Adaptive(3), PoolWindow.Adaptive(3)), "maxpool(X, windows 3)");
    }

    /// <summary>The text, and the numbers of all lines to the second derivatives.</summary>
    private static void Verify(Variable<double> x, Variable<double> w, Variable<double> y, string expected)
    {
        Gradients<double> first = y.Named("Y").Tanh().Sum().Named("J").Backward();
        Gradients<double> second = (first[x].Square().Sum() + first[w].Sin().Sum()).Named("P").Backward();
        Equations<double> equations = second.Equations(first);
        Assert.Equal(expected, Assert.Single(equations.Lines, line => line.Name == "Y").Formula);
        Assert.NotNull(second[x].ToArray());
        Check.Lines(equations);
    }

    private static Variable<double> Leaf(Tape<double> tape, string name, Shape shape) =>
        tape.Variable([.. Enumerable.Range(0, shape.ElementCount).Select(i => Math.Sin((i * 1.7) + name[0]))], shape, name);
}
