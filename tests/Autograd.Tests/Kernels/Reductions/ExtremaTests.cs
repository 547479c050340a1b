namespace Autograd.Tests;

public class ExtremaTests
{
    [Fact]
    public void The_first_of_equal_extremes_wins_and_NaN_before_all()
    {
        Check([1, 3, 3, 0, 0], 1, 3);
        Check([2, 2, 2], 0, 0);
        Check([1, float.NaN, 5, float.NaN, -5], 1, 1);
        Check([float.NegativeInfinity, float.NegativeInfinity], 0, 0);
        Check([0, float.PositiveInfinity, float.NegativeInfinity], 1, 2);
        Check([-0f, 0f, -0f], 0, 0);

        static void Check(float[] x, int max, int min)
        {
            var result = new int[1];
            var operand = new Strided<float>(in x[0], Layout.Contiguous([x.Length]));
            Reduction.ArgMax(operand, 0, result);
            Assert.Equal(max, result[0]);
            Reduction.ArgMin(operand, 0, result);
            Assert.Equal(min, result[0]);
        }
    }

    [Fact]
    public void Every_dimension_and_all_strides()
    {
        foreach (Shape shape in (Shape[])[[1], [50], [5, 40], [40, 5], [3, 70, 20], [2, 2, 2, 2, 2, 2, 3, 2], [0, 3]])
        {
            float[] values = Views.Values<float>(shape.ElementCount);
            for (int i = 0; i < values.Length; i++) values[i] = MathF.Round(values[i]);       // ties
            for (int dimension = 0; dimension < shape.Rank; dimension++)
            {
                if (shape[dimension] == 0) continue;
                Dimensions reduced = Views.Set(1 << dimension);
                int kept = shape.Reduce(reduced, false).ElementCount;
                int[] max = Enumerable.Repeat(-1, kept).ToArray(), min = [.. max];
                var most = new float[kept];
                var least = new float[kept];
                for (int i = 0; i < values.Length; i++)
                {
                    int r = Views.ResultOf(shape, reduced, i), k = i / shape.ContiguousStrides[dimension] % shape[dimension];
                    if (max[r] < 0 || values[i] > most[r]) (max[r], most[r]) = (k, values[i]);
                    if (min[r] < 0 || values[i] < least[r]) (min[r], least[r]) = (k, values[i]);
                }

                foreach (string pattern in Views.Patterns)
                {
                    var result = new int[kept];
                    Reduction.ArgMax(Views.Lay<float>(pattern, shape, values).Strided, dimension, result);
                    Assert.Equal(max, result);
                    Reduction.ArgMin(Views.Lay<float>(pattern, shape, values).Strided, dimension, result);
                    Assert.Equal(min, result);
                }
            }
        }
    }
}
