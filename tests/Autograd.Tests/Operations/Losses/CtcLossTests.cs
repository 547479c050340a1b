namespace Autograd.Tests.Operations;

public class CtcLossTests
{
    /// <summary>The probability of the labels is the sum over all paths that collapse to them.</summary>
    [Theory]
    [InlineData(new[] { 1, 2 }, 4, 0)]
    [InlineData(new[] { 1, 1 }, 4, 0)]
    [InlineData(new[] { 0, 1, 0 }, 5, 2)]
    [InlineData(new int[0], 3, 1)]
    [InlineData(new[] { 2 }, 1, 0)]
    public void The_loss_is_that_of_all_paths(int[] labels, int times, int blank)
    {
        const int classes = 3;
        var random = new SplitMix64(5);
        double[] logits = [.. Enumerable.Range(0, times * classes).Select(_ => (random.NextDouble() * 4) - 2)];
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable(logits, [times, 1, classes], "x"), logarithms = x.LogSoftmax(-1);
        double[] p = logarithms.Exp().ToArray();
        double sum = 0;
        for (int path = 0; path < (int)Math.Pow(classes, times); path++)
        {
            var collapsed = new List<int>();
            double product = 1;
            int last = -1, rest = path;
            for (int t = 0; t < times; t++, rest /= classes)
            {
                int c = rest % classes;
                product *= p[(t * classes) + c];
                if (c != last && c != blank) collapsed.Add(c);
                last = c;
            }

            if (collapsed.SequenceEqual(labels)) sum += product;
        }

        Variable<double> loss = logarithms.CtcLoss(labels, [labels.Length], default, blank);
        Assert.Equal(-Math.Log(sum), loss.Scalar, 1e-13);
        Assert.Equal(0, loss.Backward()[x].ToArray().Sum(), 1e-13);
    }

    [Fact]
    public void Labels_for_which_there_is_no_time_cost_infinity_with_slope_0()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable(new double[2 * 2 * 3], [2, 2, 3], "x");
        Variable<double> loss = x.LogSoftmax(-1).CtcLoss([1, 1, 2], [2, 1], reduction: LossReduction.None);
        Assert.Equal(double.PositiveInfinity, loss.ToArray()[0]);
        Assert.Equal(Math.Log(3), loss.ToArray()[1], 1e-14);
        double[] slopes = loss.Sum().Backward()[x].ToArray();
        for (int t = 0; t < 2; t++) Assert.Equal([0, 0, 0], slopes[(6 * t)..((6 * t) + 3)]);
        Assert.Contains(slopes, slope => slope != 0);
    }

    /// <summary>What lies behind the end of an example is not looked at.</summary>
    [Fact]
    public void Each_example_has_its_own_number_of_times()
    {
        double[] logits = [.. Enumerable.Range(0, 4 * 2 * 3).Select(i => Math.Sin(i))];
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable(logits, [4, 2, 3], "x"), logarithms = x.LogSoftmax(-1);
        Variable<double> both = logarithms.CtcLoss([1, 2, 2], [2, 1], [4, 2], reduction: LossReduction.None);
        double alone = logarithms.Slice(1, 1, 1).Slice(0, 0, 2).CtcLoss([2], [1]).Scalar;
        Assert.Equal(alone, both.ToArray()[1]);
        double[] slopes = both.Sum().Backward()[x].ToArray();
        Assert.Equal(new double[6], (double[])[.. slopes[15..18], .. slopes[21..24]]);
    }
}
