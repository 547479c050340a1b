namespace Autograd.Examples.ImpliedVolatility;

/// <summary>The price of a European call by Black and Scholes (1973), without interest: C = S N(d₁) − K N(d₂), d₁,₂ = ln(S/K) / (σ√T) ± σ√T / 2.</summary>
internal static class BlackScholes
{
    /// <summary>Records the prices, for tensors that broadcast to each other.</summary>
    public static Variable<double> Call(Variable<double> spot, Variable<double> strike, Variable<double> years, Variable<double> volatility)
    {
        Variable<double> deviation = volatility * years.Sqrt(), d1 = ((spot / strike).Log() / deviation) + (deviation / 2);
        return (spot * d1.NormalDistribution()) - (strike * (d1 - deviation).NormalDistribution());
    }
}
