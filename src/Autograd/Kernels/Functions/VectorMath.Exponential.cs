using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

internal static partial class VectorMath
{
    /// <summary>eˣ = 2ⁿ eʳ with n = round(x / ln 2) and |r| ≤ ln 2 / 2.</summary>
    [MethodImpl(Inlined)]
    public static L Exp<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L r = ReduceByLn2<L, T>(x, out L n);
        L y = AddExponent<L, T>(L.One + Expm1Polynomial<L, T>(r), n);
        if (L.AllLessThan(L.Abs(x), K<L, T>(87f, 708.0))) return y;
        return ExpAnywhere<L, T>(x);
    }

    /// <summary>Below this eˣ is 0.</summary>
    [MethodImpl(Inlined)]
    public static T LeastExponent<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => typeof(T) == typeof(float) ? T.CreateTruncating(-104f) : T.CreateTruncating(-746.0);

    /// <summary>eˣ also where it is denormal, 0, infinite or NaN: the same bits as <see cref="Exp"/> where it is none of these.</summary>
    [MethodImpl(Called)]
    private static L ExpAnywhere<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Beyond these bounds the result is 0 or ∞ anyway, and n stays in range. The zeros are not computed: a product that underflows takes a
        // processor a hundred times as long as another, and rows that a mask cut off consist of them.
        L isZero = L.LessThan(x, L.Create(LeastExponent<T>()));
        x = L.AtMost(L.Select(isZero, L.Zero, x), K<L, T>(89f, 710.0));
        L r = ReduceByLn2<L, T>(x, out L n);
        return L.Select(isZero, L.Zero, ScaleByPowerOfTwo<L, T>(L.One + Expm1Polynomial<L, T>(r), n));
    }

    /// <summary>
    /// p and 2ⁿ with eˣ = 2ⁿ (1 + p), where eˣ counts for less than half of a result: ln 2 stands in one part, and the float polynomial
    /// is shorter. <paramref name="n"/> is in the low bits of a rounder.
    /// </summary>
    [MethodImpl(Inlined)]
    private static L Expm1Reduced<L, T>(L n, L x, out L scale)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L r = L.FusedMultiplyAdd(n - Rounder<L, T>(), K<L, T>(-0.69314718055994531), x);
        scale = PowerOfTwo<L, T>(n);
        if (typeof(T) == typeof(double)) return Expm1Polynomial<L, T>(r);
        L square = r * r;
        L low = L.FusedMultiplyAdd(K<L, T>(0.166671163146727), r, K<L, T>(0.49999228826018577));
        L high = L.FusedMultiplyAdd(K<L, T>(0.008312477588384262), r, K<L, T>(0.04189054994821483));
        return L.FusedMultiplyAdd(square, L.FusedMultiplyAdd(high, square, low), r);
    }

    /// <summary>eˣ − 1 = 2ⁿ (eʳ − 1) + (2ⁿ − 1).</summary>
    [MethodImpl(Inlined)]
    public static L Expm1<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L high = QuarterExpm1<L, T>(x, out L low);
        return TinyAsItself<L, T>(x, (high + low) * K<L, T>(4));
    }

    /// <summary>
    /// (eˣ − 1)/4 as an unevaluated sum. A quarter, because the powers of two up to where sinh overflows are then representable.
    /// </summary>
    [MethodImpl(Inlined)]
    private static L QuarterExpm1<L, T>(L x, out L low)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        x = L.AtMost(L.AtLeast(x, K<L, T>(-18f, -40.0)), K<L, T>(89.6f, 710.7));
        L n = L.FusedMultiplyAdd(x, K<L, T>(1.4426950408889634), Rounder<L, T>());
        L integer = n - Rounder<L, T>();
        L exact = L.FusedMultiplyAdd(integer, MinusLn2High<L, T>(), x);
        L r = L.FusedMultiplyAdd(integer, MinusLn2Low<L, T>(), exact);
        L rLow = L.FusedMultiplyAdd(integer, MinusLn2Low<L, T>(), exact - r);

        // eʳ − 1 = q + qLow, the rounding errors of r and of the last addition kept.
        L square = r * r;
        L factor = ExpTail<L, T>(r);
        L q = L.FusedMultiplyAdd(square, factor, r);
        L qLow = L.FusedMultiplyAdd(square, factor, r - q) + L.FusedMultiplyAdd(rLow, q, rLow);

        L scale = L.AddBits(PowerOfTwo<L, T>(n), Bits<L, T>(0xFF00_0000, 0xFFE0_0000_0000_0000));
        L offset = scale - K<L, T>(0.25);
        L high = L.FusedMultiplyAdd(scale, q, offset);
        low = L.FusedMultiplyAdd(scale, qLow, L.FusedMultiplyAdd(scale, q, offset - high));
        return high;
    }

    /// <summary>1/(1 + e⁻ˣ).</summary>
    [MethodImpl(Inlined)]
    public static L Sigmoid<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L y = typeof(T) == typeof(float) ? L.One / SigmoidDenominator<L, T>(x) : L.FusedMultiplyAdd(SigmoidParts<L, T>(x, out L q, out L remainder), remainder, q);
        return L.AllLessThan(L.Abs(x), K<L, T>(87f, 708.0)) ? y : SigmoidAnywhere<L, T>(x, y);
    }

    /// <summary>Far out the function is e^min(x, 0) to working precision.</summary>
    [MethodImpl(Called)]
    private static L SigmoidAnywhere<L, T>(L x, L y)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        L.Select(L.LessThan(L.Abs(x), K<L, T>(87f, 708.0)), y, ExpAnywhere<L, T>(L.AtMost(x, L.Zero)));

    /// <summary>1 + e⁻ˣ = 1 + 2ⁿ (1 + p) as 2ⁿ + (2ⁿ p + 1): one rounding fewer than from e⁻ˣ.</summary>
    /// <remarks>Of all float arguments the worst reciprocal is wrong by 1.997 units in the last place.</remarks>
    [MethodImpl(Inlined)]
    private static L SigmoidDenominator<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L p = Expm1Polynomial<L, T>(ReduceByLn2<L, T>(-x, out L n));
        L scale = PowerOfTwo<L, T>(n);
        return scale + L.FusedMultiplyAdd(scale, p, L.One);
    }

    /// <summary>A quotient q from e^−|x|, and what its rounding and that of 1 + e took off: without it would be just over two units.</summary>
    /// <returns>The factor with which <paramref name="remainder"/> is to be added to <paramref name="q"/>.</returns>
    [MethodImpl(Inlined)]
    private static L SigmoidParts<L, T>(L x, out L q, out L remainder)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L r = ReduceByLn2<L, T>(L.Or(x, SignBit<L, T>()), out L n);
        L e = AddExponent<L, T>(L.One + Expm1Polynomial<L, T>(r), n);
        L negative = L.LessThan(x, L.Zero);
        L numerator = L.Select(negative, e, L.One);
        L d = L.One + e;
        q = numerator / d;
        remainder = L.FusedMultiplyAdd(-q, e - (d - L.One), L.FusedMultiplyAdd(-q, d, numerator));

        // 1/d is q or 1 − q.
        return L.Select(negative, L.One - q, q);
    }

    /// <summary>max(x, 0) + ln(1 + e^−|x|).</summary>
    [MethodImpl(Called)]
    public static L Softplus<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        L.AtLeast(x, L.Zero) + Log1pPositive<L, T>(ExpOfMinusAbs<L, T>(x));

    [MethodImpl(Inlined)]
    private static L ExpOfMinusAbs<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => Exp<L, T>(L.Or(x, SignBit<L, T>()));

    /// <summary>sinh x = h + h/(2h + 1) with h = (e^|x| − 1)/2.</summary>
    [MethodImpl(Called)]
    public static L Sinh<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L high = QuarterExpm1<L, T>(L.Abs(x), out L low);
        high += high;
        low += low;
        L h = high + low;
        L ratio = h / L.FusedMultiplyAdd(h, K<L, T>(2), L.One);
        ratio = L.Select(L.LessThan(K<L, T>(1e18), h), L.Zero, ratio);
        return TinyAsItself<L, T>(x, WithSignOf<L, T>(high + (ratio + low), x));
    }

    /// <summary>cosh x = h + 1/(4h) with h = e^|x| / 2.</summary>
    [MethodImpl(Called)]
    public static L Cosh<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L r = ReduceByLn2<L, T>(L.AtMost(L.Abs(x), K<L, T>(89.6f, 710.7)), out L n);
        L half = ScaleByPowerOfTwo<L, T>(L.FusedMultiplyAdd(Expm1Polynomial<L, T>(r), K<L, T>(0.5), K<L, T>(0.5)), n);
        return half + (K<L, T>(0.25) / half);
    }

    /// <summary>tanh x = 1 − 2/(e^2|x| + 1), and x + x³ P(x²) where that would cancel.</summary>
    [MethodImpl(Inlined)]
    public static L Tanh<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.AtMost(L.Abs(x), K<L, T>(10f, 20.0));

        // e^2a = 2ⁿ (1 + p): 1 − 2/(e^2a + 1) does not show the errors of the short forms.
        L p = Expm1Reduced<L, T>(L.FusedMultiplyAdd(a, K<L, T>(2 * 1.4426950408889634), Rounder<L, T>()), a + a, out L scale);
        L sum = L.FusedMultiplyAdd(scale, p, scale + L.One);
        L large = L.One - (K<L, T>(2) / sum);
        L z = a * a;
        L small = L.FusedMultiplyAdd(a * z, TanhPolynomial<L, T>(z), a);
        return WithSignOf<L, T>(L.Select(L.LessThan(a, K<L, T>(0.55)), small, large), x);
    }

    /// <summary>(tanh x / x − 1)/x² over z = x² ≤ 0.303.</summary>
    [MethodImpl(Inlined)]
    private static L TanhPolynomial<L, T>(L z)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double)) return Polynomial<L, T>(z, TanhDouble);
        L p = L.FusedMultiplyAdd(K<L, T>(-0.0062790736076561585), z, K<L, T>(0.021075508596213675));
        p = L.FusedMultiplyAdd(p, z, K<L, T>(-0.053853351550218));
        p = L.FusedMultiplyAdd(p, z, K<L, T>(0.13332597270136348));
        return L.FusedMultiplyAdd(p, z, K<L, T>(-0.3333331792875143));
    }

    private static ReadOnlySpan<double> TanhDouble =>
    [
        -0.333333333333333, 0.13333333333326733, -0.05396825396381833, 0.021869488387318, -0.008863232622573642, 0.003592092217733032,
        -0.0014555438958622467, 0.0005884482084769504, -0.0002333896073324354, 8.332604046934604e-05, -1.949947723379551e-05,
    ];

    /// <summary>−ln 2 with so few bits that its product with an exponent is exact.</summary>
    [MethodImpl(Inlined)]
    private static L MinusLn2High<L, T>()
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => K<L, T>(-0.693145751953125f, -0.693147180559663);

    /// <summary>What <see cref="MinusLn2High"/> lacks of −ln 2.</summary>
    [MethodImpl(Inlined)]
    private static L MinusLn2Low<L, T>()
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => K<L, T>(-1.428606765330187e-06f, -2.8235290563031577e-13);

    /// <summary>r = x − n ln 2; <paramref name="n"/> is left in the low bits of a rounder.</summary>
    [MethodImpl(Inlined)]
    private static L ReduceByLn2<L, T>(L x, out L n)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        n = L.FusedMultiplyAdd(x, K<L, T>(1.4426950408889634), Rounder<L, T>());
        L integer = n - Rounder<L, T>();
        L r = L.FusedMultiplyAdd(integer, MinusLn2High<L, T>(), x);
        return L.FusedMultiplyAdd(integer, MinusLn2Low<L, T>(), r);
    }

    /// <summary>eʳ − 1 for |r| ≤ ln 2 / 2.</summary>
    [MethodImpl(Inlined)]
    private static L Expm1Polynomial<L, T>(L r)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => L.FusedMultiplyAdd(r * r, ExpTail<L, T>(r), r);

    /// <summary>(eʳ − 1 − r)/r² for |r| ≤ ln 2 / 2.</summary>
    [MethodImpl(Inlined)]
    private static L ExpTail<L, T>(L r)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Neighbouring coefficients first (Estrin's order): a shorter chain of dependent operations than Horner's.
        L square = r * r;
        if (typeof(T) == typeof(float))
        {
            L low = L.FusedMultiplyAdd(K<L, T>(0.16666542718106914), r, K<L, T>(0.5000000062119005));
            L high = L.FusedMultiplyAdd(K<L, T>(0.008366620823469284), r, K<L, T>(0.04166628119631542));
            return L.FusedMultiplyAdd(L.FusedMultiplyAdd(K<L, T>(0.0013946513611338002), square, high), square, low);
        }

        L fourth = square * square;
        L p0 = L.FusedMultiplyAdd(K<L, T>(0.16666666666666685), r, K<L, T>(0.5000000000000006));
        L p2 = L.FusedMultiplyAdd(K<L, T>(0.00833333333331454), r, K<L, T>(0.041666666666573204));
        L p4 = L.FusedMultiplyAdd(K<L, T>(0.000198412699031686), r, K<L, T>(0.0013888888932525102));
        L p6 = L.FusedMultiplyAdd(K<L, T>(2.755722781416543e-06), r, K<L, T>(2.4801504260490537e-05));
        L p8 = L.FusedMultiplyAdd(K<L, T>(2.511452167777746e-08), r, K<L, T>(2.762640365425118e-07));
        p4 = L.FusedMultiplyAdd(p8, fourth, L.FusedMultiplyAdd(p6, square, p4));
        return L.FusedMultiplyAdd(p4, fourth, L.FusedMultiplyAdd(p2, square, p0));
    }

    /// <summary>2ⁿ, n in the low bits of a rounder and within the exponents of normal numbers.</summary>
    [MethodImpl(Inlined)]
    private static L PowerOfTwo<L, T>(L n)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        L.AddBits(typeof(T) == typeof(float) ? L.ShiftLeft(n, 23) : L.ShiftLeft(n, 52), L.One);

    /// <summary>y · 2ⁿ for y near 1 and a normal result; n in the low bits of a rounder.</summary>
    [MethodImpl(Inlined)]
    private static L AddExponent<L, T>(L y, L n)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        L.AddBits(y, typeof(T) == typeof(float) ? L.ShiftLeft(n, 23) : L.ShiftLeft(n, 52));

    /// <summary>
    /// y · 2ⁿ for y near 1, in two steps of half the exponent: only the second can round, so over- and underflow come out right.
    /// </summary>
    [MethodImpl(Inlined)]
    private static L ScaleByPowerOfTwo<L, T>(L y, L n)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L half = L.ShiftRight(n, 1);
        return y * PowerOfTwo<L, T>(half) * PowerOfTwo<L, T>(L.SubtractBits(n, half));
    }
}
