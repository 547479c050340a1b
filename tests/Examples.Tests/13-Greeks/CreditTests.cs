namespace Autograd.Examples.Greeks;

public sealed class CreditTests
{
    private const int Dates = CreditValuation.Dates;

    [Fact]
    public void AllSensitivities_AreDifferences_WithTheSameNumbers()
    {
        using CreditValuation credit = new(CreditValuation.Portfolio, new PathSettings(2, 64));
        double[] sensitivities = new double[40];
        Assert.Equal(40, credit.Inputs.Length);
        Assert.Equal(credit.Price(), credit.PriceAndSensitivities(sensitivities));
        for (int k = 0; k < 40; k++) Assert.Equal(Differences.By(credit, k), sensitivities[k], 1e-5 * (1 + Math.Abs(sensitivities[k])));
    }

    [Fact]
    public void AllSensitivities_AreThoseOfIntegrals_WithinTheirErrors()
    {
        using CreditValuation credit = new(CreditValuation.Portfolio, new PathSettings(20, 512));
        Estimate[] estimates = credit.Estimates();
        AssertNear(estimates[0], Price(credit.Inputs));
        for (int k = 0; k < 40; k++) AssertNear(estimates[1 + k], Differences.Of(Price, credit.Inputs, k));

        double Price(double[] inputs) => CreditQuadrature.Price(credit, inputs);

        static void AssertNear(Estimate estimate, double exact) => Assert.InRange(exact - estimate.Value, (-4.5 * estimate.Error) - 1e-4, (4.5 * estimate.Error) + 1e-4);
    }

    /// <summary>The value of a payer swap in units of the numeraire is then the same whatever the numbers are.</summary>
    [Fact]
    public void WithoutVolatility_ExposuresAreForwardValues()
    {
        using CreditValuation credit = new([(100, Dates, 0.01)], new PathSettings(1, 8));
        credit.Inputs[(2 * Dates) + 1] = 1e-9;
        double expected = 0, hazard = 0, before = Value(0);
        for (int date = 1; date <= Dates; date++)
        {
            double survival = Math.Exp(-hazard), now = Value(date);
            hazard += 0.5 * credit.Inputs[Dates + date - 1];
            expected += 0.6 * 0.5 * (before + now) * (survival - Math.Exp(-hazard));
            before = now;
        }

        Assert.Equal(expected, credit.Price(), 1e-8 * expected);

        double Value(int date)
        {
            double value = date == 0 ? 100 : 100 * Bond(date);
            for (int k = date + 1; k <= Dates; k++) value -= 100 * 0.01 * 0.5 * Bond(k);
            return Math.Max(value - (100 * Bond(Dates)), 0);
        }

        double Bond(int date) => Math.Exp(-credit.Inputs[date - 1] * date * 0.5);
    }

    [Fact]
    public void SwapsAgainstEachOther_CostNothing()
    {
        using CreditValuation credit = new([(100, 12, 0.03), (-100, 12, 0.03)], new PathSettings(1, 16));
        double[] sensitivities = new double[40];
        Assert.Equal(0, credit.PriceAndSensitivities(sensitivities));
        Assert.All(sensitivities, value => Assert.Equal(0, value));
    }

    [Fact]
    public void APriceAndItsSensitivities_AllocateNothing()
    {
        using CreditValuation credit = new(CreditValuation.Portfolio, new PathSettings(2, 32));
        double[] sensitivities = new double[40];
        Assert.Equal(0, Allocations.OfFiveSteps(() => credit.PriceAndSensitivities(sensitivities)));
    }
}
