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

    /// <summary>The slope of it, σ(x) (1 + x σ(−x)): with e = e^−|x| and d = 1 + e it is e (d + x) / d² below 0 and (d + x e) / d² above; its parts cancel about −1.28.</summary>
    [MethodImpl(Inlined)]
    public static L SiluSlope<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L w = L.Min(L.Max(x, K<L, T>(-1000)), K<L, T>(1000));
        L e = L.Exp(-L.Abs(x)), above = L.LessThan(L.Zero, x), d = L.One + e, dLow = (L.One - d) + e, q = L.One / d;
        L qLow = L.FusedMultiplyAdd(-q, dLow, L.FusedMultiplyAdd(-q, d, L.One));
        L a = L.Select(above, q, e * q), sum = L.FusedMultiplyAdd(w, L.Select(above, e, L.One), d), b = sum * q;
        return L.FusedMultiplyAdd(a, b, a * L.FusedMultiplyAdd(dLow, q, b * (qLow + qLow)));
    }
}
