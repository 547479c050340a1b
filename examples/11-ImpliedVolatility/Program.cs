using System.Globalization;
using Spectre.Console;

namespace Autograd.Examples.ImpliedVolatility;

/// <summary>
/// Example 11: volatilities from prices, all at once, as one node; and what no search for them gives, how they move with prices and spot. Returns 1 if the
/// volatilities that made the prices are not found again, or a derivative is not that of the closed form.
/// </summary>
internal static class Program
{
    private static int Main()
    {
        (double volatility, double derivative) = Run(Terminal.Open());
        return volatility < 1e-7 && derivative < 1e-7 ? 0 : 1;
    }

    /// <summary>Solves and reports; returns the largest errors of a volatility, and of a derivative relative to the closed form.</summary>
    public static (double Volatility, double Derivative) Run(IAnsiConsole console)
    {
        Market market = Market.Create();
        int rows = market.Years.Length, columns = market.Strikes.Length;
        console.MarkupLine("[bold]Implied volatilities as one node of a tape[/]");
        console.WriteLine($"\n{rows * columns} calls on a share at {Market.Spot:0}: {rows} maturities, strikes from {market.Strikes[0]:0} to {market.Strikes[^1]:0}.\n");

        using var tape = new Tape<double>();
        Variable<double> prices = tape.Variable(market.Prices, rows, columns), spot = tape.Variable(Market.Spot);
        Variable<double> strikes = tape.Constant(market.Strikes), years = tape.Constant(market.Years, rows, 1);
        int before = tape.NodeCount;
        Variable<double> volatility = Implicit.RootOfEach(
            (sigma, p) => BlackScholes.Call(p[1], p[2], p[3], sigma) - p[0], tape.Full((rows, columns), 1e-3), tape.Full((rows, columns), 5), [prices, spot, strikes, years]);
        double error = volatility.ToArray().Zip(market.Volatilities, (found, made) => Math.Abs(found - made)).Max();
        console.WriteLine($"Nodes on the tape for all of them: {tape.NodeCount - before}, two being the ends to search between.");
        console.WriteLine($"Largest difference from the volatilities that made the prices: {Text(error)}\n");

        // With the prices held: ∂σ/∂S = −Δ / vega; with the spot held, ∂σ/∂C = 1 / vega. Both have closed forms.
        Gradients<double> bySum = volatility.Sum().Backward();
        double[] byPrice = bySum[prices].ToArray();
        (double[] delta, double[] vega) = Closed(market, volatility.ToArray());
        double worst = byPrice.Zip(vega, (slope, v) => Math.Abs((slope * v) - 1)).Max();
        double bySpot = bySum[spot].Scalar, expected = -delta.Zip(vega, (d, v) => d / v).Sum();
        worst = Math.Max(worst, Math.Abs((bySpot / expected) - 1));
        console.WriteLine("One year to maturity:\n\n   strike      price   volatility   by price   by price, twice");
        int year = Array.IndexOf(market.Years, 1) * columns;
        double[] twice = bySum[prices].Sum().Backward()[prices].ToArray();
        for (int k = 0; k < columns; k += 5)
        {
            int i = year + k;
            console.WriteLine($"{market.Strikes[k],9:0}{Text(market.Prices[i], "0.0000"),11}{Text(volatility.Span[i], "0.0000"),13}{Text(byPrice[i], "0.0000"),11}{Text(twice[i], "0.0000"),18}");
        }

        console.WriteLine($"\nLargest relative difference of a derivative from 1 / vega and −Δ / vega: {Text(worst)}\n");
        var chart = new ScatterChart { Title = "volatility", AxisLabel = "strike" };
        for (int row = 0; row < rows; row++)
        {
            chart.Add("·+x●"[row], $"{Text(market.Years[row], "0.##")} years", market.Strikes, volatility.ToArray()[(row * columns)..((row + 1) * columns)]);
        }

        foreach (string line in chart.Draw()) console.WriteLine(line);
        return (error, worst);
    }

    /// <summary>∂C/∂S and ∂C/∂σ of each call by their formulas: N(d₁), and S √T times the normal density at d₁.</summary>
    private static (double[] Delta, double[] Vega) Closed(Market market, double[] volatilities)
    {
        using var tape = new Tape<double>();
        int rows = market.Years.Length, columns = market.Strikes.Length;
        Variable<double> years = tape.Constant(market.Years, rows, 1), deviation = tape.Constant(volatilities, rows, columns) * years.Sqrt();
        Variable<double> d1 = ((Market.Spot / tape.Constant(market.Strikes)).Log() / deviation) + (deviation / 2);
        return (d1.NormalDistribution().ToArray(), (Market.Spot * years.Sqrt() * d1.NormalDensity()).ToArray());
    }

    private static string Text(double value, string format = "0.0e0") => value.ToString(format, CultureInfo.InvariantCulture);
}
