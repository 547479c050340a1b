namespace Autograd.Training.Tests.Initialization;

public class InitializationTests
{
    /// <summary>[outputs 400, inputs 300]: Glorot 2/(300 + 400), He 2/300.</summary>
    [Theory]
    [InlineData("GlorotUniform", 2.0 / 700, true)]
    [InlineData("GlorotNormal", 2.0 / 700, false)]
    [InlineData("HeUniform", 2.0 / 300, true)]
    [InlineData("HeNormal", 2.0 / 300, false)]
    [InlineData("LeCunUniform", 1.0 / 300, true)]
    [InlineData("LeCunNormal", 1.0 / 300, false)]
    [InlineData("Uniform 0.3", 0.03, true)]
    [InlineData("Normal 0.2", 0.04, false)]
    [InlineData("LeCunNormal · 1.5", 2.25 / 300, false)]
    public void The_moments_are_those_of_the_distribution(string name, double variance, bool isUniform)
    {
        Initializer[] all =
        [
            Initializer.GlorotUniform, Initializer.GlorotNormal, Initializer.HeUniform, Initializer.HeNormal, Initializer.LeCunUniform, Initializer.LeCunNormal,
            Initializer.Uniform(0.3), Initializer.Normal(0.2), Initializer.LeCunNormal.Scaled(1.5),
        ];
        Initializer initializer = Assert.Single(all, one => one.ToString() == name);
        double[] values = new Parameter<double>("W", [400, 300]).Initialize(initializer, new RandomGenerator(11)).Values.ToArray();
        double deviation = Math.Sqrt(variance), margin = 5 / Math.Sqrt(values.Length);
        Assert.Equal(0, values.Average() / deviation, margin);
        Assert.Equal(1, values.Average(x => x * x) / variance, margin * Math.Sqrt(2));
        double largest = values.Max(Math.Abs) / deviation;
        if (isUniform) Assert.InRange(largest, 0.999 * Math.Sqrt(3), Math.Sqrt(3));
        else Assert.InRange(largest, 4, 6);
    }

    [Fact]
    public void A_kernel_counts_as_inputs_and_outputs()
    {
        double[] values = new Parameter<double>("K", [20, 30, 5, 4]).Initialize(Initializer.GlorotUniform, new RandomGenerator(2)).Values.ToArray();
        double limit = Math.Sqrt(6.0 / ((20 * 5 * 4) + (30 * 5 * 4)));
        Assert.InRange(values.Max(Math.Abs), 0.999 * limit, limit);
    }

    /// <summary>The numbers of a second implementation, in Python.</summary>
    [Fact]
    public void A_seed_gives_the_same_weights_forever()
    {
        double[] uniform = new Parameter<double>("W", [3, 2]).Initialize(Initializer.GlorotUniform, new RandomGenerator(7)).Values.ToArray();
        double[] expected = [0.4394410551793958, -0.48473176974996995, 0.7440864880717637, 1.0540323054203895, 1.0754209892005884, 0.8167067804030312];
        for (int i = 0; i < 6; i++) Assert.Equal(expected[i], uniform[i], 1e-15);
        float[] normal = new Parameter<float>("W", [1, 2]).Initialize(Initializer.HeNormal, new RandomGenerator(7)).Values.ToArray();
        Assert.Equal([0.9643618527255184f, -1.0637531974798475f], normal);
    }

    [Fact]
    public void What_was_recorded_before_is_stale_afterwards()
    {
        var weight = new Parameter<double>("W", [3, 2]);
        Assert.Equal(0, weight.Version);
        weight.Initialize(Initializer.HeNormal, new RandomGenerator(1));
        Assert.Equal(1, weight.Version);
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        var bias = new Parameter<double>("b", [3]);
        var error = Assert.Throws<ArgumentException>(() => bias.Initialize(Initializer.HeNormal, new RandomGenerator(1)));
        Assert.StartsWith("Initialize: the shape is [3]; weights have shape [outputs, inputs]", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => bias.Initialize(Initializer.Orthogonal, new RandomGenerator(1)));
        Assert.Throws<ArgumentException>(() => bias.Initialize(Initializer.Identity, new RandomGenerator(1)));
        Assert.Equal(0, bias.Version);
        Assert.Throws<ArgumentNullException>(() => new Parameter<double>("W", [3, 2]).Initialize(null!, new RandomGenerator(1)));
        Assert.Equal("Normal: the deviation is -1; it must be a finite number, 0 or more. (Parameter 'deviation')", Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.Normal(-1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.Uniform(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.TruncatedNormal(double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.HeNormal.Scaled(-1));
        Assert.Throws<ArgumentNullException>(() => new Parameter<double>("W", [3, 2]).Initialize(Initializer.HeNormal, null!));
    }
}
