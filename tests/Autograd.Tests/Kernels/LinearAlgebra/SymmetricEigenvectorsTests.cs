using System.Numerics;

namespace Autograd.Tests.Kernels;

public class SymmetricEigenvectorsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(63)]
    [InlineData(100)]
    public void Vectors_are_orthonormal_and_the_product_is_the_matrix(int n)
    {
        Check(n, Dense.Random<double>(n, n, 1), 1e-14);
        Check(n, Dense.Random<float>(n, n, 1), 1e-5);
        Check(n, [.. Dense.Random<double>(n, n, 2).Select((x, i) => i % n == i / n ? 3 : i % (n + 1) == 1 ? x * 1e-9 : 0)], 1e-14);
        Check(n, Dense.Identity<double>(n), 0);
        Check(n, new double[n * n], 0);
        Check(n, [.. Enumerable.Repeat(1.0, n * n)], 1e-14);

        static void Check<T>(int n, T[] a, double tolerance)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            T[] symmetric = [.. a.Zip(Dense.Transpose(a, n, n), (x, y) => (x + y) / T.CreateTruncating(2))], both = new T[n + (n * n)];
            SymmetricEigenvectors.Find<T>(a, n, both);
            T[] w = both[..n], v = both[n..], scaled = [.. v.Select((x, i) => x * w[i % n])];
            Assert.Equal(w.Order(), w);
            Assert.InRange(Dense.Difference<T>(Dense.Multiply(scaled, Dense.Transpose(v, n, n), n, n, n), symmetric), 0, tolerance * n);
            Assert.InRange(Dense.Difference<T>(Dense.Multiply(Dense.Transpose(v, n, n), v, n, n, n), Dense.Identity<T>(n)), 0, tolerance * n);
        }
    }

    [Fact]
    public void Sizes_far_from_1_do_not_overflow()
    {
        foreach (double scale in (double[])[1e-300, 1e300])
        {
            double[] both = new double[6];
            SymmetricEigenvectors.Find<double>([2 * scale, scale, scale, 2 * scale], 2, both);
            Assert.Equal(1, both[0] / scale, 1e-15);
            Assert.Equal(3, both[1] / scale, 1e-15);
        }

        double[] infinite = new double[6];
        SymmetricEigenvectors.Find<double>([double.PositiveInfinity, 0, 0, 1], 2, infinite);
        Assert.All(infinite, x => Assert.Equal(double.NaN, x));
    }
}
