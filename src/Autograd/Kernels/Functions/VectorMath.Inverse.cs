using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>Inverses of the trigonometric and hyperbolic functions; a root's or a quotient's rounding error is carried into the function of it.</content>
internal static partial class VectorMath
{
    /// <summary>arcsin x as x + x³ P(x²) up to ½, beyond as π/2 − 2 arcsin √((1 − |x|)/2).</summary>
    [MethodImpl(Called)]
    public static L Asin<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x), far = L.LessThan(K<L, T>(0.5), a);
        L z = L.Select(far, (L.One - a) * K<L, T>(0.5), x * x);
        L root = L.Sqrt(z), rootLow = RootError<L, T>(root, z, L.Zero);
        L p = z * Polynomial<L, T>(z, AsinSingle, AsinDouble);
        L twice = root + root, first = K<L, T>(1.5707963267948966) - twice;
        L rest = (K<L, T>(1.5707963267948966) - first) - twice + HalfPiLow<L, T>();
        L y = first + (rest - L.FusedMultiplyAdd(twice, p, rootLow + rootLow));
        return L.Select(far, L.Select(L.LessThan(x, L.Zero), -y, y), L.FusedMultiplyAdd(x, p, x));
    }

    /// <summary>arccos x as π/2 − arcsin x up to ½, beyond from 2 arcsin √((1 − |x|)/2).</summary>
    [MethodImpl(Called)]
    public static L Acos<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x), far = L.LessThan(K<L, T>(0.5), a), negative = L.LessThan(x, L.Zero);
        L z = L.Select(far, (L.One - a) * K<L, T>(0.5), x * x);
        L root = L.Sqrt(z), rootLow = RootError<L, T>(root, z, L.Zero);
        L p = z * Polynomial<L, T>(z, AsinSingle, AsinDouble);
        L twice = root + root;
        L part = L.Select(far, L.Select(negative, twice, -twice), x);
        L partLow = part * p;
        partLow += L.Select(far, L.Select(negative, rootLow + rootLow, -(rootLow + rootLow)), L.Zero);

        // What the part is taken off: π/2, π or 0.
        L quarters = L.Select(far, L.Select(negative, K<L, T>(2), L.Zero), L.One);
        L start = quarters * K<L, T>(1.5707963267948966), first = start - part;
        return first + ((start - first) - part + ((quarters * HalfPiLow<L, T>()) - partLow));
    }

    /// <summary>arsinh x as x + x³ P(x²) up to ½, beyond as ln(|x| + √(x² + 1)).</summary>
    [MethodImpl(Called)]
    public static L Asinh<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x), square = x * x;
        L near = L.FusedMultiplyAdd(x * square, Polynomial<L, T>(square, AsinhSingle, AsinhDouble), x);
        L sum = square + L.One, back = sum - L.One;
        L sumLow = (L.One - (sum - back)) + (square - back) + L.FusedMultiplyAdd(a, a, -square);
        L y = LogOfSumWithRoot<L, T>(a, sum, sumLow);
        y = L.Select(L.LessThan(x, L.Zero), -y, y);
        return L.Select(L.LessThan(K<L, T>(0.5), a), y, near);
    }

    /// <summary>arcosh x as ln(1 + w) with w = t + √(t² + 2t) and t = x − 1 up to 2, beyond as ln(x + √(x² − 1)); NaN below 1.</summary>
    [MethodImpl(Called)]
    public static L Acosh<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L t = x - L.One, factor = x + L.One;
        L product = t * factor;
        L root = L.Sqrt(product), rootLow = RootError<L, T>(root, product, L.FusedMultiplyAdd(t, factor, -product) + (t * ((x - factor) + L.One)));
        L w = t + root;
        L near = L.Log1p(w) + (((root - w) + t + rootLow) / (L.One + w));

        L square = x * x, difference = square - L.One;
        L far = LogOfSumWithRoot<L, T>(x, difference, (square - difference) - L.One + L.FusedMultiplyAdd(x, x, -square));
        L y = L.Select(L.LessThan(K<L, T>(2), x), far, near);
        return L.Select(L.LessThan(x, L.One), L.Create(T.NaN), y);
    }

    /// <summary>artanh x = ½ ln(1 + 2|x| / (1 − |x|)).</summary>
    [MethodImpl(Called)]
    public static L Atanh<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x), y = Log1pOfQuotient<L, T>(a + a, a) * K<L, T>(0.5);
        return TinyAsItself<L, T>(x, L.Select(L.LessThan(x, L.Zero), -y, y));
    }

    /// <summary>ln(p / (1 − p)): below ¼ the difference of the logarithms, above, where they would cancel, ln(1 + (2p − 1) / (1 − p)).</summary>
    [MethodImpl(Called)]
    public static L Logit<L, T>(L p)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L near = Log1pOfQuotient<L, T>((p + p) - L.One, p);
        return L.Select(L.LessThan(p, K<L, T>(0.25)), L.Log(p) - L.Log1p(-p), near);
    }

    /// <summary>The angle of the point (x, y): the arctangent of the smaller length over the larger, set off from 0, ±π/2 or ±π.</summary>
    [MethodImpl(Called)]
    public static L Atan2<L, T>(L y, L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L high = L.Abs(y), wide = L.Abs(x), isSteep = L.LessThan(wide, high), isLeft = IsNegative<L, T>(x);
        L smaller = L.Select(isSteep, wide, high), larger = L.Select(isSteep, high, wide);
        L q = smaller / larger;
        q = L.Select(L.Equal(larger, L.Zero), L.Zero, q);
        q = L.Select(L.Equal(smaller, L.Create(T.PositiveInfinity)), L.One, q);
        L qLow = L.FusedMultiplyAdd(-q, larger, smaller) / larger;
        qLow = L.Select(L.LessThan(L.Abs(qLow), L.One), qLow, L.Zero);
        L angle = L.Atan(q), angleLow = qLow / L.FusedMultiplyAdd(q, q, L.One);

        L isBack = L.Select(isSteep, L.Select(isLeft, L.Zero, L.One), L.Select(isLeft, L.One, L.Zero));
        L turned = L.Equal(isBack, L.One);
        angle = L.Select(turned, -angle, angle);
        angleLow = L.Select(turned, -angleLow, angleLow);
        L quarters = L.Select(isSteep, L.One, L.Select(isLeft, K<L, T>(2), L.Zero));
        L start = quarters * K<L, T>(1.5707963267948966), sum = start + angle;
        sum += (start - sum) + angle + L.FusedMultiplyAdd(quarters, HalfPiLow<L, T>(), angleLow);
        sum = L.Select(IsNegative<L, T>(y), -sum, sum);

        // Comparisons with NaN have lost it.
        return L.Select(L.Equal(x, x), L.Select(L.Equal(y, y), sum, y), x);
    }

    /// <summary>ln(a + √s) for a from ½ on and s near a²; far out ln 2a.</summary>
    [MethodImpl(Inlined)]
    private static L LogOfSumWithRoot<L, T>(L a, L s, L sLow)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L huge = L.LessThan(K<L, T>(4194304f, 2251799813685248.0), a);
        L root = L.Sqrt(s), w = a + root;
        L wLow = L.Select(L.LessThan(root, a), (a - w) + root, (root - w) + a) + RootError<L, T>(root, s, sLow);
        L log = L.Log(L.Select(huge, a, w), out L low);
        L added = L.Select(huge, K<L, T>(0.6931471805599453), L.Zero), sum = log + added;
        low += L.Select(huge, K<L, T>(-1.9046542e-09f, 2.3190468138462996e-17), wLow / w) + ((log - sum) + added);
        sum += low;
        return L.Select(L.LessThan(a, L.Create(T.PositiveInfinity)), sum, a);
    }

    /// <summary>ln(1 + n / (1 − a)), the rounding errors of the difference and the quotient carried along.</summary>
    [MethodImpl(Inlined)]
    private static L Log1pOfQuotient<L, T>(L n, L a)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L d = L.One - a, q = n / d;
        L qLow = (L.FusedMultiplyAdd(-q, d, n) - (q * ((L.One - d) - a))) / d;
        L y = L.Log1p(q);
        return L.Select(L.LessThan(L.Abs(q), L.Create(T.PositiveInfinity)), y + (qLow / (L.One + q)), y);
    }

    /// <summary>What a rounded root lacks of √(square + low).</summary>
    [MethodImpl(Inlined)]
    private static L RootError<L, T>(L root, L square, L low)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        L.Select(L.Equal(root, L.Zero), L.Zero, (L.FusedMultiplyAdd(-root, root, square) + low) / (root + root));

    [MethodImpl(Inlined)]
    private static L IsNegative<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L below = L.LessThan(x, L.Zero);
        return L.Select(below, below, L.IsNegativeZero(x));
    }

    /// <summary>What the rounded π/2 lacks.</summary>
    [MethodImpl(Inlined)]
    private static L HalfPiLow<L, T>()
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => K<L, T>(-4.371138828673793e-08f, 6.123233995736766e-17);

    /// <summary>(arcsin x / x − 1)/x² over z = x² ≤ ¼.</summary>
    private static ReadOnlySpan<float> AsinSingle => [0.16666666f, 0.07500094f, 0.044599403f, 0.031100662f, 0.017149238f, 0.033690847f];

    private static ReadOnlySpan<double> AsinDouble =>
    [
        0.16666666666666669, 0.07499999999998433, 0.04464285714635543, 0.030381944138531247, 0.02237217294214989, 0.017352392720869973,
        0.013971212973552933, 0.011479177415184906, 0.01032281435018578, 0.005457506718640358, 0.01740087944269402, -0.014851887071247204,
        0.028757851367421566,
    ];

    /// <summary>(arsinh x / x − 1)/x² over z = x² ≤ ¼.</summary>
    private static ReadOnlySpan<float> AsinhSingle => [-0.16666667f, 0.07499973f, -0.04463002f, 0.030156178f, -0.020526793f, 0.009936504f];

    private static ReadOnlySpan<double> AsinhDouble =>
    [
        -0.16666666666666666, 0.0749999999999864, -0.044642857140252436, 0.030381944248546365, -0.022372151449922602, 0.01735258771519257,
        -0.013962235682232349, 0.011526210169675569, -0.009591452221673173, 0.007622309427481728, -0.004992717198142511, 0.0018854117655039003,
    ];
}
