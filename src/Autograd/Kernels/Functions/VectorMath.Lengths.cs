using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>The length of a vector of two, and what a division leaves.</content>
internal static partial class VectorMath
{
    /// <summary>√(a² + b²), both scaled by a power of two where squares would over- or underflow; ∞ where either is infinite.</summary>
    [MethodImpl(Called)]
    public static L Hypot<L, T>(L a, L b)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        a = L.Abs(a);
        b = L.Abs(b);
        L isSmaller = L.LessThan(a, b), larger = L.Select(isSmaller, b, a), smaller = L.Select(isSmaller, a, b);
        L large = L.LessThan(K<L, T>(Power<T>(60, 500)), larger), small = L.LessThan(larger, K<L, T>(Power<T>(-50, -450)));
        L scale = L.Select(large, K<L, T>(Power<T>(-70, -600)), L.Select(small, K<L, T>(Power<T>(100, 700)), L.One));
        L back = L.Select(large, K<L, T>(Power<T>(70, 600)), L.Select(small, K<L, T>(Power<T>(-100, -700)), L.One));
        larger *= scale;
        smaller *= scale;
        L y = L.Sqrt(L.FusedMultiplyAdd(larger, larger, smaller * smaller)) * back, infinity = L.Create(T.PositiveInfinity);
        return L.Select(L.Equal(a, infinity), a, L.Select(L.Equal(b, infinity), b, y));
    }

    /// <summary>a − b ⌊a/b⌋, exactly; a quotient that does not fit into the significand is left to the processor's own remainder.</summary>
    [MethodImpl(Called)]
    [SkipLocalsInit]
    public static L Remainder<L, T>(L a, L b)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L infinity = L.Create(T.PositiveInfinity), quotient = L.Floor(a / b), y = L.FusedMultiplyAdd(-quotient, b, a);

        // A quotient that was rounded up to a whole number is one too large.
        y = L.Select(L.LessThan(L.Select(L.LessThan(b, L.Zero), -y, y), L.Zero), y + b, y);
        L isAlong = L.Equal(L.Select(IsNegative<L, T>(a), L.One, L.Zero), L.Select(IsNegative<L, T>(b), L.One, L.Zero));
        L ofInfinite = L.Select(L.LessThan(L.Abs(a), infinity), L.Select(L.Equal(a, L.Zero), a, L.Select(isAlong, a, b)), L.Create(T.NaN));
        y = L.Select(L.Equal(L.Abs(b), infinity), ofInfinite, y);

        Span<T> quotients = stackalloc T[L.Width];
        L.Store(quotient, ref quotients[0]);
        T most = T.CreateTruncating(typeof(T) == typeof(float) ? 8388608 : 4503599627370496);
        foreach (T each in quotients)
        {
            if (T.Abs(each) < most) continue;
            return RemainderOneByOne<L, T>(a, b, y);
        }

        return y;
    }

    [MethodImpl(Called)]
    private static L RemainderOneByOne<L, T>(L a, L b, L y)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> dividends = stackalloc T[L.Width], divisors = stackalloc T[L.Width], remainders = stackalloc T[L.Width];
        L.Store(a, ref dividends[0]);
        L.Store(b, ref divisors[0]);
        L.Store(y, ref remainders[0]);
        for (int i = 0; i < remainders.Length; i++)
        {
            T divisor = divisors[i];
            if (T.IsInfinity(divisor)) continue;
            T rest = dividends[i] % divisor;
            remainders[i] = rest != T.Zero && T.IsNegative(rest) != T.IsNegative(divisor) ? rest + divisor : rest;
        }

        return L.Load(in remainders[0]);
    }

    private static double Power<T>(int single, int @double) => Math.ScaleB(1, typeof(T) == typeof(float) ? single : @double);
}
