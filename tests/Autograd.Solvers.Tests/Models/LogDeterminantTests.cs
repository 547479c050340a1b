namespace Autograd.Solvers.Tests.Models;

/// <summary>Logarithms of determinants, exact and estimated, and Laplace's approximation.</summary>
public class LogDeterminantTests
{
    [Fact]
    public void Laplaces_approximation_of_a_normal_density_is_its_integral()
    {
        // ∫ exp(−½ (x − m)ᵀ A (x − m) − c) dx = exp(−c) (2π)^(n/2) det A^(−½), det A = 2 · 3 − 1.
        double[] minimum = [1, -2];
        double value = LogDeterminant.Laplace<double>(
            x =>
            {
                Variable<double> d = x - x.Tape.Constant(minimum), a = x.Tape.Constant([2.0, 1, 1, 3], [2, 2]);
                return (0.5 * d.Dot(a.MatMul(d))) + 4;
            },
            minimum);
        Assert.Equal(-4 + Math.Log(2 * Math.PI) - (0.5 * Math.Log(5)), value, 1e-13);
        Assert.Throws<NotPositiveDefiniteException>(() => LogDeterminant.Laplace<double>(x => (x.Square() * x.Tape.Constant([1.0, -1])).Sum(), minimum));
    }

    /// <summary>Stirling's formula is Laplace's approximation of Γ(z + 1) = ∫ exp(z log t − t) dt.</summary>
    [Fact]
    public void Of_the_gamma_integral_it_is_Stirlings_formula()
    {
        const double Z = 20;
        double value = LogDeterminant.Laplace<double>(t => (t - (Z * t.Log())).Sum(), new[] { Z });
        Assert.Equal((Z * Math.Log(Z)) - Z + (0.5 * Math.Log(2 * Math.PI * Z)), value, 1e-12);
    }

    [Fact]
    public void With_as_many_steps_as_rows_and_a_spread_of_vectors_the_estimate_is_right()
    {
        const int Count = 60;
        double[] diagonal = [.. Enumerable.Range(1, Count).Select(k => 1 + (0.1 * k))];
        double[] matrix = new double[Count * Count];
        for (int i = 0; i < Count; i++)
        {
            for (int k = 0; k < Count; k++) matrix[(i * Count) + k] = (i == k ? diagonal[i] : 0) + (0.3 * Math.Cos(i - k) / (1 + Math.Abs(i - k)));
        }

        using var tape = new Tape<double>();
        double exact = 2 * tape.Constant(matrix, [Count, Count]).Cholesky().Diagonal().Log().Sum().Scalar;
        LogDeterminantEstimate<double> estimate = LogDeterminant.ByLanczos<double>(Product, Count, new LanczosOptions { Probes = 60, Steps = 25 });
        Assert.InRange(estimate.StandardError, 1e-3, 0.5);
        Assert.Equal(exact, estimate.Value, 4 * estimate.StandardError);
        Assert.Equal(estimate, LogDeterminant.ByLanczos<double>(Product, Count, new LanczosOptions { Probes = 60, Steps = 25 }));
        Assert.NotEqual(estimate, LogDeterminant.ByLanczos<double>(Product, Count, new LanczosOptions { Probes = 60, Steps = 25, Seed = 2 }));

        double[] Product(double[] v) => [.. Enumerable.Range(0, Count).Select(i => Enumerable.Range(0, Count).Sum(k => matrix[(i * Count) + k] * v[k]))];
    }

    [Fact]
    public void Of_a_diagonal_matrix_each_vector_gives_it()
    {
        double[] diagonal = [.. Enumerable.Range(1, 12).Select(k => (double)k)];
        LogDeterminantEstimate<double> estimate = LogDeterminant.ByLanczos<double>(v => [.. v.Zip(diagonal, (a, b) => a * b)], 12, new LanczosOptions { Probes = 3 });
        Assert.Equal(diagonal.Sum(Math.Log), estimate.Value, 1e-10);
        Assert.True(estimate.StandardError < 1e-10);
        LogDeterminantEstimate<double> one = LogDeterminant.ByLanczos<double>(v => [.. v.Select(x => 3 * x)], 5, new LanczosOptions { Probes = 1 });
        Assert.Equal(5 * Math.Log(3), one.Value, 1e-12);
        Assert.True(double.IsNaN(one.StandardError));
    }

    [Fact]
    public void By_products_of_a_Hessian_it_needs_no_matrix()
    {
        double[] x = [0.1, 0.4, -0.2];
        double exact = LogDeterminant.OfHessian<double>(Energy, x);
        LogDeterminantEstimate<double> estimate = LogDeterminant.ByLanczos<double>(v => Differentiate.HessianVectorProduct(Energy, x, v).ToArray(), 3, new LanczosOptions { Probes = 400 });
        Assert.Equal(exact, estimate.Value, 4 * estimate.StandardError);

        static Variable<double> Energy(Variable<double> x) => (2 * x.Square()).Sum() + (x.At(0, 0) * x.At(0, 1).Sin()) + x.Exp().Sum();
    }

    [Fact]
    public void What_has_none_is_refused()
    {
        Assert.Throws<InvalidOperationException>(() => LogDeterminant.ByLanczos<double>(v => [.. v.Select((x, i) => i == 1 ? -x : x)], 3, new LanczosOptions()));
        Assert.Throws<InvalidOperationException>(() => LogDeterminant.ByLanczos<double>(v => [.. v.Select(_ => double.NaN)], 3, new LanczosOptions()));
        Assert.Throws<ArgumentException>(() => LogDeterminant.ByLanczos<double>(_ => new double[2], 3, new LanczosOptions()));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogDeterminant.ByLanczos<double>(v => v, 0, new LanczosOptions()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LanczosOptions { Probes = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LanczosOptions { Steps = 0 });
    }
}
