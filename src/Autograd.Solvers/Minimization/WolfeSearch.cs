namespace Autograd;

/// <summary>
/// Searches a step length that meets the strong conditions of Wolfe, f ≤ f₀ + c₁ a f₀′ and |f′| ≤ c₂ |f₀′|: first farther out until there is one between two
/// lengths, then between them by cubic interpolation (Nocedal and Wright, Numerical Optimization, algorithms 3.5 and 3.6). Where values differ by
/// no more than rounding, the slopes decide alone (Hager and Zhang 2005).
/// </summary>
internal static class WolfeSearch
{
    private const double C1 = 1e-4, C2 = 0.9;
    private const int MostLooks = 60;

    /// <summary>Leaves the objective's trial where the conditions hold; or where f is lower at least, if no better is found.</summary>
    /// <param name="objective">At where the search starts.</param>
    /// <param name="direction">Where f falls.</param>
    /// <param name="length">The first length to look at.</param>
    /// <returns>Whether f is lower there.</returns>
    public static bool Find(Objective objective, double[] direction, double length)
    {
        double slope = Dense.Dot(objective.Gradient, direction);
        if (!(slope < 0)) return false;
        Point start = new(0, objective.Value, slope), low = start;
        double noise = 1e-15 * Math.Abs(start.Value);
        Point? high = null;
        for (int look = 0; look < MostLooks; look++)
        {
            double at = high is { } end ? Between(low, end) : length;
            if (at == low.At || at == high?.At) break;
            (double value, double slopeThere) = objective.Look(direction, at);
            Point point = new(at, value, slopeThere);
            bool isSame = Math.Abs(value - start.Value) <= noise;
            if (isSame && slopeThere >= C2 * slope && slopeThere <= ((2 * C1) - 1) * slope) return true;
            if (!(value <= start.Value + (C1 * at * slope)) || (value >= low.Value && (low.At > 0 || high is not null) && !isSame))
            {
                high = point;
                continue;
            }

            if (Math.Abs(slopeThere) <= -C2 * slope) return true;
            if (high is null)
            {
                // Not yet far enough where f still falls; else the minimum lies behind.
                if (slopeThere < 0)
                {
                    low = point;
                    length *= 4;
                    if (!double.IsFinite(length)) break;
                    continue;
                }

                high = low;
            }
            else if (slopeThere * (high.Value.At - low.At) >= 0)
            {
                high = low;
            }

            low = point;
        }

        if (low.At == 0 || !(low.Value < start.Value)) return false;
        objective.Look(direction, low.At);
        return true;
    }

    /// <summary>Where the cubic through two values and slopes is least, kept a tenth away from both ends; the middle where it is nowhere.</summary>
    private static double Between(Point low, Point high)
    {
        double width = high.At - low.At;
        double d1 = low.Slope + high.Slope - (3 * (high.Value - low.Value) / width);
        double d2 = Math.CopySign(Math.Sqrt((d1 * d1) - (low.Slope * high.Slope)), width);
        double fraction = 1 - ((high.Slope + d2 - d1) / (high.Slope - low.Slope + (2 * d2)));
        return low.At + (width * (double.IsFinite(fraction) ? Math.Clamp(fraction, 0.1, 0.9) : double.IsFinite(high.Value) ? 0.5 : 0.1));
    }

    private readonly record struct Point(double At, double Value, double Slope);
}
