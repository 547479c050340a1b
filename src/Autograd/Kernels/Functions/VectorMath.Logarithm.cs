using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

internal static partial class VectorMath
{
    /// <summary>ln x = k ln 2 + ln(1 + f), with 1 + f between √½ and √2.</summary>
    [MethodImpl(Inlined)]
    public static L Log<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L f = SplitPositive<L, T>(x, out L k);
        return LogEdges<L, T>(x, x, LogOfSplit<L, T>(k, f, L.Zero));
    }

    /// <summary>log₂ x, exact where x is a power of two.</summary>
    [MethodImpl(Called)]
    public static L Log2<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        LogToBase<L, T>(x, K<L, T>(1.4426950408889634), K<L, T>(1.925963e-08f, 2.0355273740931033e-17));

    /// <summary>log₁₀ x, exact where x is a power of ten.</summary>
    [MethodImpl(Called)]
    public static L Log10<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        LogToBase<L, T>(x, K<L, T>(0.4342944819032518), K<L, T>(-1.010305e-08f, 1.098319650216765e-17));

    /// <summary>The logarithm and the factor 1 / ln b as sums of two numbers, so that only the result is rounded.</summary>
    [MethodImpl(Inlined)]
    private static L LogToBase<L, T>(L x, L factor, L factorLow)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L log = L.Log(x, out L low), product = log * factor;
        L rest = L.FusedMultiplyAdd(log, factor, -product) + L.FusedMultiplyAdd(log, factorLow, low * factor);
        return LogEdges<L, T>(x, x, product + rest);
    }

    /// <summary>ln(1 + x), the rounding error of 1 + x carried along.</summary>
    [MethodImpl(Called)]
    public static L Log1p<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L u = L.One + x;
        L lost = L.Select(L.LessThan(L.One, x), L.One - (u - x), x - (u - L.One));
        L y = Log1pOfSum<L, T>(x, u, lost);
        return TinyAsItself<L, T>(x, LogEdges<L, T>(x, u, y));
    }

    /// <summary>ln(1 + x) for x from 0 to 1, and NaN.</summary>
    [MethodImpl(Inlined)]
    public static L Log1pPositive<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L u = L.One + x;
        L y = Log1pOfSum<L, T>(x, u, x - (u - L.One));
        return L.Select(L.Equal(x, x), y, x);
    }

    [MethodImpl(Inlined)]
    private static L Log1pOfSum<L, T>(L x, L u, L lost)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L f = Split<L, T>(u, out L k);
        L near = L.Equal(k, L.Zero);
        return LogOfSplit<L, T>(k, L.Select(near, x, f), L.Select(near, L.Zero, lost / u));
    }

    /// <summary>The logarithm's values where the argument u is not a positive finite number; x is what NaN and ∞ are taken from.</summary>
    [MethodImpl(Inlined)]
    private static L LogEdges<L, T>(L x, L u, L y)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        y = L.Select(L.LessThan(u, L.Create(T.PositiveInfinity)), y, x);
        L pole = L.Select(L.Equal(u, L.Zero), L.Create(T.NegativeInfinity), L.Create(T.NaN));
        return L.Select(L.LessThanOrEqual(u, L.Zero), pole, y);
    }

    /// <summary>k and f of x = 2ᵏ (1 + f) with √½ ≤ 1 + f &lt; √2, for normal x.</summary>
    [MethodImpl(Inlined)]
    private static L Split<L, T>(L x, out L k)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Bits of √½ rounded down; the offset moves the change of exponent from 1 to √½.
        L start = Bits<L, T>(0x3F35_04F3, 0x3FE6_A09E_667F_3BCC);
        L shifted = L.AddBits(x, L.SubtractBits(L.One, start));

        // The biased exponent, converted to floating point by standing as fraction of 2^23 or 2^52.
        L biased = L.Or(
            typeof(T) == typeof(float) ? L.ShiftRight(shifted, 23) : L.ShiftRight(shifted, 52),
            K<L, T>(8388608f, 4503599627370496.0));
        k = biased - K<L, T>(8388608f + 127f, 4503599627370496.0 + 1023.0);
        return L.AddBits(L.And(shifted, Bits<L, T>(0x007F_FFFF, 0x000F_FFFF_FFFF_FFFF)), start) - L.One;
    }

    /// <summary><see cref="Split"/> for any positive x: denormals are made normal first.</summary>
    [MethodImpl(Inlined)]
    private static L SplitPositive<L, T>(L x, out L k)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L denormal = L.LessThan(x, K<L, T>(1.17549435e-38f, 2.2250738585072014e-308));
        L f = Split<L, T>(L.Select(denormal, x * K<L, T>(33554432f, 18014398509481984.0), x), out k);
        k -= L.And(denormal, K<L, T>(25f, 54.0));
        return f;
    }

    /// <summary>
    /// k ln 2 + ln(1 + f) + c: with s = f/(2 + f) the series of 2 artanh s, arranged so that f itself is added last, as in fdlibm.
    /// </summary>
    [MethodImpl(Inlined)]
    private static L LogOfSplit<L, T>(L k, L f, L c)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L halfSquare = f * f * K<L, T>(0.5);
        L s = f / (f + K<L, T>(2));
        L z = s * s;
        L series = z * LogPolynomial<L, T>(z);
        L small = L.FusedMultiplyAdd(s, halfSquare + series, L.FusedMultiplyAdd(k, K<L, T>(1.428606765330187e-06f, 2.8235290563031577e-13), c));
        return L.FusedMultiplyAdd(k, K<L, T>(0.693145751953125f, 0.693147180559663), f - (halfSquare - small));
    }

    /// <summary>(2 artanh s / s − 2)/s² over z = s² ≤ 0.02945.</summary>
    [MethodImpl(Inlined)]
    private static L LogPolynomial<L, T>(L z)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L p;
        if (typeof(T) == typeof(float))
        {
            p = L.FusedMultiplyAdd(K<L, T>(0.2987230951397645), z, K<L, T>(0.39977521706941604));
            return L.FusedMultiplyAdd(p, z, K<L, T>(0.6666677652633946));
        }

        p = L.FusedMultiplyAdd(K<L, T>(0.14796623504689377), z, K<L, T>(0.15313986872282404));
        p = L.FusedMultiplyAdd(p, z, K<L, T>(0.18183566665375028));
        p = L.FusedMultiplyAdd(p, z, K<L, T>(0.2222219853120769));
        p = L.FusedMultiplyAdd(p, z, K<L, T>(0.28571428742765265));
        p = L.FusedMultiplyAdd(p, z, K<L, T>(0.39999999999413133));
        return L.FusedMultiplyAdd(p, z, K<L, T>(0.6666666666666735));
    }
}
