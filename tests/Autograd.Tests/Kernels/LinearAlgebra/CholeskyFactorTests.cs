using System.Numerics;

namespace Autograd.Tests.Kernels;

public class CholeskyFactorTests
{
    [Theory]
    [MemberData(nameof(LinearSystemsTests.Sizes), MemberType = typeof(LinearSystemsTests))]
    public void The_factor_times_its_transpose_is_the_matrix(int n)
    {
        Check<double>(n, 1e-14);
        Check<float>(n, 1e-5);

        static void Check<T>(int n, double tolerance)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var parallel = ParallelLoop.Of(2);
            T[] b = Dense.Random<T>(n, n, 1), a = Dense.Multiply(b, Dense.Transpose(b, n, n), n, n, n), l = new T[n * n], other = new T[n * n];
            for (int i = 0; i < n; i++) a[i * (n + 1)] += T.One;
            Assert.True(CholeskyFactor.Find<T>(a, n, l, ParallelLoop.Serial).IsNone);
            Assert.InRange(Dense.Difference<T>(Dense.Multiply(l, Dense.Transpose(l, n, n), n, n, n), a), 0, tolerance * n);
            for (int i = 0; i < n * n; i++) Assert.True(i % n <= i / n || l[i] == T.Zero);
            CholeskyFactor.Find<T>(a, n, other, parallel);
            Assert.Equal(l, other);
        }
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(5, 4)]
    [InlineData(100, 15)]
    [InlineData(100, 16)]
    [InlineData(100, 70)]
    public void The_first_pivot_that_is_not_positive_is_named(int n, int pivot)
    {
        double[] a = Dense.Identity<double>(n);
        a[pivot * (n + 1)] = 0;
        if (pivot + 1 < n) a[(pivot + 1) * (n + 1)] = -1;
        Assert.Equal(new MatrixFault(1, pivot), CholeskyFactor.Find<double>([.. Dense.Identity<double>(n), .. a], n, new double[2 * n * n], ParallelLoop.Serial));
    }
}
