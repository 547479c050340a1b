namespace Autograd.Solvers.Tests.LeastSquares;

public class NonlinearLeastSquaresTests
{
    private static readonly double[] Times = [0, 0.5, 1, 1.5, 2, 3, 4, 6];

    public delegate LeastSquaresResult Solver(Func<Variable<double>, Variable<double>> residuals, ReadOnlySpan<double> start, LeastSquaresOptions? options);

    public static TheoryData<Solver> Both => [NonlinearLeastSquares.LevenbergMarquardt, NonlinearLeastSquares.GaussNewton];

    [Theory]
    [MemberData(nameof(Both))]
    public void A_linear_fit_is_found_in_one_step(Solver solve)
    {
        // y = 1 + 2t, in any units; from 0, where there is no scale yet.
        LeastSquaresResult fit = solve(b => b[0] + (b[1] * b.Tape.Constant(Times)) - (1 + (2 * b.Tape.Constant(Times))), [0, 0], new LeastSquaresOptions { InitialRadius = 100 });
        Assert.Equal([1, 2], fit.X.Select(x => Math.Round(x, 13)));
        Assert.True(fit.IsConverged);
        Assert.InRange(fit.Iterations, 1, 3);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void At_the_solution_nothing_is_done(Solver solve)
    {
        LeastSquaresResult fit = solve(b => b - 3, [3], null);
        Assert.Equal((StopReason.GradientTolerance, 0, 0.0), (fit.Reason, fit.Iterations, fit.Cost));
        fit = solve(b => b.Tape.Constant([1, 1, -2]) * b[0], [0], null);
        Assert.Equal((StopReason.GradientTolerance, 0), (fit.Reason, fit.Iterations));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_fit_of_nothing_is_done(Solver solve)
    {
        LeastSquaresResult fit = solve(b => b, [], null);
        Assert.Equal((StopReason.GradientTolerance, 0), (fit.Reason, fit.X.Length));
        fit = solve(b => b.Slice(0, 0, 0), [1, 2], null);
        Assert.Equal((StopReason.GradientTolerance, 0.0), (fit.Reason, fit.Cost));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_start_that_is_not_finite_is_said_to_be_so(Solver solve)
    {
        Assert.Equal(StopReason.NotFinite, solve(b => b.Log(), [-1], null).Reason);
        Assert.Equal(StopReason.NotFinite, solve(b => b.Sqrt(), [0], null).Reason);
        LeastSquaresResult fit = solve(b => b, [double.NaN], null);
        Assert.Equal(StopReason.NotFinite, fit.Reason);
        var thrown = Assert.Throws<NotConvergedException>(fit.ThrowIfNotConverged);
        Assert.Equal("NonlinearLeastSquares: it stopped after 0 iterations without a solution: the function or its derivative is not finite. Start where it is.", thrown.Message);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void What_is_not_finite_on_the_way_is_gone_around(Solver solve)
    {
        // ln x + 3 = 0; the full step from 2 ends below 0.
        LeastSquaresResult fit = solve(b => b.Log() + 3, [2], null);
        Assert.True(fit.IsConverged);
        Assert.Equal(Math.Exp(-3), fit.X[0], 1e-14);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Fewer_residuals_than_parameters_and_dependent_ones_are_solved_too(Solver solve)
    {
        LeastSquaresResult fit = solve(b => b.Sum() - 6, [1, 1, 1], null);
        Assert.Equal([2, 2, 2], fit.X.Select(x => Math.Round(x, 12)));
        Assert.All(fit.Covariance(), entry => Assert.Equal(double.NaN, entry));
        fit = solve(b => (b[0] + b[1]) * b.Tape.Constant([1, 2, 3]) - b.Tape.Constant([1, 2, 4]), [5, 1], null);
        Assert.True(fit.IsConverged);
        Assert.Equal((1 + 4 + 12) / 14.0, fit.X[0] + fit.X[1], 1e-12);
    }

    [Fact]
    public void Bounds_hold_and_what_lies_between_them_is_best()
    {
        // The nearest point to (3, −2, 0.5) in a box; and one whose axes are not those of the box.
        var options = new LeastSquaresOptions { Lower = [0, -1, double.NegativeInfinity], Upper = [2, 1, double.PositiveInfinity] };
        LeastSquaresResult fit = NonlinearLeastSquares.LevenbergMarquardt(b => b - b.Tape.Constant([3, -2, 0.5]), [5, 0, 0], options);
        Assert.Equal([2, -1, 0.5], fit.X);
        Assert.True(fit.IsConverged);
        Func<Variable<double>, Variable<double>> tilted = b => b.Tape.Constant([1, 0.9, 0, 0, 1, 0.5, 0.3, 0, 1], [3, 3]).MatMul(b) - b.Tape.Constant([3, -2, 0.5]);
        fit = NonlinearLeastSquares.LevenbergMarquardt(tilted, [0, 0, 0], options);
        Assert.True(fit.IsConverged);
        double[] gradient = Differentiate.Gradient(b => 0.5 * tilted(b).Square().Sum(), fit.X).ToArray();
        for (int j = 0; j < 3; j++)
        {
            bool isLow = fit.X[j] == options.Lower[j], isHigh = fit.X[j] == options.Upper[j];
            Assert.True(isLow ? gradient[j] >= 0 : isHigh ? gradient[j] <= 0 : Math.Abs(gradient[j]) < 1e-10, $"{j}: {fit.X[j]} {gradient[j]}");
        }

        Assert.Contains(fit.X, x => x is 2 or -1 or 1);
    }

    [Fact]
    public void Rosenbrocks_valley_is_followed_along_a_bound_and_through_it()
    {
        static Variable<double> Valley(Variable<double> b) => b.Tape.Stack(0, 10 * (b[1] - b[0].Square()), 1 - b[0]);
        LeastSquaresResult free = NonlinearLeastSquares.LevenbergMarquardt(Valley, [-1.2, 1]);
        Assert.Equal([1, 1], free.X.Select(x => Math.Round(x, 12)));
        LeastSquaresResult held = NonlinearLeastSquares.LevenbergMarquardt(Valley, [-1.2, 1], new LeastSquaresOptions { Lower = [-2, -2], Upper = [0.8, 2] });
        Assert.Equal([0.8, 0.64], held.X.Select(x => Math.Round(x, 12)));
        held = NonlinearLeastSquares.LevenbergMarquardt(Valley, [-1.2, 1], new LeastSquaresOptions { Lower = [-2, 1.5], Upper = [2, 3] });
        Assert.True(held.IsConverged);
        Assert.Equal(1.5, held.X[1]);
    }

    [Theory]
    [InlineData(RobustLoss.Huber)]
    [InlineData(RobustLoss.SoftL1)]
    [InlineData(RobustLoss.Cauchy)]
    [InlineData(RobustLoss.Arctan)]
    public void A_robust_loss_is_least_where_its_gradient_says_and_outliers_matter_less(RobustLoss loss)
    {
        double[] y = [.. Times.Select((t, i) => 2 + (3 * Math.Exp(-0.7 * t)) + (0.01 * Math.Sin(9 * i)))];
        y[3] += 5;
        Variable<double> Residuals(Variable<double> b) => b[0] + (b[1] * (-b[2] * b.Tape.Constant(Times)).Exp()) - b.Tape.Constant(y);
        LeastSquaresResult plain = NonlinearLeastSquares.LevenbergMarquardt(Residuals, [1, 1, 1]);
        LeastSquaresResult robust = NonlinearLeastSquares.LevenbergMarquardt(Residuals, [2, 3, 1], new LeastSquaresOptions { Loss = loss, LossScale = 0.1 });
        Assert.True(robust.IsConverged, robust.Reason.ToString());
        Assert.True(Math.Abs(robust.X[0] - 2) < 0.06 && Math.Abs(robust.X[0] - 2) < 0.1 * Math.Abs(plain.X[0] - 2), $"{robust.X[0]} {plain.X[0]}");

        Variable<double> Cost(Variable<double> b)
        {
            Variable<double> z = (Residuals(b) / 0.1).Square();
            Variable<double> rho = loss switch
            {
                RobustLoss.Huber => b.Tape.Where(z <= 1, z, (2 * z.Sqrt()) - 1),
                RobustLoss.SoftL1 => 2 * ((1 + z).Sqrt() - 1),
                RobustLoss.Cauchy => z.Log1p(),
                _ => z.Atan(),
            };
            return 0.5 * 0.01 * rho.Sum();
        }

        (double value, var gradient) = Differentiate.ValueAndGradient(Cost, robust.X);
        Assert.Equal(value, robust.Cost, 1e-14);
        Assert.All(gradient.ToArray(), slope => Assert.Equal(0, slope, 1e-8));
    }

    [Fact]
    public void It_tells_of_each_iteration_and_stops_when_told()
    {
        var reports = new List<SolverProgress>();
        var options = new LeastSquaresOptions { MaxIterations = 3, Progress = new Recorder(reports) };
        LeastSquaresResult fit = NistDataSet.Load("MGH09").Fit(0, options);
        Assert.Equal((StopReason.MaxIterations, 3, false), (fit.Reason, fit.Iterations, fit.IsConverged));
        Assert.Equal([0, 1, 2, 3], reports.Select(report => report.Iteration));
        Assert.True(reports.Zip(reports.Skip(1)).All(pair => pair.Second.Value < pair.First.Value && pair.Second.Evaluations > pair.First.Evaluations));
        Assert.Equal(fit.Cost, reports[^1].Value);
        using var cancellation = new CancellationTokenSource();
        options = new LeastSquaresOptions { Cancellation = cancellation.Token, Progress = new Recorder(reports, () => cancellation.Cancel()) };
        reports.Clear();
        Assert.ThrowsAny<OperationCanceledException>(() => NistDataSet.Load("MGH09").Fit(0, options));
        Assert.Single(reports);
    }

    [Fact]
    public void A_wrong_slope_ends_in_no_progress()
    {
        // The value falls to the left, the recorded slope says to the right.
        LeastSquaresResult fit = NonlinearLeastSquares.LevenbergMarquardt(b => 5 - b + (2 * b).StopGradient(), [1]);
        Assert.Equal(StopReason.NoProgress, fit.Reason);
        Assert.Equal(1, fit.X[0]);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Equal("LevenbergMarquardt: Lower has 1 elements, the start 2; as many are expected. (Parameter 'options')",
            Assert.Throws<ArgumentException>(() => NonlinearLeastSquares.LevenbergMarquardt(b => b, [1, 2], new LeastSquaresOptions { Lower = [0] })).Message);
        Assert.Equal("GaussNewton: the bounds of element 1 are 3 and 2; the lower must be below the upper. (Parameter 'options')",
            Assert.Throws<ArgumentException>(() => NonlinearLeastSquares.GaussNewton(b => b, [1, 2], new LeastSquaresOptions { Lower = [0, 3], Upper = [1, 2] })).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeastSquaresOptions { GradientTolerance = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeastSquaresOptions { LossScale = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeastSquaresOptions { InitialRadius = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeastSquaresOptions { MaxIterations = -1 });
        Assert.Throws<ArgumentNullException>(() => NonlinearLeastSquares.GaussNewton(null!, [1]));
    }
}
