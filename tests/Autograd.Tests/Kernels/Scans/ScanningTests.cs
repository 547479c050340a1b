namespace Autograd.Tests;

public class ScanningTests
{
    [Fact]
    public void Runs_along_any_dimension_in_both_directions_for_all_strides()
    {
        foreach (Shape shape in (Shape[])[[1], [6], [5, 3], [3, 5], [4, 3, 37], [2, 2, 2, 2, 2, 2, 3, 2], [0, 3], [3, 0]])
        {
            double[] values = Views.Values<double>(shape.ElementCount);
            Strides strides = shape.ContiguousStrides;
            for (int dimension = 0; dimension < shape.Rank; dimension++)
            {
                foreach (bool reversed in (bool[])[false, true])
                {
                    double[] sums = [.. values], products = [.. values];
                    for (int step = 0; step < values.Length; step++)
                    {
                        int i = reversed ? values.Length - 1 - step : step;
                        int position = i / strides[dimension] % shape[dimension];
                        if (position == (reversed ? shape[dimension] - 1 : 0)) continue;
                        int before = i + (reversed ? strides[dimension] : -strides[dimension]);
                        sums[i] = sums[before] + values[i];
                        products[i] = products[before] * values[i];
                    }

                    foreach (string pattern in Views.Patterns)
                    {
                        View<double> view = Views.Lay<double>(pattern, shape, values);
                        var actual = new double[values.Length];
                        Scanning.CumulativeSum(view.Strided, dimension, reversed, actual);
                        Views.SameBits<double>(sums, actual, $"sum of {shape} along {dimension}, {pattern}");
                        Scanning.CumulativeProduct(view.Strided, dimension, reversed, actual);
                        Views.SameBits<double>(products, actual, $"product of {shape} along {dimension}, {pattern}");
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(20_000_000, 1, false)]
    [InlineData(20_000_000, 1, true)]
    [InlineData(300_000, 9, false)]
    [InlineData(40_000, 600, true)]
    public void Long_running_sums_stay_within_a_millionth_and_never_fall(int length, int columns, bool reversed)
    {
        float[] x = new float[length * columns], y = new float[x.Length];
        Array.Fill(x, 0.1f);
        Scanning.CumulativeSum(new Strided<float>(in x[0], Layout.Contiguous([length, columns])), 0, reversed, y);
        float before = 0;
        for (int k = 0; k < length; k++)
        {
            float sum = y[((reversed ? length - 1 - k : k) * columns) + columns - 1];
            if (Math.Abs((sum / ((double)0.1f * (k + 1))) - 1) > 1e-6 || sum < before) Assert.Fail($"{sum} after {k + 1} terms.");
            before = sum;
        }
    }

    [Fact]
    public void Infinities_stay_in_long_running_sums()
    {
        float[] x = new float[1000], y = new float[1000];
        Array.Fill(x, 1);
        x[300] = float.PositiveInfinity;
        x[700] = float.NegativeInfinity;
        Scanning.CumulativeSum(new Strided<float>(in x[0], Layout.Contiguous([1000])), 0, false, y);
        Assert.Equal(300, y[299]);
        Assert.All(y[300..700], sum => Assert.Equal(float.PositiveInfinity, sum));
        Assert.All(y[700..], sum => Assert.Equal(float.NaN, sum));
    }

    [Fact]
    public void Running_sums_of_minus_0_are_minus_0_until_the_first_0()
    {
        foreach (Shape shape in (Shape[])[[1], [6], [1300], [5, 3], [3, 5], [1300, 9], [4, 3, 37]])
        {
            for (int dimension = 0; dimension < shape.Rank; dimension++)
            {
                int stride = shape.ContiguousStrides[dimension], length = shape[dimension];
                foreach (bool reversed in (bool[])[false, true])
                {
                    foreach (int zeroAt in (int[])[length, length - 1, length / 2, 0])
                    {
                        double[] x = new double[shape.ElementCount], expected = new double[x.Length], actual = new double[x.Length];
                        for (int i = 0; i < x.Length; i++)
                        {
                            int position = i / stride % length;
                            if (reversed) position = length - 1 - position;
                            if (position != zeroAt) x[i] = -0.0;
                            if (position < zeroAt) expected[i] = -0.0;
                        }

                        foreach (string pattern in Views.Patterns)
                        {
                            Scanning.CumulativeSum(Views.Lay<double>(pattern, shape, x).Strided, dimension, reversed, actual);
                            Views.SameBits<double>(expected, actual, $"{shape} along {dimension}, {pattern}");
                        }
                    }
                }
            }
        }
    }

    [Fact]
    public void Recurrences_run_along_any_dimension_in_both_directions()
    {
        foreach (Shape shape in (Shape[])[[1], [6], [5, 3], [3, 5], [4, 3, 37], [0, 3], [3, 0]])
        {
            double[] values = Views.Values<double>(2 * shape.ElementCount), x = values[..shape.ElementCount], a = values[shape.ElementCount..];
            for (int dimension = 0; dimension < shape.Rank; dimension++)
            {
                int stride = shape.ContiguousStrides[dimension], length = shape[dimension];
                foreach (bool reversed in (bool[])[false, true])
                {
                    double[] expected = [.. x], actual = new double[x.Length];
                    for (int step = 0; step < x.Length; step++)
                    {
                        int i = reversed ? x.Length - 1 - step : step, position = i / stride % length;
                        if (position == (reversed ? length - 1 : 0)) continue;
                        expected[i] = x[i] + (reversed ? a[i + stride] * expected[i + stride] : a[i] * expected[i - stride]);
                    }

                    Scanning.Recur<double>(x, a, shape, dimension, reversed, actual);
                    Views.SameBits<double>(expected, actual, $"{shape} along {dimension}");
                }
            }
        }
    }

    /// <summary>y[k] = 1 + a y[k − 1] tends to 1 / (1 − a), whose rounding errors add up where they are carried on.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(3, false)]
    public void Long_recurrences_are_off_by_rounding_alone(int columns, bool reversed)
    {
        const int Length = 100_000;
        float[] x = new float[Length * columns], factors = new float[x.Length], actual = new float[x.Length];
        Array.Fill(x, 0.1f);
        Array.Fill(factors, 0.99999f);
        Scanning.Recur<float>(x, factors, [Length, columns], 0, reversed, actual);
        double expected = 0.1f;
        for (int k = 0; k < Length; k++, expected = 0.1f + (0.99999f * expected))
        {
            int row = reversed ? Length - 1 - k : k;
            for (int i = 0; i < columns; i++) Assert.Equal((float)expected, actual[(row * columns) + i]);
        }
    }

    [Fact]
    public void What_is_rounded_to_0_is_not_taken_for_nothing()
    {
        float[] y = new float[2];
        Scanning.Recur<float>([-1e-30f, 0], [1, 1e-30f], [2], 0, false, y);
        Assert.False(float.IsNegative(y[1]));
    }

    [Fact]
    public void Nothing_is_carried_on_as_nothing_even_by_an_infinite_factor()
    {
        double[] x = [-0.0, -0.0, 2, 0], a = [double.NaN, double.PositiveInfinity, double.NaN, 3], y = new double[4];
        Scanning.Recur<double>(x, a, [4], 0, false, y);
        Assert.Equal([0, 0, 2, 6], y);
        Scanning.Recur<double>([0, 2, -0.0, -0.0], [double.NaN, 3, double.PositiveInfinity, double.NaN], [4], 0, true, y);
        Assert.Equal([6, 2, 0, 0], y);
    }
}
