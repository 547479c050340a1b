namespace Autograd.Tests.Kernels;

public class ExponentialsTests
{
    /// <summary>Of matrices so small that the terms of the series do not cancel.</summary>
    [Theory]
    [InlineData(1, 0.1)]
    [InlineData(2, 1)]
    [InlineData(5, 3)]
    [InlineData(20, 1)]
    [InlineData(40, 0.5)]
    public void They_agree_with_the_series(int n, double scale)
    {
        double[] a = [.. Dense.Random<double>(n, n, 1).Select(x => x * scale)], actual = new double[n * n], term = Dense.Identity<double>(n), sum = Dense.Identity<double>(n);
        for (int k = 1; k < 120; k++)
        {
            term = [.. Dense.Multiply(term, a, n, n, n).Select(x => x / k)];
            for (int i = 0; i < n * n; i++) sum[i] += term[i];
        }

        Exponentials.Find<double>(a, n, actual, ParallelLoop.Serial);
        Assert.InRange(Dense.Difference<double>(sum, actual) / sum.Max(Math.Abs), 0, 1e-12);
        float[] narrow = new float[n * n];
        Exponentials.Find<float>([.. a.Select(x => (float)x)], n, narrow, ParallelLoop.Serial);
        Assert.InRange(Dense.Difference<double>(sum, [.. narrow.Select(x => (double)x)]) / sum.Max(Math.Abs), 0, 1e-4);
    }
}
