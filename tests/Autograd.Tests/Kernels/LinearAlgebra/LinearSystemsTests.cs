using System.Numerics;

namespace Autograd.Tests.Kernels;

/// <summary>Sizes beyond the small ones: every level of the recursions, with threads and without.</summary>
public class LinearSystemsTests
{
    public static TheoryData<int> Sizes => [1, 2, 15, 16, 17, 31, 33, 48, 64, 100, 129];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Solutions_and_inverses_satisfy_their_equations(int n)
    {
        Check<double>(n, 1e-12);
        Check<float>(n, 1e-3);

        static void Check<T>(int n, double tolerance)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var parallel = ParallelLoop.Of(2);
            foreach (int m in (int[])[1, 3, 40])
            {
                T[] a = Dense.Random<T>(n, n, 1), b = Dense.Random<T>(n, m, 2), x = new T[n * m], y = new T[n * m];
                Assert.True(LinearSystems.Solve(Dense.Strided(a, n, n), Dense.Strided(b, n, m), x, ParallelLoop.Serial).IsNone);
                Assert.InRange(Dense.Difference(Dense.Multiply(a, x, n, n, m), b), 0, tolerance * n);
                LinearSystems.Solve(Dense.Strided(a, n, n), Dense.Strided(b, n, m), y, parallel);
                Assert.Equal(x, y);
            }

            T[] matrix = Dense.Random<T>(n, n, 3), inverse = new T[n * n];
            Assert.True(LinearSystems.Invert(matrix, n, inverse, ParallelLoop.Serial).IsNone);
            Assert.InRange(Dense.Difference(Dense.Multiply(matrix, inverse, n, n, n), Dense.Identity<T>(n)), 0, tolerance * n);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_determinant_of_a_product_is_the_product_of_determinants(int n)
    {
        double[] a = Dense.Random<double>(n, n, 4), b = Dense.Random<double>(n, n, 5), logarithms = new double[6], values = new double[1];
        LinearSystems.Determinants<double>([.. a, .. b, .. Dense.Multiply(a, b, n, n, n)], n, isLogarithm: true, logarithms, ParallelLoop.Serial);
        Assert.Equal(logarithms[4], logarithms[0] * logarithms[2]);
        Assert.Equal(logarithms[5], logarithms[1] + logarithms[3], 1e-9);
        LinearSystems.Determinants<double>(a, n, isLogarithm: false, values, ParallelLoop.Serial);
        Assert.Equal(1, values[0] / (logarithms[0] * Math.Exp(logarithms[1])), 1e-9);
    }

    /// <summary>A pivot that is 0 in any of the columns that are eliminated one by one, or together.</summary>
    [Theory]
    [InlineData(3, 1)]
    [InlineData(40, 0)]
    [InlineData(40, 20)]
    [InlineData(40, 39)]
    public void A_column_of_zeros_is_found(int n, int column)
    {
        double[] a = Dense.Random<double>(n, n, 6);
        for (int i = 0; i < n; i++) a[(i * n) + column] = 0;
        Assert.Equal(new MatrixFault(0, column), LinearSystems.Invert<double>(a, n, new double[n * n], ParallelLoop.Serial));
        Assert.Equal(new MatrixFault(1, column), LinearSystems.Invert<double>([.. Dense.Identity<double>(n), .. a], n, new double[2 * n * n], ParallelLoop.Serial));
    }
}
