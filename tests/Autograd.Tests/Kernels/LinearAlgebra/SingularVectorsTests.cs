using System.Numerics;

namespace Autograd.Tests.Kernels;

public class SingularVectorsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 1)]
    [InlineData(3, 3)]
    [InlineData(20, 7)]
    [InlineData(64, 64)]
    public void Vectors_are_orthonormal_and_the_product_is_the_matrix(int m, int n)
    {
        Check(m, n, Dense.Random<double>(m, n, 1), 2e-14);
        Check(m, n, Dense.Random<float>(m, n, 1), 1e-5);
        Check(m, n, [.. Enumerable.Repeat(1.0, m * n)], 1e-14);
        Check(m, n, new double[m * n], 0);
        Check(m, n, [.. Dense.Random<double>(m, n, 2).Select((x, i) => i % n == 0 ? x : 0)], 1e-14);

        static void Check<T>(int m, int n, T[] a, double tolerance)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            T[] all = new T[(m * n) + n + (n * n)], values = new T[n];
            SingularVectors.Find<T>(a, m, n, valuesOnly: false, all);
            SingularVectors.Find<T>(a, m, n, valuesOnly: true, values);
            T[] u = all[..(m * n)], s = all[(m * n)..((m * n) + n)], v = all[((m * n) + n)..], scaled = [.. u.Select((x, i) => x * s[i % n])];
            Assert.Equal(s, values);
            Assert.Equal(s.OrderDescending(), s);
            Assert.InRange(Dense.Difference<T>(Dense.Multiply(scaled, Dense.Transpose(v, n, n), m, n, n), a), 0, tolerance * m);
            Assert.InRange(Dense.Difference<T>(Dense.Multiply(Dense.Transpose(u, m, n), u, n, m, n), Dense.Identity<T>(n)), 0, tolerance * m);
            Assert.InRange(Dense.Difference<T>(Dense.Multiply(Dense.Transpose(v, n, n), v, n, n, n), Dense.Identity<T>(n)), 0, tolerance * m);
        }
    }

    /// <summary>What methods that go by AᵀA, or make A bidiagonal, lose.</summary>
    [Fact]
    public void Small_singular_values_keep_their_digits()
    {
        double[] values = new double[2];
        SingularVectors.Find<double>([1, 0, 0, 1e-30], 2, 2, valuesOnly: true, values);
        Assert.Equal([1, 1e-30], values);
        SingularVectors.Find<double>([1e20, 1, 1e20, -1], 2, 2, valuesOnly: true, values);
        Assert.Equal(Math.Sqrt(2), values[1], 1e-15);
        SingularVectors.Find<double>([3e300, 0, 0, 4e300], 2, 2, valuesOnly: true, values);
        Assert.Equal([4e300, 3e300], values);
    }
}
