using System.Numerics;

namespace Autograd.Tests.Operations;

/// <content>Values and slopes to some 55 digits.</content>
public partial class AccuracyTests
{
    /// <summary>The value and the slope; of inverse functions from what was found, by a Newton step.</summary>
    private static (BigReal Value, BigReal Slope) Exact(string name, double at, double found)
    {
        BigReal x = at, one = 1, a = BigReal.Abs(x);
        if (name == "Gelu" && at > 100) return (x, one);
        if (VectorMathTests.Functions.Contains(name) || name is "Erfc" or "NormalDistribution" or "LogNormalDistribution" or "Gelu") return (VectorMathTests.Exact(name, at), SlopeOfElementary(name, at));
        switch (name)
        {
            case "LogSigmoid": return (-VectorMathTests.Exact("Softplus", -at), VectorMathTests.Exact("Sigmoid", -at));
            case "Silu":
                BigReal sigmoid = VectorMathTests.Exact("Sigmoid", at);
                return (x * sigmoid, sigmoid * (one + (x * VectorMathTests.Exact("Sigmoid", -at))));
            case "GeluTanh":
                if (Math.Abs(at) > 50) return at > 0 ? (x, one) : (0, 0);
                BigReal cubic = (BigReal)44715 / 1_000_000, scaled = BigReal.Sqrt((BigReal)8 / BigReal.Pi), twice = scaled * x * (one + (cubic * x * x));
                BigReal logistic = one / (BigReal.Exp(-twice) + 1), rest = one / (BigReal.Exp(twice) + 1);
                return (x * logistic, logistic * (one + (x * rest * scaled * (one + (cubic * 3 * x * x)))));
            case "Sqrt": return (Root(x), one / Root(x).Scale(1));
            case "Reciprocal": return (one / x, -(one / (x * x)));
            case "Pow":
                BigReal halves = Root(x);
                return (x * x * halves, x * halves * 2.5);
            case "LogAddExp":
                BigReal difference = x - 0.75, beyond = Math.Abs(at) > 500 ? 0 : BigReal.Log1p(BigReal.Exp(-BigReal.Abs(difference)));
                return ((at > 0.75 ? x : 0.75) + beyond, Math.Abs(at) > 1000 ? (at > 0 ? 1 : 0) : one / (BigReal.Exp(-difference) + 1));
            case "Elu": return at > 0 ? (x, one) : at < -2000 ? (-0.75, 0) : (BigReal.Expm1(x) * 0.75, BigReal.Exp(x) * 0.75);
            case "Log2": return (BigReal.Log(x) / BigReal.Ln2, one / (x * BigReal.Ln2));
            case "Log10": return (BigReal.Log(x) / BigReal.Log(10), one / (x * BigReal.Log(10)));
            case "Exp2":
                BigReal power = BigReal.Exp((BigReal)Math.Clamp(at, -4000, 4000) * BigReal.Ln2);
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
                if (Math.Abs(at) > 2000) return at > 0 ? (x, one) : (0, 0);
                BigReal e = BigReal.Exp(x), n = e * (e + 2), gate = n / (n + 2);
                return (x * gate, gate + (x * e * (e + 1).Scale(2) / ((n + 2) * (n + 2))));
            case "Celu": return at > 0 ? (x, one) : at < -2000 ? (-0.75, 0) : (BigReal.Expm1(x / 0.75) * 0.75, BigReal.Exp(x / 0.75));
            case "Selu":
                BigReal factor = 1.0507009873554805;
                return at > 0 ? (x * factor, factor) : at < -2000 ? (-(factor * 1.6732632423543772), 0) : (BigReal.Expm1(x) * factor * 1.6732632423543772, BigReal.Exp(x) * factor * 1.6732632423543772);
            case "Softsign": return (x / (a + 1), one / ((a + 1) * (a + 1)));
            default: throw new ArgumentOutOfRangeException(nameof(name));
        }
    }

    private static BigReal SlopeOfElementary(string name, double at)
    {
        BigReal x = at, limited = Math.Clamp(at, -2000, 2000), square = limited * limited;
        switch (name)
        {
            case "Exp" or "Expm1": return BigReal.Exp(limited);
            case "Log": return one / x;
            case "Log1p": return one / (x + 1);
            case "Sin": return BigReal.Cos(x);
            case "Cos": return -BigReal.Sin(x);
            case "Tan":
                BigReal cosine = BigReal.Cos(x);
                return one / (cosine * cosine);
            case "Atan": return one / (one + (x * x));
            case "Sinh": return BigReal.Cosh(limited);
            case "Cosh": return VectorMathTests.Exact("Sinh", at);
            case "Tanh":
                BigReal cosh = BigReal.Cosh(limited);
                return one / (cosh * cosh);
            case "Sigmoid": return VectorMathTests.Exact("Sigmoid", at) * VectorMathTests.Exact("Sigmoid", -at);
            case "Softplus": return VectorMathTests.Exact("Sigmoid", at);
            case "Erf" or "Erfc": return BigReal.Exp(-square).Scale(1) / Root(BigReal.Pi) * (name == "Erf" ? 1 : -1);
            case "NormalDistribution": return BigReal.NormalDensity(limited);
            case "LogNormalDistribution": return VectorMathTests.Exact("InverseMillsRatio", at);
            case "Gelu": return Math.Abs(at) > 2000 ? (at > 0 ? 1 : 0) : Lower(x) + (x * BigReal.NormalDensity(x));
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
