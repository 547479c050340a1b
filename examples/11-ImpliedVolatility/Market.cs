namespace Autograd.Examples.ImpliedVolatility;

/// <summary>Calls on one share: a surface of volatilities with a smile, as markets have it, and the prices that it means.</summary>
internal sealed class Market
{
    public const double Spot = 100;

    private Market(double[] years, double[] strikes)
    {
        Years = years;
        Strikes = strikes;
        Volatilities = [.. years.SelectMany(t => strikes.Select(k => Smile(Math.Log(k / Spot), t)))];
        using var tape = new Tape<double>();
        Prices = BlackScholes.Call(tape.Constant(Spot), tape.Constant(strikes), tape.Constant(years, years.Length, 1), tape.Constant(Volatilities, years.Length, strikes.Length)).ToArray();
    }

    /// <summary>Four times to maturity and strikes from 70 to 140.</summary>
    public static Market Create() => new([0.25, 0.5, 1, 2], [.. Enumerable.Range(0, 36).Select(k => 70.0 + (2 * k))]);

    public double[] Years { get; }

    public double[] Strikes { get; }

    /// <summary>The volatilities that the prices were made from, a row for each maturity: what is to be found again.</summary>
    public double[] Volatilities { get; }

    public double[] Prices { get; }

    /// <summary>The raw "stochastic volatility inspired" parametrization of the total variance σ²T (Gatheral 2004).</summary>
    private static double Smile(double logMoneyness, double years)
    {
        double x = logMoneyness - 0.05, variance = (0.02 * years) + (0.08 * Math.Sqrt(years) * ((-0.4 * x) + Math.Sqrt((x * x) + 0.01)));
        return Math.Sqrt(variance / years);
    }
}
