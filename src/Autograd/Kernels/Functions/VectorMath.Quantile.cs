using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>
/// Quantiles of the normal distribution: about ½ an odd polynomial, in the tails (w − w₀) R with w = √(−2 ln p), w₀ that of
/// ½ and R a polynomial in (w − 6)/(w + 6). Their
/// slopes are computed from the probability in the tail as well: e^(y²/2) alone would show the rounding error of y as many times as y² is large.
/// </content>
internal static partial class VectorMath
{
    /// <summary>The x with Φ(x) = p.</summary>
    [MethodImpl(Called)]
    public static L NormalQuantile<L, T>(L p)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L u = p - K<L, T>(0.5), isLower = L.LessThan(u, L.Zero), tail = L.Select(isLower, p, L.One - p);
        L square = u * u, near = Polynomial<L, T>(square, QuantileSingle, QuantileDouble, out L nearLow);
        near = L.FusedMultiplyAdd(u, near, u * nearLow);
        L far = QuantileInTail<L, T>(tail, K<L, T>(-2), K<L, T>(6), K<L, T>(1.1774100225154747), K<L, T>(1.5992342e-08f, 2.750456244592349e-17));
        far = L.Select(isLower, -far, far);
        return L.Select(L.LessThan(tail, K<L, T>(0.25)), far, near);
    }

    /// <summary>The y with erf y = x: of the tail (1 − |x|)/2 the quantile over √2, which the polynomial gives from √(−ln p).</summary>
    [MethodImpl(Called)]
    public static L ErfInv<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x), square = x * x, near = Polynomial<L, T>(square, ErfInvSingle, ErfInvDouble, out L nearLow);
        near = L.FusedMultiplyAdd(x, near, x * nearLow);
        L far = QuantileInTail<L, T>((L.One - a) * K<L, T>(0.5), -L.One, K<L, T>(4.242640687119285), K<L, T>(0.8325546111576978), K<L, T>(-2.7228076e-08f, -4.2875407321628104e-17));
        far = L.Select(L.LessThan(x, L.Zero), -far, far);
        return L.Select(L.LessThan(K<L, T>(0.5), a), far, near);
    }

    /// <summary>1/φ(y) of the quantile y of p.</summary>
    [MethodImpl(Inlined)]
    public static L NormalQuantileSlope<L, T>(L y, L p)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        QuantileSlope<L, T>(L.Abs(y), L.Zero, L.Min(p, L.One - p), K<L, T>(2.5066282746310007), K<L, T>(-2.8660204e-10f, -1.8328579980459167e-16));

    /// <summary>½ √π e^(y²) of y with erf y = x: of the quantile √2 y at (1 + x)/2, the slope of which counts 1/√8 of this one.</summary>
    [MethodImpl(Inlined)]
    public static L ErfInvSlope<L, T>(L y, L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L root = K<L, T>(1.4142135623730951), a = L.Abs(y), b = a * root;
        L bLow = L.FusedMultiplyAdd(a, K<L, T>(2.4203234e-8f, -9.667293313452913e-17), L.FusedMultiplyAdd(a, root, -b));
        return QuantileSlope<L, T>(b, bLow, (L.One - L.Abs(x)) * K<L, T>(0.5), K<L, T>(0.886226925452758), K<L, T>(-2.66232e-08f, -3.8332932499128993e-17));
    }

    /// <summary>
    /// factor / (√(2π) φ(a)) for Φ(−a) = tail, factor and a ≥ 0 with what they lack: in the tail from that and its ratio to the density, less sensitive to a; ∞ at a tail of 0.
    /// </summary>
    [MethodImpl(Called)]
    public static L QuantileSlope<L, T>(L a, L aLow, L tail, L factor, L factorLow)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L square = a * a, squareLow = L.FusedMultiplyAdd(a, aLow, L.FusedMultiplyAdd(a, a, -square) * K<L, T>(0.5));
        L near = L.Exp(square * K<L, T>(0.5));
        near = L.FusedMultiplyAdd(near, squareLow, near) * factor;

        // 1/φ(a) = √(2π) R(a) / Φ(−a).
        L r = NormalTailRatio<L, T>(a, aLow, out L rLow), n = r * factor;
        L nLow = L.FusedMultiplyAdd(r, factorLow, L.FusedMultiplyAdd(rLow, factor, L.FusedMultiplyAdd(r, factor, -n)));
        L slope = L.Select(L.LessThan(tail, K<L, T>(0.25)), Quotient<L, T>(n, nLow, tail, L.Zero), near);
        return L.Select(L.Equal(tail, L.Zero), L.Create(T.PositiveInfinity), slope);
    }

    /// <summary>(w − w₀) R with w² = factor · ln p, for p up to ¼; w₀ is w at ½. ∞ at 0, NaN below.</summary>
    [MethodImpl(Inlined)]
    private static L QuantileInTail<L, T>(L p, L factor, L center, L start, L startLow)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L log = L.Log(p, out L low), square = factor * log;
        L w = L.Sqrt(square), wLow = L.FusedMultiplyAdd(factor, low, L.FusedMultiplyAdd(-w, w, square)) / (w + w);
        L distance = w - start, distanceLow = (w - (distance + start)) + (wLow - startLow);
        L r = Polynomial<L, T>((w - center) / (w + center), QuantileTailSingle, QuantileTailDouble, out L rLow);
        L y = L.FusedMultiplyAdd(distance, r, L.FusedMultiplyAdd(distance, rLow, distanceLow * r));
        L pole = L.Select(L.Equal(p, L.Zero), L.Create(T.PositiveInfinity), L.Create(T.NaN));
        return L.Select(L.LessThan(L.Zero, p), y, pole);
    }

    /// <summary>The quantile of ½ + u over u, over u² ≤ 1/16.</summary>
    private static ReadOnlySpan<float> QuantileSingle => [2.5066283f, 2.6249323f, 5.773237f, 15.601582f, 49.93504f, 86.54115f, 1128.9478f];

    private static ReadOnlySpan<double> QuantileDouble =>
    [
        2.5066282746310007, 2.6249349909537885, 5.7725335385579015, 15.667608985213157, 47.03578283283503, 149.83038498881936,
        496.22559458002127, 1692.509965043831, 5773.200518288449, 23425.031726858444, 25049.35683993618, 871360.5879241334,
        -3609931.01268876, 21475706.505049013,
    ];

    /// <summary>The coefficients of <see cref="TailRatio"/> for float, for the order in which a low part is kept.</summary>
    private static ReadOnlySpan<float> TailRatioSingle =>
    [
        0.755285144f, -0.607896626f, 0.387137383f, -0.186522156f, 0.0603966489f, -0.007537717f, -0.00347995455f, 0.00162204006f, 0.00013365339f,
        -0.000215573775f, -1.73108231e-06f, 2.11829847e-05f,
    ];

    /// <summary>The inverse of erf over x, over x² ≤ ¼.</summary>
    private static ReadOnlySpan<float> ErfInvSingle => [0.88622695f, 0.23201342f, 0.12757173f, 0.08618737f, 0.06896368f, 0.029879803f, 0.09744709f];

    private static ReadOnlySpan<double> ErfInvDouble =>
    [
        0.886226925452758, 0.23201366653465907, 0.1275561753044084, 0.08655212936268364, 0.06495961132717862, 0.05173148498700453,
        0.042832578482160585, 0.036522988083139016, 0.031145242581416724, 0.03159332043375326, 0.008446011584224939, 0.07345020539520401,
        -0.07607360776328573, 0.11314166859159029,
    ];

    /// <summary>The quantile over w₀ − w, from p = ¼ down to the smallest number of the type.</summary>
    private static ReadOnlySpan<float> QuantileTailSingle =>
    [
        1.1485057f, -0.24274155f, 0.16751134f, -0.12970646f, 0.103071146f, -0.085450545f, 0.07274361f, -0.059819818f, 0.049119025f,
        -0.075324714f, 0.07306387f, 0.07671371f, -0.0023822344f, -0.2533255f,
    ];

    private static ReadOnlySpan<double> QuantileTailDouble =>
    [
        1.1485057183934824, -0.24274152915686176, 0.1675109902746911, -0.12971040590368518, 0.10309503673444445, -0.08529183358779721,
        0.0721642299477153, -0.0626648949874145, 0.055254068453737946, -0.04948013865303846, 0.0447122224658146, -0.040797294092448,
        0.037456004655476896, -0.03463307797615106, 0.03214746541902165, -0.02994679118587705, 0.028197905656732823, -0.027101370863588995,
        0.02486983205891622, -0.020057789911343927, 0.021153209976575504, -0.03548100477776272, 0.03186719167099445, 0.017734077178637488,
        -0.029785660450684055, -0.0750991776035259, 0.13541570181560675, 0.0111052865706278, -0.14744448197169369, 0.043009750084618735,
        0.11160193859967224, -0.10253107396600278, 0.02697295125344397,
    ];
}
