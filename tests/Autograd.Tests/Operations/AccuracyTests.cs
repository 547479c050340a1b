using System.Numerics;

namespace Autograd.Tests.Operations;

/// <summary>
/// Values and slopes of the functions at many points of each type, edges of their domains and of their formulas among them, in units in the last
/// place against 55 digits. Points at which a result is not a normal number are left out, and those about zeros that are no numbers.
/// </summary>
public class AccuracyTests
{
    private const int Count = 2000;

    public static TheoryData<string> Names => [.. Domains.Keys];

    /// <summary>Where a function is tried; what is allowed for values and slopes. A bound of 0 is that of the type.</summary>
    private static readonly Dictionary<string, (double Low, double High, double Value, double Slope)> Domains = new()
    {
        ["Log2"] = (0, 1e300, 2, 4),
        ["Log10"] = (0, 1e300, 2, 4),
        ["Exp2"] = (-1000, 1000, 2, 4),
        ["Rsqrt"] = (0, 1e300, 2, 4),
        ["Asin"] = (-1, 1, 2, 4),
        ["Acos"] = (-1, 1, 2, 4),
        ["Asinh"] = (-1e300, 1e300, 2, 4),
        ["Acosh"] = (1, 1e300, 2, 4),
        ["Atanh"] = (-1, 1, 2, 4),
        ["Logit"] = (0, 1, 2, 4),
        ["Hypot"] = (-1e300, 1e300, 2, 4),
        ["Atan2"] = (-1e300, 1e300, 2, 4),
        ["LogGamma"] = (0, 1e300, 2, 4),
        ["Digamma"] = (0, 1e300, 2, 4),
        ["Trigamma"] = (0, 1e300, 2, 8),
        ["NormalQuantile"] = (0, 1, 2, 5),
        ["ErfInv"] = (-1, 1, 2, 5),
        ["Sinc"] = (-40, 40, 2, 4),
        ["BesselI0e"] = (-1e300, 1e300, 2.5, 4),
        ["BesselI1e"] = (-1e300, 1e300, 2.5, 8),
        ["Mish"] = (-80, 1e30, 4, 8),
        ["Celu"] = (-60, 1e30, 3, 4),
        ["Selu"] = (-80, 1e30, 3, 4),
        ["Softsign"] = (-1e30, 1e30, 2, 4),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_slopes_are_right_in_float(string name) => Check<float>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_slopes_are_right_in_double(string name) => Check<double>(name);

    private static void Check<T>(string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (_, _, allowedValue, allowedSlope) = Domains[name];
        T[] points = Points<T>(name, Count);
        using var tape = new Tape<T>();
        Variable<T> x = tape.Variable(points, [points.Length], "x"), y = Record(name, x);
        T[] values = y.ToArray(), slopes = y.Sum().Backward()[x].ToArray();
        (double Error, int At) worst = (0, 0), worstSlope = (0, 0);
        int compared = 0, comparedSlopes = 0;
        for (int i = 0; i < points.Length; i++)
        {
            double p = double.CreateChecked(points[i]);
            if (!IsMeant(name, p)) continue;
            var (value, slope) = Exact(name, p, double.CreateChecked(values[i]));
            if (Units(value, values[i]) is { } error)
            {
                compared++;
                if (!(error <= worst.Error)) worst = (error, i);
            }

            if (Units(slope, slopes[i]) is { } slopeError && !IsZeroOfSlope(name, p))
            {
                comparedSlopes++;
                if (!(slopeError <= worstSlope.Error)) worstSlope = (slopeError, i);
            }
        }

        Assert.True(worst.Error <= allowedValue && worstSlope.Error <= allowedSlope, $"{name} of {typeof(T).Name}: {values[worst.At]} at {points[worst.At]:R} is wrong by {worst.Error:F2} units, the slope {slopes[worstSlope.At]} at {points[worstSlope.At]:R} by {worstSlope.Error:F2}");
        Assert.InRange(compared, points.Length / 3, points.Length);
        Assert.InRange(comparedSlopes, points.Length / 4, points.Length);
    }

    /// <summary>In units of the exact value's last place; null where that is not a normal number.</summary>
    private static double? Units<T>(BigReal exact, T actual)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int fraction, int least, int most) = typeof(T) == typeof(float) ? (23, -126, 127) : (52, -1022, 1023);
        if (exact.IsZero || exact.Log2Floor < least || exact.Log2Floor >= most) return null;
        if (!T.IsFinite(actual)) return double.PositiveInfinity;
        return Math.Abs((double)((BigReal)double.CreateChecked(actual) - exact).Scale(fraction - exact.Log2Floor));
    }

    private static T[] Points<T>(string name, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (low, high, _, _) = Domains[name];
        bool single = typeof(T) == typeof(float);
        double most = single ? 1e37 : 1e300;
        high = Math.Min(high, most);
        low = Math.Max(low, -most);
        var random = new SplitMix64(2024);
        var points = new List<T>();
        int smallest = single ? 125 : 1020;
        foreach (double edge in (double[])[0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 8, -0.5, 1 - 1e-9, 1 + 1e-9])
        {
            T p = T.CreateChecked(edge);
            foreach (T near in (T[])[p, T.BitIncrement(p), T.BitDecrement(p)]) Add(near);
        }

        for (int i = 0; points.Count < count; i++)
        {
            double unit = random.NextDouble(), sign = (random.Next() & 1) == 0 ? 1 : -1;
            double p = (i % 5) switch
            {
                0 => low + (unit * (Math.Min(high, 10) - low)),
                1 => sign * unit * Math.Min(10, high),
                2 => sign * Math.ScaleB(1 + unit, (int)(random.Next() % 40) - 20),
                3 => high <= 1 ? 1 - Math.ScaleB(1 + unit, -(int)(random.Next() % (single ? 23u : 52u)) - 1) : Math.Exp(unit * Math.Log(high)),
                _ => sign * Math.ScaleB(1 + unit, -(int)(random.Next() % (ulong)smallest)),
            };
            Add(T.CreateChecked(p));
        }

        return [.. points];

        void Add(T p)
        {
            double x = double.CreateChecked(p);
            if (x > low && x < high && x != 0) points.Add(p);
        }
    }

    private static bool IsMeant(string name, double x) => name switch
    {
        // ln Γ from where it overflows.
        "LogGamma" => x < 1e36 && x != 1 && x != 2,
        "Sinc" => x != Math.Round(x),
        _ => true,
    };

    /// <summary>Where the slope crosses 0, at no number, its digits cannot be had.</summary>
    private static bool IsZeroOfSlope(string name, double x) => name switch
    {
        "LogGamma" => Math.Abs(x - 1.4616321449683622) < 1e-9,
        "Sinc" => Math.Abs(x) > 1.1,
        "BesselI1e" => Math.Abs(x) is > 0.3 and < 6,
        "Mish" => Math.Abs(x + 1.2) < 0.4,
        _ => false,
    };

    private static Variable<T> Record<T>(string name, Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => name switch
        {
            "Log2" => x.Log2(),
            "Log10" => x.Log10(),
            "Exp2" => x.Exp2(),
            "Rsqrt" => x.Rsqrt(),
            "Asin" => x.Asin(),
            "Acos" => x.Acos(),
            "Asinh" => x.Asinh(),
            "Acosh" => x.Acosh(),
            "Atanh" => x.Atanh(),
            "Logit" => x.Logit(),
            "Hypot" => x.Hypot(T.CreateChecked(0.75)),
            "Atan2" => x.Atan2(T.CreateChecked(-0.75)),
            "LogGamma" => x.LogGamma(),
            "Digamma" => x.Digamma(),
            "Trigamma" => x.Trigamma(),
            "NormalQuantile" => x.NormalQuantile(),
            "ErfInv" => x.ErfInv(),
            "Sinc" => x.Sinc(),
            "BesselI0e" => x.BesselI0e(),
            "BesselI1e" => x.BesselI1e(),
            "Mish" => x.Mish(),
            "Celu" => x.Celu(T.CreateChecked(0.75)),
            "Selu" => x.Selu(),
            "Softsign" => Autograd.Operations.Softsign(x),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };

    /// <summary>The value and the slope; of inverse functions from what was found, by a Newton step.</summary>
    private static (BigReal Value, BigReal Slope) Exact(string name, double at, double found)
    {
        BigReal x = at, one = 1, a = BigReal.Abs(x);
        switch (name)
        {
            case "Log2": return (BigReal.Log(x) / BigReal.Ln2, one / (x * BigReal.Ln2));
            case "Log10": return (BigReal.Log(x) / BigReal.Log(10), one / (x * BigReal.Log(10)));
            case "Exp2":
                BigReal power = BigReal.Exp(x * BigReal.Ln2);
                return (power, power * BigReal.Ln2);
            case "Rsqrt":
                BigReal rsqrt = Root(one / x);
                return (rsqrt, -(rsqrt / x).Scale(-1));
            case "Asin" or "Acos":
                BigReal cosine = Root((one - x) * (one + x)), asin = BigReal.Atan(x / cosine);
                return name == "Asin" ? (asin, one / cosine) : (BigReal.Pi.Scale(-1) - asin, -(one / cosine));
            case "Asinh":
                BigReal root = Root((x * x) + 1), asinh = at < 0 ? -BigReal.Log(root + a) : Math.Abs(at) < 0.01 ? BigReal.Log1p(x + (x * x / (root + 1))) : BigReal.Log(root + a);
                if (Math.Abs(at) < 0.01 && at < 0) asinh = -BigReal.Log1p(a + (x * x / (root + 1)));
                return (asinh, one / root);
            case "Acosh":
                BigReal below = Root((x - 1) * (x + 1));
                return (BigReal.Log1p(x - 1 + below), one / below);
            case "Atanh": return (BigReal.Log1p(x.Scale(1) / (one - x)).Scale(-1), one / ((one - x) * (one + x)));
            case "Logit":
                return (at < 0.25 ? BigReal.Log(x) - BigReal.Log1p(-x) : BigReal.Log1p((x.Scale(1) - 1) / (one - x)), one / (x * (one - x)));
            case "Hypot":
                BigReal length = Root((x * x) + (BigReal)0.5625);
                return (length, x / length);
            case "Atan2":
                BigReal angle = BigReal.Atan(a / 0.75);
                return ((BigReal.Pi - angle) * (at < 0 ? -1 : 1), -((BigReal)0.75 / ((x * x) + (BigReal)0.5625)));
            case "LogGamma": return (SpecialReal.LogGamma(x), SpecialReal.Digamma(x));
            case "Digamma": return (SpecialReal.Digamma(x), SpecialReal.Polygamma(x, 1));
            case "Trigamma": return (SpecialReal.Polygamma(x, 1), SpecialReal.Polygamma(x, 2));
            case "NormalQuantile":
                BigReal density = BigReal.NormalDensity(found), residual = at < 0.5 ? Lower(found) - x : (one - x) - Lower(-(BigReal)found);
                BigReal quantile = (BigReal)found - (residual / density);
                return (quantile, one / BigReal.NormalDensity(quantile));
            case "ErfInv":
                BigReal y = found, scale = BigReal.Exp(y * y) * Root(BigReal.Pi).Scale(-1);
                BigReal excess = Math.Abs(at) < 0.5 ? BigReal.Erf(y) - x : ((one - a) - Lower(-(BigReal.Abs(y) * BigReal.Sqrt(2))).Scale(1)) * (at < 0 ? -1 : 1);
                BigReal inverse = y - (excess * scale);
                return (inverse, BigReal.Exp(inverse * inverse) * Root(BigReal.Pi).Scale(-1));
            case "Sinc":
                BigReal sinc = SpecialReal.SinPi(x) / (BigReal.Pi * x);
                BigReal square = BigReal.Pi * BigReal.Pi * x * x, series = (one / 3) - (square / 30) + (square * square / 840);
                return (sinc, Math.Abs(at) < 1e-6 ? -(BigReal.Pi * BigReal.Pi * x * series) : (SpecialReal.CosPi(x) - sinc) / x);
            case "BesselI0e":
                BigReal i0 = SpecialReal.BesselScaled(a, 0);
                return (i0, SpecialReal.BesselDifference(a) * (at < 0 ? 1 : -1));
            case "BesselI1e":
                BigReal i1 = SpecialReal.BesselScaled(a, 1);
                return (i1 * (at < 0 ? -1 : 1), SpecialReal.BesselDifference(a) - (i1 / a));
            case "Mish":
                if (at > 50) return (x, one);
                BigReal e = BigReal.Exp(x), n = e * (e + 2), gate = n / (n + 2);
                return (x * gate, gate + (x * e * (e + 1).Scale(2) / ((n + 2) * (n + 2))));
            case "Celu": return at > 0 ? (x, one) : (BigReal.Expm1(x / 0.75) * 0.75, BigReal.Exp(x / 0.75));
            case "Selu":
                BigReal factor = 1.0507009873554805;
                return at > 0 ? (x * factor, factor) : (BigReal.Expm1(x) * factor * 1.6732632423543772, BigReal.Exp(x) * factor * 1.6732632423543772);
            case "Softsign": return (x / (a + 1), one / ((a + 1) * (a + 1)));
            default: throw new ArgumentOutOfRangeException(nameof(name));
        }
    }

    /// <summary>Φ(x).</summary>
    private static BigReal Lower(BigReal x) => x.Sign < 0 ? BigReal.NormalTail(-x) : one - BigReal.NormalTail(x);

    private static readonly BigReal one = 1;

    /// <summary>A root, also of what a double does not hold.</summary>
    private static BigReal Root(BigReal x)
    {
        if (x.IsZero) return x;
        int half = x.Log2Floor / 2;
        return BigReal.Sqrt(x.Scale(-2 * half)).Scale(half);
    }
}
