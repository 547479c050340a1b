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

        if (!IsBeyondDigits<L, T>(quotient)) return y;
        L rest = RestsOneByOne<L, T>(a, b), opposite = L.Select(L.LessThan(L.Select(L.LessThan(b, L.Zero), -rest, rest), L.Zero), rest + b, rest);
        return L.Select(L.Equal(L.Abs(b), infinity), y, opposite);
    }

    /// <summary>a − b trunc(a/b), exactly, with the sign of a; a quotient that does not fit into the significand is left to the processor's own remainder.</summary>
    [MethodImpl(Called)]
    public static L Fmod<L, T>(L a, L b)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L infinity = L.Create(T.PositiveInfinity), dividend = L.Abs(a), divisor = L.Abs(b);
        L quotient = L.Floor(dividend / divisor), y = L.FusedMultiplyAdd(-quotient, divisor, dividend);

        // A quotient that was rounded up to a whole number is one too large.
        y = L.Select(L.LessThan(y, L.Zero), y + divisor, y);
        y = L.Select(L.LessThan(dividend, divisor), dividend, y);
        y = L.Select(IsNegative<L, T>(a), -y, y);
        return IsBeyondDigits<L, T>(quotient) ? RestsOneByOne<L, T>(a, b) : y;
    }

    /// <summary>Whether a quotient is not a whole number of as many digits as there are, as where it is NaN.</summary>
    [SkipLocalsInit]
    private static bool IsBeyondDigits<L, T>(L quotient)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> quotients = stackalloc T[L.Width];
        L.Store(quotient, ref quotients[0]);
        T most = T.CreateTruncating(typeof(T) == typeof(float) ? 8388608 : 4503599627370496);
        foreach (T each in quotients)
        {
            if (!(T.Abs(each) < most)) return true;
        }

        return false;
    }

    /// <summary>a % b, element by element.</summary>
    [MethodImpl(Called)]
    private static L RestsOneByOne<L, T>(L a, L b)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> dividends = stackalloc T[L.Width], divisors = stackalloc T[L.Width];
        L.Store(a, ref dividends[0]);
        L.Store(b, ref divisors[0]);
        for (int i = 0; i < dividends.Length; i++) dividends[i] %= divisors[i];
        return L.Load(in dividends[0]);
    }

    private static double Power<T>(int single, int @double) => Math.ScaleB(1, typeof(T) == typeof(float) ? single : @double);
}
