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
}
