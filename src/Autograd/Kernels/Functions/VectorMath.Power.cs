using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

internal static partial class VectorMath
{
    /// <summary>aᵇ = e^(b ln |a|), the logarithm and its product with b as unevaluated sums of two numbers.</summary>
    [MethodImpl(Called)]
    public static L Pow<L, T>(L a, L b)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L size = L.Abs(a);
        L log = LogInTwoParts<L, T>(size, out L logLow);
        L exponent = b * log;
        L exponentLow = L.FusedMultiplyAdd(b, log, -exponent) + (b * logLow);

        L lowest = K<L, T>(-104f, -746.0), highest = K<L, T>(89f, 710.0);
        L inside = L.And(L.LessThan(lowest, exponent), L.LessThan(exponent, highest));
        exponent = L.AtMost(L.AtLeast(exponent, lowest), highest);
        L magnitude = ExpOfSum<L, T>(exponent, L.And(inside, exponentLow));

        L infinity = L.Create(T.PositiveInfinity);
        L negativePower = L.LessThan(b, L.Zero);
        magnitude = L.Select(L.Equal(size, L.Zero), L.Select(negativePower, infinity, L.Zero), magnitude);
        magnitude = L.Select(L.Equal(size, infinity), L.Select(negativePower, L.Zero, infinity), magnitude);
        magnitude = L.Select(L.Equal(size, L.One), L.One, magnitude);

        // Every number too large for a fraction is an even integer here or halves exactly; ∞ counts as even.
        L half = b * K<L, T>(0.5);
        L isInteger = L.Equal(L.Floor(b), b);
        L odd = L.And(isInteger, L.Xor(L.Equal(L.Floor(half), half), L.Equal(L.Zero, L.Zero)));
        L y = L.Or(magnitude, L.And(odd, L.And(a, SignBit<L, T>())));

        L negativeBase = L.And(L.LessThan(a, L.Zero), L.LessThan(size, infinity));
        y = L.Select(negativeBase, L.Select(isInteger, y, L.Create(T.NaN)), y);
        y = L.Select(L.And(L.Equal(a, a), L.Equal(b, b)), y, L.Create(T.NaN));
        return L.Select(L.Or(L.Equal(b, L.Zero), L.Equal(a, L.One)), L.One, y);
    }

    /// <summary>ln x of positive finite x as an unevaluated sum.</summary>
    [MethodImpl(Called)]
    public static L Log<L, T>(L x, out L low)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => LogInTwoParts<L, T>(x, out low);

    /// <summary>ln x to about twice the working precision less 10 bits, as an unevaluated sum, for positive finite x.</summary>
    [MethodImpl(Inlined)]
    private static L LogInTwoParts<L, T>(L x, out L low)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L f = SplitPositive<L, T>(x, out L k);

        // s = f/(2 + f), with ln(1 + f) = 2 artanh s.
        L two = K<L, T>(2);
        L d = two + f;
        L dLow = f - (d - two);
        L reciprocal = L.One / d;
        L s = f * reciprocal;
        L sLow = (L.FusedMultiplyAdd(-s, d, f) - (s * dLow)) * reciprocal;

        L t = s * s;
        L tLow = L.FusedMultiplyAdd(s, s, -t) + ((s + s) * sLow);

        // artanh s / s = 1 + t (1/3 + t Q(t)): the last product only needs working precision.
        L q = t * Polynomial<L, T>(t, ArtanhSingle, ArtanhDouble);
        L third = K<L, T>(0.3333333432674408f, 0.3333333333333333);
        L v = third + q;
        L vLow = (third - v) + q + K<L, T>(-9.934107758624577e-09f, 1.850371707708594e-17);
        L w = t * v;
        L wLow = L.FusedMultiplyAdd(t, v, -w) + L.FusedMultiplyAdd(t, vLow, tLow * v);
        L p = s * w;
        L pLow = L.FusedMultiplyAdd(s, w, -p) + L.FusedMultiplyAdd(s, wLow, sLow * w);
        L h = s + p;
        L hLow = (s - h) + p + (pLow + sLow);
        h += h;
        hLow += hLow;

        L exact = k * K<L, T>(0.693145751953125f, 0.693147180559663);
        L sum = exact + h;
        L rest = (exact - sum) + h + L.FusedMultiplyAdd(k, K<L, T>(1.428606765330187e-06f, 2.8235290563031577e-13), hLow);
        L high = sum + rest;
        low = (sum - high) + rest;
        return high;
    }

    /// <summary>e^(x + low) for x within the bounds of <see cref="Exp"/> and a low of the size of its rounding error.</summary>
    [MethodImpl(Inlined)]
    private static L ExpOfSum<L, T>(L x, L low)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L n = L.FusedMultiplyAdd(x, K<L, T>(1.4426950408889634), Rounder<L, T>());
        L integer = n - Rounder<L, T>();
        L exact = L.FusedMultiplyAdd(integer, MinusLn2High<L, T>(), x);
        L r = L.FusedMultiplyAdd(integer, MinusLn2Low<L, T>(), exact);
        L rLow = L.FusedMultiplyAdd(integer, MinusLn2Low<L, T>(), exact - r) + low;
        L p = Expm1Polynomial<L, T>(r);
        return ScaleByPowerOfTwo<L, T>(L.One + (p + L.FusedMultiplyAdd(rLow, p, rLow)), n);
    }

    /// <summary>((artanh s / s − 1)/t − 1/3)/t over t = s² ≤ 0.02945.</summary>
    private static ReadOnlySpan<float> ArtanhSingle => [0.199999991f, 0.14285937f, 0.110924911f, 0.0973420277f];

    private static ReadOnlySpan<double> ArtanhDouble =>
    [
        0.2, 0.14285714285714188, 0.1111111111114539, 0.09090909084610595, 0.07692308378052254, 0.06666620139087451,
        0.058843394415637795, 0.05211407312057879, 0.05506986656715376,
    ];
}
