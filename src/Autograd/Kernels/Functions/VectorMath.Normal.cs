using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>
/// The normal distribution and the complementary error function: the smaller tail is e^(−a²/2) R(a), in which R is flat. Both have what rounding
/// takes off them with them, so that the tail has its digits down to where it underflows: within 2 units in the last place, like the density.
/// </content>
internal static partial class VectorMath
{
    /// <summary>Φ(x) = ½ erfc(−x/√2).</summary>
    [MethodImpl(Inlined)]
    public static L NormalDistribution<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x);
        if (!L.AllLessThan(a, OrdinaryTail<L, T>())) return NormalDistributionAnywhere<L, T>(x);
        L p = NearTailRatio<L, T>(a, out L low, out L q, out L lack);
        L e = Expm1OfWholeProduct<L, T>(a * K<L, T>(-0.5), a, lack, out L n);
        return WithUpperHalf<L, T>(x, AddExponent<L, T>(Times<L, T>(p, low, q, L.Zero, e), n));
    }

    /// <summary>The same bits as <see cref="NormalDistribution"/> where that needs none of this; below −40 the tail is 0.</summary>
    [MethodImpl(Called)]
    private static L NormalDistributionAnywhere<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.AtMost(L.Abs(x), LastTail<L, T>());
        L p = NearTailRatio<L, T>(a, out L low, out L q, out L lack);
        L e = Expm1OfWholeProduct<L, T>(a * K<L, T>(-0.5), a, lack, out L n);
        return WithUpperHalf<L, T>(x, ScaleByPowerOfTwo<L, T>(Times<L, T>(p, low, q, L.Zero, e), n));
    }

    [MethodImpl(Inlined)]
    private static L WithUpperHalf<L, T>(L x, L tail)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => L.Select(L.LessThan(x, L.Zero), tail, L.One - tail);

    /// <summary>x Φ(x) = max(x, 0) − |x| Φ(−|x|), without what rounding takes off R: within 6 units in the last place, in half the time.</summary>
    [MethodImpl(Inlined)]
    public static L Gelu<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x);
        if (!L.AllLessThan(a, OrdinaryTail<L, T>())) return GeluAnywhere<L, T>(x);
        L p = NearTailRatio<L, T>(a, out _, out L q, out _);
        return L.FusedMultiplyAdd(-(a * q), TimesExp<L, T>(p, a * K<L, T>(-0.5), a), L.AtLeast(x, L.Create(T.NegativeZero)));
    }

    /// <summary>The same bits as <see cref="Gelu"/> where that needs none of this.</summary>
    [MethodImpl(Called)]
    private static L GeluAnywhere<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // ∞ times a tail of 0 would be NaN.
        L a = L.AtMost(L.Abs(x), LastTail<L, T>()), p = NearTailRatio<L, T>(a, out _, out L q, out _);
        return L.FusedMultiplyAdd(-(a * q), TimesExpAnywhere<L, T>(p, a * K<L, T>(-0.5), a), L.AtLeast(x, L.Create(T.NegativeZero)));
    }

    /// <summary>The slope of it, Φ(x) + x φ(x): e^(−a²/2) (R(a) − a/√(2π)) with a = |x| below 0, and 1 less that above. Its parts cancel about −0.75.</summary>
    [MethodImpl(Inlined)]
    public static L GeluSlope<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x);
        return L.AllLessThan(a, OrdinaryTail<L, T>()) ? WithUpperHalf<L, T>(x, TimesExp<L, T>(GeluSlopeFactor<L, T>(a), a * K<L, T>(-0.5), a)) : GeluSlopeAnywhere<L, T>(x);
    }

    /// <summary>The same bits as <see cref="GeluSlope"/> where that needs none of this.</summary>
    [MethodImpl(Called)]
    private static L GeluSlopeAnywhere<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.AtMost(L.Abs(x), LastTail<L, T>());
        return WithUpperHalf<L, T>(x, TimesExpAnywhere<L, T>(GeluSlopeFactor<L, T>(a), a * K<L, T>(-0.5), a));
    }

    [MethodImpl(Inlined)]
    private static L GeluSlopeFactor<L, T>(L a)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => L.FusedMultiplyAdd(-a, K<L, T>(0.3989422804014327), NearTailRatio<L, T>(a, out _, out L q, out _) * q);

    /// <summary>Below this bound the tail and the density are normal numbers.</summary>
    [MethodImpl(Inlined)]
    private static L OrdinaryTail<L, T>()
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => K<L, T>(12.5f, 37.0);

    /// <summary>From this bound on the tail is 0, and so is a times it.</summary>
    [MethodImpl(Inlined)]
    private static L LastTail<L, T>()
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => K<L, T>(15f, 40.0);

    /// <summary>1 − erf x.</summary>
    [MethodImpl(Called)]
    public static L Erfc<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.AtMost(L.Abs(x), K<L, T>(11f, 28.0)), root = K<L, T>(1.4142135623730951), b = a * root, center = K<L, T>(3.75f, 4), sum = b + center;
        L bLow = L.FusedMultiplyAdd(a, K<L, T>(2.4203234e-8f, -9.667293313452913e-17), L.FusedMultiplyAdd(a, root, -b));
        L p = NearTailRatio<L, T>(sum, b - (sum - center) + bLow, out L low, out L q, out L lack), e = Expm1OfWholeProduct<L, T>(-a, a, lack, out L n);
        L tail = ScaleByPowerOfTwo<L, T>(Times<L, T>(p + p, low + low, q, L.Zero, e), n);
        return L.Select(L.LessThan(x, L.Zero), K<L, T>(2) - tail, tail);
    }

    /// <summary>φ(x) = e^(−x²/2) / √(2π).</summary>
    [MethodImpl(Inlined)]
    public static L NormalDensity<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L scale = K<L, T>(0.3989422804014327), half = x * K<L, T>(-0.5);
        return L.AllLessThan(L.Abs(x), OrdinaryTail<L, T>()) ? TimesExp<L, T>(scale, half, x) : TimesExpAnywhere<L, T>(scale, half, x);
    }

    /// <summary>ln Φ(x): −x²/2 + ln R(−x) below 0, else ln(1 − Φ(−x)).</summary>
    [MethodImpl(Called)]
    public static L LogNormalDistribution<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x), isBelow = L.LessThanOrEqual(x, L.Zero), r = NormalTailRatio<L, T>(a, L.Zero, out L rLow), tail = NormalTail<L, T>(a, out L tailLow);
        L distribution = L.One - tail, distributionLow = (L.One - distribution) - tail - tailLow;
        L of = L.Select(isBelow, r, distribution), ofLow = L.Select(isBelow, rLow, distributionLow), log = Log<L, T>(of, out L low);
        low += ofLow / of;
        return L.Min(log + L.Select(isBelow, L.FusedMultiplyAdd(a * K<L, T>(-0.5), a, low), low), L.Create(T.NegativeZero));
    }

    /// <summary>φ(x) / Φ(x), the slope of ln Φ(x): below 0 the exponentials cancel, and far below the ratio is −x.</summary>
    [MethodImpl(Called)]
    public static L InverseMillsRatio<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x), scale = K<L, T>(0.3989422804014327), r = NormalTailRatio<L, T>(a, L.Zero, out L rLow);
        L ratio = scale / r, rest = L.FusedMultiplyAdd(-ratio, rLow, L.FusedMultiplyAdd(-ratio, r, scale)) + K<L, T>(-1.1335170105263179e-8f, -2.4923272022777301e-17);
        L below = L.Select(L.LessThan(K<L, T>(1e9), a), a, ratio + (rest / r));
        L tail = NormalTail<L, T>(a, out L tailLow), distribution = L.One - tail;
        L above = Quotient<L, T>(NormalDensity<L, T>(a), L.Zero, distribution, (L.One - distribution) - tail - tailLow);
        return L.Select(L.LessThan(x, L.Zero), below, above);
    }

    /// <summary>(p + low) (v + vLow) (1 + e), rounded once.</summary>
    [MethodImpl(Inlined)]
    private static L Times<L, T>(L p, L low, L v, L vLow, L e)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L w = L.FusedMultiplyAdd(v, e, v), wLow = L.FusedMultiplyAdd(v, e, v - w) + vLow;
        return L.FusedMultiplyAdd(p, w, L.FusedMultiplyAdd(p, wLow, low * w));
    }

    /// <summary>Φ(−a) for a ≥ 0, and what it lacks.</summary>
    [MethodImpl(Inlined)]
    private static L NormalTail<L, T>(L a, out L tailLow)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        a = L.AtMost(a, LastTail<L, T>());
        L p = NearTailRatio<L, T>(a, out L low, out L q, out L lack), e = Expm1OfWholeProduct<L, T>(a * K<L, T>(-0.5), a, lack, out L n);
        L w = L.FusedMultiplyAdd(q, e, q), rest = L.FusedMultiplyAdd(p, L.FusedMultiplyAdd(q, e, q - w), low * w), tail = L.FusedMultiplyAdd(p, w, rest);
        tailLow = ScaleByPowerOfTwo<L, T>(L.FusedMultiplyAdd(p, w, -tail) + rest, n);
        return ScaleByPowerOfTwo<L, T>(tail, n);
    }

    /// <summary>R(a) = Φ(−a) e^(a²/2) for a ≥ 0, and what it lacks.</summary>
    [MethodImpl(Inlined)]
    private static L NormalTailRatio<L, T>(L a, L aLow, out L rLow)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Beyond 10⁹ the exponential has long vanished, and the logarithm of the ratio beside −a²/2; ∞ would give NaN.
        a = L.Min(a, K<L, T>(1e9));
        L sum = a + K<L, T>(4), p = TailRatio<L, T>(sum, a - (sum - K<L, T>(4)) + aLow, out L low, out L q, out L lack), r = p * q;
        rLow = L.FusedMultiplyAdd(r, lack, L.FusedMultiplyAdd(low, q, L.FusedMultiplyAdd(p, q, -r)));
        return r;
    }

    /// <summary>The same as <see cref="TailRatio"/> down to where the tail underflows: for float a shorter polynomial.</summary>
    [MethodImpl(Inlined)]
    private static L NearTailRatio<L, T>(L a, out L low, out L q, out L lack)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L center = K<L, T>(3.75f, 4), sum = a + center;
        return NearTailRatio<L, T>(sum, a - (sum - center), out low, out q, out lack);
    }

    /// <summary>The same, given a + 3.75 or, for double, a + 4 in two parts.</summary>
    [MethodImpl(Inlined)]
    private static L NearTailRatio<L, T>(L sum, L sumLow, out L low, out L q, out L lack)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double)) return TailRatio<L, T>(sum, sumLow, out low, out q, out lack);
        q = L.One / sum;
        lack = L.FusedMultiplyAdd(-q, sumLow, L.FusedMultiplyAdd(-q, sum, L.One)) * L.FusedMultiplyAdd(q, K<L, T>(8.214), K<L, T>(0.751));
        L t = L.FusedMultiplyAdd(q, K<L, T>(-4), K<L, T>(0.625));
        L p = L.FusedMultiplyAdd(K<L, T>(0.068128854), t, K<L, T>(-0.008172194));
        p = L.FusedMultiplyAdd(p, t, K<L, T>(-0.19201241));
        p = L.FusedMultiplyAdd(p, t, K<L, T>(0.13185576));
        p = L.FusedMultiplyAdd(p, t, K<L, T>(0.4270502));
        p = L.FusedMultiplyAdd(p, t, K<L, T>(-1.1635007));
        p = L.FusedMultiplyAdd(p, t, K<L, T>(1.538423));
        L second = K<L, T>(-1.3569223), inner = L.FusedMultiplyAdd(p, t, second);
        low = L.FusedMultiplyAdd(p, t, second - inner);
        return Horner<L, T>(inner, t, K<L, T>(0.8626169), ref low);
    }

    /// <summary>
    /// P of R(a) = (P + low) q (1 + lack) with q = 1/(a + 4) as rounded, for all a ≥ 0, given a + 4 in two parts: a polynomial in t = 1 − 8q, which that leaves exact.
    /// </summary>
    [MethodImpl(Inlined)]
    private static L TailRatio<L, T>(L sum, L sumLow, out L low, out L q, out L lack)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        q = L.One / sum;
        L t = L.FusedMultiplyAdd(q, K<L, T>(-8), L.One);

        // What rounding takes off q counts as often as R(a) (a + 4) is steep.
        L steepness = L.FusedMultiplyAdd(L.FusedMultiplyAdd(q, K<L, T>(21.567), K<L, T>(3.7478)), q, K<L, T>(0.9989));
        lack = L.FusedMultiplyAdd(-q, sumLow, L.FusedMultiplyAdd(-q, sum, L.One)) * steepness;
        return Polynomial<L, T>(t, TailRatioSingle, TailRatioDouble, out low);
    }

    private static ReadOnlySpan<double> TailRatioDouble =>
    [
        0.75528513041575152, -0.6078966419718923, 0.38713740074221492, -0.18652185795963661, 0.060396574890917876, -0.0075401889673863123,
        -0.0034796923670479736, 0.0016308184674099085, 0.00013334430941183256, -0.00023109501736277426, -1.9082463514145709e-6,
        3.5145111902837653e-5, 7.1665876411951209e-7, -5.9216110459239778e-6, -6.2983673384923686e-7, 1.0247851016552774e-6,
        2.7246296951145873e-7, -1.597739614223922e-7, -8.686647015997893e-8, 1.7844927772981415e-8, 2.1427603843452355e-8,
        -5.8736267649871908e-10, -3.7306450818683704e-9, -1.1997782031253095e-10, 3.4033123086494947e-10,
    ];

    /// <summary>factor · e^(x y) for a normal result: where n ln 2 is taken off, the product is exact.</summary>
    [MethodImpl(Inlined)]
    private static L TimesExp<L, T>(L factor, L x, L y)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L p = Expm1OfProduct<L, T>(x, y, x * y, out L n);
        return AddExponent<L, T>(L.FusedMultiplyAdd(factor, p, factor), n);
    }

    /// <summary>The same for x y ≤ 0 of any size and a factor near 1: the same bits where the result is normal.</summary>
    [MethodImpl(Called)]
    private static L TimesExpAnywhere<L, T>(L factor, L x, L y)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Below this bound the result is 0 anyway, and n stays in range.
        L product = x * y, lowest = K<L, T>(-120f, -800.0);
        L beyond = L.LessThanOrEqual(product, lowest);
        L p = Expm1OfProduct<L, T>(L.Select(beyond, lowest, x), L.Select(beyond, L.One, y), L.AtLeast(product, lowest), out L n);
        return ScaleByPowerOfTwo<L, T>(L.FusedMultiplyAdd(factor, p, factor), n);
    }

    /// <summary>eʳ (1 + lack) − 1 with r = x y − n ln 2; <paramref name="n"/> is left in the low bits of a rounder.</summary>
    [MethodImpl(Inlined)]
    private static L Expm1OfWholeProduct<L, T>(L x, L y, L lack, out L n)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L product = x * y;
        n = L.FusedMultiplyAdd(product, K<L, T>(1.4426950408889634), Rounder<L, T>());
        L integer = n - Rounder<L, T>();
        L exact = L.FusedMultiplyAdd(x, y, integer * MinusLn2High<L, T>());
        L r = L.FusedMultiplyAdd(integer, MinusLn2Low<L, T>(), exact);

        // What rounding takes off r counts for double only, whose other errors are larger.
        if (typeof(T) == typeof(double)) lack += L.FusedMultiplyAdd(integer, MinusLn2Low<L, T>(), exact - r);
        lack = L.FusedMultiplyAdd(lack, r, lack);
        return r + L.FusedMultiplyAdd(r * r, ExpTail<L, T>(r), lack);
    }

    /// <summary>eʳ − 1 with r = x y − n ln 2, given the rounded product; <paramref name="n"/> is left in the low bits of a rounder.</summary>
    [MethodImpl(Inlined)]
    private static L Expm1OfProduct<L, T>(L x, L y, L product, out L n)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        n = L.FusedMultiplyAdd(product, K<L, T>(1.4426950408889634), Rounder<L, T>());
        L integer = n - Rounder<L, T>();
        L r = L.FusedMultiplyAdd(x, y, integer * MinusLn2High<L, T>());
        return Expm1Polynomial<L, T>(L.FusedMultiplyAdd(integer, MinusLn2Low<L, T>(), r));
    }
}
