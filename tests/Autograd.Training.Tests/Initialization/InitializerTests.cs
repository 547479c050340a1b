namespace Autograd.Training.Tests.Initialization;

public class InitializerTests
{
    /// <summary>The rows or the columns, whichever are fewer, are orthonormal; a kernel belongs to the columns.</summary>
    [Theory]
    [InlineData(20, 50, 1)]
    [InlineData(50, 20, 1)]
    [InlineData(30, 30, 1)]
    [InlineData(4, 3, 5)]
    public void Orthogonal_weights_are_orthonormal(int rows, int inputs, int kernel)
    {
        Shape shape = kernel == 1 ? [rows, inputs] : [rows, inputs, kernel];
        double[] w = new Parameter<double>("W", shape).Initialize(Initializer.Orthogonal.Scaled(3), new RandomGenerator(4)).Values.ToArray();
        int columns = inputs * kernel, count = Math.Min(rows, columns);
        (int stride, int step, int length) = rows <= columns ? (columns, 1, columns) : (1, columns, rows);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                double product = Enumerable.Range(0, length).Sum(k => w[(i * stride) + (k * step)] * w[(j * stride) + (k * step)]);
                Assert.Equal(i == j ? 9 : 0, product, 1e-13);
            }
        }
    }

    /// <summary>Of 2×2 rotations and reflections all angles are equally likely, and both kinds.</summary>
    [Fact]
    public void No_orthogonal_matrix_is_preferred()
    {
        const int count = 4000;
        var random = new RandomGenerator(3);
        var quarters = new int[4];
        int rotations = 0;
        for (int k = 0; k < count; k++)
        {
            double[] w = new Parameter<double>("W", [2, 2]).Initialize(Initializer.Orthogonal, random).Values.ToArray();
            quarters[(w[0] > 0 ? 1 : 0) + (w[1] > 0 ? 2 : 0)]++;
            if ((w[0] * w[3]) - (w[1] * w[2]) > 0) rotations++;
        }

        Assert.All(quarters, quarter => Assert.Equal(count / 4.0, quarter, 5 * Math.Sqrt(count * 3 / 16.0)));
        Assert.Equal(count / 2.0, rotations, 5 * Math.Sqrt(count / 4.0));
    }

    /// <summary>Within two deviations the variance of a normal number is 1 − 4 φ(2) / (2 Φ(2) − 1) = 0.7737.</summary>
    [Fact]
    public void What_lies_beyond_two_deviations_is_drawn_again()
    {
        double[] values = new Parameter<double>("b", [100_000]).Initialize(Initializer.TruncatedNormal(0.5), new RandomGenerator(8)).Values.ToArray();
        Assert.InRange(values.Max(Math.Abs), 0.99, 1);
        Assert.Equal(0, values.Average(), 0.01);
        Assert.Equal(0.7737 * 0.25, values.Average(x => x * x), 0.003);
    }

    [Fact]
    public void What_is_not_random_is_exact()
    {
        var random = new RandomGenerator(1);
        Assert.Equal([2.5, 2.5], new Parameter<double>("b", [2]).Initialize(Initializer.Constant(2.5), random).Values.ToArray());
        Assert.Equal([0, 0], new Parameter<double>("b", [2], [1, 2]).Initialize(Initializer.Zeros, random).Values.ToArray());
        Assert.Equal([1, 0, 0, 0, 1, 0], new Parameter<double>("W", [2, 3]).Initialize(Initializer.Identity, random).Values.ToArray());
        Assert.Equal([0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0], new Parameter<double>("W", [2, 2, 3]).Initialize(Initializer.Identity, random).Values.ToArray());
        var ramp = new Initializer("Ramp", (values, _, _) => { for (int i = 0; i < values.Length; i++) values[i] = i; });
        Assert.Equal([0, 1, 2], new Parameter<float>("b", [3]).Initialize(ramp, random).Values.ToArray());
        Assert.Equal(new RandomGenerator(1).NextBits(), random.NextBits());
    }

    /// <summary>A convolution by the identity hands on its input, whatever the kernel.</summary>
    [Fact]
    public void A_Dirac_kernel_hands_on_the_input()
    {
        var random = new RandomGenerator(1);
        var layer = new Convolution<double>("", 3, 3, [3, 5], Initializer.Identity, random);
        double[] image = [.. Enumerable.Range(0, 3 * 5 * 7).Select(_ => random.NextNormal())];
        using var tape = new Tape<double>();
        Assert.Equal(tape.Constant(image, [1, 3, 5, 7]).Slice(2, 1, 3).Slice(3, 2, 3).ToArray(), layer.Forward(tape.Constant(image, [1, 3, 5, 7])).ToArray());
    }

    /// <summary>torch.nn.init.calculate_gain</summary>
    [Fact]
    public void Gains_are_those_of_the_field()
    {
        Assert.Equal(Gain.Relu, Math.Sqrt(2));
        Assert.Equal(1.3719886811400708, Gain.LeakyRelu(0.25), 1e-15);
        double[] he = new Parameter<double>("W", [7, 5]).Initialize(Initializer.HeNormal, new RandomGenerator(2)).Values.ToArray();
        double[] scaled = new Parameter<double>("W", [7, 5]).Initialize(Initializer.LeCunNormal.Scaled(Gain.Relu), new RandomGenerator(2)).Values.ToArray();
        for (int i = 0; i < he.Length; i++) Assert.Equal(he[i], scaled[i], 1e-15);
    }
}
