using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// The logarithm y of the quantile of a gamma distribution, and its derivatives by the concentration α where the probability stays, in double.
/// All follow from the moments of e^(αt − e^t), the density of ln x, above and below y, relative to its value there: A_k = ∫ v^k e^(αv − x (e^v − 1)) dv from 0 to
/// ∞, and the negative of that from −∞ to 0. By y dA_k = −k A_(k−1) − (α − x) A_k, less 1 for k = 0, and by α A_(k+1): so every derivative is made of them.
/// </summary>
internal static class GammaQuantile
{
    /// <summary>How many derivatives there are.</summary>
    public const int MostDerivatives = 3;

    /// <summary>Where the integrand is below e^−this times its value at y, nothing is added.</summary>
    private const double Drop = 40;

    /// <summary>Points and weights of Gauss and Legendre from 0 to 1.</summary>
    private static readonly (double Point, double Weight)[] Rule = GaussLegendre(64);

    /// <summary>What <see cref="Logarithm"/> gives of each element for order 0, else what <see cref="Derivative"/> does.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static L Evaluate<L, T>(L concentration, L other, int order)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> concentrations = stackalloc T[L.Width], results = stackalloc T[L.Width];
        L.Store(concentration, ref concentrations[0]);
        L.Store(other, ref results[0]);
        for (int i = 0; i < results.Length; i++)
        {
            double alpha = double.CreateTruncating(concentrations[i]), value = double.CreateTruncating(results[i]);
            results[i] = T.CreateTruncating(order == 0 ? Logarithm(alpha, value) : Derivative(alpha, value, order));
        }

