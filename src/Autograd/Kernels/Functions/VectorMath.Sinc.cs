using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>Sines of multiples of π, of which whole turns are taken off exactly, and sin πx / πx with its derivatives.</content>
internal static partial class VectorMath
{
    /// <summary>sin πx / πx: ± S(r²) r/x with r = x − n, n the nearest whole number; 0 at the others and at ±∞.</summary>
    [MethodImpl(Called)]
    public static L Sinc<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L n = L.Round(x), r = x - n;
        L square = r * r, s = Polynomial<L, T>(square, SinPiSingle, SinPiDouble, out L low), ratio = r / x;

        // What rounding takes off r² counts as often as the polynomial is steep.
        low = L.FusedMultiplyAdd(L.FusedMultiplyAdd(r, r, -square), K<L, T>(-1.45), low);
        L y = L.FusedMultiplyAdd(s, ratio, L.FusedMultiplyAdd(low, ratio, s * (L.FusedMultiplyAdd(-ratio, x, r) / x))) * AlternatingSign<L, T>(n);
        y = L.Select(L.Equal(n, L.Zero), s, y);
        return L.Select(L.Equal(L.Abs(x), L.Create(T.PositiveInfinity)), L.Zero, y);
    }

    /// <summary>
    /// The k-th derivative, k ≥ 1. Near 0 by its series; beyond from the product x s(x) = sin πx / π, differentiated k times:
    /// x s⁽ᵏ⁾ + k s⁽ᵏ⁻¹⁾ = πᵏ⁻¹ sin(πx + kπ/2).
    /// </summary>
    [MethodImpl(Called)]
    [SkipLocalsInit]
    public static L SincDerivative<L, T>(L x, int order)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L n = L.Round(x), r = x - n, square = r * r, sign = AlternatingSign<L, T>(n);
        L sin = sign * r * SinPiRatio<L, T>(square), cos = sign * CosPi<L, T>(square), far = Sinc<L, T>(x);
        double power = 1;
        for (int k = 1; k <= order; k++)
        {
            // π^(k−1) sin(πx + kπ/2); the sine at hand is sin πx / π.
            L wave = (k & 1) != 0 ? cos * L.Create(T.CreateSaturating(power)) : sin * L.Create(T.CreateSaturating(power * Math.PI));
            if ((k & 2) != 0) wave = -wave;
            far = L.FusedMultiplyAdd(L.Create(T.CreateSaturating(-k)), far, wave) / x;
            power *= Math.PI;
        }

        // Σ (−1)^m π^2m x^(2m − k) / ((2m + 1) (2m − k)!) from m = ⌈k/2⌉ on.
        int first = (order + 1) / 2, count = 14 + order;
        Span<double> terms = stackalloc double[count];
        double term = (first & 1) != 0 ? -1 : 1;
        for (int j = 0; j < 2 * first; j++) term *= Math.PI;
        for (int j = 0; j < count; j++)
        {
            int m = first + j, q = (2 * m) - order;
            terms[j] = term / ((2 * m) + 1);
            term *= -Math.PI * Math.PI / ((q + 1.0) * (q + 2));
        }

        L z = x * x, near = L.Create(T.CreateSaturating(terms[count - 1]));
        for (int j = count - 2; j >= 0; j--) near = L.FusedMultiplyAdd(near, z, L.Create(T.CreateSaturating(terms[j])));
        if ((order & 1) != 0) near *= x;
        L a = L.Abs(x), y = L.Select(L.LessThanOrEqual(a, K<L, T>(0.15 + (0.35 * order))), near, far);
        return L.Select(L.Equal(a, L.Create(T.PositiveInfinity)), L.Zero, y);
    }

    /// <summary>(−1)ⁿ of a whole number.</summary>
    [MethodImpl(Inlined)]
    private static L AlternatingSign<L, T>(L n)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L half = n * K<L, T>(0.5);
        return L.Select(L.Equal(L.Floor(half), half), L.One, -L.One);
    }

    /// <summary>sin πr / πr over z = r² ≤ ¼.</summary>
    [MethodImpl(Inlined)]
    private static L SinPiRatio<L, T>(L z)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => Polynomial<L, T>(z, SinPiSingle, SinPiDouble);

    /// <summary>cos πr over z = r² ≤ ¼.</summary>
    [MethodImpl(Inlined)]
    private static L CosPi<L, T>(L z)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => L.FusedMultiplyAdd(z, Polynomial<L, T>(z, CosPiSingle, CosPiDouble), L.One);

    private static ReadOnlySpan<float> SinPiSingle => [1f, -1.644934f, 0.8117422f, -0.1907479f, 0.026117438f, -0.0022371786f];

    private static ReadOnlySpan<double> SinPiDouble =>
    [
        1.0, -1.6449340668482264, 0.8117424252833393, -0.19075182412149616, 0.02614784780555096, -0.0023460808954639607, 0.0001484278414189103,
        -6.972099660851199e-06, 2.4502943624559793e-07,
    ];

    private static ReadOnlySpan<float> CosPiSingle => [-4.934802f, 4.0587115f, -1.33524f, 0.23507437f, -0.024627112f];

    private static ReadOnlySpan<double> CosPiDouble =>
    [
        -4.934802200544679, 4.0587121264167685, -1.3352627688545824, 0.23533063035860233, -0.025806891384027284, 0.0019295742401671152,
        -0.00010463763434072599, 4.301203720851614e-06, -1.3479054836358117e-07,
    ];
}
