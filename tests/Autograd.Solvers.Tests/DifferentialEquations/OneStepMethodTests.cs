using System.Numerics.Tensors;

namespace Autograd.Solvers.Tests.DifferentialEquations;

/// <summary>The methods' coefficients and the orders that are seen with fixed steps.</summary>
public class OneStepMethodTests
{
    public static TheoryData<OdeMethod, int, int> Orders => new() { { OdeMethod.DormandPrince, 5, 5 }, { OdeMethod.Tsitouras, 5, 5 }, { OdeMethod.Rosenbrock, 4, 4 } };

    /// <summary>The conditions of order 5 that one tree each stands for, those of one branch and the bushy ones; the seen order tests the others.</summary>
    [Theory]
    [InlineData(OdeMethod.DormandPrince)]
    [InlineData(OdeMethod.Tsitouras)]
    public void Coefficients_satisfy_the_conditions_of_their_order(OdeMethod method)
    {
        RungeKuttaTableau tableau = method == OdeMethod.Tsitouras ? RungeKuttaTableau.Tsitouras : RungeKuttaTableau.DormandPrince;
        double[] weights = [.. tableau.Stages[^1], 0], c = tableau.Nodes;
        for (int i = 0; i < c.Length; i++) Assert.Equal(c[i], tableau.Stages[i].Sum(), 1e-14);
        for (int q = 1; q <= 5; q++) Assert.Equal(1.0 / q, Moment(weights, q), 1e-14);
        double[] lower = [.. weights.Zip(tableau.Errors, (b, e) => b - e)];
        for (int q = 1; q <= 4; q++) Assert.Equal(1.0 / q, Moment(lower, q), 1e-10);
        Assert.True(Math.Abs(Moment(lower, 5) - 0.2) > 1e-5);

        // The long trees: Σ b a c = 1/6, Σ b a a c = 1/24, Σ b a a a c = 1/120.
        double[] chain = c;
        foreach (double expected in new[] { 1.0 / 6, 1.0 / 24, 1.0 / 120 })
        {
            chain = [.. tableau.Stages.Select(row => row.Select((a, j) => a * chain[j]).Sum())];
            Assert.Equal(expected, weights.Zip(chain, (b, x) => b * x).Sum(), 1e-13);
        }

        // The dense output: Σ b(σ) c^(q−1) = σ^q / q up to order 4; at its end the weights themselves.
        foreach (double part in new[] { 0.25, 0.6, 1 })
        {
            double[] dense = [.. tableau.Dense.Select(row => part * (row[0] + (part * (row[1] + (part * (row[2] + (part * row[3])))))))];
            for (int q = 1; q <= 4; q++) Assert.Equal(Math.Pow(part, q) / q, Moment(dense, q), 1e-12);
            if (part == 1) Assert.All(dense.Zip(weights), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        }

        double Moment(double[] b, int q) => b.Zip(c, (x, y) => x * Math.Pow(y, q - 1)).Sum();
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void The_error_falls_with_the_step_as_the_order_says(OdeMethod method, int order, int denseOrder)
    {
        // Over all steps' ends, and where the dense output is furthest from them.
        double[] ends = new double[3], dense = new double[3];
        for (int k = 0; k < 3; k++)
        {
            double step = 0.1 / Math.Pow(2, k);
            using var equation = new DifferentialEquation<double>((t, y, p) => t * y.Tape.Stack(0, y.At(0, 1), -y.At(0, 0)), new OdeOptions { Method = method, FixedStep = step });
            OdeSolution<double> solution = equation.Solve([0.0, 1], 0, 4);
            Assert.Equal((int)Math.Round(4 / step), solution.Steps);
            foreach (double time in solution.Times) ends[k] = Math.Max(ends[k], Math.Abs(solution.At(time)[0] - Exact(time)));
            for (int i = 0; i < solution.Steps; i++)
            {
                double time = (solution.Times[i] + solution.Times[i + 1]) / 2;
                dense[k] = Math.Max(dense[k], Math.Abs(solution.At(time)[0] - Exact(time)));
            }
        }

        Assert.Equal(order, Math.Log2(ends[1] / ends[2]), 0.2);
        Assert.True(Math.Log2(dense[1] / dense[2]) > denseOrder - 0.5, Equations.Text(dense));

        static double Exact(double t) => Math.Sin(t * t / 2);
    }

    [Fact]
    public void There_is_no_other_method() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DifferentialEquation<double>(Equations.Swing, new OdeOptions { Method = (OdeMethod)7 }));
}
