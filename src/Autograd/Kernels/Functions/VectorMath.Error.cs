using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

internal static partial class VectorMath
{
    /// <summary>erf x = x + x Q(x²) up to 1, beyond 1 − e^P(|x| − 1) with P the logarithm of the complement.</summary>
    [MethodImpl(Inlined)]
    public static L Erf<L, T>(L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.AtMost(L.Abs(x), K<L, T>(4f, 6.0));
        L exponent = LogErfcPolynomial<L, T>(a - L.One);
        L p = Expm1Reduced<L, T>(L.FusedMultiplyAdd(exponent, K<L, T>(1.4426950408889634), Rounder<L, T>()), exponent, out L scale);
        L large = L.FusedMultiplyAdd(-scale, p, L.One - scale);
        L small = L.FusedMultiplyAdd(a, ErfPolynomial<L, T>(a * a), a);
        return WithSignOf<L, T>(L.Select(L.LessThanOrEqual(a, L.One), small, large), x);
    }

    /// <summary>erf x / x − 1 over z = x² ≤ 1.</summary>
    [MethodImpl(Inlined)]
    private static L ErfPolynomial<L, T>(L z)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double)) return Polynomial<L, T>(z, ErfDouble);
        L p = L.FusedMultiplyAdd(K<L, T>(7.88911996e-05), z, K<L, T>(-0.000802084136));
        p = L.FusedMultiplyAdd(p, z, K<L, T>(0.00518953534));
        p = L.FusedMultiplyAdd(p, z, K<L, T>(-0.0268544446));
        p = L.FusedMultiplyAdd(p, z, K<L, T>(0.112836002));
        p = L.FusedMultiplyAdd(p, z, K<L, T>(-0.376126271));
        return L.FusedMultiplyAdd(p, z, K<L, T>(0.128379166));
    }

    private static ReadOnlySpan<double> ErfDouble =>
    [
        0.1283791670955126, -0.3761263890318375, 0.11283791670954885, -0.02686617064507787, 0.00522397762482839, -0.000854832698142363,
        0.00012055331132900507, -1.4925595771154102e-05, 1.6461008465584945e-06, -1.6350396133054441e-07, 1.4660328354721725e-08,
        -1.1374955121983577e-09, 5.960685514044635e-11,
    ];

    /// <summary>ln(1 − erf(1 + t)) for t up to 3 and up to 5, minimax after weighting with 1 − erf(1 + t).</summary>
    [MethodImpl(Inlined)]
    private static L LogErfcPolynomial<L, T>(L t)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double)) return Polynomial<L, T>(t, LogErfcDouble);
        L square = t * t;
        L p0 = L.FusedMultiplyAdd(K<L, T>(-2.63896682), t, K<L, T>(-1.84960552));
        L p2 = L.FusedMultiplyAdd(K<L, T>(-0.041500686), t, K<L, T>(-0.843118337));
        L p4 = L.FusedMultiplyAdd(K<L, T>(-0.00182615995), t, K<L, T>(0.00989088781));
        p4 = L.FusedMultiplyAdd(K<L, T>(0.000185573074), square, p4);
        return L.FusedMultiplyAdd(p4, square * square, L.FusedMultiplyAdd(p2, square, p0));
    }

    private static ReadOnlySpan<double> LogErfcDouble =>
    [
        -1.8496055099332482, -2.638967514234791, -0.8431072563585149, -0.04156109804576125, 0.010033825424136123, -0.0019779029404705336,
        0.00023732429300022363, 2.627183035827987e-05, -2.7144737332673205e-05, 9.583896223977987e-06, -2.0274018077796898e-06,
        1.113564275300206e-07, 1.20731995445925e-07, -6.489891823327603e-08, 2.024468438444444e-08, -4.487772217655868e-09,
        7.197529577142617e-10, -7.993001019194903e-11, 5.5072990856337e-12, -1.7715858798716287e-13,
    ];
}
