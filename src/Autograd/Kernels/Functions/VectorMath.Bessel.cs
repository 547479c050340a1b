using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>
/// Modified Bessel functions times e^−|x|, their difference and quotient: polynomials over the powers of a with which they fall, up to 8 of 1 + a, the
/// polynomials in (a − 2.5)/(a + 4), beyond of a itself, in 16/a − 1.
/// </content>
internal static partial class VectorMath
{
    /// <summary>e^−|x| I₀(x).</summary>
    [MethodImpl(Called)]
    public static L BesselI0e<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x), isFar = L.LessThan(K<L, T>(8), a), sum = BesselBase<L, T>(a, isFar, out L sumLow);
        L p = BesselPolynomial<L, T>(a, isFar, BesselI0NearSingle, BesselI0NearDouble, K<L, T>(-6.2300805e-09f, 1.8576754782004464e-17), BesselI0FarSingle, BesselI0FarDouble, out L pLow);
        L root = L.Sqrt(sum);
        return Quotient<L, T>(p, pLow, root, RootError<L, T>(root, sum, sumLow));
    }

    /// <summary>e^−|x| I₁(x).</summary>
    [MethodImpl(Called)]
    public static L BesselI1e<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x), isFar = L.LessThan(K<L, T>(8), a);
        L p = BesselPolynomial<L, T>(a, isFar, BesselQuotientNearSingle, BesselQuotientNearDouble, K<L, T>(1.6347817e-08f, -4.279117603552832e-17), BesselQuotientFarSingle, BesselQuotientFarDouble, out L pLow);

        // Far out √a alone is left of a √a / a.
        L cube = BesselCube<L, T>(a, isFar, out L cubeLow, out L root, out L rootError);
        L product = a * p, n = L.Select(isFar, p, product), nLow = L.Select(isFar, pLow, L.FusedMultiplyAdd(a, pLow, L.FusedMultiplyAdd(a, p, -product)));
        L y = Quotient<L, T>(n, nLow, L.Select(isFar, root, cube), L.Select(isFar, rootError, cubeLow));
        return L.Select(IsNegative<L, T>(x), -y, y);
    }

    /// <summary>e^−|x| I₁(x) / x.</summary>
    [MethodImpl(Called)]
    public static L BesselQuotient<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x), isFar = L.LessThan(K<L, T>(8), a), cube = BesselCube<L, T>(a, isFar, out L cubeLow, out _, out _);
        L p = BesselPolynomial<L, T>(a, isFar, BesselQuotientNearSingle, BesselQuotientNearDouble, K<L, T>(1.6347817e-08f, -4.279117603552832e-17), BesselQuotientFarSingle, BesselQuotientFarDouble, out L pLow);
        return Quotient<L, T>(p, pLow, cube, cubeLow);
    }

    /// <summary>e^−|x| (I₀(x) − I₁(|x|)).</summary>
    [MethodImpl(Called)]
    public static L BesselDifference<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x), isFar = L.LessThan(K<L, T>(8), a), cube = BesselCube<L, T>(a, isFar, out L cubeLow, out _, out _);
        L p = BesselPolynomial<L, T>(a, isFar, BesselDifferenceNearSingle, BesselDifferenceNearDouble, K<L, T>(-4.3574224e-09f, 4.08335176469845e-19), BesselDifferenceFarSingle, BesselDifferenceFarDouble, out L pLow);
        return Quotient<L, T>(p, pLow, cube, cubeLow);
    }

    /// <summary>The slope of e^−|x| I₁(x), the difference less the quotient, which cancel about ±1.5 and are rounded once.</summary>
    [MethodImpl(Called)]
    public static L BesselI1eSlope<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x), isFar = L.LessThan(K<L, T>(8), a), cube = BesselCube<L, T>(a, isFar, out L cubeLow, out _, out _);
        L p = BesselPolynomial<L, T>(a, isFar, BesselDifferenceNearSingle, BesselDifferenceNearDouble, K<L, T>(-4.3574224e-09f, 4.08335176469845e-19), BesselDifferenceFarSingle, BesselDifferenceFarDouble, out L pLow);
        L q = BesselPolynomial<L, T>(a, isFar, BesselQuotientNearSingle, BesselQuotientNearDouble, K<L, T>(1.6347817e-08f, -4.279117603552832e-17), BesselQuotientFarSingle, BesselQuotientFarDouble, out L qLow);
        L n = p - q, back = n - p;
        return Quotient<L, T>(n, (p - (n - back)) - (q + back) + (pLow - qLow), cube, cubeLow);
    }

    [MethodImpl(Inlined)]
    private static L BesselPolynomial<L, T>(
        L a, L isFar, ReadOnlySpan<float> nearSingle, ReadOnlySpan<double> nearDouble, L nearLack, ReadOnlySpan<float> farSingle, ReadOnlySpan<double> farDouble, out L low)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // (a − 2.5)/(a + 4), of which a small a loses nothing.
        L t = L.FusedMultiplyAdd(K<L, T>(1.625), a / (a + K<L, T>(4)), K<L, T>(-0.625));
        L near = Polynomial<L, T>(t, nearSingle, nearDouble, out L nearLow);
        L far = Polynomial<L, T>((K<L, T>(16) / a) - L.One, farSingle, farDouble, out L farLow);
        low = L.Select(isFar, farLow, nearLow + nearLack);
        return L.Select(isFar, far, near);
    }

    /// <summary>1 + a with its rounding error, far out a.</summary>
    [MethodImpl(Inlined)]
    private static L BesselBase<L, T>(L a, L isFar, out L low)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L sum = L.One + a, back = sum - L.One;
        low = L.Select(isFar, L.Zero, (L.One - (sum - back)) + (a - back));
        return L.Select(isFar, a, sum);
    }

    /// <summary>That to the power 3/2, and its root on the way.</summary>
    [MethodImpl(Inlined)]
    private static L BesselCube<L, T>(L a, L isFar, out L low, out L root, out L rootError)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L sum = BesselBase<L, T>(a, isFar, out L sumLow);
        root = L.Sqrt(sum);
        rootError = RootError<L, T>(root, sum, sumLow);
        L cube = sum * root;
        low = L.FusedMultiplyAdd(sum, root, -cube) + L.FusedMultiplyAdd(sum, rootError, sumLow * root);
        return cube;
    }

    /// <summary>(n + nLow) / (d + dLow); the low parts do not count where they are not finite.</summary>
    [MethodImpl(Inlined)]
    private static L Quotient<L, T>(L n, L nLow, L d, L dLow)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L q = n / d, rest = (L.FusedMultiplyAdd(-q, d, n) + L.FusedMultiplyAdd(-q, dLow, nLow)) / d;
        return L.Select(L.LessThan(L.Abs(rest), L.Abs(q)), q + rest, q);
    }

    /// <summary>e^−a I₀(a) (1 + a)^1/2 up to 8.</summary>
    private static ReadOnlySpan<float> BesselI0NearSingle =>
    [
        0.50521064f, -0.30259576f, 0.51338494f, -0.6082921f, 0.21261792f, 0.52486366f, -0.59947574f, -0.18290393f, 0.34613892f, 0.31993213f,
        -0.17539701f, -0.3221558f, -0.058772232f, 0.18469225f, 0.09105157f,
    ];

    private static ReadOnlySpan<double> BesselI0NearDouble =>
    [
        0.5052106315151581, -0.3025957622965234, 0.5133850650268379, -0.6082926564777549, 0.21260947865333482, 0.5248897217109632,
        -0.5992557648888387, -0.18336671151407674, 0.34322746152847894, 0.323599750189161, -0.1538714865737848, -0.33348493022640097,
        -0.14796637099531132, 0.1745705333473296, 0.2765773400091622, 0.1369100188360025, -0.10445790663697127, -0.2315502153024209,
        -0.18242260958015025, -0.011308024880830343, 0.14371088607166413, 0.2024024510562055, 0.1493126789630376, 0.007545330940492442,
        -0.1732596299125631, -0.23862013161863618, -0.08870185751027349, 0.10835063760286487, 0.13107671797806025, 0.043439562108409505,
    ];

    /// <summary>e^−a I₀(a) a^1/2 from 8 on.</summary>
    private static ReadOnlySpan<float> BesselI0FarSingle =>
    [
        0.4021765f, 0.0033605557f, 0.00013621684f, 1.1111525e-05f, 1.4767921e-06f, 3.6317104e-07f, 1.08298984e-07f,
    ];

    private static ReadOnlySpan<double> BesselI0FarDouble =>
    [
        0.4021765094450081, 0.003360551983667854, 0.00013621607439232746, 1.1143033791556743e-05, 1.4838475473607391e-06,
        2.973598432479169e-07, 8.87225351128584e-08, 3.932602459703109e-08, 2.1545177650836005e-08, 7.553516470355896e-09,
        -6.729724111923548e-09, -1.3404241991980871e-08, -5.4685974495866e-09, 7.540601378890834e-09, 7.58022133915272e-09,
        -3.4857887470034955e-09, -6.188265090497361e-09, 1.497880830187091e-09, 3.881151253996067e-09, -5.562201990080394e-10,
        -1.7789375042917173e-09, 1.4672236659214398e-10, 5.181936971288284e-10, -1.9216763724933513e-11, -7.06893851181878e-11,
    ];

    /// <summary>e^−a (I₀(a) − I₁(a)) (1 + a)^3/2 up to 8.</summary>
    private static ReadOnlySpan<float> BesselDifferenceNearSingle =>
    [
        0.4155415f, -0.7274507f, 1.1786419f, -0.4285534f, -2.0836961f, 2.7928247f, 1.3262881f, -3.327607f, -1.7782913f, 2.4786315f, 3.1282318f,
        -0.22207241f, -3.1824396f, -2.4357798f, 0.8535736f, 2.4049754f, 1.1096407f,
    ];

    private static ReadOnlySpan<double> BesselDifferenceNearDouble =>
    [
        0.41554149545570707, -0.7274507021230502, 1.1786418665370422, -0.4285557583470634, -2.083692965427296, 2.7928924163832645,
        1.3262279575184737, -3.3284150777303645, -1.7777990469608191, 2.481670726002826, 3.1241412349891515, -0.20301024989212527,
        -3.125622580199488, -2.6425664723601123, 0.3775432019885708, 2.9127628537197383, 2.88844356991134, 0.5853542637028865,
        -2.055016290631101, -3.135907805595958, -2.064594862982408, 0.23261647853467546, 2.197250767746399, 2.9632089090086304,
        2.488353050865489, 0.39936563324694363, -3.005053785713679, -4.5055239222206875, -1.6392599558817256, 2.092601109027467,
        2.38261099092214, 0.7302869006837789,
    ];

    /// <summary>e^−a (I₀(a) − I₁(a)) a^3/2 from 8 on.</summary>
    private static ReadOnlySpan<float> BesselDifferenceFarSingle =>
    [
        0.2044488f, 0.00531326f, 0.0003739789f, 4.4937282e-05f, 8.083463e-06f, 2.154105e-06f, 1.1017897e-06f, 5.304658e-07f,
        -9.746665e-08f, -1.4909368e-07f,
    ];

    private static ReadOnlySpan<double> BesselDifferenceFarDouble =>
    [
        0.20444880670617194, 0.0053132601242866905, 0.0003739692873427523, 4.493600840462494e-05, 8.164113822336564e-06,
        2.1678169769041128e-06, 8.519661623286157e-07, 4.672547564579943e-07, 2.51238316091898e-07, 5.004324857204049e-09,
        -2.1879932747644989e-07, -2.2320181241067603e-07, 3.2026750680788384e-08, 2.2196731501211431e-07, 5.2756442375201444e-08,
        -1.920161858109376e-07, -7.11749693233651e-08, 1.7119253278394923e-07, 6.003782799630517e-08, -1.480701187351355e-07,
        -3.87757634522952e-08, 1.1088118570271704e-07, 1.9050973255409727e-08, -6.496668381677299e-08, -6.680273468855963e-09,
        2.7050911061925133e-08, 1.4791670362645525e-09, -7.012498594254566e-09, -1.545149740230855e-10, 8.440170254942292e-10,
    ];

    /// <summary>e^−a I₁(a) / a (1 + a)^3/2 up to 8.</summary>
    private static ReadOnlySpan<float> BesselQuotientNearSingle =>
    [
        0.54107827f, -0.22590968f, -0.045357313f, 0.4799022f, -0.53809077f, -0.099679686f, 0.53720176f, 0.026024302f, -0.40369388f, -0.18975219f,
        0.23988977f, 0.29231152f, -0.003419987f, -0.18951401f, -0.0948851f,
    ];

    private static ReadOnlySpan<double> BesselQuotientNearDouble =>
    [
        0.5410782859389386, -0.2259096878677419, -0.04535735059390224, 0.47990316986729575, -0.5380881066148033, -0.09971619737129811,
        0.5371212945956635, 0.02664282954439291, -0.40239654894444277, -0.19504086113994376, 0.22797681602230546, 0.3145739381654891,
        0.05839211468447176, -0.21982743108145836, -0.2596453599534248, -0.07488826816528006, 0.1479492560700076, 0.23338982841994163,
        0.14556641051081642, -0.02700518823017428, -0.1694133934895062, -0.21518414957467513, -0.12480948467198816, 0.08484980231780279,
        0.23687298122871805, 0.1497462254297606, -0.04748369078965507, -0.10139683003814592, -0.035887065733654924,
    ];

    /// <summary>e^−a I₁(a) / a a^3/2 from 8 on.</summary>
    private static ReadOnlySpan<float> BesselQuotientFarSingle =>
    [
        0.38939846f, -0.009749581f, -0.00021923667f, -1.5003323e-05f, -1.8267145e-06f, -4.2155543e-07f, -1.2212499e-07f,
    ];

    private static ReadOnlySpan<double> BesselQuotientFarDouble =>
    [
        0.38939845902587233, -0.009749577193235768, -0.00021923576383382282, -1.5038547197358572e-05, -1.8349101357991557e-06,
        -3.4838567401229716e-07, -1.0001282610189342e-07, -4.312778920167609e-08, -2.337446787242448e-08, -8.43880090582137e-09,
        6.737493433374833e-09, 1.408852075202545e-08, 5.963645798166707e-09, -7.816968266767898e-09, -7.863004697555056e-09,
        3.803814960536081e-09, 6.202984113000443e-09, -1.992076551203188e-09, -3.75344338735913e-09, 1.0715528639398075e-09,
        1.657764699456319e-09, -4.798751536934023e-10, -4.6561597954216946e-10, 1.417650842869536e-10, 6.135932778393812e-11,
        -1.9677083272584384e-11,
    ];
}
