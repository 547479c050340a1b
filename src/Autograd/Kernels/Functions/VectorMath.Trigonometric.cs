using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

internal static partial class VectorMath
{
    /// <summary>sin x: ± the sine or cosine of what remains after subtracting a multiple of π/2.</summary>
    [MethodImpl(Called)]
    [SkipLocalsInit]
    public static L Sin<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L r = ReduceByHalfPi<L, T>(x, out L low, out L quadrant);
        L y = L.Select(IsOdd<L, T>(quadrant), CosReduced<L, T>(r, low), SinReduced<L, T>(r, low));
        return TinyAsItself<L, T>(x, L.Xor(y, SecondBitAsSign<L, T>(quadrant)));
    }

    /// <summary>cos x = sin(x + π/2): one quadrant further.</summary>
    [MethodImpl(Called)]
    [SkipLocalsInit]
    public static L Cos<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L r = ReduceByHalfPi<L, T>(x, out L low, out L quadrant);
        L y = L.Select(IsOdd<L, T>(quadrant), SinReduced<L, T>(r, low), CosReduced<L, T>(r, low));
        return L.Xor(y, SecondBitAsSign<L, T>(L.AddBits(quadrant, Bits<L, T>(1, 1))));
    }

    /// <summary>tan x = sin r / cos r, or −cos r / sin r in odd quadrants; both kept as sums of two numbers until divided.</summary>
    [MethodImpl(Called)]
    public static L Tan<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L r = ReduceByHalfPi<L, T>(x, out L low, out L quadrant);
        L sinRest = SinRest<L, T>(r, low);
        L sin = r + sinRest;
        L sinLow = (r - sin) + sinRest;
        L cosStart = CosStart<L, T>(r, low, out L cosRest);
        L cos = cosStart + cosRest;
        L cosLow = (cosStart - cos) + cosRest;

        L odd = IsOdd<L, T>(quadrant);
        L numerator = L.Select(odd, -cos, sin), numeratorLow = L.Select(odd, -cosLow, sinLow);
        L denominator = L.Select(odd, sin, cos), denominatorLow = L.Select(odd, sinLow, cosLow);
        L q = numerator / denominator;
        L error = L.FusedMultiplyAdd(-q, denominator, numerator) + L.FusedMultiplyAdd(-q, denominatorLow, numeratorLow);
        return TinyAsItself<L, T>(x, q + (error / denominator));
    }

    /// <summary>arctan |x| as it is up to 1, beyond as π/2 − arctan(1/|x|).</summary>
    [MethodImpl(Called)]
    public static L Atan<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x);
        L beyond = L.LessThan(L.One, a);
        L t = L.Select(beyond, -(L.One / a), a);
        L z = t * t;
        L y = L.FusedMultiplyAdd(t * z, Polynomial<L, T>(z, AtanSingle, AtanDouble), t);
        y += L.And(beyond, K<L, T>(-4.371138828673793e-08f, 6.123233995736766e-17));
        return WithSignOf<L, T>(y + L.And(beyond, K<L, T>(1.5707963267948966)), x);
    }

    [MethodImpl(Inlined)]
    private static L IsOdd<L, T>(L quadrant)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => L.SubtractBits(L.Zero, L.And(quadrant, Bits<L, T>(1, 1)));

    [MethodImpl(Inlined)]
    private static L SecondBitAsSign<L, T>(L quadrant)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        L.And(typeof(T) == typeof(float) ? L.ShiftLeft(quadrant, 30) : L.ShiftLeft(quadrant, 62), SignBit<L, T>());

    [MethodImpl(Inlined)]
    private static L SinReduced<L, T>(L r, L low)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => r + SinRest<L, T>(r, low);

    [MethodImpl(Inlined)]
    private static L CosReduced<L, T>(L r, L low)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => CosStart<L, T>(r, low, out L rest) + rest;

    /// <summary>sin(r + low) − r for |r| ≤ π/4: r³ S(r²) + low cos r.</summary>
    [MethodImpl(Inlined)]
    private static L SinRest<L, T>(L r, L low)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L z = r * r;
        L p;

        // (sin r / r − 1)/r² over z = r² ≤ 0.618.
        if (typeof(T) == typeof(float))
        {
            p = L.FusedMultiplyAdd(K<L, T>(2.71824242113272e-06), z, K<L, T>(-0.00019839327672000585));
            p = L.FusedMultiplyAdd(p, z, K<L, T>(0.008333329363929514));
            p = L.FusedMultiplyAdd(p, z, K<L, T>(-0.1666666664144058));
        }
        else
        {
            p = L.FusedMultiplyAdd(K<L, T>(1.5896527216623369e-10), z, K<L, T>(-2.505075363731532e-08));
            p = L.FusedMultiplyAdd(p, z, K<L, T>(2.7557313664361726e-06));
            p = L.FusedMultiplyAdd(p, z, K<L, T>(-0.00019841269829731613));
            p = L.FusedMultiplyAdd(p, z, K<L, T>(0.008333333333322323));
            p = L.FusedMultiplyAdd(p, z, K<L, T>(-0.16666666666666632));
        }

        return L.FusedMultiplyAdd(r * z, p, L.FusedMultiplyAdd(low * z, K<L, T>(-0.5), low));
    }

    /// <summary>cos(r + low) for |r| ≤ π/4 as 1 − r²/2 rounded, plus the rest.</summary>
    [MethodImpl(Inlined)]
    private static L CosStart<L, T>(L r, L low, out L rest)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L z = r * r;
        L p;

        // (cos r − 1 + r²/2)/r⁴ over z = r² ≤ 0.618.
        if (typeof(T) == typeof(float))
        {
            p = L.FusedMultiplyAdd(K<L, T>(2.4437780878778885e-05), z, K<L, T>(-0.0013887361879669287));
            p = L.FusedMultiplyAdd(p, z, K<L, T>(0.04166664675624525));
        }
        else
        {
            p = L.FusedMultiplyAdd(K<L, T>(-1.1359464640435131e-11), z, K<L, T>(2.0875719859203254e-09));
            p = L.FusedMultiplyAdd(p, z, K<L, T>(-2.755731432818387e-07));
            p = L.FusedMultiplyAdd(p, z, K<L, T>(2.4801587289402184e-05));
            p = L.FusedMultiplyAdd(p, z, K<L, T>(-0.0013888888888874001));
            p = L.FusedMultiplyAdd(p, z, K<L, T>(0.0416666666666666));
        }

        L halfSquare = z * K<L, T>(0.5);
        L squareLow = L.FusedMultiplyAdd(r, r, -z) * K<L, T>(0.5);
        L start = L.One - halfSquare;
        rest = L.FusedMultiplyAdd(z * z, p, ((L.One - start) - halfSquare) - L.FusedMultiplyAdd(r, low, squareLow));
        return start;
    }

    /// <summary>
    /// r + low = x − n π/2 with |r| ≤ π/4 and n in the low bits of <paramref name="quadrant"/>. π/2 stands in three parts, and the
    /// fused multiply-add makes the first subtraction exact; angles too large for that are reduced one by one.
    /// </summary>
    [MethodImpl(Inlined)]
    private static L ReduceByHalfPi<L, T>(L x, out L low, out L quadrant)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        quadrant = L.FusedMultiplyAdd(x, K<L, T>(0.6366197723675814), Rounder<L, T>());
        L n = quadrant - Rounder<L, T>();
        L exact = L.FusedMultiplyAdd(n, K<L, T>(-1.5707963267948966), x);
        L middle = K<L, T>(-4.371138828673793e-08f, 6.123233995736766e-17);
        L second = n * middle;
        L secondLow = L.FusedMultiplyAdd(n, middle, -second);
        L difference = exact - second;
        L taken = difference - exact;
        L lost = (exact - (difference - taken)) - (second + taken);
        L rest = L.FusedMultiplyAdd(n, K<L, T>(1.7151245100058819e-15f, 1.4973849048591698e-33), lost - secondLow);
        L high = difference + rest;
        low = (difference - high) + rest;

        L large = L.LessThan(K<L, T>(65536f, 134217728.0), L.Abs(x));
        if (L.Any(large))
        {
            // Copies, so that only they must have addresses: the others stay in registers.
            L largeHigh = high, largeLow = low, largeQuadrant = quadrant;
            ReduceLarge<L, T>(x, ref largeHigh, ref largeLow, ref largeQuadrant);
            high = largeHigh;
            low = largeLow;
            quadrant = largeQuadrant;
        }

        return high;
    }

    [MethodImpl(Called)]
    private static void ReduceLarge<L, T>(L x, ref L high, ref L low, ref L quadrant)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> angles = stackalloc T[L.Width], highs = stackalloc T[L.Width], lows = stackalloc T[L.Width], quadrants = stackalloc T[L.Width];
        L.Store(x, ref angles[0]);
        L.Store(high, ref highs[0]);
        L.Store(low, ref lows[0]);
        L.Store(quadrant, ref quadrants[0]);
        for (int i = 0; i < angles.Length; i++)
        {
            double angle = double.CreateTruncating(angles[i]);
            if (!(Math.Abs(angle) > (typeof(T) == typeof(float) ? 65536 : 134217728))) continue;
            int n = LargeAngle.Reduce(angle, out double r, out double rLow);
            highs[i] = T.CreateTruncating(r);
            lows[i] = T.CreateTruncating(r - double.CreateTruncating(highs[i]) + rLow);
            quadrants[i] = typeof(T) == typeof(float) ? Unsafe.BitCast<int, T>(n) : Unsafe.BitCast<long, T>(n);
        }

        high = L.Load(in highs[0]);
        low = L.Load(in lows[0]);
        quadrant = L.Load(in quadrants[0]);
    }

    /// <summary>(arctan t / t − 1)/t² over z = t² ≤ 1.</summary>
    private static ReadOnlySpan<float> AtanSingle =>
    [
        -0.333333274f, 0.199996926f, -0.142801311f, 0.110602468f, -0.0881885664f, 0.0675959101f, -0.0449467121f, 0.0227605684f,
        -0.00742274548f, 0.00113490004f,
    ];

    private static ReadOnlySpan<double> AtanDouble =>
    [
        -0.33333333333333093, 0.1999999999995544, -0.14285714282802467, 0.11111111013656676, -0.09090907119336508, 0.07692281187445973,
        -0.0666641500122452, 0.05880592567812412, -0.05253805581207928, 0.047232933678295376, -0.04221717614653103, 0.036693518091464226,
        -0.02998554754082164, 0.022085113693360137, -0.013994946468992634, 0.007263327432146529, -0.0029193263789894694,
        0.0008434793290142226, -0.00015479598202407222, 1.3489180866800958e-05,
    ];
}
