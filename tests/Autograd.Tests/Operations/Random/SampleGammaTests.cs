namespace Autograd.Tests.Operations;

public class SampleGammaTests
{
    private const int Count = 4000;

    [Theory]
    [InlineData(0.05)]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(1e6)]
    public void Moments_and_their_slopes_are_those_of_the_distribution(double alpha)
    {
        using var tape = new Tape<double>();
        var concentration = tape.Variable(alpha, "α");
        var x = concentration.BroadcastTo([Count]).SampleGamma(new RandomGenerator(4));
        double mean = x.Mean().Scalar, variance = x.Variance().Scalar, slope = x.Mean().Backward()[concentration].Scalar;

        // Five times their deviations; that of the slope, whose mean is 1, is of the order of that of x/α.
        Assert.InRange(mean, alpha - (5 * Math.Sqrt(alpha / Count)), alpha + (5 * Math.Sqrt(alpha / Count)));
        double spread = 5 * Math.Sqrt((2 + (6 / alpha)) / Count);
        Assert.InRange(variance / alpha, 1 - spread, 1 + spread);
        spread = 5 / Math.Sqrt(alpha * Count);
        Assert.InRange(slope, 1 - spread, 1 + spread);
    }

    [Fact]
    public void Numbers_are_as_far_from_the_distribution_as_chance_allows()
    {
        using var tape = new Tape<double>();
        double[] x = tape.Full([Count], 3).SampleGamma(new RandomGenerator(5)).ToArray();
        Assert.InRange(Distance(x, v => 1 - (Math.Exp(-v) * (1 + v + (v * v / 2)))), 0, 1.63 / Math.Sqrt(Count));
        float[] single;
        using (var other = new Tape<float>()) single = other.Full([Count], 3).SampleGamma(new RandomGenerator(5)).ToArray();
        Assert.InRange(Distance([.. single.Select(v => (double)v)], v => 1 - (Math.Exp(-v) * (1 + v + (v * v / 2)))), 0, 1.63 / Math.Sqrt(Count));
    }

    [Fact]
    public void Beta_numbers_have_their_distribution_and_slopes()
    {
        using var tape = new Tape<double>();
        Variable<double> a = tape.Variable(2.0, "a"), b = tape.Variable(3.0, "b"), x = a.BroadcastTo([Count]).SampleBeta(b, new RandomGenerator(6));
        Assert.InRange(Distance(x.ToArray(), v => v * v * (6 - (8 * v) + (3 * v * v))), 0, 1.63 / Math.Sqrt(Count));
        Gradients<double> slopes = x.Mean().Backward();

        // Of the mean a/(a + b).
        Assert.InRange(slopes[a].Scalar, 0.12 - 0.005, 0.12 + 0.005);
        Assert.InRange(slopes[b].Scalar, -0.08 - 0.005, -0.08 + 0.005);
    }

    [Fact]
    public void Small_concentrations_of_beta_give_both_ends()
    {
        using var tape = new Tape<float>();
        var small = tape.Full([1000], 1e-3f);
        float[] x = small.SampleBeta(small, new RandomGenerator(7)).ToArray();
        Assert.All(x, v => Assert.InRange(v, 0, 1));
        Assert.InRange(x.Count(v => v < 0.5f), 430, 570);
    }

    [Fact]
    public void A_fourth_derivative_is_refused()
    {
        using var tape = new Tape<double>();
        Variable<double> alpha = tape.Variable(2.0, "α"), y = alpha.SampleGamma(new RandomGenerator(8));
        for (int order = 0; order < 3; order++) y = y.Backward()[alpha];
        Assert.True(double.IsFinite(y.Scalar));
        int count = tape.NodeCount;
        Assert.Contains("derivative of order 4", Assert.Throws<NotSupportedException>(() => y.Backward()).Message);
        Assert.Equal(count, tape.NodeCount);
    }

    /// <summary>The distance of Kolmogorov and Smirnov.</summary>
    private static double Distance(double[] numbers, Func<double, double> distribution)
    {
        double largest = 0;
        Array.Sort(numbers);
        for (int i = 0; i < numbers.Length; i++)
        {
            double p = distribution(numbers[i]);
            largest = Math.Max(largest, Math.Max(p - ((double)i / numbers.Length), ((i + 1.0) / numbers.Length) - p));
        }

        return largest;
    }
}
