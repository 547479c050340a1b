namespace Autograd.Examples.Greeks;

public sealed class LiborTests
{
    private const int Rates = LiborSwaptions.Rates;

    [Fact]
    public void AllSensitivities_AreDifferences_WithTheSameNumbers()
    {
        using LiborSwaptions book = new(LiborSwaptions.Book, new PathSettings(2, 16));
        double[] sensitivities = new double[161];
        Assert.Equal((161, 15), (book.Inputs.Length, book.Swaptions.Length));
        Assert.Equal(book.Price(), book.PriceAndSensitivities(sensitivities));
        for (int k = 0; k < 161; k++) Assert.Equal(Differences.By(book, k), sensitivities[k], 1e-5 * (1 + Math.Abs(sensitivities[k])));
    }

    /// <summary>A swaption on one period is Black's, with all its sensitivities.</summary>
    [Fact]
    public void ACaplet_IsBlacks_WithinItsErrors()
    {
        using LiborSwaptions caplet = new([(1, 0.05)], new PathSettings(64, 64));
        Estimate[] estimates = caplet.Estimates();
        AssertNear(estimates[0], caplet.CapletPrice());
        foreach (int k in (int[])[0, 20, 39, 40, Rates, Rates + 20, Rates + 39, 2 * Rates]) AssertNear(estimates[1 + k], Exact(k));

        // Later rates and volatilities do not matter.
        foreach (int k in (int[])[41, 79, Rates + 40, Rates + 79]) Assert.Equal((0, 0), (estimates[1 + k].Value, Exact(k)));

        double Exact(int input) => Differences.Of(
            inputs =>
            {
                using LiborSwaptions moved = new([(1, 0.05)], new PathSettings(1, 8));
                inputs.CopyTo(moved.Inputs, 0);
                return moved.CapletPrice();
            },
            caplet.Inputs,
            input);

        static void AssertNear(Estimate estimate, double exact) => Assert.InRange(exact - estimate.Value, (-4 * estimate.Error) - (0.005 * Math.Abs(exact)), (4 * estimate.Error) + (0.005 * Math.Abs(exact)));
    }

    [Fact]
    public void WithoutVolatility_SwaptionsAreForwardSwaps()
    {
        using LiborSwaptions book = new([(4, 0.045), (20, 0.055)], new PathSettings(1, 8));
        book.Inputs.AsSpan(Rates, Rates).Fill(1e-9);
        double period = 0.25, discount = Math.Pow(1 + (0.05 * period), -40), bond = 1, expected = 100;
        for (int k = 0; k < 4; k++)
        {
            bond /= 1 + (0.05 * period);
            expected -= 100 * 0.045 * period * bond;
        }

        Assert.Equal(discount * (expected - (100 * bond)), book.Price(), 1e-6); // the other one is out of the money
    }

    [Fact]
    public void APriceAndItsSensitivities_AllocateNothing()
    {
        using LiborSwaptions book = new(LiborSwaptions.Book, new PathSettings(2, 16));
        double[] sensitivities = new double[161];
        Assert.Equal(0, Allocations.OfFiveSteps(() => book.PriceAndSensitivities(sensitivities)));
    }
}
