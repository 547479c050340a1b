using System.Numerics;

namespace Autograd.Tests.Kernels;

public class OrthogonalFactorsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 1)]
    [InlineData(7, 7)]
    [InlineData(32, 32)]
    [InlineData(33, 33)]
    [InlineData(70, 40)]
    [InlineData(130, 65)]
    [InlineData(200, 3)]
    public void Columns_are_orthonormal_and_the_product_is_the_matrix(int m, int n)
    {
        Check<double>(m, n, 1e-14);
        Check<float>(m, n, 1e-5);

        static void Check<T>(int m, int n, double tolerance)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var parallel = ParallelLoop.Of(2);
            T[] a = Dense.Random<T>(2 * m, n, 1), both = new T[2 * ((m * n) + (n * n))], other = new T[both.Length];
            OrthogonalFactors.Find<T>(a, m, n, both, ParallelLoop.Serial);
            for (int k = 0; k < 2; k++)
            {
                int start = k * ((m * n) + (n * n));
                T[] q = both[start..(start + (m * n))], r = both[(start + (m * n))..(start + (m * n) + (n * n))];
                Assert.InRange(Dense.Difference<T>(Dense.Multiply(q, r, m, n, n), a.AsSpan(k * m * n, m * n)), 0, tolerance * m);
                Assert.InRange(Dense.Difference<T>(Dense.Multiply(Dense.Transpose(q, m, n), q, n, m, n), Dense.Identity<T>(n)), 0, tolerance * m);
                for (int i = 0; i < n * n; i++) Assert.True(i % (n + 1) == 0 ? r[i] >= T.Zero : i % n > i / n || r[i] == T.Zero);
            }

            OrthogonalFactors.Find<T>(a, m, n, other, parallel);
            Assert.Equal(both, other);
        }
    }

    [Fact]
    public void Sizes_far_from_1_neither_overflow_nor_lose_their_digits()
    {
        foreach (double scale in (double[])[1e-310, 1e-200, 1e200, 1e300])
        {
            double[] both = new double[8];
            OrthogonalFactors.Find<double>([3 * scale, 1 * scale, 4 * scale, 2 * scale], 2, 2, both, ParallelLoop.Serial);
            double tolerance = scale < 1e-300 ? 1e-12 : 1e-15;
            Assert.InRange(Dense.Difference<double>([0.6, -0.8, 0.8, 0.6], both.AsSpan(0, 4)), 0, tolerance);
            Assert.InRange(Dense.Difference<double>([5, 2.2, 0, 0.4], [.. both[4..].Select(x => x / scale)]), 0, 4 * tolerance);
        }
    }
}
