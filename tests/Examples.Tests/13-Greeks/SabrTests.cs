namespace Autograd.Examples.Greeks;

public sealed class SabrTests
{
    private const int Quotes = SabrCalibration.Quotes;

    [Fact]
    public void TheFormula_IsContinuousAtTheMoney_WithItsSlopes()
    {
        // Nearer than the series is taken from, at the money, and farther.
        const double Forward = 0.03, Years = 2, Alpha = 0.05, Rho = -0.3, Nu = 0.4;
        double[] strikes = [.. new[] { -2e-3, -1e-3, -1e-5, 0, 1e-5, 1e-3, 2e-3 }.Select(shift => Forward * Math.Exp(shift))];
        double[] values = [.. strikes.Select(strike => SabrFormula.Volatility(Forward, strike, Years, Alpha, Rho, Nu))];
        double slope = (values[6] - values[0]) / (strikes[6] - strikes[0]);
        for (int k = 1; k < 6; k++) Assert.Equal(values[3] + (slope * (strikes[k] - Forward)), values[k], 1e-6);

        double scaled = Alpha / Math.Sqrt(Forward);
        Assert.Equal(scaled * (1 + (((scaled * scaled / 96) + (Rho * Nu * scaled / 8) + ((2 - (3 * Rho * Rho)) / 24 * Nu * Nu)) * Years)), values[3], 1e-14);
    }

    [Fact]
    public void OnTheTape_TheFormulaHasTheSameValues_AndDerivativesByDifferences()
    {
        using Tape<double> tape = new();
        double[] strikes = [0.015, 0.03, 0.04], point = [0.05, -0.3, 0.4];
        var parts = strikes.Select(strike => SabrFormula.Fixed(0.03, strike)).ToArray();
        Variable<double> alpha = tape.Variable(point[0]), rho = tape.Variable(point[1]), nu = tape.Variable(point[2]);
        double[] g = [.. parts.Select(part => part.G)], l = [.. parts.Select(part => part.L)], factor = [.. parts.Select(part => part.Factor)];
        Variable<double> volatilities = SabrFormula.Volatility(alpha, rho, nu, tape.Constant(g), tape.Constant(l), tape.Constant(factor), tape.Constant(2.0));
        for (int k = 0; k < 3; k++)
        {
            double strike = strikes[k];
            Assert.Equal(Of(point), volatilities.Span[k], 1e-14);
            Gradients<double> gradients = volatilities.Slice(0, k, 1).Sum().Backward();
            double[] byParameters = [gradients[alpha].Scalar, gradients[rho].Scalar, gradients[nu].Scalar];
            for (int p = 0; p < 3; p++) Assert.Equal(Differences.Of(Of, point, p), byParameters[p], 1e-7 * (1 + Math.Abs(byParameters[p])));

            double Of(double[] x) => SabrFormula.Volatility(0.03, strike, 2, x[0], x[1], x[2]);
        }
    }

    [Fact]
    public void QuotesOfAModel_GiveItsParameters()
    {
        using SabrCalibration calibration = new(8);
        for (int s = 0; s < 8; s++)
        {
            for (int k = 0; k < Quotes; k++) calibration.Inputs[(k * 8) + s] = SabrFormula.Volatility(calibration.Forwards[s], calibration.StrikeOf(k, s), calibration.Years[s], 0.05 + (0.002 * s), -0.4 + (0.05 * s), 0.3 + (0.02 * s));
        }

        calibration.Price();
        for (int s = 0; s < 8; s++)
        {
            Assert.Equal(0.05 + (0.002 * s), calibration.Solver.Trial[s], 1e-10);
            Assert.Equal(-0.4 + (0.05 * s), calibration.Solver.Trial[8 + s], 1e-9);
            Assert.Equal(0.3 + (0.02 * s), calibration.Solver.Trial[16 + s], 1e-9);
        }
    }

    /// <summary>The implicit function: each calibrated again with a quote moved, up and down.</summary>
    [Fact]
    public void AllSensitivities_AreDifferencesOfCalibrations()
    {
        using SabrCalibration calibration = new(8);
        double[] sensitivities = new double[calibration.Inputs.Length];
        Assert.Equal(calibration.Price(), calibration.PriceAndSensitivities(sensitivities));
        double[,] byQuotes = (double[,])calibration.ParameterSensitivities.Clone();
        const double Step = 1e-5;
        for (int at = 0; at < calibration.Inputs.Length; at++)
        {
            double quote = calibration.Inputs[at];
            calibration.Inputs[at] = quote + Step;
            double up = calibration.Price();
            double[] high = [.. calibration.Solver.Trial];
            calibration.Inputs[at] = quote - Step;
            double down = calibration.Price();
            double[] low = [.. calibration.Solver.Trial];
            calibration.Inputs[at] = quote;
            Assert.Equal((up - down) / (2 * Step), sensitivities[at], 1e-5);
            for (int p = 0; p < 3; p++) Assert.Equal((high[(8 * p) + (at % 8)] - low[(8 * p) + (at % 8)]) / (2 * Step), byQuotes[p, at], 1e-5 * (1 + Math.Abs(byQuotes[p, at])));
        }
    }

    [Fact]
    public void Calibrations_EndWithinTheirSteps_AndAllocateNothing()
    {
        using SabrCalibration calibration = new(64, seed: 3);
        double[] sensitivities = new double[calibration.Inputs.Length];
        calibration.PriceAndSensitivities(sensitivities);
        Assert.InRange(calibration.Evaluations, 4, SabrCalibration.MostSteps - 1);
        Assert.Equal(0, Allocations.OfFiveSteps(() => calibration.PriceAndSensitivities(sensitivities)));
    }

    [Fact]
    public void Cofactors_SolveThreeEquations()
    {
        static System.Runtime.Intrinsics.Vector512<double> V(double value) => System.Runtime.Intrinsics.Vector512.Create(value);

        Symmetric3 matrix = new(V(4), V(1), V(-2), V(5), V(0.5), V(3));
        Vector3 x = matrix.Solve(new(V(4 + 2 - 6), V(1 + 10 + 1.5), V(-2 + 1 + 9)));
        Assert.Equal((1, 2, 3), (Math.Round(x.X[0], 12), Math.Round(x.Y[3], 12), Math.Round(x.Z[7], 12)));
    }
}
