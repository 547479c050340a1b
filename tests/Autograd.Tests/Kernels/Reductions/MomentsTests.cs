namespace Autograd.Tests;

public class MomentsTests
{
    [Fact]
    public void A_large_offset_costs_no_digits()
    {
        double[] x = [1e8 + 1, 1e8 + 2, 1e8 + 4];
        var result = new double[1];
        Reduction.Variance(new Strided<double>(in x[0], Layout.Contiguous([3])), Views.Set(1), 1, result);
        Assert.Equal(7.0 / 3, result[0], 1e-14);
        float[] y = [1e8f, 1e8f + 8, 1e8f + 32];
        var single = new float[1];
        Reduction.Variance(new Strided<float>(in y[0], Layout.Contiguous([3])), Views.Set(1), 0, single);
        Assert.Equal(1664.0 / 9, single[0], 1e-4);
    }

    [Fact]
    public void Constants_have_none()
    {
        var x = new float[1000];
        Array.Fill(x, 0.1f);
        var result = new float[1];
        Reduction.Variance(new Strided<float>(in x[0], Layout.Contiguous([1000])), Views.Set(1), 0, result);
        Assert.Equal(0f, result[0]);
    }

    [Fact]
    public void Agrees_with_the_plain_formula_for_all_dimensions_and_strides()
    {
        Shape shape = [5, 19, 3];
        double[] values = Views.Values<double>(shape.ElementCount);
        for (int bits = 0; bits < 8; bits++)
        {
            Dimensions reduced = Views.Set(bits);
            int kept = shape.Reduce(reduced, false).ElementCount, n = values.Length / kept;
            var mean = new double[kept];
            var variance = new double[kept];
            for (int i = 0; i < values.Length; i++) mean[Views.ResultOf(shape, reduced, i)] += values[i] / n;
            for (int i = 0; i < values.Length; i++)
            {
                int r = Views.ResultOf(shape, reduced, i);
                variance[r] += (values[i] - mean[r]) * (values[i] - mean[r]) / (n - 1);
            }

            double[]? first = null;
            foreach (string pattern in Views.Patterns)
            {
                var result = new double[kept];
                Reduction.Variance(Views.Lay<double>(pattern, shape, values).Strided, reduced, 1, result);
                for (int i = 0; i < kept; i++)
                {
                    if (n == 1) Assert.True(double.IsNaN(result[i]));
                    else Assert.Equal(1, result[i] / variance[i], 1e-12);
                }

                first ??= result;
                Views.SameBits<double>(first, result, $"{reduced} {pattern}");
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(0, 0)]
    public void Too_few_elements_give_NaN(int n, int correction)
    {
        var x = new double[3];
        var result = new double[2];
        Reduction.Variance(new Strided<double>(in x[0], new Layout([2, n], default)), Views.Set(2), correction, result);
        Assert.Equal([double.NaN, double.NaN], result);
    }
}
