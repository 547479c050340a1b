namespace Autograd.Solvers.Tests.Dense;

using Dense = Autograd.Dense;

/// <summary>The factorizations give back what was factored, also where columns differ by many powers of ten.</summary>
public class DenseTests
{
    public static TheoryData<int, double> Sizes => new() { { 1, 1 }, { 2, 1 }, { 7, 1 }, { 20, 1 }, { 8, 1e6 }, { 12, 1e-3 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Singular_values_and_vectors_give_the_matrix_back(int n, double ratio)
    {
        double[] a = Matrix(n, ratio), factored = [.. a], v = new double[n * n];
        JacobiSvd.Factor(factored, v, n);
        for (int j = 0; j < n; j++)
        {
            // Column j of A is Σₖ (UΣ)ₖ Vⱼₖ; the columns of UΣ are orthogonal, and so is V.
            double[] column = new double[n];
            for (int k = 0; k < n; k++) Dense.AddScaled(v[(k * n) + j], factored.AsSpan(k * n, n), column);
            double size = Dense.Norm(a.AsSpan(j * n, n));
            for (int i = 0; i < n; i++) Assert.Equal(a[(j * n) + i], column[i], 1e-13 * size);
            for (int k = 0; k <= j; k++)
            {
                ReadOnlySpan<double> x = factored.AsSpan(j * n, n), y = factored.AsSpan(k * n, n);
                if (k < j) Assert.Equal(0, Dense.Dot(x, y) / Dense.Norm(x) / Dense.Norm(y), 1e-13);
                Assert.Equal(k == j ? 1 : 0, Dense.Dot(v.AsSpan(j * n, n), v.AsSpan(k * n, n)), 1e-13);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Eigenvalues_and_vectors_give_the_matrix_back(int n, double ratio)
    {
        double[] a = Matrix(n, ratio), symmetric = new double[n * n], values = new double[n], vectors = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) symmetric[(i * n) + j] = a[(i * n) + j] + a[(j * n) + i];
        }

        SymmetricEigen.Factor([.. symmetric], values, vectors);
        double size = Dense.LargestMagnitude(symmetric);
        for (int k = 0; k < n; k++)
        {
            double[] product = new double[n];
            Dense.Multiply(symmetric, vectors.AsSpan(k * n, n), product);
            for (int i = 0; i < n; i++) Assert.Equal(values[k] * vectors[(k * n) + i], product[i], 1e-12 * size);
            for (int l = 0; l <= k; l++) Assert.Equal(k == l ? 1 : 0, Dense.Dot(vectors.AsSpan(k * n, n), vectors.AsSpan(l * n, n)), 1e-13);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Elimination_solves_and_a_singular_matrix_is_told(int n, double ratio)
    {
        double[] a = Matrix(n, ratio), x = [.. Enumerable.Range(1, n).Select(i => 1.0 / i)], b = new double[n];
        Dense.Multiply(a, x, b);
        double[] right = [.. b];
        Assert.True(LuSolver.TrySolve(a, b));
        double[] product = new double[n];
        Dense.Multiply(a, b, product);
        for (int i = 0; i < n; i++) Assert.Equal(right[i], product[i], 1e-13 * Dense.LargestMagnitude(right));
        for (int j = 0; j < n; j++) a[((n - 1) * n) + j] = n > 1 ? 2 * a[j] : 0;
        Assert.False(LuSolver.TrySolve(a, b));
        a[0] = double.NaN;
        Assert.False(LuSolver.TrySolve(a, b));
    }

    [Fact]
    public void Triangularization_keeps_lengths_and_solves_least_squares()
    {
        // Rows (1, t): a line through three points, by hand: y = 1 + 2t has residuals 0, and these are orthogonal to both columns.
        double[] columns = [1, 1, 1, 0, 1, 2], b = [1.5, 2, 5.5];
        HouseholderQr.Factor(columns, 3, 2, b);
        double[] x = [b[0], b[1]];
        HouseholderQr.SolveUpper(columns, 3, 2, x);
        FivePoint.AssertClose([1, 2], x, 1e-14);
        Assert.Equal(0.25 + 1 + 0.25, b[2] * b[2], 1e-14);
    }

    [Fact]
    public void Norms_do_not_overflow_or_vanish()
    {
        Assert.Equal(5e200, Dense.Norm([3e200, 4e200]), 1e186);
        Assert.Equal(5e-200, Dense.Norm([3e-200, -4e-200]), 1e-214);
        Assert.Equal(0, Dense.Norm([]));
        Assert.Equal(double.PositiveInfinity, Dense.Norm([1, double.NegativeInfinity]));
        Assert.Equal(double.NaN, Dense.Norm([1, double.NaN]));
    }

    /// <summary>Whatever vectors the processor has: eight lanes, added in halves, and what is left behind them.</summary>
    [Fact]
    public void Dot_adds_in_the_same_order_on_every_processor()
    {
        var random = new RandomGenerator(1);
        for (int n = 0; n < 40; n++)
        {
            double[] a = [.. Enumerable.Range(0, n).Select(_ => random.NextNormal())], b = [.. a.Select(_ => random.NextNormal())], lanes = new double[8];
            for (int i = 0; i < n - (n % 8); i++) lanes[i % 8] += a[i] * b[i];
            double sum = lanes[0] + lanes[4] + (lanes[2] + lanes[6]) + (lanes[1] + lanes[5] + (lanes[3] + lanes[7]));
            for (int i = n - (n % 8); i < n; i++) sum += a[i] * b[i];
            Assert.Equal(sum, Dense.Dot<double>(a, b));
        }
    }

    private static double[] Matrix(int n, double ratio)
    {
        var random = new RandomGenerator((ulong)n);
        return [.. Enumerable.Range(0, n * n).Select(i => random.NextNormal() * Math.Pow(ratio, (i % n) / (double)n))];
    }
}
