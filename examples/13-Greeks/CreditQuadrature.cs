namespace Autograd.Examples.Greeks;

/// <summary>
/// The value of <see cref="CreditValuation"/> without paths: an exposure depends on the factor of its date alone, which is normal, so that each is an integral over
/// one number, by the trapezoidal rule.
/// </summary>
internal static class CreditQuadrature
{
    private const double Range = 9;
    private const int Points = 4000;

    /// <summary>The CVA.</summary>
    /// <param name="credit">The swaps.</param>
    /// <param name="inputs">The inputs.</param>
    public static double Price(CreditValuation credit, ReadOnlySpan<double> inputs)
    {
        const int Dates = CreditValuation.Dates;
        double reversion = inputs[2 * Dates], volatility = inputs[(2 * Dates) + 1], hazard = 0, cost = 0;
        double[] h = new double[Dates + 1], bonds = new double[Dates + 1], exposures = new double[Dates + 1];
        for (int k = 0; k <= Dates; k++)
        {
            double time = k * CreditValuation.Period;
            (h[k], bonds[k]) = ((1 - Math.Exp(-reversion * time)) / reversion, k == 0 ? 1 : Math.Exp(-inputs[k - 1] * time));
        }

        for (int date = 0; date <= Dates; date++) exposures[date] = Exposure(date);
        for (int date = 1; date <= Dates; date++)
        {
            double survival = Math.Exp(-hazard);
            hazard += CreditValuation.Period * inputs[Dates + date - 1];
            cost += 0.5 * (exposures[date - 1] + exposures[date]) * (survival - Math.Exp(-hazard));
        }

        return (1 - CreditValuation.Recovery) * cost;

        double Exposure(int date)
        {
            double variance = volatility * volatility * (Math.Exp(2 * reversion * date * CreditValuation.Period) - 1) / (2 * reversion), sum = 0, width = 2 * Range / Points;
            for (int i = 0; i <= Points; i++)
            {
                double y = -Range + (i * width), x = Math.Sqrt(variance) * y, value = 0;
                for (int k = date; k <= Dates; k++) value += credit.CashFlows[date, k] * bonds[k] * Math.Exp((-h[k] * x) - (0.5 * h[k] * h[k] * variance));
                sum += Math.Max(value, 0) * Math.Exp(-0.5 * y * y);
            }

            return sum * width / Math.Sqrt(double.Tau);
        }
    }
}
