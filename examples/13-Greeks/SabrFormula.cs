namespace Autograd.Examples.Greeks;

/// <summary>
/// The volatility by Black's formula of an option in the SABR model, approximately (P. Hagan, D. Kumar, A. Lesniewski and D. Woodward 2002, formula 2.17). With
/// L = ln(F/K), G = (F K)^((1 − β)/2), z = ν G L/α and X = ln((√(1 − 2ρz + z²) + z − ρ)/(1 − ρ)):
/// σ = α/(G (1 + (1 − β)² L²/24 + (1 − β)⁴ L⁴/1920)) · z/X · (1 + ((1 − β)² α²/(24 G²) + ρβνα/(4 G) + (2 − 3ρ²) ν²/24) T).
/// </summary>
internal static class SabrFormula
{
    /// <summary>β, the exponent of the forward: fixed, as it usually is.</summary>
    public const double Exponent = 0.5;

    /// <summary>Below this z, z/X is taken from its series: there both are 0.</summary>
    public const double SmallZ = 1e-4;

    /// <summary>What of the formula does not depend on α, ρ and ν: G, L, the denominator and the time to expiry.</summary>
    /// <param name="forward">F.</param>
    /// <param name="strike">K.</param>
    /// <returns>G; L; 1/(G (1 + (1 − β)² L²/24 + (1 − β)⁴ L⁴/1920)).</returns>
    public static (double G, double L, double Factor) Fixed(double forward, double strike)
    {
        double g = Math.Pow(forward * strike, (1 - Exponent) / 2), l = Math.Log(forward / strike), square = (1 - Exponent) * (1 - Exponent) * l * l;
        return (g, l, 1 / (g * (1 + (square / 24) + (square * square / 1920))));
    }

    /// <summary>The volatility on the tape, element by element.</summary>
    /// <param name="alpha">α.</param>
    /// <param name="rho">ρ.</param>
    /// <param name="nu">ν.</param>
    /// <param name="g">G.</param>
    /// <param name="l">L.</param>
    /// <param name="factor">The third of what <see cref="Fixed"/> gives.</param>
    /// <param name="years">T.</param>
    public static Variable<double> Volatility(Variable<double> alpha, Variable<double> rho, Variable<double> nu, Variable<double> g, Variable<double> l, Variable<double> factor, Variable<double> years)
    {
        Variable<double> z = nu * g * l / alpha, away = z - rho;

        // (√(1 − 2ρz + z²) + z − ρ)/(1 − ρ) = exp X. What the mask cuts off is 0/0 at the money, and contributes nothing.
        Variable<double> x = (((away.Square() + (1 - rho.Square())).Sqrt() + away) / (1 - rho)).Log();
        Variable<double> series = 1 - (0.5 * rho * z) + ((2 - (3 * rho.Square())) / 12 * z.Square());
        Variable<double> ratio = alpha.Tape.Where(z.Abs() < SmallZ, series, z / x);
        Variable<double> scaled = alpha / g;
        Variable<double> correction = ((1 - Exponent) * (1 - Exponent) / 24 * scaled.Square()) + (Exponent / 4 * rho * nu * scaled) + ((2 - (3 * rho.Square())) / 24 * nu.Square());
        return alpha * factor * ratio * (1 + (correction * years));
    }

    /// <summary>The volatility of one option.</summary>
    public static double Volatility(double forward, double strike, double years, double alpha, double rho, double nu)
    {
        (double g, double l, double factor) = Fixed(forward, strike);
        double z = nu * g * l / alpha, away = z - rho, x = Math.Log((Math.Sqrt((away * away) + (1 - (rho * rho))) + away) / (1 - rho)), scaled = alpha / g;
        double ratio = Math.Abs(z) < SmallZ ? 1 - (0.5 * rho * z) + ((2 - (3 * rho * rho)) / 12 * z * z) : z / x;
        double correction = ((1 - Exponent) * (1 - Exponent) / 24 * scaled * scaled) + (Exponent / 4 * rho * nu * scaled) + ((2 - (3 * rho * rho)) / 24 * nu * nu);
        return alpha * factor * ratio * (1 + (correction * years));
    }
}
