namespace Autograd.Solvers.Tests;

/// <summary>Derivatives by differences of four values: an error of the fourth power of the step, beside rounding.</summary>
internal static class FivePoint
{
    /// <summary>∂fᵢ/∂xⱼ, a row for each element of f(x).</summary>
    public static double[] Jacobian(Func<double[], double[]> function, double[] x, double step = 5e-4)
    {
        double[][] columns = new double[x.Length][];
        for (int j = 0; j < x.Length; j++)
        {
            double h = step * Math.Max(1, Math.Abs(x[j]));
            double[] a = At(j, -2 * h), b = At(j, -h), c = At(j, h), d = At(j, 2 * h);
            columns[j] = [.. a.Select((value, i) => (value - (8 * b[i]) + (8 * c[i]) - d[i]) / (12 * h))];
        }

        return [.. Enumerable.Range(0, columns[0].Length).SelectMany(i => columns.Select(column => column[i]))];

        double[] At(int j, double change)
        {
            double[] moved = [.. x];
            moved[j] += change;
            return function(moved);
        }
    }

    /// <summary>Fails where two lists differ by more than the tolerance, relative to the largest element.</summary>
    public static void AssertClose(double[] expected, double[] actual, double tolerance = 1e-8)
    {
        Assert.Equal(expected.Length, actual.Length);
        double size = Math.Max(1, expected.Max(Math.Abs));
        for (int i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * size, $"[{i}]: {expected[i]:r} and {actual[i]:r}");
    }
}
