namespace Autograd.Examples.Greeks;

public sealed class HestonTests
{
    private static readonly HestonModel Model = new(100, 0.04, 2, 0.05, 0.3, -0.7, 0.03, 0.01);

    /// <summary>A price that F. Fang and C. Oosterlee (2008) give, to its eighth digit.</summary>
    [Fact]
    public void ClosedForm_GivesAPublishedPrice() =>
        Assert.Equal(5.785155450, new HestonModel(100, 0.0175, 1.5768, 0.0398, 0.5751, -0.5711, 0, 0).CallPrice(100, 1), 5e-8);

    [Fact]
    public void ClosedForm_WithoutRandomVariance_IsBlacks()
    {
        HestonModel model = Model with { Volatility = 1e-3, Variance = 0.05, Level = 0.05, Correlation = 0 };
        double forward = 100 * Math.Exp(0.02 * 2), expected = Math.Exp(-0.06) * Black.Call(forward, 105, Math.Sqrt(0.05 * 2));
        Assert.Equal(expected, model.CallPrice(105, 2), 1e-5);
    }

    [Fact]
    public void AllSensitivities_AreDifferences_WithTheSameNumbers()
    {
        using HestonCall call = new(Model, 105, 1, 20, new PathSettings(2, 96));
        double[] sensitivities = new double[8];
        Assert.Equal(call.Price(), call.PriceAndSensitivities(sensitivities));
        for (int k = 0; k < 8; k++) Assert.Equal(Differences.By(call, k), sensitivities[k], 1e-5 * (1 + Math.Abs(sensitivities[k])));
    }

    [Fact]
    public void AllSensitivities_AreThoseOfTheClosedForm_WithinTheirErrors()
    {
        using HestonCall call = new(Model, 105, 1, 50, new PathSettings(16, 512));
        Estimate[] estimates = call.Estimates();
        AssertNear(estimates[0], Price(call.Inputs));
        for (int k = 0; k < 8; k++) AssertNear(estimates[1 + k], Differences.Of(Price, call.Inputs, k));

        static double Price(double[] inputs) => HestonModel.Of(inputs).CallPrice(105, 1);

        // A hundredth for the steps in time.
        static void AssertNear(Estimate estimate, double exact) => Assert.InRange(exact - estimate.Value, (-4 * estimate.Error) - (0.01 * Math.Abs(exact)), (4 * estimate.Error) + (0.01 * Math.Abs(exact)));
    }

    /// <summary>Where the variance comes to 0 the truncation cuts the derivative off, although a root has an infinite slope there.</summary>
    [Fact]
    public void WhereTheVarianceIsTruncated_SensitivitiesAreFinite()
    {
        using HestonCall call = new(Model with { Variance = 0.001, Level = 0.002, Volatility = 1.5 }, 105, 1, 20, new PathSettings(1, 64));
        double[] sensitivities = new double[8];
        call.PriceAndSensitivities(sensitivities);
        Assert.All(sensitivities, value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void ASeed_DecidesAllNumbers()
    {
        using HestonCall one = new(Model, 105, 1, 10, new PathSettings(1, 64)), again = new(Model, 105, 1, 10, new PathSettings(1, 64));
        double[] first = new double[8], second = new double[8];
        Assert.Equal(one.PriceAndSensitivities(first), again.PriceAndSensitivities(second));
        Assert.Equal(first, second);
        using HestonCall other = new(Model, 105, 1, 10, new PathSettings(1, 64, Seed: 2));
        Assert.NotEqual(one.Price(), other.Price());
    }

    [Fact]
    public void APriceAndItsSensitivities_AllocateNothing()
    {
        using HestonCall call = new(Model, 105, 1, 20, new PathSettings(2, 64));
        double[] sensitivities = new double[8];
        Assert.Equal(0, Allocations.OfFiveSteps(() => call.PriceAndSensitivities(sensitivities)));
        Assert.Equal(0, Allocations.OfFiveSteps(() => call.Price()));
    }
}
