using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>
/// The normal distribution and the complementary error function: the smaller tail is e^(−a²/2) R(a), in which R is flat and the exponent
/// has the rounding error of a² with it, so that the tail has its digits down to where it underflows: within 6 units in
/// the last place, the density within 2.
/// </content>
internal static partial class VectorMath
{
    /// <summary>Φ(x) = ½ erfc(−x/√2).</summary>
    [MethodImpl(Inlined)]
    public static L NormalDistribution<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L b = MinusAbs<L, T>(x);
        if (!L.AllLessThan(-OrdinaryTail<L, T>(), b)) return NormalDistributionAnywhere<L, T>(x);
        return WithUpperHalf<L, T>(x, TimesExp<L, T>(NearTailRatio<L, T>(b, out L q) * q, b * K<L, T>(-0.5), b));
    }

    /// <summary>The same bits as <see cref="NormalDistribution"/> where that needs none of this; below −40 the tail is 0.</summary>
    [MethodImpl(Called)]
    private static L NormalDistributionAnywhere<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L b = L.AtLeast(MinusAbs<L, T>(x), K<L, T>(-100));
        return WithUpperHalf<L, T>(x, TimesExpAnywhere<L, T>(NearTailRatio<L, T>(b, out L q) * q, b * K<L, T>(-0.5), b));
    }

    [MethodImpl(Inlined)]
    private static L WithUpperHalf<L, T>(L x, L tail)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => L.Select(L.LessThan(x, L.Zero), tail, L.One - tail);

    /// <summary>x Φ(x) = max(x, 0) − |x| Φ(−|x|).</summary>
    [MethodImpl(Inlined)]
    public static L Gelu<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L b = MinusAbs<L, T>(x);
        if (!L.AllLessThan(-OrdinaryTail<L, T>(), b)) return GeluAnywhere<L, T>(x);
        L factor = NearTailRatio<L, T>(b, out L q);
        return L.FusedMultiplyAdd(b * q, TimesExp<L, T>(factor, b * K<L, T>(-0.5), b), L.AtLeast(x, L.Create(T.NegativeZero)));
    }

    /// <summary>The same bits as <see cref="Gelu"/> where that needs none of this.</summary>
    [MethodImpl(Called)]
    private static L GeluAnywhere<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // ∞ times a tail of 0 would be NaN.
        L b = L.AtLeast(MinusAbs<L, T>(x), K<L, T>(-100));
        L factor = NearTailRatio<L, T>(b, out L q);
        return L.FusedMultiplyAdd(b * q, TimesExpAnywhere<L, T>(factor, b * K<L, T>(-0.5), b), L.AtLeast(x, L.Create(T.NegativeZero)));
    }

    [MethodImpl(Inlined)]
    private static L MinusAbs<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => L.Or(x, SignBit<L, T>());

    /// <summary>Below this bound the tail and the density are normal numbers.</summary>
    [MethodImpl(Inlined)]
    private static L OrdinaryTail<L, T>()
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => K<L, T>(12.5f, 37.0);

    /// <summary>1 − erf x.</summary>
    [MethodImpl(Called)]
    public static L Erfc<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x);
        L ratio = NormalTailRatio<L, T>(a * K<L, T>(1.4142135623730951));
        L tail = TimesExpAnywhere<L, T>(ratio + ratio, -a, a);
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
        L a = L.Abs(x), half = a * K<L, T>(-0.5);
        L ratio = NormalTailRatio<L, T>(a);
        L below = L.FusedMultiplyAdd(half, a, Log<L, T>(ratio));
        L above = Log1p<L, T>(-TimesExpAnywhere<L, T>(ratio, half, a));
        return L.Select(L.LessThanOrEqual(x, L.Zero), below, above);
    }

    /// <summary>φ(x) / Φ(x), the slope of ln Φ(x): below 0 the exponentials cancel, and far below the ratio is −x.</summary>
    [MethodImpl(Called)]
    public static L InverseMillsRatio<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x), scale = K<L, T>(0.3989422804014327), half = a * K<L, T>(-0.5);
        L ratio = NormalTailRatio<L, T>(a);
        L below = L.Select(L.LessThan(K<L, T>(1e9), a), a, scale / ratio);
        L above = TimesExpAnywhere<L, T>(scale, half, a) / (L.One - TimesExpAnywhere<L, T>(ratio, half, a));
        return L.Select(L.LessThan(x, L.Zero), below, above);
    }

    /// <summary>
    /// P of R(−b) = P q with q = 1/(c − b), for b ≤ 0 down to where the tail underflows: for float P is a polynomial in b q, shorter than that for all b.
    /// </summary>
    [MethodImpl(Inlined)]
    private static L NearTailRatio<L, T>(L b, out L q)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double)) return TailRatio<L, T>(-b, out q);
        q = L.One / (K<L, T>(3.28125) - b);

        // In Horner's order, which alone keeps the digits where the terms cancel.
        L z = b * q;
        L p = L.FusedMultiplyAdd(K<L, T>(0.120490685), z, K<L, T>(0.339665502));
        p = L.FusedMultiplyAdd(p, z, K<L, T>(0.122397281));
        p = L.FusedMultiplyAdd(p, z, K<L, T>(-0.3950032));
        p = L.FusedMultiplyAdd(p, z, K<L, T>(0.171679169));
        p = L.FusedMultiplyAdd(p, z, K<L, T>(1.88273776));
        p = L.FusedMultiplyAdd(p, z, K<L, T>(2.65464687));
        return L.FusedMultiplyAdd(p, z, K<L, T>(1.640625));
    }

    /// <summary>R(a) = Φ(−a) e^(a²/2) for a ≥ 0.</summary>
    [MethodImpl(Inlined)]
    private static L NormalTailRatio<L, T>(L a)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TailRatio<L, T>(a, out L q) * q;

    /// <summary>P of R(a) = P q with q = 1/(a + 4), for all a ≥ 0: a polynomial in (a − 4)/(a + 4).</summary>
    [MethodImpl(Inlined)]
    private static L TailRatio<L, T>(L a, out L q)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Beyond 10⁹ the exponential has long vanished, and the logarithm of the ratio beside −a²/2; ∞ would give NaN.
        a = L.AtMost(a, K<L, T>(1e9));
        q = L.One / (a + K<L, T>(4));
        L t = (a - K<L, T>(4)) * q;
        if (typeof(T) == typeof(double)) return Polynomial<L, T>(t, TailRatioDouble);
        L square = t * t;
        L even = L.FusedMultiplyAdd(K<L, T>(-1.73108231e-06), square, K<L, T>(0.00013365339));
        L odd = L.FusedMultiplyAdd(K<L, T>(2.11829847e-05), square, K<L, T>(-0.000215573775));
        even = L.FusedMultiplyAdd(even, square, K<L, T>(-0.00347995455));
        odd = L.FusedMultiplyAdd(odd, square, K<L, T>(0.00162204006));
        even = L.FusedMultiplyAdd(even, square, K<L, T>(0.0603966489));
        odd = L.FusedMultiplyAdd(odd, square, K<L, T>(-0.007537717));
        even = L.FusedMultiplyAdd(even, square, K<L, T>(0.387137383));
        odd = L.FusedMultiplyAdd(odd, square, K<L, T>(-0.186522156));
        even = L.FusedMultiplyAdd(even, square, K<L, T>(0.755285144));
        odd = L.FusedMultiplyAdd(odd, square, K<L, T>(-0.607896626));
        return L.FusedMultiplyAdd(odd, t, even);
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
