namespace Autograd.Tests.Kernels;

public class GammaQuantileTests
{
    private static readonly double[] Concentrations = [1e-3, 0.01, 0.1, 0.3, 0.5, 0.8, 1, 1.5, 3, 10, 19.5, 20.5, 100, 1e4, 1e6], Normals = [-5, -2, -0.5, -0.1, 0, 0.1, 1, 3, 6];

    /// <summary>Q(n, x) = e^−x (1 + x + … + x^(n−1)/(n−1)!).</summary>
    [Fact]
    public void Whole_concentrations_have_the_tails_of_the_poisson_distribution()
    {
        foreach (int n in (int[])[1, 2, 3, 10, 30])
        {
            foreach (double z in Normals)
            {
                double x = Math.Exp(GammaQuantile.Logarithm(n, z)), sum = 0, term = 1;
                for (int k = 0; k < n; term *= x / ++k) sum += term;

                // P + Q = 1, of which below the middle the sum of the others is exact.
                double rest = 0;
                for (int k = n; k < n + 300; term *= x / ++k) rest += term;
                double tail = Math.Exp(-x) * (z < 0 ? rest : sum), expected = Math.Exp(VectorMath.LogNormalDistribution<ScalarLane<double>, double>(new(-Math.Abs(z))).Value);
                Assert.InRange(tail / expected, 1 - 1e-12, 1 + 1e-12);
            }
        }
    }

    /// <summary>Of one half it is the square of a normal number, halved: P(½, x) = 2Φ(√2x) − 1.</summary>
    [Fact]
    public void One_half_is_the_square_of_a_normal_number()
    {
        foreach (double z in Normals)
        {
            double root = Math.Exp((GammaQuantile.Logarithm(0.5, z) + Math.Log(2)) / 2);
            double below = VectorMath.Erf<ScalarLane<double>, double>(new(root / Math.Sqrt(2))).Value, above = VectorMath.Erfc<ScalarLane<double>, double>(new(root / Math.Sqrt(2))).Value;
            double expected = Math.Exp(VectorMath.LogNormalDistribution<ScalarLane<double>, double>(new(-Math.Abs(z))).Value);
            Assert.InRange((z < 0 ? below : above) / expected, 1 - 1e-12, 1 + 1e-12);
        }
    }

    [Fact]
    public void Derivatives_are_five_point_differences_of_those_before()
    {
        double[] tolerance = [0, 2e-10, 2e-9, 1e-6];
        foreach (double alpha in Concentrations)
        {
            foreach (double z in Normals)
            {
                for (int order = 1; order <= 3; order++)
                {
                    double h = 1e-3 * alpha, difference = (Value(-2) - (8 * Value(-1)) + (8 * Value(1)) - Value(2)) / (12 * h);
                    double derivative = GammaQuantile.Derivative(alpha, GammaQuantile.Logarithm(alpha, z), order);
                    Assert.True(Math.Abs((difference / derivative) - 1) < tolerance[order], $"{alpha} {z} {order}: {derivative}, {difference}");

                    double Value(int steps)
                    {
                        double a = alpha + (steps * h), y = GammaQuantile.Logarithm(a, z);
                        return order == 1 ? y : GammaQuantile.Derivative(a, y, order - 1);
                    }
                }
            }
        }
    }

    /// <summary>torch._standard_gamma_grad(α, x) of PyTorch 1.13 in double, where it sums up its series; elsewhere that is an approximation to about 0.001.</summary>
    [Fact]
    public void Slopes_are_those_of_another_library()
    {
        (double Alpha, double X, double Slope)[] expected =
        [
            (0.001, 1e-200, 4.59941446666999e-195),
            (0.01, 1e-30, 6.851666733195274e-27),
            (0.01, 0.01, 4.094403567605439),
            (0.1, 1e-05, 0.0011089279600203113),
            (0.1, 0.3, 4.006480979174908),
            (0.5, 0.02, 0.16042347626224537),
            (0.5, 0.3, 1.0098019827369256),
            (1, 0.1, 0.289273116575474),
            (1.5, 0.1, 0.20975276839089005),
            (1.5, 0.3, 0.4425403925561621),
            (3, 0.02, 0.0346356275121891),
        ];
        foreach (var (alpha, x, slope) in expected) Assert.InRange(x * GammaQuantile.Derivative(alpha, Math.Log(x), 1) / slope, 1 - 1e-6, 1 + 1e-6);
    }

    [Fact]
    public void Edges_are_as_stated()
    {
        Assert.Equal(double.NegativeInfinity, GammaQuantile.Logarithm(0, 1));
        Assert.Equal(double.PositiveInfinity, GammaQuantile.Logarithm(double.PositiveInfinity, 1));
        foreach (double alpha in (double[])[-1, double.NaN]) Assert.True(double.IsNaN(GammaQuantile.Logarithm(alpha, 1)) && double.IsNaN(GammaQuantile.Derivative(alpha, 1, 1)));
        Assert.True(double.IsNaN(GammaQuantile.Logarithm(1, double.NaN)));
        foreach (double alpha in (double[])[1e-300, 1e-20, 1e12, 1e15])
        {
            foreach (double z in Normals) Assert.False(double.IsNaN(GammaQuantile.Logarithm(alpha, z)));
        }
    }
}
