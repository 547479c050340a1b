namespace Autograd.Tests;

public class SoftmaxFamilyTests
{
    private const float Infinity = float.PositiveInfinity;

    [Fact]
    public void Agree_with_the_plain_formulas_for_all_dimensions_and_strides()
    {
        foreach (Shape shape in (Shape[])[[], [1], [7], [40], [5, 3], [3, 5], [3, 1, 20], [20, 17, 2], [2, 17, 20], [4, 3, 5, 2], [900, 12], [0, 3], [3, 0]])
        {
            float[] values = Views.Values<float>(shape.ElementCount);
            for (int bits = 0; bits < 1 << shape.Rank; bits++)
            {
                Dimensions reduced = Views.Set(bits);
                var sums = new double[shape.Reduce(reduced, false).ElementCount];
                for (int i = 0; i < values.Length; i++) sums[Views.ResultOf(shape, reduced, i)] += Math.Exp(values[i]);
                var first = new float[values.Length];
                foreach (string pattern in Views.Patterns)
                {
                    string what = $"{shape} over {reduced}, {pattern}";
                    View<float> view = Views.Lay<float>(pattern, shape, values);
                    var total = new float[sums.Length];
                    var y = new float[values.Length];
                    var logarithm = new float[values.Length];
                    SoftmaxFamily.LogSumExp(view.Strided, reduced, total);
                    SoftmaxFamily.Softmax(view.Strided, reduced, y);
                    SoftmaxFamily.LogSoftmax(view.Strided, reduced, logarithm);
                    for (int i = 0; i < sums.Length; i++)
                    {
                        double expected = Math.Log(sums[i]);
                        if (double.IsInfinity(expected)) Assert.Equal(float.NegativeInfinity, total[i]);
                        else Assert.True(Math.Abs(expected - total[i]) <= 1e-6 * Math.Max(1, Math.Abs(expected)), what);
                    }

                    for (int i = 0; i < values.Length; i++)
                    {
                        double sum = sums[Views.ResultOf(shape, reduced, i)];
                        double expected = Math.Exp(values[i]) / sum;
                        Assert.True(Math.Abs(expected - y[i]) <= 4e-6 * expected, $"{what}: {expected} {y[i]}");
                        Assert.True(Math.Abs(values[i] - Math.Log(sum) - logarithm[i]) <= 4e-6 * Math.Max(1, Math.Abs(Math.Log(expected))), what);
                    }

                    if (pattern == Views.Patterns[0]) first = y;
                    Views.SameBits<float>(first, y, what);
                }
            }
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public void Extremes_follow_the_limits(int n)
    {
        foreach (bool columns in (bool[])[false, true])
        {
            // Rows: all −∞; one +∞; one NaN; 1000 beside 0; −1000 throughout; one 0 beside −∞.
            Shape shape = columns ? [n, 6] : [6, n];
            var x = new float[6 * n];
            float[][] row = [[-Infinity, -Infinity], [Infinity, 0], [float.NaN, 0], [1000, 0], [-1000, -1000], [0, -Infinity]];
            for (int r = 0; r < 6; r++) for (int i = 0; i < n; i++) x[At(r, i)] = row[r][Math.Min(i, 1)];
            var reduced = Views.Set(columns ? 1 : 2);
            var total = new float[6];
            var y = new float[6 * n];
            var logarithm = new float[6 * n];
            var operand = new Strided<float>(in x[0], Layout.Contiguous(shape));
            SoftmaxFamily.LogSumExp(operand, reduced, total);
            SoftmaxFamily.Softmax(operand, reduced, y);
            SoftmaxFamily.LogSoftmax(operand, reduced, logarithm);
            Assert.Equal([-Infinity, Infinity, float.NaN, 1000, -1000 + MathF.Log(n), 0], total);
            for (int i = 0; i < n; i++)
            {
                Assert.Equal(0, y[At(0, i)]);
                Assert.Equal(-Infinity, logarithm[At(0, i)]);
                Assert.Equal(i == 0 ? 1 : 0, y[At(1, i)]);
                Assert.Equal(i == 0 ? 0 : -Infinity, logarithm[At(1, i)]);
                Assert.True(float.IsNaN(y[At(2, i)]));
                Assert.Equal(i == 0 ? 1 : 0, y[At(3, i)]);
                Assert.Equal(i == 0 ? 0 : -1000, logarithm[At(3, i)]);
                Assert.Equal(1f / n, y[At(4, i)]);
                Assert.Equal(i == 0 ? 1 : 0, y[At(5, i)]);
            }

            int At(int r, int i) => columns ? (i * 6) + r : (r * n) + i;
        }
    }

    [Fact]
    public void LogSumExp_of_nothing_is_minus_infinity()
    {
        var result = new double[2];
        SoftmaxFamily.LogSumExp(new Strided<double>(in result[0], Layout.Contiguous([2, 0])), Views.Set(2), result);
        Assert.Equal([double.NegativeInfinity, double.NegativeInfinity], result);
    }
}
