using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>What activations share with their slopes.</content>
internal static partial class VectorMath
{
    /// <summary>x tanh(softplus x): the quotient is rounded once, and not again by the product.</summary>
    [MethodImpl(Called)]
    public static L Mish<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MishParts<L, T>(x, out L n, out L nLow, out L d, out L dLow);
        x = L.Max(x, K<L, T>(-1e30));
        L product = x * n;
        return Quotient<L, T>(product, L.FusedMultiplyAdd(x, nLow, L.FusedMultiplyAdd(x, n, -product)), d, dLow);
    }

    /// <summary>The slope of it, (n + 4 x f / d) / d with f = e (1 + e) of e = e^−|x|, times e above 0: its parts cancel about −1.19.</summary>
    [MethodImpl(Called)]
    public static L MishSlope<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L e = MishParts<L, T>(x, out L n, out L nLow, out L d, out L dLow);
        L f = L.FusedMultiplyAdd(e, e, e), fLow = L.FusedMultiplyAdd(e, e, e - f), times = L.Select(L.LessThan(L.Zero, x), e, L.One);
        L four = L.Min(L.Max(x, K<L, T>(-1000)), K<L, T>(1000)) * K<L, T>(4) * times, product = four * f;
        L q = product / d, qLow = (L.FusedMultiplyAdd(-q, d, product) + L.FusedMultiplyAdd(-q, dLow, L.FusedMultiplyAdd(four, fLow, L.FusedMultiplyAdd(four, f, -product)))) / d;
        L sum = n + q, back = sum - n;
        return Quotient<L, T>(sum, (n - (sum - back)) + (q - back) + (nLow + qLow), d, dLow);
    }

    /// <summary>
    /// tanh(softplus x) as a quotient of sums of positive numbers, in e = e^−|x|: e (e + 2) / (e (e + 2) + 2) below 0, (1 + 2e) / (1 + 2e + 2e²) above;
    /// each with what its rounding took off.
    /// </summary>
    /// <returns>e.</returns>
    [MethodImpl(Inlined)]
    private static L MishParts<L, T>(L x, out L n, out L nLow, out L d, out L dLow)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L e = L.Exp(-L.Abs(x)), twice = e + e, two = K<L, T>(2), above = L.LessThan(L.Zero, x), oneMore = L.One + twice;
        n = L.Select(above, oneMore, L.FusedMultiplyAdd(e, e, twice));
        nLow = L.Select(above, (L.One - oneMore) + twice, L.FusedMultiplyAdd(e, e, twice - n));
        d = L.Select(above, L.FusedMultiplyAdd(twice, e, n), n + two);
        dLow = nLow + L.Select(above, L.FusedMultiplyAdd(twice, e, n - d), (two - d) + n);
        return e;
    }

    /// <summary>x σ(x): x / (1 + e⁻ˣ), for double the product with σ(x) as a sum of two numbers.</summary>
    [MethodImpl(Inlined)]
    public static L Silu<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L y = typeof(T) == typeof(float) ? x / SigmoidDenominator<L, T>(x) : SiluOrdinaryDouble<L, T>(x);
        return L.AllLessThan(L.Abs(x), K<L, T>(87f, 708.0)) ? y : SiluAnywhere<L, T>(x, y);
    }

    [MethodImpl(Inlined)]
    private static L SiluOrdinaryDouble<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L share = SigmoidParts<L, T>(x, out L q, out L remainder);
        return L.FusedMultiplyAdd(x, q, x * (share * remainder));
    }

    /// <summary>Far out the function is x e^min(x, 0) to working precision; −∞ times 0 would be NaN.</summary>
    [MethodImpl(Called)]
    private static L SiluAnywhere<L, T>(L x, L y)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        L.Select(L.LessThan(L.Abs(x), K<L, T>(87f, 708.0)), y, L.AtLeast(x, K<L, T>(-1e30)) * ExpAnywhere<L, T>(L.AtMost(x, L.Zero)));

    /// <summary>The slope of it.</summary>
    [MethodImpl(Called)]
    public static L SiluSlope<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => GatedSlope<L, T>(x, L.Zero, L.Min(L.Max(x, K<L, T>(-1000)), K<L, T>(1000)), L.Zero);

    /// <summary>
    /// σ(v) (1 + w σ(−v)), the slope of x σ(v) if w = x dv/dx, each with what it lacks: with e = e^−|v| and d = 1 + e it is e (d + w) / d² below 0 and (d + w e) / d² above.
    /// </summary>
    [MethodImpl(Inlined)]
    private static L GatedSlope<L, T>(L v, L vLow, L w, L wLow)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L e = L.Exp(-L.Abs(v)), above = L.LessThan(L.Zero, v), d = L.One + e, dLow = (L.One - d) + e, q = L.One / d;
        L qLow = L.FusedMultiplyAdd(-q, dLow, L.FusedMultiplyAdd(-q, d, L.One));

        L times = L.Select(above, e, L.One), sum = L.FusedMultiplyAdd(w, times, d), sumLow = L.FusedMultiplyAdd(wLow, times, dLow);
        L a = L.Select(above, q, e * q), b = sum * q;
        L low = L.FusedMultiplyAdd(sumLow, q, b * (qLow + qLow + L.Select(above, L.Zero, vLow)));
        return L.FusedMultiplyAdd(a, b, a * low);
    }

    /// <summary>x σ(2u) with 2u = √(8/π) (x + 0.044715 x³), of which rounding takes many units in the last place of e^2u.</summary>
    [MethodImpl(Called)]
    public static L GeluTanh<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Beyond ±23 σ is 0 or 1; −∞ times 0 would be NaN.
        L least = L.Max(x, K<L, T>(-23)), u = GeluTanhExponent<L, T>(L.Min(least, K<L, T>(23)), out L uLow, out _, out _);
        L e = L.Exp(-L.Abs(u)), above = L.LessThan(L.Zero, u), d = L.One + e, q = L.One / d, product = least * q;
        L lack = L.FusedMultiplyAdd(-q, (L.One - d) + e, L.FusedMultiplyAdd(-q, d, L.One)) + (uLow * L.Select(above, e * q, q));
        L productLow = L.FusedMultiplyAdd(product, lack, L.FusedMultiplyAdd(least, q, -product)), times = L.Select(above, L.One, e);
        L rounded = times * product, low = times * productLow;
        return L.Select(L.LessThan(L.Abs(low), L.Abs(rounded)), L.FusedMultiplyAdd(times, product, low), rounded);
    }

    /// <summary>The slope of it.</summary>
    [MethodImpl(Called)]
    public static L GeluTanhSlope<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L u = GeluTanhExponent<L, T>(L.Min(L.Max(x, K<L, T>(-23)), K<L, T>(23)), out L uLow, out L w, out L wLow);
        return GatedSlope<L, T>(u, uLow, w, wLow);
    }

    /// <summary>2u, and w = x d(2u)/dx = √(8/π) x (1 + 0.134145 x²), each with what it lacks.</summary>
    [MethodImpl(Inlined)]
    private static L GeluTanhExponent<L, T>(L x, out L low, out L w, out L wLow)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L cubic = K<L, T>(0.044715), cubicLow = K<L, T>(1.5461445e-09f, 2.1960211427085595e-18);
        L scale = K<L, T>(1.5957691216057308), scaleLow = K<L, T>(-4.534068e-08f, -9.96930880911092e-17);
        L square = x * x, part = cubic * square, partLow = L.FusedMultiplyAdd(cubic, square, -part) + L.FusedMultiplyAdd(cubic, L.FusedMultiplyAdd(x, x, -square), square * cubicLow);
        L factor = scale * x, factorLow = L.FusedMultiplyAdd(scale, x, -factor) + (scaleLow * x);
        L u = TimesOneMore<L, T>(factor, factorLow, part, partLow, out low), three = K<L, T>(3), thrice = part * three;
        w = TimesOneMore<L, T>(factor, factorLow, thrice, L.FusedMultiplyAdd(part, three, -thrice) + (partLow * three), out wLow);
        return u;
    }

    /// <summary>(factor + factorLow) (1 + part + partLow), and what it lacks.</summary>
    [MethodImpl(Inlined)]
    private static L TimesOneMore<L, T>(L factor, L factorLow, L part, L partLow, out L low)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L sum = L.One + part, added = sum - L.One, sumLow = (L.One - (sum - added)) + (part - added) + partLow, product = factor * sum;
        low = L.FusedMultiplyAdd(factor, sum, -product) + L.FusedMultiplyAdd(factor, sumLow, factorLow * sum);
        return product;
    }
}
