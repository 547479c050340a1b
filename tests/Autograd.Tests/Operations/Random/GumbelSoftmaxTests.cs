namespace Autograd.Tests.Operations;

public class GumbelSoftmaxTests
{
    [Fact]
    public void Hard_choices_have_the_frequencies_of_the_softmax_and_the_slopes_of_the_soft_ones()
    {
        using var tape = new Tape<double>();
        var logits = tape.Variable([0.0, Math.Log(2), Math.Log(5)], [3], "x");
        var many = logits.BroadcastTo([4000, 3]);
        Variable<double> hard = many.GumbelSoftmax(0.5, new RandomGenerator(3), hard: true), soft = many.GumbelSoftmax(0.5, new RandomGenerator(3));
        double[] share = hard.Mean(0).ToArray();
        Assert.All(hard.ToArray(), value => Assert.True(value is 0 or 1));
        Assert.All(hard.Sum(-1).ToArray(), sum => Assert.Equal(1, sum));
        Assert.InRange(share[0], 0.105, 0.145);
        Assert.InRange(share[1], 0.225, 0.275);
        Assert.InRange(share[2], 0.595, 0.655);
        var weights = tape.Constant([1.0, 2, 4], [3]);
        Assert.Equal((soft * weights).Sum().Backward()[logits].ToArray(), (hard * weights).Sum().Backward()[logits].ToArray());
    }

    [Fact]
    public void Samples_have_their_means_and_deviations()
    {
        using var tape = new Tape<double>();
        var random = new RandomGenerator(5);
        var two = tape.Full([20_000], 2);
        double[] normal = two.SampleNormal(tape.Constant(3.0), random).ToArray(), uniform = two.SampleUniform(tape.Constant(6.0), random).ToArray(), exponential = two.SampleExponential(random).ToArray();
        Assert.InRange(normal.Average(), 1.9, 2.1);
        Assert.InRange(normal.Average(x => (x - 2) * (x - 2)), 8.6, 9.4);
        Assert.InRange(uniform.Average(), 3.95, 4.05);
        Assert.All(uniform, x => Assert.InRange(x, 2, 6));
        Assert.InRange(exponential.Average(), 0.49, 0.51);
        Assert.All(exponential, x => Assert.True(x > 0));
    }
}
