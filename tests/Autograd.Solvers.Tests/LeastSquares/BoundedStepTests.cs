namespace Autograd.Solvers.Tests.LeastSquares;

public class BoundedStepTests
{
    /// <summary>The unbounded step ends outside in both directions; to cut it at the bounds, element by element, would make things worse.</summary>
    [Theory]
    [MemberData(nameof(NonlinearLeastSquaresTests.Both), MemberType = typeof(NonlinearLeastSquaresTests))]
    public void A_step_that_leaves_the_bounds_goes_on_along_them(NonlinearLeastSquaresTests.Solver solve)
    {
        LeastSquaresResult fit = solve(x => x.Tape.Constant([-3.0, 2, -3, 3], [2, 2]).MatMul(x) - 2, [1, 1], new LeastSquaresOptions { Lower = [0, 0], Upper = [1, 1] });
        Assert.True(fit.IsConverged);
        Assert.Equal(0, fit.X[0]);
        Assert.Equal(10.0 / 13, fit.X[1], 1e-12);
        Assert.Equal(2.0 / 13, fit.Cost, 1e-12);

        fit = solve(x => x.Tape.Constant([0.0, 2, 2, 3], [2, 2]).MatMul(x) - x.Tape.Constant([1.0, -1]), [0.5, 0], new LeastSquaresOptions { Lower = [0, double.NegativeInfinity] });
        Assert.Equal(0, fit.X[0]);
        Assert.Equal(-1.0 / 13, fit.X[1], 1e-12);
    }

    /// <summary>A linear fit within bounds has one least cost: there no gradient pulls a parameter anywhere but against its bound.</summary>
    [Theory]
    [MemberData(nameof(NonlinearLeastSquaresTests.Both), MemberType = typeof(NonlinearLeastSquaresTests))]
    public void Linear_fits_within_random_bounds_end_at_the_least_cost(NonlinearLeastSquaresTests.Solver solve)
    {
        for (int seed = 0; seed < 600; seed++)
        {
            var random = new Random(seed);
            int n = 1 + random.Next(4), rows = Math.Max(1, n - 1 + random.Next(4));
            double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(-3, 4))];
            double[] jacobian = Numbers(rows * n), y = Numbers(rows), start = Numbers(n);
            double[] lower = [.. Enumerable.Range(0, n).Select(_ => random.Next(3) == 0 ? double.NegativeInfinity : random.Next(-2, 1))];
            double[] upper = [.. Enumerable.Range(0, n).Select(_ => random.Next(3) == 0 ? double.PositiveInfinity : random.Next(1, 3))];
            LeastSquaresResult fit = solve(
                x => x.Tape.Constant(jacobian, [rows, n]).MatMul(x) - x.Tape.Constant(y), start, new LeastSquaresOptions { Lower = lower, Upper = upper });
            Assert.True(fit.IsConverged, $"seed {seed}: {fit.Reason}");
            for (int j = 0; j < n; j++)
            {
                double slope = Enumerable.Range(0, rows).Sum(i => jacobian[(i * n) + j] * fit.Residuals[i]);
                Assert.InRange(fit.X[j], lower[j], upper[j]);
                Assert.True((fit.X[j] == lower[j] || slope < 1e-7) && (fit.X[j] == upper[j] || slope > -1e-7), $"seed {seed}: x{j} = {fit.X[j]:R}, slope {slope:R}, {fit.Reason}");
            }
        }
    }
}
