namespace Autograd.Tests.Operations;

/// <content>Losses, variances and standard deviations.</content>
public partial class KinkTests
{
    [Fact]
    public void BinaryCrossEntropy_at_0_and_1()
    {
        Loss([0, 1], [0, 1], 0, [0.5, -0.5]);
        Loss([0, 0.5], [1, 1], Inf, [-Inf, -1]);
        Loss([1, 0.5], [0, 1], Inf, [Inf, -1]);

        static void Loss(double[] p, double[] t, double value, double[] gradient)
        {
            using var tape = new Tape<double>();
            var x = tape.Variable(p, [2]);
            var loss = x.BinaryCrossEntropy(tape.Constant(t, [2]));
            Same([value], loss.ToArray());
            Same(gradient, loss.Backward()[x].ToArray());
        }
    }

    [Fact]
    public void BinaryCrossEntropy_of_logits_is_finite_everywhere()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([1000.0, -1000], [2]);
        var loss = x.BinaryCrossEntropyWithLogits(tape.Constant([0.0, 1], [2]));
        Assert.Equal(1000, loss.Scalar);
        Assert.Equal([0.5, -0.5], loss.Backward()[x].ToArray());
    }

    [Theory]
    [InlineData(-Inf, 0, 0, 0)]
    [InlineData(-Inf, 1, Inf, -1)]
    [InlineData(-Inf, 0.5, Inf, -0.5)]
    [InlineData(Inf, 1, 0, 0)]
    [InlineData(Inf, 0, Inf, 1)]
    [InlineData(Inf, 0.5, Inf, 0.5)]
    [InlineData(1000, 1, 0, 0)]
    [InlineData(-1000, 1, 1000, -1)]
    [InlineData(40, 1, 4.248354255291589e-18, -4.248354255291589e-18)]
    [InlineData(0, 0.25, 0.6931471805599453, 0.25)]
    public void BinaryCrossEntropy_of_infinite_and_large_logits(double logit, double target, double value, double slope)
    {
        using var tape = new Tape<double>();
        var z = tape.Variable(logit, "z");
        var loss = z.BinaryCrossEntropyWithLogits(tape.Constant(target));
        Same([value], loss.ToArray(), 1e-33);
        Same([slope], loss.Backward()[z].ToArray(), 1e-33);
    }

    [Fact]
    public void A_masked_logit_leaves_the_others_their_loss()
    {
        using var tape = new Tape<double>();
        var z = tape.Variable([-Inf, 0], [2], "z");
        var loss = z.BinaryCrossEntropyWithLogits(tape.Constant([0.0, 1], [2]));
        Same([Math.Log(2) / 2], loss.ToArray());
        Same([0, -0.25], loss.Backward()[z].ToArray());
    }

    [Fact]
    public void MeanSquaredError_of_a_column_and_a_vector_throws()
    {
        using var tape = new Tape<double>();
        Variable<double> column = tape.Variable([1.0, 2], [2, 1]), vector = tape.Constant([1.0, 2], [2]);
        var error = Assert.Throws<ArgumentException>(() => column.MeanSquaredError(vector));
        Assert.Equal("MeanSquaredError: the prediction has shape [2, 1], the target has shape [2]; they must be the same. Reshape one of them.", error.Message);
        Assert.Throws<ArgumentException>(() => column.HalfMeanSquaredError(vector));
    }

    /// <summary>Rows of all sizes: each is right, beside a constant, an infinite and an ordinary one.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void StandardDeviation_neither_overflows_nor_underflows(int correction)
    {
        Rows<float>([1e19, 5e37, 1e-19, 1e-25, 1e-37], 1e-5);
        Rows<double>([1e155, 1e307, 1e-150, 1e-160, 1e-300], 1e-14);

        void Rows<T>(double[] sizes, double tolerance)
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            double[] units = [1, 2, 3.25], rows = [.. sizes.SelectMany(size => units.Select(u => u * size)), 5, 5, 5, Inf, 0, 0, .. units];
            int count = rows.Length / 3;
            using var tape = new Tape<T>();
            var x = tape.Variable(Array.ConvertAll(rows, T.CreateSaturating), [count, 3], "x");
            var deviation = x.StandardDeviation(1, correction: correction);
            T[] values = deviation.ToArray(), gradient = deviation.Sum().Backward()[x].ToArray();
            double mean = 6.25 / 3, expected = Math.Sqrt(units.Sum(u => (u - mean) * (u - mean)) / (3 - correction));
            for (int row = 0; row < count; row++)
            {
                if (row == count - 2 || row == count - 3)
                {
                    Assert.Equal(row == count - 2 ? NaN : 0, double.CreateChecked(values[row]));
                    continue;
                }

                double size = row == count - 1 ? 1 : sizes[row];
                Assert.Equal(1, double.CreateChecked(values[row]) / size / expected, tolerance);
                for (int k = 0; k < 3; k++) Assert.Equal((units[k] - mean) / expected / (3 - correction), double.CreateChecked(gradient[(row * 3) + k]), tolerance);
            }

            using var alone = new Tape<T>();
            var ordinary = alone.Variable(Array.ConvertAll(units, T.CreateSaturating), [1, 3], "x").StandardDeviation(1, correction: correction);
            Assert.Equal(ordinary.ToArray()[0], values[^1]);
        }
    }

    [Fact]
    public void StandardDeviation_out_of_range_allocates_nothing_in_the_steady_state()
    {
        using var tape = new Tape<float>();
        float[] numbers = [1e19f, 2e19f, 4e19f];
        for (int i = 0; i < 3; i++) Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        float value = Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1.247e19f, value, 1e16f);

        float Step()
        {
            tape.Reset();
            return tape.Constant(numbers, [3]).StandardDeviation().Scalar;
        }
    }

    [Fact]
    public void Variance_of_large_numbers_close_together() => Check(
        x => x.Variance(0, correction: 1), [1e8 + 1, 1e8 + 2, 1e8 + 4], [7 / 3.0], [-4 / 3.0, -1 / 3.0, 5 / 3.0], 2e-7);

    [Fact]
    public void Variance_of_one_element_with_correction_is_NaN_and_no_error()
    {
        Check(x => x.Variance(0, correction: 1), [3], [NaN], [NaN]);
        Check(x => x.Variance(0, correction: 2), [3, 4], [NaN], [NaN, NaN]);
        Check(x => x.Variance(0, correction: 3), [3, 4], [NaN], [NaN, NaN]);
    }

    [Fact]
    public void StandardDeviation_of_equal_elements_is_0_with_gradient_0()
    {
        Check(x => x.StandardDeviation(), [3, 3], [0], [0, 0]);
        Check(x => x.StandardDeviation(), [3], [0], [0]);
        Check(x => x.StandardDeviation(), [0.1, 0.1, 0.1], [0], [0, 0, 0]);
        Check(x => x.Reshape(2, 2).StandardDeviation([1]), [7, 7, 1, 3], [0, 1], [0, 0, -0.5, 0.5]);
        CheckSecond(x => x.StandardDeviation().Square(), [3, 3], [NaN, NaN]);
    }

    [Fact]
    public void StandardDeviation_with_correction()
    {
        Check(x => x.StandardDeviation(0, correction: 1), [1, 3], [Math.Sqrt(2)], [-Math.Sqrt(0.5), Math.Sqrt(0.5)]);
        Check(x => x.StandardDeviation(0, correction: 1), [3], [NaN], [NaN]);
        Check(x => x.StandardDeviation(0, correction: 2), [3, 4], [NaN], [NaN, NaN]);
    }

    [Theory]
    [InlineData(1e4)]
    [InlineData(1e5)]
    [InlineData(1e6)]
    public void Variance_of_floats_around_a_large_mean_has_all_its_digits(double mean)
    {
        var random = new SplitMix64(3);
        float[] x = [.. Enumerable.Range(0, 1024).Select(_ => (float)(mean + random.NextDouble()))];
        double center = x.Average(v => (double)v), exact = x.Average(v => (v - center) * (v - center));
        using var tape = new Tape<float>();
        var variable = tape.Variable(x, [1024], "x");
        var variance = variable.Variance();
        Assert.Equal(1, variance.Scalar / exact, 4e-7);
        float[] gradient = variance.Backward()[variable].ToArray();
        for (int i = 0; i < x.Length; i++) Assert.Equal(2 * (x[i] - center) / 1024, gradient[i], 1e-9);
    }

    /// <summary>The mean is finite, the sum is not; the deviation scales first, the slopes of both do not.</summary>
    [Fact]
    public void Variance_is_NaN_where_the_sum_overflows_and_StandardDeviation_has_a_slope_of_NaN()
    {
        Check(x => x.Variance(), [1.2e308, 1.2e308], [NaN], [NaN, NaN]);
        Check(x => x.Reshape(2, 2).Variance([1]), [1.2e308, 1.2e308, 1, 3], [NaN, 1], [NaN, NaN, -1, 1]);
        Check(x => x.StandardDeviation(), [1.2e308, 1.4e308], [1e307], [NaN, NaN], 1e-14);
    }

    [Fact]
    public void LogNormalDistribution_at_its_ends()
    {
        Check(x => x.LogNormalDistribution(), [-Inf, Inf, NaN], [-Inf, 0, NaN], [Inf, 0, NaN]);
        Check(x => x.LogNormalDistribution(), [0, -0.0], [-Math.Log(2), -Math.Log(2)], [Math.Sqrt(2 / Math.PI), Math.Sqrt(2 / Math.PI)]);
        CheckSecond(x => x.LogNormalDistribution(), [-Inf, Inf, NaN, 0, -0.0], [NaN, 0, NaN, -2 / Math.PI, -2 / Math.PI]);
        CheckSecond(x => x.LogNormalDistribution(), [-1e300, 1e300, -1e9], [-1, 0, -1]);
    }

    [Fact]
    public void Variance_of_a_constant_is_0() => Check(x => x.Variance(), [3, 3], [0], [0, 0]);

    [Fact]
    public void CrossEntropy_with_probabilities_counts_0_times_infinity_as_0()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([0.0, -Inf], [1, 2]);
        var loss = x.CrossEntropy(tape.Constant([1.0, 0], [1, 2]));
        Assert.Equal(0, loss.Scalar);
        Same([0, 0], loss.Backward()[x].ToArray());
    }
}
