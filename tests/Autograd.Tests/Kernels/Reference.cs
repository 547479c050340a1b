using System.Numerics;

namespace Autograd.Tests;

/// <summary>
/// Elementary functions to more than 72 bits, from Taylor series and Newton steps in <see cref="DoubleDouble"/>: the reference for tests
/// over many points. A value is <see cref="Value"/> · 2^<see cref="Exponent"/>, so that it may lie outside the range of a double.
/// </summary>
internal readonly partial struct Reference(DoubleDouble value, int exponent = 0)
{
    public readonly DoubleDouble Value = value;
    public readonly int Exponent = exponent;

    private static readonly DoubleDouble Ln2 = Rounded(BigReal.Ln2);
    private static readonly DoubleDouble HalfPi = Rounded(BigReal.Pi.Scale(-1));
    private static readonly DoubleDouble TwoOverRootPi = Rounded((BigReal)2 / BigReal.Sqrt(BigReal.Pi));
    private static readonly DoubleDouble RootOf2 = Rounded(BigReal.Sqrt(2)), RootOfHalf = Rounded(BigReal.Sqrt(2).Scale(-1));
    private static readonly DoubleDouble[] Reciprocals = [.. Enumerable.Range(0, 400).Select(k => (DoubleDouble)1 / Math.Max(k, 1))];
    private static readonly DoubleDouble[] Factorials = MakeFactorials();
    private static readonly UInt128[] TurnsHigh = new UInt128[2046], TurnsLow = new UInt128[2046];

    static Reference()
    {
        // 2^e · 2/π modulo 4, as 256 bits of which two stand before the point, for the exponents of all doubles.
        BigInteger mask = (BigInteger.One << 256) - 1, low = UInt128.MaxValue;
        for (int k = 0; k < TurnsHigh.Length; k++)
        {
            int e = k - 1074;
            BigInteger turns = BigReal.TwoOverPi(e + 254) & mask;
            (TurnsHigh[k], TurnsLow[k]) = ((UInt128)(turns >> 128), (UInt128)(turns & low));
        }
    }

    public static implicit operator Reference(DoubleDouble x) => new(x);

    public static implicit operator Reference(double x) => new(x);

    /// <summary>The value, where it does not leave the range of a double; else 0.</summary>
    private DoubleDouble Plain => Exponent < -2000 ? 0 : Value.Scale(Exponent);

    public static Reference Of(string name, double x, double y) => name switch
    {
        "Exp" => Exp(x),
        "Expm1" => Expm1(x),
        "Log" => Log(x),
        "Log1p" => Log1p(x),
        "Sin" => SinCos(x, out _),
        "Cos" => Cos(x),
        "Tan" => Math.Abs(x) < 1e-30 ? x : SinCos(x, out DoubleDouble c) / c,
        "Atan" => Atan(x),
        "Sinh" => Sinh(x),
        "Cosh" => Cosh(x),
        "Tanh" => Tanh(x),
        "Sigmoid" => Sigmoid(x),
        "Softplus" => Softplus(x),
        "Erf" => Erf(x),
        "Pow" => Pow(x, y),
        "Erfc" => Erfc(x),
        "NormalDistribution" => x < 0 ? NormalTail(-x) : (DoubleDouble)1 - NormalTail(x).Plain,
        "Gelu" => Gelu(x),
        "NormalDensity" => NormalDensity(x),
        "LogNormalDistribution" => LogNormalDistribution(x),
        "InverseMillsRatio" => InverseMillsRatio(x),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>|actual − this| in units in the last place (of the smallest denormal at least).</summary>
    public double Error<T>(T actual)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int fraction, int lowest, int top) = typeof(T) == typeof(float) ? (23, -149, 127) : (52, -1074, 1023);
        if (Value.High == 0) return actual == T.Zero ? 0 : double.PositiveInfinity;
        int leading = Math.ILogB(Value.High) + Exponent;
        if (leading > top + 1) return T.IsInfinity(actual) && double.IsNegative(Value.High) == T.IsNegative(actual) ? 0 : double.PositiveInfinity;
        int unit = Math.Min(Math.Max(leading - fraction, lowest), top - fraction);
        double exact = Math.ScaleB(Value.High, Exponent - unit), low = Math.ScaleB(Value.Low, Exponent - unit);

        // An infinity stands for the next number after the largest.
        double end = Math.ScaleB(1, fraction + 1);
        double units = T.IsInfinity(actual) ? end * T.Sign(actual) : Math.ScaleB(double.CreateTruncating(actual), -unit);
        if (T.IsInfinity(actual) && leading > top) units = Math.Abs(exact) >= end && double.IsNegative(exact) == T.IsNegative(actual) ? exact + low : double.PositiveInfinity;
        double error = Math.Abs(units - exact - low);
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }

    private static Reference Exp(DoubleDouble x)
    {
        if (Math.Abs(x.High) > 1e4) return new(1, x.High > 0 ? 100000 : -100000);
        DoubleDouble q = ReducedExpm1(x, out int n);
        return new(q + 1, n);
    }

    private static Reference Pow(double x, double y)
    {
        DoubleDouble log = Log(x);
        double product = log.High * y;
        return Exp(Math.Abs(product) > 1e4 ? product : log * y);
    }

    /// <summary>eˣ where it does not leave the range.</summary>
    private static DoubleDouble PlainExp(DoubleDouble x)
    {
        DoubleDouble q = ReducedExpm1(x, out int n);
        return (q + 1).Scale(n);
    }

    private static Reference Expm1(double x)
    {
        if (x > 1e4) return new(1, 100000);
        return x < -80 ? -1 : x > 700 ? Exp(x) : PlainExpm1(x);
    }

    /// <summary>eˣ − 1 where eˣ does not leave the range.</summary>
    private static DoubleDouble PlainExpm1(DoubleDouble x)
    {
        if (Math.Abs(x.High) < 1e-35) return x;
        DoubleDouble q = ReducedExpm1(x, out int n);
        return n == 0 ? q : q.Scale(n) + Math.ScaleB(1, n) - 1;
    }

    /// <summary>q and n with eˣ = 2ⁿ (1 + q).</summary>
    private static DoubleDouble ReducedExpm1(DoubleDouble x, out int n)
    {
        n = (int)Math.Round(x.High / 0.6931471805599453);
        DoubleDouble r = (n == 0 ? x : x - (Ln2 * n)).Scale(-5);

        // Σ rᵏ/k!: from the fifth term on doubles are enough; then (1 + e)² − 1 five times.
        double tail = 0;
        for (int k = 10; k >= 5; k--) tail = (tail * r.High) + Factorials[k].High;
        DoubleDouble sum = tail;
        for (int k = 4; k >= 1; k--) sum = (sum * r) + Factorials[k];
        DoubleDouble e = sum * r;
        for (int i = 0; i < 5; i++) e = e.Scale(1) + (e * e);
        return e;
    }

    private static DoubleDouble Log(double x)
    {
        int k = Math.ILogB(x);
        double m = Math.ScaleB(x, -k);
        if (m > 1.4)
        {
            m /= 2;
            k++;
        }

        return (Ln2 * k) + Log1p(m - 1);
    }

    /// <summary>A Newton step from what the platform's logarithm gives.</summary>
    private static DoubleDouble Log1p(DoubleDouble x)
    {
        if (Math.Abs(x.High) < 1e-35) return x;
        if (x.High > 2) return x.High > 1e20 ? Log(x.High) : LogOfSum(x.High);
        double u = 1 + x.High;
        double start = u == 1 ? x.High : Math.Log(u) * (x.High / (u - 1));
        DoubleDouble e = PlainExpm1(start), step = (x - e) / (e + 1);
        return step - (step * step).Scale(-1) + start;
    }

    private static DoubleDouble LogOfSum(double x)
    {
        DoubleDouble u = (DoubleDouble)1 + x;
        return Log(u.High) + (u.Low / u.High);
    }

    /// <summary>The sine, and the cosine, by Taylor's series of what is left after whole quarter turns.</summary>
    private static DoubleDouble SinCos(double x, out DoubleDouble cosine)
    {
        DoubleDouble r = Reduce(x, out int quadrant), z = r * r;
        double sinTail = 0, cosTail = 0;
        for (int k = 27; k >= 11; k -= 2) sinTail = Factorials[k].High - (sinTail * z.High);
        for (int k = 26; k >= 12; k -= 2) cosTail = Factorials[k].High - (cosTail * z.High);
        DoubleDouble sin = sinTail, cos = cosTail;
        for (int k = 9; k >= 3; k -= 2) sin = Factorials[k] - (sin * z);
        for (int k = 10; k >= 2; k -= 2) cos = Factorials[k] - (cos * z);
        sin = r - (r * (sin * z));
        cos = (DoubleDouble)1 - (cos * z);
        (sin, cosine) = quadrant switch { 0 => (sin, cos), 1 => (cos, -sin), 2 => (-sin, -cos), _ => (-cos, sin) };
        return sin;
    }

    private static DoubleDouble Cos(double x)
    {
        SinCos(x, out DoubleDouble c);
        return c;
    }

    private static DoubleDouble Reduce(double x, out int quadrant)
    {
        quadrant = 0;
        if (Math.Abs(x) < 0.78) return x;
        long bits = BitConverter.DoubleToInt64Bits(x);
        ulong significand = ((ulong)bits & 0x000F_FFFF_FFFF_FFFF) | 0x0010_0000_0000_0000;
        int k = (int)(bits >> 52 & 0x7FF) - 1;

        // The significand times the 256 bits, modulo 2^256.
        UInt128 low = TurnsLow[k], high = TurnsHigh[k];
        UInt128 p0 = (UInt128)(ulong)low * significand;
        UInt128 p1 = ((UInt128)(ulong)(low >> 64) * significand) + (p0 >> 64);
        high = (high * significand) + (p1 >> 64);
        low = (p1 << 64) | (ulong)p0;

        quadrant = (int)(high >> 126);
        high = (high << 2) | (low >> 126);
        low <<= 2;
        bool above = high >> 127 != 0;
        if (above)
        {
            quadrant = (quadrant + 1) & 3;
            (high, low) = (~high, ~low);
        }

        int zeros = high == 0 ? 128 : (int)UInt128.LeadingZeroCount(high);
        UInt128 top = zeros == 128 ? low : zeros == 0 ? high : (high << zeros) | (low >> (128 - zeros));
        DoubleDouble fraction = (DoubleDouble)(double)(ulong)(top >> 75) + Math.ScaleB((double)(ulong)((top >> 22) & ((1UL << 53) - 1)), -53);
        DoubleDouble r = fraction.Scale(-53 - zeros) * HalfPi;
        if (above != x < 0) r = -r;
        if (x < 0) quadrant = -quadrant & 3;
        return r;
    }

    private static Reference Atan(double x)
    {
        if (Math.Abs(x) < 1e-30) return x;
        double start = Math.Atan(x);
        DoubleDouble s = SinCos(start, out DoubleDouble c);

        // arctan x − start is the arctangent of this, which is so small that it is its own.
        DoubleDouble step = Math.Abs(x) > 1e10
            ? (c - (s / x)) / ((c / x) + s)
            : ((c * x) - s) / (c + (s * x));
        return step + start;
    }

    private static Reference Sinh(double x)
    {
        double a = Math.Abs(x);
        if (a < 1e-30) return x;
        if (a > 40)
        {
            Reference e = Exp(a);
            return new(x < 0 ? -e.Value : e.Value, e.Exponent - 1);
        }

        DoubleDouble m = PlainExpm1(a), y = (m + (m / (m + 1))).Scale(-1);
        return x < 0 ? -y : y;
    }

    private static Reference Cosh(double x)
    {
        Reference e = Exp(Math.Abs(x));
        if (Math.Abs(x) > 40) return new(e.Value, e.Exponent - 1);
        DoubleDouble value = e.Value.Scale(e.Exponent);
        return (value + ((DoubleDouble)1 / value)).Scale(-1);
    }

    private static Reference Tanh(double x)
    {
        if (Math.Abs(x) < 1e-30) return x;
        if (Math.Abs(x) > 40) return Math.Sign(x);
        DoubleDouble m = PlainExpm1(2 * Math.Abs(x)), y = m / (m + 2);
        return x < 0 ? -y : y;
    }

    private static Reference Sigmoid(double x)
    {
        if (x < -80) return Exp(x);
        return x > 80 ? 1 : (DoubleDouble)1 / (PlainExp(-x) + 1);
    }

    private static Reference Softplus(double x)
    {
        if (x < -80) return Exp(x);
        if (x > 80) return x;
        return Log1p(PlainExp(-Math.Abs(x))) + Math.Max(x, 0);
    }

    private static Reference Erf(double x)
    {
        double a = Math.Abs(x);
        if (a > 7) return Math.Sign(x);
        if (a < 1e-30) return new(TwoOverRootPi * Math.ScaleB(x, 600), -600);
        DoubleDouble y = ErfSeries(a);
        return x < 0 ? -y : y;
    }

    /// <summary>2/√π e^(−x²) Σ 2ᵏ x^(2k+1) / (2k + 1)!!, all terms positive.</summary>
    private static DoubleDouble ErfSeries(DoubleDouble a)
    {
        DoubleDouble square = a * a, twice = square.Scale(1), term = a, sum = a;
        for (int k = 3; term.High > sum.High * 1e-28; k += 2) sum += term = term * (twice * Reciprocals[k]);
        return sum * (TwoOverRootPi * PlainExp(-square));
    }

    private static Reference Erfc(double x)
    {
        if (Math.Abs(x) > 1e4) return x < 0 ? 2 : new Reference(1, -100000);
        Reference tail = NormalTail(RootOf2 * Math.Abs(x));
        return x < 0 ? (DoubleDouble)2 - tail.Plain.Scale(1) : new Reference(tail.Value, tail.Exponent + 1);
    }

    /// <summary>Φ(−a): beyond 4 the density times a ratio.</summary>
    private static Reference NormalTail(DoubleDouble a)
    {
        if (a.High < 4) return a.High < 1e-30 ? 0.5 : ((DoubleDouble)1 - ErfSeries(a * RootOfHalf)).Scale(-1);
        Reference density = NormalDensity(a);
        return new(density.Value / ReciprocalRatio(a), density.Exponent);
    }

    private static Reference Gelu(double x)
    {
        if (x == 0 || x > 50) return (DoubleDouble)x;
        int exponent = Math.ILogB(x);
        DoubleDouble scaled = Math.ScaleB(x, -exponent);
        Reference tail = NormalTail(Math.Abs(x));
        return x < 0 ? new(scaled * tail.Value, exponent + tail.Exponent) : new(scaled * ((DoubleDouble)1 - tail.Plain), exponent);
    }

    private static Reference NormalDensity(DoubleDouble x)
    {
        if (Math.Abs(x.High) > 1e4) return new(1, -100000);
        Reference e = Exp(-(x * x).Scale(-1));
        return new(e.Value * (TwoOverRootPi * RootOfHalf).Scale(-1), e.Exponent);
    }

    private static Reference LogNormalDistribution(double x)
    {
        if (x > 4)
        {
            Reference tail = NormalTail(x);
            return tail.Exponent > -200 ? Log1p(-tail.Plain) : new Reference(-tail.Value, tail.Exponent);
        }

        if (x >= 0) return Log1p(-NormalTail(x).Plain);
        if (x < -1e30)
        {
            double scaled = Math.ScaleB(x, -600);
            return new(-((DoubleDouble)scaled * scaled), 1199);
        }

        // Below −4 the logarithm of the density, −x²/2 − ln √(2π), less that of the ratio.
        if (x > -4) return LogOf(NormalTail(-x).Plain);
        DoubleDouble scale = (TwoOverRootPi * RootOfHalf).Scale(-1);
        return LogOf(scale) - LogOf(ReciprocalRatio(-x)) - ((DoubleDouble)x * x).Scale(-1);
    }

    private static Reference InverseMillsRatio(double x)
    {
        if (x <= -4) return ReciprocalRatio(-x);
        Reference density = NormalDensity(x);
        DoubleDouble distribution = x < 0 ? NormalTail(-x).Plain : (DoubleDouble)1 - NormalTail(x).Plain;
        return new(density.Value / distribution, density.Exponent);
    }

    /// <summary>φ(a) / Φ(−a) for a ≥ 4 by Laplace's continued fraction.</summary>
    private static DoubleDouble ReciprocalRatio(DoubleDouble a)
    {
        DoubleDouble fraction = a;
        for (int k = 80; k >= 1; k--) fraction = a + ((DoubleDouble)k / fraction);
        return fraction;
    }

    private static DoubleDouble LogOf(DoubleDouble x) => Log(x.High) + (x.Low / x.High);

    private static DoubleDouble[] MakeFactorials()
    {
        var reciprocal = new DoubleDouble[28];
        DoubleDouble factorial = 1;
        for (int k = 0; k < reciprocal.Length; k++)
        {
            if (k > 0) factorial *= k;
            reciprocal[k] = (DoubleDouble)1 / factorial;
        }

        return reciprocal;
    }

    public static Reference Of(BigReal x)
    {
        if (x.IsZero) return 0;
        int exponent = x.Log2Floor;
        return new(Rounded(x.Scale(-exponent)), exponent);
    }

    private static DoubleDouble Rounded(BigReal x)
    {
        // A BigReal becomes a double with a little more than 53 bits looked at; whatever that leaves is the second part.
        double high = (double)x;
        return new(high, (double)(x - high));
    }
}
