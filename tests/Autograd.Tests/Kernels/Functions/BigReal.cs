using System.Numerics;

namespace Autograd.Tests;

/// <summary>
/// A real number with a significand of about <see cref="Precision"/> bits: the tests' reference for elementary functions, made of
/// series and integer arithmetic only, so that it shares nothing with what it judges.
/// </summary>
internal readonly struct BigReal
{
    public const int Precision = 200;

    private readonly BigInteger _significand;
    private readonly int _exponent;

    private BigReal(BigInteger significand, int exponent, int precision = Precision)
    {
        int excess = significand.IsZero ? 0 : (int)BigInteger.Abs(significand).GetBitLength() - precision;
        _significand = excess > 0 ? significand >> excess : significand;
        _exponent = significand.IsZero ? 0 : excess > 0 ? exponent + excess : exponent;
    }

    public static BigReal Ln2 { get; } = TwoArtanhOfReciprocal(3);

    /// <summary>π by Machin's formula, long enough to reduce any double.</summary>
    private static BigInteger PiScaled { get; } = ((16 * ArctanOfReciprocal(5)) - (4 * ArctanOfReciprocal(239))) >> 32;

    private const int PiBits = 1500;

    public static BigReal Pi { get; } = new(PiScaled, -PiBits);

    /// <summary>⌊2/π · 2^<paramref name="scale"/>⌋, nearly: the error is below 2^(scale − 1490).</summary>
    public static BigInteger TwoOverPi(int scale) => scale < 0 ? 0 : (BigInteger.One << (scale + 1 + PiBits)) / PiScaled;

    public bool IsZero => _significand.IsZero;

    public int Sign => _significand.Sign;

    /// <summary>⌊log₂ |x|⌋.</summary>
    public int Log2Floor => (int)BigInteger.Abs(_significand).GetBitLength() - 1 + _exponent;

    public static implicit operator BigReal(int x) => new(x, 0);

    public static implicit operator BigReal(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52 & 0x7FF);
        long fraction = bits & 0xFFFFFFFFFFFFF;
        if (exponent == 0x7FF) throw new ArgumentOutOfRangeException(nameof(x));
        BigInteger significand = exponent == 0 ? fraction : fraction | 1L << 52;
        return new(bits < 0 ? -significand : significand, Math.Max(exponent, 1) - 1075);
    }

    /// <summary>Near enough to compare and to start from.</summary>
    public static explicit operator double(BigReal x)
    {
        int excess = Math.Max((int)BigInteger.Abs(x._significand).GetBitLength() - 60, 0);
        return Math.ScaleB((double)(x._significand >> excess), x._exponent + excess);
    }

    public static BigReal operator +(BigReal a, BigReal b)
    {
        if (a.IsZero) return b;
        if (b.IsZero) return a;
        if (a.Log2Floor - b.Log2Floor > Precision + 8) return a;
        if (b.Log2Floor - a.Log2Floor > Precision + 8) return b;
        int low = Math.Min(a._exponent, b._exponent);
        return new((a._significand << (a._exponent - low)) + (b._significand << (b._exponent - low)), low);
    }

    public static BigReal operator -(BigReal a) => new(-a._significand, a._exponent);

    public static BigReal operator -(BigReal a, BigReal b) => a + -b;

    public static BigReal operator *(BigReal a, BigReal b) => new(a._significand * b._significand, a._exponent + b._exponent);

    public static BigReal operator /(BigReal a, BigReal b) =>
        new((a._significand << (2 * Precision)) / b._significand, a._exponent - b._exponent - (2 * Precision));

    public static bool operator <(BigReal a, BigReal b) => (a - b).Sign < 0;

    public static bool operator >(BigReal a, BigReal b) => (a - b).Sign > 0;

    public static BigReal Ratio(BigInteger numerator, BigInteger denominator) => new BigReal(numerator, 0, int.MaxValue) / new BigReal(denominator, 0, int.MaxValue);

    public static BigReal Abs(BigReal x) => new(BigInteger.Abs(x._significand), x._exponent);

    public BigReal Scale(int powerOfTwo) => new(_significand, _exponent + powerOfTwo);

    public static BigReal Exp(BigReal x)
    {
        // The series would not end.
        if (x.Log2Floor > 29) throw new ArgumentOutOfRangeException(nameof(x));
        int n = (int)Math.Round((double)x / Math.Log(2));
        BigReal r = (x - (Ln2 * n)).Scale(-8), term = 1, sum = 1;
        for (int k = 1; term.Sign != 0 && term.Log2Floor > -Precision - 20; k++) sum += term = term * r / k;
        for (int i = 0; i < 8; i++) sum *= sum;
        return sum.Scale(n);
    }

    public static BigReal Expm1(BigReal x)
    {
        if (x.IsZero || x.Log2Floor > -20) return Exp(x) - 1;
        BigReal term = x, sum = x;
        for (int k = 2; term.Sign != 0 && term.Log2Floor > x.Log2Floor - Precision; k++) sum += term = term * x / k;
        return sum;
    }

    public static BigReal Log(BigReal x)
    {
        int k = x.Log2Floor;
        BigReal m = x.Scale(-k);
        if (m > 1.5)
        {
            m = m.Scale(-1);
            k++;
        }

        return (Ln2 * k) + TwoArtanh((m - 1) / (m + 1));
    }

    public static BigReal Log1p(BigReal x) => Abs(x) < 0.1 ? TwoArtanh(x / (x + 2)) : Log(x + 1);

    public static BigReal Sinh(BigReal x)
    {
        BigReal e = Expm1(x);
        return (e + (e / (e + 1))).Scale(-1);
    }

    public static BigReal Cosh(BigReal x) => (Exp(x) + Exp(-x)).Scale(-1);

    public static BigReal Tanh(BigReal x)
    {
        if (Abs(x) > 60) return x.Sign;
        BigReal e = Expm1(x.Scale(1));
        return e / (e + 2);
    }

    public static BigReal Sin(BigReal x) => SinCos(x, 0);

    public static BigReal Cos(BigReal x) => SinCos(x, 1);

    public static BigReal Tan(BigReal x) => Sin(x) / Cos(x);

    public static BigReal Atan(BigReal x)
    {
        if (Abs(x) > 1) return (Pi.Scale(-1) * x.Sign) - Atan((BigReal)1 / x);
        int doublings = 0;
        for (; !x.IsZero && x.Log2Floor > -8; doublings++) x /= Sqrt((x * x) + 1) + 1;
        BigReal square = x * x, power = x, sum = x;
        for (int k = 3; power.Sign != 0 && power.Log2Floor > x.Log2Floor - Precision; k += 2)
        {
            power *= -square;
            sum += power / k;
        }

        return sum.Scale(doublings);
    }

    public static BigReal Erf(BigReal x)
    {
        if (Abs(x) > 11) return x.Sign;
        BigReal square = x * x, term = x, sum = x;
        for (int k = 1; term.Sign != 0 && term.Log2Floor > sum.Log2Floor - Precision; k++) sum += term = term * square.Scale(1) / ((2 * k) + 1);
        return sum.Scale(1) * Exp(-square) / Sqrt(Pi);
    }

    /// <summary>Φ(−a) for a ≥ 0: by the error function, or by Laplace's continued fraction for the ratio of the tail to the density.</summary>
    public static BigReal NormalTail(BigReal a)
    {
        if (a < 8) return ((BigReal)1 - Erf(a / Sqrt(2))).Scale(-1);
        return NormalDensity(a) / ReciprocalRatio(a);
    }

    public static BigReal NormalDensity(BigReal x) => Exp(-(x * x).Scale(-1)) / Sqrt(Pi.Scale(1));

    /// <summary>φ(a) / Φ(−a) for a ≥ 0.</summary>
    public static BigReal InverseMillsRatio(BigReal a) => a < 8 ? NormalDensity(a) / NormalTail(a) : ReciprocalRatio(a);

    private static BigReal ReciprocalRatio(BigReal a)
    {
        BigReal fraction = a;
        for (int k = 100; k >= 1; k--) fraction = a + ((BigReal)k / fraction);
        return fraction;
    }

    public static BigReal Sqrt(BigReal x)
    {
        BigReal y = Math.Sqrt((double)x);
        for (int i = 0; i < 3; i++) y = (y + (x / y)).Scale(-1);
        return y;
    }

    private static BigReal SinCos(BigReal x, int quadrantsAhead)
    {
        // Exact multiple of π/2, in fixed point with PiBits fraction bits.
        BigInteger scaled = x._exponent + PiBits >= 0 ? x._significand << (x._exponent + PiBits) : x._significand >> -(x._exponent + PiBits);
        BigInteger halfPi = PiScaled >> 1;
        BigInteger n = BigInteger.Divide((scaled << 1) + (halfPi * scaled.Sign), halfPi << 1);
        BigReal r = n.IsZero ? x : new BigReal(scaled - (n * PiScaled >> 1), -PiBits);
        int quadrant = (int)((n + quadrantsAhead) & 3);

        BigReal square = r * r, term = (quadrant & 1) == 0 ? r : 1, sum = term;
        for (int k = (quadrant & 1) == 0 ? 2 : 1; term.Sign != 0 && term.Log2Floor > sum.Log2Floor - Precision; k += 2)
        {
            sum += term = -(term * square) / (k * (k + 1));
        }

        return quadrant >= 2 ? -sum : sum;
    }

    private static BigReal TwoArtanh(BigReal s)
    {
        BigReal square = s * s, power = s, sum = s;
        for (int k = 3; power.Sign != 0 && power.Log2Floor > s.Log2Floor - Precision; k += 2)
        {
            power *= square;
            sum += power / k;
        }

        return sum.Scale(1);
    }

    private static BigReal TwoArtanhOfReciprocal(int x) => TwoArtanh((BigReal)1 / x);

    private static BigInteger ArctanOfReciprocal(int x)
    {
        BigInteger power = (BigInteger.One << (PiBits + 32)) / x, sum = power;
        for (int k = 3; !power.IsZero; k += 2)
        {
            power /= -x * x;
            sum += power / k;
        }

        return sum;
    }
}