        return L.Load(ref results[0]);
    }

    /// <summary>ln x with P(α, x) = Φ(z), by Newton's method on the logarithm of the smaller tail, which is concave: it converges from everywhere.</summary>
    /// <param name="alpha">The concentration; −∞ is given at 0, NaN below.</param>
    /// <param name="z">The quantile of the normal distribution with the same probability.</param>
    public static double Logarithm(double alpha, double z)
    {
        if (!(alpha > 0) || double.IsNaN(z)) return alpha == 0 ? double.NegativeInfinity : double.NaN;
        if (double.IsInfinity(alpha)) return alpha;
        if (double.IsInfinity(z)) return z;
        int side = z < 0 ? -1 : 1;
        double wanted = VectorMath.LogNormalDistribution<ScalarLane<double>, double>(new(-Math.Abs(z))).Value, log = Log(alpha), constant = LogPeak(alpha, log);

        // From here on d = ln(x/α): large α leave it its digits.
        double d = Start(alpha, z, wanted, log);
        Span<double> moments = stackalloc double[1];
        for (int i = 0; i < 100; i++)
        {
            Moments(alpha, log, d, side, moments);
            double area = Math.Abs(moments[0]), tail = Log(area) + constant + (alpha * (d - Expm1(d))), step = (tail - wanted) * moments[0];
            d += step;
            if (!(Math.Abs(step) > 1e-8 * area)) break;
        }

        return log + d;
    }

    /// <summary>The derivative of y = ln x by α where P(α, x) stays.</summary>
    /// <param name="alpha">The concentration, above 0.</param>
    /// <param name="y">ln x.</param>
    /// <param name="order">Which derivative: 1, 2 or 3.</param>
    public static double Derivative(double alpha, double y, int order)
    {
        if (!(alpha > 0) || !double.IsFinite(y)) return double.IsPositiveInfinity(alpha) ? 0 : double.NaN;
        double log = Log(alpha), d = y - log, l = d + LogLessDigamma(alpha, log), c = -alpha * Expm1(d);
        Span<double> a = stackalloc double[order + 1];
        Moments(alpha, log, d, l > 0 ? 1 : -1, a);
        double first = a[1] + (l * a[0]);
        if (order == 1) return first;
        double w = l + (c * first), trigamma = Polygamma(alpha, 1);
        double second = a[2] + (l * a[1]) - (trigamma * a[0]) - (first * w);
        if (order == 2) return second;
        double slope0 = a[1] - (first * (1 + (c * a[0]))), slope1 = a[2] - (first * (a[0] + (c * a[1]))), slope2 = a[3] - (first * ((2 * a[1]) + (c * a[2])));
        double slopeOfW = first - trigamma + ((1 - ((alpha - c) * first)) * first) + (c * second);
        return slope2 + ((first - trigamma) * a[1]) + (l * slope1) - (Polygamma(alpha, 2) * a[0]) - (trigamma * slope0) - (second * w) - (first * slopeOfW);
    }

    /// <summary>An approximation of ln(x/α): of Wilson and Hilferty, for small x that of its power, for large x that of its exponential.</summary>
    private static double Start(double alpha, double z, double tail, double log)
    {
        double root = 1 - (1 / (9 * alpha)) + (z / (3 * Math.Sqrt(alpha)));
        if (alpha >= 0.5 && root > 0.2) return 3 * Log(root);
        if (z > 0 && alpha < 1 && log - tail > 1) return Log(log - tail) - log;
        double below = z < 0 ? tail : VectorMath.LogNormalDistribution<ScalarLane<double>, double>(new(z)).Value;
        return ((below + LogGamma(alpha) + log) / alpha) - log;
    }

    /// <summary>The moments A_k on one side of y, where d = ln(x/α).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Moments(double alpha, double log, double d, int side, Span<double> moments)
    {
        double x = alpha * Exp(d), y = log + d, reach = Reach(alpha, x, y, d, side), end = reach;
        moments.Clear();

        // Above a tiny x the integrand is level far on, and falls within some units before the end.
        for (int part = 0; end > 0; part++)
        {
            double start = side < 0 ? 0 : part switch { 0 => reach - 7, 1 => reach - 16, 2 => reach - 40, _ => 0 };
            start = Math.Max(start, 0);
            foreach ((double point, double weight) in Rule)
            {
                double v = side * (start + ((end - start) * point)), term = side * (end - start) * weight * Exp(Exponent(alpha, x, y, v));
                for (int k = 0; k < moments.Length; k++, term *= v) moments[k] += term;
            }

            end = start;
        }
    }

    /// <summary>αv − x (e^v − 1), also where x is too small for a number.</summary>
    private static double Exponent(double alpha, double x, double y, double v) => (alpha * v) - (v <= 1 ? x * Expm1(v) : Exp(y + v) - x);

    /// <summary>How far from y the integrand reaches: Newton's method from beyond on its exponent, which is concave.</summary>
    private static double Reach(double alpha, double x, double y, double d, int side)
    {
        double reach = side < 0 ? (Drop + x) / alpha
            : alpha >= 1 ? Math.Max(0, -d) + (9 / Math.Sqrt(alpha))
            : x < 1e-10 ? Log(Drop) - y : Log1p(Drop / x);
        for (int i = 0; i < 60; i++)
        {
            double v = side * reach, slope = side * (alpha - Exp(y + v));
            if (!(slope < 0))
            {
                reach *= 2;
                continue;
            }

            double change = (Exponent(alpha, x, y, v) + Drop) / slope;
            reach = Math.Max(reach - change, reach / 4);
            if (Math.Abs(change) < 0.01 * reach) break;
        }

        return reach;
    }

    /// <summary>α ln α − α − ln Γ(α), by Stirling's series where terms would cancel.</summary>
    private static double LogPeak(double alpha, double log)
    {
        if (alpha < 20) return (alpha * log) - alpha - LogGamma(alpha);
        double q = 1 / alpha, s = q * q;
        return (0.5 * (log - 1.8378770664093456)) - (q * ((1.0 / 12) - (s * ((1.0 / 360) - (s * ((1.0 / 1260) - (s * ((1.0 / 1680) - (s / 1188)))))))));
    }

    /// <summary>ln α − ψ(α).</summary>
    private static double LogLessDigamma(double alpha, double log)
    {
        if (alpha < 20) return log - VectorMath.Digamma<ScalarLane<double>, double>(new(alpha)).Value;
        double q = 1 / alpha, s = q * q;
        return (0.5 * q) + (s * ((1.0 / 12) - (s * ((1.0 / 120) - (s * ((1.0 / 252) - (s * ((1.0 / 240) - (s / 132)))))))));
    }

    private static double Exp(double x) => VectorMath.Exp<ScalarLane<double>, double>(new(x)).Value;

    private static double Expm1(double x) => VectorMath.Expm1<ScalarLane<double>, double>(new(x)).Value;

    private static double Log(double x) => VectorMath.Log<ScalarLane<double>, double>(new(x)).Value;

    private static double Log1p(double x) => VectorMath.Log1p<ScalarLane<double>, double>(new(x)).Value;

    private static double LogGamma(double x) => VectorMath.LogGamma<ScalarLane<double>, double>(new(x)).Value;

    private static double Polygamma(double x, int order) => VectorMath.Polygamma<ScalarLane<double>, double>(new(x), order).Value;

    private static (double Point, double Weight)[] GaussLegendre(int count)
    {
        var rule = new (double Point, double Weight)[count];
        for (int i = 0; i < count; i++)
        {
            double x = VectorMath.Cos<ScalarLane<double>, double>(new(Math.PI * (i + 0.75) / (count + 0.5))).Value, slope = 1;
            for (int pass = 0; pass < 8; pass++)
            {
                double before = 1, value = x;
                for (int k = 2; k <= count; k++) (before, value) = (value, ((((2 * k) - 1) * x * value) - ((k - 1) * before)) / k);
                slope = count * ((x * value) - before) / ((x * x) - 1);
                x -= value / slope;
            }

            rule[i] = ((1 - x) / 2, 1 / ((1 - (x * x)) * slope * slope));
        }

        return rule;
    }
}
