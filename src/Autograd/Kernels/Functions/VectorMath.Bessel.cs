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
        L p = BesselPolynomial<L, T>(a, isFar, BesselI0NearSingle, BesselI0NearDouble, BesselI0FarSingle, BesselI0FarDouble, out L pLow);
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
        L p = BesselPolynomial<L, T>(a, isFar, BesselQuotientNearSingle, BesselQuotientNearDouble, BesselQuotientFarSingle, BesselQuotientFarDouble, out L pLow);

        // Far out √a alone is left of a √a / a.
        L cube = BesselCube<L, T>(a, isFar, out L cubeLow), root = L.Sqrt(a);
        L product = a * p, n = L.Select(isFar, p, product), nLow = L.Select(isFar, pLow, L.FusedMultiplyAdd(a, pLow, L.FusedMultiplyAdd(a, p, -product)));
        L y = Quotient<L, T>(n, nLow, L.Select(isFar, root, cube), L.Select(isFar, RootError<L, T>(root, a, L.Zero), cubeLow));
        return L.Select(IsNegative<L, T>(x), -y, y);
    }

    /// <summary>e^−|x| I₁(x) / x.</summary>
    [MethodImpl(Called)]
    public static L BesselQuotient<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x), isFar = L.LessThan(K<L, T>(8), a), cube = BesselCube<L, T>(a, isFar, out L cubeLow);
        L p = BesselPolynomial<L, T>(a, isFar, BesselQuotientNearSingle, BesselQuotientNearDouble, BesselQuotientFarSingle, BesselQuotientFarDouble, out L pLow);
        return Quotient<L, T>(p, pLow, cube, cubeLow);
    }

    /// <summary>e^−|x| (I₀(x) − I₁(|x|)).</summary>
    [MethodImpl(Called)]
    public static L BesselDifference<L, T>(L x)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L a = L.Abs(x), isFar = L.LessThan(K<L, T>(8), a), cube = BesselCube<L, T>(a, isFar, out L cubeLow);
        L p = BesselPolynomial<L, T>(a, isFar, BesselDifferenceNearSingle, BesselDifferenceNearDouble, BesselDifferenceFarSingle, BesselDifferenceFarDouble, out L pLow);
        return Quotient<L, T>(p, pLow, cube, cubeLow);
    }

    [MethodImpl(Inlined)]
    private static L BesselPolynomial<L, T>(
        L a, L isFar, ReadOnlySpan<float> nearSingle, ReadOnlySpan<double> nearDouble, ReadOnlySpan<float> farSingle, ReadOnlySpan<double> farDouble, out L low)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // (a − 2.5)/(a + 4), of which a small a loses nothing.
        L t = L.FusedMultiplyAdd(K<L, T>(1.625), a / (a + K<L, T>(4)), K<L, T>(-0.625));
        L near = Polynomial<L, T>(t, nearSingle, nearDouble, out L nearLow);
        L far = Polynomial<L, T>((K<L, T>(16) / a) - L.One, farSingle, farDouble, out L farLow);
        low = L.Select(isFar, farLow, nearLow);
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

    /// <summary>That to the power 3/2.</summary>
    [MethodImpl(Inlined)]
    private static L BesselCube<L, T>(L a, L isFar, out L low)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L sum = BesselBase<L, T>(a, isFar, out L sumLow), root = L.Sqrt(sum), cube = sum * root;
        low = L.FusedMultiplyAdd(sum, root, -cube) + L.FusedMultiplyAdd(sum, RootError<L, T>(root, sum, sumLow), sumLow * root);
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
        0.50521064f, -0.30259576f, 0.51338494f, -0.60829145f, 0.21261804f, 0.5248443f, -0.59948057f, -0.1826497f, 0.34624702f, 0.3182505f,
        -0.17646207f, -0.31665656f, -0.054141965f, 0.1775971f, 0.08370655f,
    ];

    private static ReadOnlySpan<double> BesselI0NearDouble =>
    [
        0.5052106315151581, -0.3025957622965234, 0.5133850650268377, -0.6082926564777537, 0.2126094786533827, 0.5248897217109562,
        -0.5992557648933428, -0.18336671152084882, 0.3432274617473681, 0.3235997506717697, -0.15387149283394577, -0.33348494674451185,
        -0.14796625830865692, 0.17457087507160202, 0.27657602779969204, 0.13690539084847292, -0.10444815058927098, -0.2315078478498061,
        -0.18246466429377323, -0.01157137946832718, 0.14376824067628075, 0.2034898751079003, 0.14970825834314958, 0.0047443040029243036,
        -0.17566493715628972, -0.2348111614914875, -0.08321609373618888, 0.10720120867119749, 0.12626517009886865, 0.041397844978552416,
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
        0.4155415f, -0.7274507f, 1.1786419f, -0.4285562f, -2.0836933f, 2.792918f, 1.3262264f, -3.3291078f, -1.7778696f, 2.4918227f,
        3.129202f, -0.28709704f, -3.2078934f, -2.2664988f, 0.9666105f, 2.2235107f, 0.9460118f,
    ];

    private static ReadOnlySpan<double> BesselDifferenceNearDouble =>
    [
        0.41554149545570707, -0.7274507021230503, 1.178641866537043, -0.42855575834704124, -2.083692965427543, 2.7928924163802873,
        1.3262279575453289, -3.328415077524689, -1.7777990484631332, 2.4816707173599313, 3.1241412847310763, -0.20301000840514166,
        -3.1256236310780205, -2.642571183788447, 0.37755791116248866, 2.912828691383175, 2.888306301584215, 0.5846887709332195,
        -2.0541943063238586, -3.131054354062176, -2.067256627089595, 0.2074784279166917, 2.1970123822521694, 3.0524862063336866,
        2.5311519102681057, 0.197190012028615, -3.190985585133899, -4.261313049996697, -1.2749787324177642, 2.0330106788122486,
        2.0952896527955667, 0.6106629544308194,
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
        0.54107827f, -0.22590968f, -0.04535729f, 0.4799025f, -0.53809184f, -0.09968954f, 0.53722006f, 0.026167836f, -0.4038074f,
        -0.19081128f, 0.23994479f, 0.29616326f, -0.0015976208f, -0.19499558f, -0.09954883f,
    ];

    private static ReadOnlySpan<double> BesselQuotientNearDouble =>
    [
        0.5410782859389386, -0.22590968786774188, -0.04535735059390201, 0.4799031698672784, -0.5380881066148607, -0.09971619736903864,
        0.537121294601697, 0.026642829408160387, -0.4023965492869137, -0.19504085656086498, 0.2279768277616268, 0.31457384408866446,
        0.05839185621940111, -0.219826197791858, -0.2596415725109841, -0.07489861678434848, 0.14791168355165069, 0.2334423120429335,
        0.14581860463609417, -0.02712676823007131, -0.170533092053044, -0.21538796407165903, -0.1217140731766066, 0.08706612669394796,
        0.23231493599462957, 0.14392113518420338, -0.045739965057044446, -0.09585056320536942, -0.033601256089153424,
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
