using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>
/// The logarithm of the gamma function and its derivatives: polynomials about their zeros, beyond them Stirling's series with coefficients fitted to
/// where it starts; reflection for negative arguments, with whole turns taken off exactly.
/// </content>
internal static partial class VectorMath
{
    /// <summary>ln |Γ(x)|: for x > 0 within 2 units in the last place, for x &lt; 0 of the larger of the two parts that reflection adds.</summary>
    [MethodImpl(Called)]
    public static L LogGamma<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x), infinity = L.Create(T.PositiveInfinity), isShifted = L.LessThan(a, K<L, T>(0.75)), isStirling = L.LessThanOrEqual(K<L, T>(2.5), a);

        // About 1, 1.5 and 2; below ¾ ln Γ(a + 1) − ln a.
        L isLow = L.LessThan(a, L.Select(isShifted, K<L, T>(0.25), K<L, T>(1.25)));
        L isMiddle = L.LessThan(L.Select(isLow, K<L, T>(2), L.Select(isShifted, a + L.One, a)), K<L, T>(1.75));
        L center = L.Select(isLow, L.One, L.Select(isMiddle, K<L, T>(1.5), K<L, T>(2)));
        L t = a - L.Select(isShifted, center - L.One, center);
        L first = Polynomial<L, T>(t, LogGammaFirstSingle, LogGammaFirstDouble, out L firstLow);
        L middle = Polynomial<L, T>(t, LogGammaMiddleSingle, LogGammaMiddleDouble, out L middleLow);
        L second = Polynomial<L, T>(t, LogGammaSecondSingle, LogGammaSecondDouble, out L secondLow);
        L factor = L.Select(isLow, first, second), factorLow = L.Select(isLow, firstLow, secondLow);
        L near = L.Select(isMiddle, middle, t * factor);
        L nearLow = L.Select(isMiddle, middleLow, L.FusedMultiplyAdd(t, factorLow, L.FusedMultiplyAdd(t, factor, -near)));

        L log = L.Log(a, out L low), c = a - K<L, T>(0.5);
        L product = c * log, productLow = L.FusedMultiplyAdd(c, log, -product) + (c * low);
        L difference = product - a, back = difference - product;
        L rest = (product - (difference - back)) - (a + back) + productLow + K<L, T>(1.5634177e-08f, -3.8782941580672414e-17);
        L q = L.One / a;
        L stirling = (difference + K<L, T>(0.9189385332046728)) + L.FusedMultiplyAdd(q, Polynomial<L, T>(q * q, StirlingSingle, StirlingDouble), rest);
        stirling = L.Select(L.LessThan(product, infinity), stirling, product);

        L y = L.Select(isStirling, stirling, L.Select(isShifted, (near - low) - log, near + nearLow));

        // ln |Γ(−a)| = −ln(a |sin πa| / π) − ln Γ(a), in which −ln a cancels where it was shifted.
        L r = L.Abs(a - L.Round(a));
        L sine = r * SinPiRatio<L, T>(r * r);
        L reflected = -(L.Log(L.Select(isShifted, sine, sine * a)) + L.Select(isShifted, near, y));
        y = L.Select(L.LessThan(x, L.Zero), reflected, y);
        y = L.Select(L.Equal(a, L.Zero), infinity, y);
        return L.Select(L.LessThan(a, infinity), y + L.Zero, a);
    }

    /// <summary>ψ(x) = d/dx ln Γ(x): for x > 0 within 2 units in the last place, for x &lt; 0 of the larger part; NaN at negative whole numbers.</summary>
    [MethodImpl(Called)]
    public static L Digamma<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x), infinity = L.Create(T.PositiveInfinity), isShifted = L.LessThan(a, L.One), q = L.One / a;

        // From 1 to 2.5 about the zero; below 1 ψ(a + 1) − 1/a.
        L t = a - L.Select(isShifted, L.One, K<L, T>(2));
        L zero = L.Select(isShifted, K<L, T>(0.46163214496836236), K<L, T>(1.4616321449683622));
        L zeroLow = L.Select(isShifted, K<L, T>(1.243815e-08f, -1.5522348162858677e-17), K<L, T>(1.243815e-08f, 9.549995429965697e-17));
        L distance = (a - zero) - zeroLow, factor = Polynomial<L, T>(t, DigammaSingle, DigammaDouble, out L factorLow);
        L shifted = L.FusedMultiplyAdd(distance, factor, distance * factorLow), qLow = L.FusedMultiplyAdd(-q, a, L.One) * q;
        L near = L.Select(isShifted, L.FusedMultiplyAdd(distance, factor, -q) - qLow, shifted);
        near = L.Select(L.LessThan(q, K<L, T>(1e20)), near, -q);

        L log = L.Log(a, out L low), z = q * q;
        L far = log + (low - L.FusedMultiplyAdd(z, Polynomial<L, T>(z, DigammaFarSingle, DigammaFarDouble), q * K<L, T>(0.5)));
        L y = L.Select(L.LessThan(a, K<L, T>(2.5)), near, far);

        // ψ(−a) = ψ(a) + 1/a + π cot πa.
        L r = a - L.Round(a), square = r * r;
        L cotangent = CosPi<L, T>(square) / (r * SinPiRatio<L, T>(square));
        L reflected = L.Select(isShifted, shifted, y + q) + cotangent;
        y = L.Select(L.LessThan(x, L.Zero), L.Select(L.Equal(r, L.Zero), L.Create(T.NaN), reflected), y);
        y = L.Select(L.Equal(a, L.Zero), -(L.One / x), y);
        return L.Select(L.Equal(a, infinity), L.Select(L.LessThan(x, L.Zero), L.Create(T.NaN), x), y);
    }

    /// <summary>
    /// The n-th derivative of ψ, n ≥ 1: (−1)ⁿ⁺¹ n! ζ(n + 1, x), with the sum of (x + k)^−s done for the first terms and by Euler and Maclaurin for the
    /// rest. For x &lt; 0 by reflection, −π dⁿ/dxⁿ cot πx + (−1)ⁿ ψ⁽ⁿ⁾(1 − x).
    /// </summary>
    [MethodImpl(Called)]
    [SkipLocalsInit]
    public static L Polygamma<L, T>(L x, int n)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x), isNegative = L.LessThan(x, L.Zero), infinity = L.Create(T.PositiveInfinity);
        int s = n + 1, count = 10 + n;

        // Of the terms from k = count on: ∫ + half the first + Σ B₂ⱼ/(2j)! s(s + 1)…(s + 2j − 2) v^(−s − 2j + 1).
        L v = a + K<L, T>(count), vLow = L.Select(L.LessThan(a, K<L, T>(count)), a - (v - K<L, T>(count)), K<L, T>(count) - (v - a));
        L power = ReciprocalPower<L, T>(v, vLow, n, out L powerLow), q = L.One / v;
        L square = q * q, tail = L.Zero;
        ReadOnlySpan<double> bernoulli = BernoulliByFactorial;
        for (int j = bernoulli.Length - 1; j >= 0; j--)
        {
            // Each coefficient times the next two rising factors, in Horner's order.
            double rising = j == 0 ? s : (s + (2.0 * j) - 1) * (s + (2.0 * j));
            tail = L.Create(T.CreateSaturating(rising)) * (L.Create(T.CreateSaturating(bernoulli[j])) + (square * tail));
        }

        L integral = power / K<L, T>(n), others = power * q * L.FusedMultiplyAdd(q, tail, K<L, T>(0.5));
        L sum = integral + others, sumLow = (integral - sum) + others + (powerLow / K<L, T>(n));
        for (int k = count - 1; k >= 0; k--)
        {
            L shift = K<L, T>(k), w = a + shift, wLow = L.Select(L.LessThan(a, shift), a - (w - shift), shift - (w - a));
            L term = ReciprocalPower<L, T>(w, wLow, s, out L termLow);

            // ψ(1 − x) of a negative x leaves the first term out.
            if (k == 0)
            {
                term = L.Select(isNegative, L.Zero, term);
                termLow = L.Select(isNegative, L.Zero, termLow);
            }

            L next = sum + term, back = next - sum;
            L lost = (sum - (next - back)) + (term - back) + termLow;
            sumLow += L.Select(L.LessThan(L.Abs(lost), infinity), lost, L.Zero);
            sum = next;
        }

        double factorial = 1;
        for (int k = 2; k <= n; k++) factorial *= k;
        L zeta = L.Create(T.CreateSaturating(factorial)) * (sum + sumLow);
        L positive = (n & 1) != 0 ? zeta : -zeta;
        L r = x - L.Round(x);
        L reflected = -zeta - (L.Create(T.CreateSaturating(Math.PI)) * CotangentDerivative<L, T>(r, n));
        reflected = L.Select(L.Equal(r, L.Zero), L.Create((n & 1) != 0 ? T.PositiveInfinity : T.NaN), reflected);
        L y = L.Select(isNegative, reflected, positive);
        return L.Select(L.Equal(x, -infinity), L.Create(T.NaN), L.Select(L.Equal(x, infinity), L.Zero, y));
    }

    /// <summary>(w + wLow)^−s as a sum of two numbers; the second is 0 where the first is not a positive finite number.</summary>
    [MethodImpl(Inlined)]
    private static L ReciprocalPower<L, T>(L w, L wLow, int s, out L low)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Of the reciprocal: a power of a small w would underflow where that of its reciprocal is still a number.
        L q = L.One / w, qLow = q * L.FusedMultiplyAdd(-q, wLow, L.FusedMultiplyAdd(-q, w, L.One)), power = q;
        low = qLow;
        for (int i = 1; i < s; i++)
        {
            L next = power * q;
            low = L.FusedMultiplyAdd(power, q, -next) + L.FusedMultiplyAdd(power, qLow, low * q);
            power = next;
        }

        low = L.Select(L.LessThan(L.Abs(low), power), low, L.Zero);
        return power;
    }

    /// <summary>dⁿ/dxⁿ cot πx = πⁿ Pₙ(cot πx) with P₀(c) = c and Pₙ₊₁ = −(1 + c²) Pₙ′.</summary>
    [MethodImpl(Called)]
    [SkipLocalsInit]
    private static L CotangentDerivative<L, T>(L r, int n)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<double> p = stackalloc double[n + 2], next = stackalloc double[n + 2];
        p.Clear();
        p[1] = 1;
        for (int k = 1; k <= n; k++)
        {
            for (int i = 0; i < p.Length; i++)
            {
                double slope = i + 1 < p.Length ? (i + 1) * p[i + 1] : 0, before = i >= 1 ? (i - 1) * p[i - 1] : 0;
                next[i] = -Math.PI * (slope + before);
            }

            next.CopyTo(p);
        }

        L square = r * r, c = CosPi<L, T>(square) / (r * SinPiRatio<L, T>(square) * L.Create(T.CreateSaturating(Math.PI)));
        L sum = L.Create(T.CreateSaturating(p[n + 1]));
        for (int i = n; i >= 0; i--) sum = L.FusedMultiplyAdd(sum, c, L.Create(T.CreateSaturating(p[i])));
        return sum;
    }

    /// <summary>B₂ⱼ/(2j)! from j = 1 on.</summary>
    private static ReadOnlySpan<double> BernoulliByFactorial =>
    [
        0.08333333333333333, -0.001388888888888889, 3.306878306878307e-05, -8.267195767195768e-07, 2.08767569878681e-08,
        -5.284190138687493e-10, 1.3382536530684679e-11, -3.3896802963225827e-13, 8.586062056277845e-15, -2.174868698558062e-16,
        5.5090028283602295e-18,
    ];

    /// <summary>ln Γ(1 + t) / t from −¼ to ¼.</summary>
    private static ReadOnlySpan<float> LogGammaFirstSingle =>
    [
        -0.5772157f, 0.82246697f, -0.40068558f, 0.27059367f, -0.20739725f, 0.16882415f, -0.14338274f, 0.14076445f, -0.12521306f,
    ];

    private static ReadOnlySpan<double> LogGammaFirstDouble =>
    [
        -0.5772156649015329, 0.8224670334241133, -0.4006856343865315, 0.27058080842771787, -0.20738555102861042, 0.16955717701613895,
        -0.14404989678670604, 0.12550966713649744, -0.11133426359238932, 0.10009962210510019, -0.09095417407951806, 0.08334719848486703,
        -0.07692618365330123, 0.07159408341567752, -0.06682232999260808, 0.06020201298139458, -0.05663245272474891, 0.07302784334409541,
        -0.06928380249485716,
    ];

    /// <summary>ln Γ(1.5 + t) from −¼ to ¼.</summary>
    private static ReadOnlySpan<float> LogGammaMiddleSingle =>
    [
        -0.12078224f, 0.036489975f, 0.4674011f, -0.13813312f, 0.058712337f, -0.028931942f, 0.01542344f, -0.009047697f, 0.005219873f,
    ];

    private static ReadOnlySpan<double> LogGammaMiddleDouble =>
    [
        -0.12078223763524522, 0.03648997397857653, 0.46740110027233966, -0.1381327740390564, 0.058712126416770156, -0.028952081888204487,
        0.01543548416961521, -0.008622603998319755, 0.004965728853037259, -0.0029209667836465245, 0.0017450332606850476,
        -0.001055026249883388, 0.0006437726262611913, -0.000393885373198391, 0.00024368309474267566, -0.00016921254148073332,
        0.00010582129400058809,
    ];

    /// <summary>ln Γ(2 + t) / t from −¼ to ½.</summary>
    private static ReadOnlySpan<float> LogGammaSecondSingle =>
    [
        0.42278433f, 0.32246703f, -0.0673522f, 0.020580292f, -0.007388995f, 0.0029075108f, -0.0011764979f, 0.00035014717f,
    ];

    private static ReadOnlySpan<double> LogGammaSecondDouble =>
    [
        0.42278433509846713, 0.3224670334241132, -0.0673523010531987, 0.02058080842779627, -0.0073855510285893424, 0.002890510329445428,
        -0.0011927539149789584, 0.0005096695876662018, -0.0002231547656984365, 9.945606714996184e-05, -4.492347461303773e-05,
        2.0520758823443544e-05, -9.491527319561812e-06, 4.377377341150306e-06, -1.7763458203801567e-06, 4.289232349812461e-07,
    ];

    /// <summary>x (ln Γ(x) − (x − ½) ln x + x − ½ ln 2π) over 1/x² for x from 2.5 on.</summary>
    private static ReadOnlySpan<float> StirlingSingle => [0.083333336f, -0.0027777303f, 0.0007911752f, -0.00054770854f, 0.00042251678f];

    private static ReadOnlySpan<double> StirlingDouble =>
    [
        0.08333333333333333, -0.00277777777777564, 0.0007936507926348376, -0.0005952379017281656, 0.0008417311910541597,
        -0.0019162977797615398, 0.006358525046715835, -0.02799103855328496, 0.14414778463955508, -0.7483471420244691, 3.4246714775641687,
        -12.40213407072066, 32.137057787033434, -52.04253157376896, 39.20440789449971,
    ];

    /// <summary>ψ(2 + t) / (2 + t − zero) from −1 to ½.</summary>
    private static ReadOnlySpan<float> DigammaSingle =>
    [
        0.7853075f, -0.26073894f, 0.10899991f, -0.04955179f, 0.023447286f, -0.011324526f, 0.005560519f, -0.0028448997f, 0.0012416204f,
        -0.0003448303f, 0.00089886604f, -0.00038977247f, -0.00081184733f, -0.0005414861f,
    ];

    private static ReadOnlySpan<double> DigammaDouble =>
    [
        0.7853075386041053, -0.2607389546830013, 0.10899991701762879, -0.049551032917694145, 0.023447309597511717, -0.011338432551833769,
        0.005552254179383517, -0.0027395729306958325, 0.0013581420052536564, -0.0006753125689773945, 0.00033643526623525167,
        -0.0001678227172346799, 8.374908522188642e-05, -4.181027622466972e-05, 2.110367930488315e-05, -1.0465574250951653e-05,
        4.359059742938836e-06, -3.276130441723398e-06, 3.3284028676796085e-06, 2.715931404046851e-06, -9.098793495059839e-07,
        -6.8045144840854074e-06, -4.000453822932418e-06, 3.344038033985586e-06, 6.15904844774023e-06, 3.385805982608618e-06,
        7.128014565586763e-07,
    ];

    /// <summary>x² (ln x − 1/(2x) − ψ(x)) over 1/x² for x from 2.5 on.</summary>
    private static ReadOnlySpan<float> DigammaFarSingle =>
    [
        0.083333336f, -0.008333273f, 0.003963705f, -0.0040343245f, 0.005680754f, -0.005803533f,
    ];

    private static ReadOnlySpan<double> DigammaFarDouble =>
    [
        0.08333333333333333, -0.008333333333330037, 0.00396825396624157, -0.004166666173213351, 0.00757569282332949, -0.021087535305308745,
        0.08304398909444967, -0.43179203274081923, 2.709595624518168, -18.239433639192917, 116.9976076788443, -650.3843839488311,
        2914.483373146883, -9873.97598791134, 23447.400526166224, -34536.132268110436, 23642.569193190182,
    ];
}
