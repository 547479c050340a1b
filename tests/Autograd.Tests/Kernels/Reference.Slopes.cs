namespace Autograd.Tests;

/// <content>Functions made of the elementary ones, and the slopes of all of them, of arguments of which the square and its reciprocal are doubles.</content>
internal readonly partial struct Reference
{
    private static readonly DoubleDouble Pi = HalfPi.Scale(1), Ln10 = Rounded(BigReal.Log(10)), RootOfHalfPi = (DoubleDouble)1 / (TwoOverRootPi * RootOfHalf);
    private static readonly DoubleDouble GeluCubic = Rounded((BigReal)44715 / 1_000_000), GeluScale = Rounded(BigReal.Sqrt((BigReal)8 / BigReal.Pi));

    private static Reference Density(DoubleDouble x) => NormalDensity(x);

    private Reference Times(DoubleDouble factor) => new(Value * factor, Exponent);

    private static Reference Inverse(Reference x) => new((DoubleDouble)1 / x.Value, -x.Exponent);

    /// <summary>The value and the slope; of inverse functions from what was found, by a Newton step.</summary>
    public static (Reference Value, Reference Slope) WithSlope(string name, double at, double found)
    {
        DoubleDouble x = at, one = 1, a = Math.Abs(at);
        int sign = at < 0 ? -1 : 1;
        switch (name)
        {
            case "Exp" or "Expm1": return (Of(name, at, 0), Exp(x));
            case "Log": return (Log(at), one / x);
            case "Log1p": return (Log1p(x), one / (x + 1));
            case "Sin": return (SinCos(at, out DoubleDouble cosineOfSine), cosineOfSine);
            case "Cos": return (Cos(at), -SinCos(at, out _));
            case "Tan": return (Of(name, at, 0), one / (Cos(at) * Cos(at)));
            case "Atan": return (Atan(at), one / (one + (x * x)));
            case "Sinh": return (Sinh(at), Cosh(at));
            case "Cosh": return (Cosh(at), Sinh(at));
            case "Tanh": return (Tanh(at), LogisticSlope(a.Scale(1)).Times(4));
            case "Sigmoid": return (Sigmoid(at), LogisticSlope(a));
            case "Softplus": return (Softplus(at), Sigmoid(at));
            case "LogSigmoid": return (Softplus(-at).Times(-1), Sigmoid(-at));
            case "Silu": return (Sigmoid(at).Times(x), Sigmoid(at).Times(one + (x * Sigmoid(-at).Plain)));
            case "Gelu":
                Reference gelu = at < -4 ? Density(x).Times((one / ReciprocalRatio(-x)) + x) : Of("NormalDistribution", at, 0).Plain + (at > 50 ? (DoubleDouble)0 : x * Density(x).Plain);
                return (Gelu(at), gelu);
            case "GeluTanh":
                if (Math.Abs(at) > 50) return at > 0 ? (x, 1) : (new Reference(-1, -100000), new Reference(-1, -100000));
                DoubleDouble twice = GeluScale * x * (one + (GeluCubic * x * x)), growth = GeluScale * (one + (GeluCubic * 3 * x * x));
                Reference gate = Logistic(twice);
                return (gate.Times(x), gate.Times(one + (x * growth * Logistic(-twice).Plain)));
            case "Erf": return (Erf(at), Exp(-(x * x)).Times(TwoOverRootPi));
            case "Erfc": return (Erfc(at), Exp(-(x * x)).Times(-TwoOverRootPi));
            case "NormalDistribution": return (Of(name, at, 0), Density(x));
            case "LogNormalDistribution": return (LogNormalDistribution(at), InverseMillsRatio(at));
            case "Sqrt": return (Sqrt(x), one / Sqrt(x).Scale(1));
            case "Reciprocal": return (one / x, -(one / (x * x)));
            case "Pow": return (Pow(at, 2.5), Pow(at, 1.5).Times(2.5));
            case "LogAddExp":
                DoubleDouble difference = x - 0.75, size = difference.High < 0 ? -difference : difference;
                DoubleDouble beyond = size.High > 80 ? 0 : Log1p(PlainExp(-size));
                return ((difference.High > 0 ? x : 0.75) + beyond, Logistic(difference));
            case "Log2": return (Log(at) / Ln2, one / (x * Ln2));
            case "Log10": return (Log(at) / Ln10, one / (x * Ln10));
            case "Exp2":
                if (Math.Abs(at) > 4000) return (new Reference(1, at > 0 ? 100000 : -100000), new Reference(1, at > 0 ? 100000 : -100000));
                Reference power = Exp(x * Ln2);
                return (power, power.Times(Ln2));
            case "Rsqrt":
                DoubleDouble rsqrt = one / Sqrt(x);
                return (rsqrt, -(rsqrt / x).Scale(-1));
            case "Asin":
                DoubleDouble asin = Math.Asin(at), sine = SinCos(asin.High, out DoubleDouble cosine), leg = Sqrt((one - x) * (one + x));
                return (asin + ((x * cosine) - (leg * sine)), one / leg);
            case "Acos":
                DoubleDouble acos = Math.Acos(at), upper = SinCos(acos.High, out DoubleDouble side), other = Sqrt((one - x) * (one + x));
                return (acos + ((other * side) - (x * upper)), -(one / other));
            case "Asinh":
                DoubleDouble root = Sqrt((x * x) + 1), asinh = a.High < 1 ? Log1p(a + (x * x / (root + 1))) : LogOf(a + root);
                return (asinh * sign, one / root);
            case "Acosh":
                DoubleDouble above = x - 1, below = Sqrt(above * (x + 1));
                return (at < 1.5 ? Log1p(above + below) : LogOf(x + below), one / below);
            case "Atanh": return ((Math.Abs(at) < 0.5 ? Log1p(x.Scale(1) / (one - x)) : LogOf((one + x) / (one - x))).Scale(-1), one / ((one - x) * (one + x)));
            case "Logit": return (at is < 0.25 or > 0.75 ? LogOf(x / (one - x)) : Log1p((x.Scale(1) - 1) / (one - x)), one / (x * (one - x)));
            case "Hypot":
                DoubleDouble length = Sqrt((x * x) + 0.5625);
                return (length, x / length);
            case "Atan2":
                double start = Math.Atan2(at, -0.75);
                DoubleDouble y = SinCos(start, out DoubleDouble along);
                return (((x * along) + (y * 0.75)) / ((x * y) - (along * 0.75)) + start, (DoubleDouble)(-0.75) / ((x * x) + 0.5625));
            case "LogGamma": return (LogGamma(x), Digamma(x));
            case "Digamma": return (Digamma(x), Polygamma(x, 1));
            case "Trigamma": return (Polygamma(x, 1), Polygamma(x, 2));
            case "NormalQuantile":
                DoubleDouble residual = at < 0.5 ? NormalLower(found) - x : (one - x) - NormalLower(-found);
                DoubleDouble quantile = (DoubleDouble)found - (residual / Density(found).Plain);
                return (quantile, Inverse(Density(quantile)));
            case "ErfInv":
                double f = Math.Abs(found);
                DoubleDouble excess = a.High < 0.5 ? ErfSeries(f) - a : (one - a) - NormalTail(RootOf2 * f).Plain.Scale(1);
                DoubleDouble inverse = (DoubleDouble)f - (excess / (TwoOverRootPi * PlainExp(-((DoubleDouble)f * f))));
                return (inverse * sign, (one / TwoOverRootPi) * PlainExp(inverse * inverse));
            case "Sinc":
                DoubleDouble turns = (x - Math.Round(at)) * Pi, sinc = SinCosOf(turns, out DoubleDouble turned);
                if (Math.Round(at) % 2 != 0) (sinc, turned) = (-sinc, -turned);
                sinc /= Pi * x;
                return (sinc, Math.Abs(at) < 0.05 ? SincSlope(x) : (turned - sinc) / x);
            case "BesselI0e": return (Bessel(a, 0), BesselDifference(a) * -sign);
            case "BesselI1e": return (Bessel(a, 1) * sign, BesselDifference(a) - (Bessel(a, 1) / a));
            case "Mish":
                if (at > 50) return (x, 1);
                Reference e = Exp(x);
                DoubleDouble plain = e.Plain, squared = plain * (plain + 2), denominator = squared + 2;
                Reference gated = e.Times((plain + 2) / denominator);
                return (gated.Times(x), e.Times(((plain + 2) / denominator) + (x * (plain + 1) * 4 / (denominator * denominator))));
            case "Elu": return at > 0 ? (x, 1) : (Expm1(at).Times(0.75), Exp(x).Times(0.75));
            case "Celu": return at > 0 ? (x, 1) : (at < -1000 ? -0.75 : PlainExpm1(x / 0.75) * 0.75, Exp(x / 0.75));
            case "Selu":
                DoubleDouble scale = 1.0507009873554805, both = scale * 1.6732632423543772;
                return at > 0 ? (x * scale, scale) : (Expm1(at).Times(both), Exp(x).Times(both));
            case "Softsign": return (x / (a + 1), one / ((a + 1) * (a + 1)));
            default: throw new ArgumentOutOfRangeException(nameof(name));
        }
    }

    private static DoubleDouble Sqrt(DoubleDouble x)
    {
        if (x.High == 0) return x;
        double y = Math.Sqrt(x.High);
        return (DoubleDouble)y + ((x - ((DoubleDouble)y * y)) / (2 * y));
    }

    /// <summary>1/(1 + e⁻ˣ).</summary>
    private static Reference Logistic(DoubleDouble x)
    {
        if (x.High < -80) return Exp(x);
        return x.High > 80 ? 1 : (DoubleDouble)1 / (PlainExp(-x) + 1);
    }

    /// <summary>e⁻ᵃ / (1 + e⁻ᵃ)² for a ≥ 0.</summary>
    private static Reference LogisticSlope(DoubleDouble a)
    {
        Reference e = Exp(-a);
        DoubleDouble sum = e.Plain + 1;
        return e.Times((DoubleDouble)1 / (sum * sum));
    }

    private static DoubleDouble NormalLower(double x) => x < 0 ? NormalTail(-x).Plain : (DoubleDouble)1 - NormalTail(x).Plain;

    private static DoubleDouble SinCosOf(DoubleDouble x, out DoubleDouble cosine)
    {
        DoubleDouble s = SinCos(x.High, out DoubleDouble c);
        cosine = c - (s * x.Low);
        return s + (c * x.Low);
    }

    /// <summary>Σ (−1)ᵏ 2k t^(2k−1) / (2k + 1)! · π with t = πx.</summary>
    private static DoubleDouble SincSlope(DoubleDouble x)
    {
        DoubleDouble t = Pi * x, square = t * t, sum = 0;
        for (int k = 9; k >= 1; k--) sum = (Factorials[(2 * k) + 1] * (2 * k)) - (sum * square);
        return -(sum * t * Pi);
    }
}
