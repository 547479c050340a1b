using System.Numerics;

namespace Autograd.Examples.Greeks;

/// <summary>The inputs of Heston's model: dS = (r − q) S dt + √v S dW, dv = κ (θ − v) dt + ξ √v dV, dW dV = ρ dt.</summary>
/// <param name="Spot">S today.</param>
/// <param name="Variance">v today, per year.</param>
/// <param name="Reversion">κ, per year.</param>
/// <param name="Level">θ, which v returns to, per year.</param>
/// <param name="Volatility">ξ, of the variance.</param>
/// <param name="Correlation">ρ, from −1 to 1.</param>
/// <param name="Rate">r, per year.</param>
/// <param name="Dividend">q, per year.</param>
internal sealed record HestonModel(double Spot, double Variance, double Reversion, double Level, double Volatility, double Correlation, double Rate, double Dividend)
{
    private const double LargestFrequency = 200;
    private const int Intervals = 4000;

    /// <summary>What the inputs are called, in the order of <see cref="ToArray"/>.</summary>
    public static string[] Names { get; } = ["spot", "variance", "reversion", "level", "vol of variance", "correlation", "rate", "dividend"];

    /// <summary>The model with given inputs.</summary>
    public static HestonModel Of(ReadOnlySpan<double> x) => new(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]);

    /// <summary>The inputs.</summary>
    public double[] ToArray() => [Spot, Variance, Reversion, Level, Volatility, Correlation, Rate, Dividend];

    /// <summary>
    /// The price of a call by one integral over the characteristic function (A. Lewis 2001):
    /// S e^(−qT) − √(S K) e^(−(r+q)T/2)/π ∫₀^∞ Re(e^(iuk) φ(u − i/2)) / (u² + ¼) du with k = ln(S/K) + (r − q) T; by Simpson's rule.
    /// </summary>
    /// <param name="strike">The strike K.</param>
    /// <param name="years">The time T to expiry.</param>
    public double CallPrice(double strike, double years)
    {
        double k = Math.Log(Spot / strike) + ((Rate - Dividend) * years), h = LargestFrequency / Intervals, integral = 0;
        for (int i = 0; i <= Intervals; i++)
        {
            double u = i * h, weight = i is 0 or Intervals ? 1 : i % 2 == 1 ? 4 : 2;
            Complex value = Complex.Exp(new Complex(0, u * k)) * Characteristic(new Complex(u, -0.5), years);
            integral += weight * value.Real / ((u * u) + 0.25);
        }

        return (Spot * Math.Exp(-Dividend * years)) - (Math.Sqrt(Spot * strike) * Math.Exp(-0.5 * (Rate + Dividend) * years) / Math.PI * integral * h / 3);
    }

    /// <summary>The characteristic function of ln(S(T)/forward), in the form without jumps of the logarithm (Albrecher, Mayer, Schoutens and Tistaert 2007).</summary>
    private Complex Characteristic(Complex u, double years)
    {
        Complex i = Complex.ImaginaryOne, b = Reversion - (Correlation * Volatility * i * u);
        double square = Volatility * Volatility;
        Complex d = Complex.Sqrt((b * b) + (square * ((i * u) + (u * u)))), g = (b - d) / (b + d), decay = Complex.Exp(-d * years);
        Complex levels = Reversion * Level / square * (((b - d) * years) - (2 * Complex.Log((1 - (g * decay)) / (1 - g))));
        return Complex.Exp(levels + (Variance / square * (b - d) * (1 - decay) / (1 - (g * decay))));
    }
}
