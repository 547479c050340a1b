namespace Autograd;

/// <summary>The coefficients of an explicit Runge-Kutta pair of seven stages, of which the last is the slope at the step's end.</summary>
/// <param name="Nodes">Where in the step the stages are.</param>
/// <param name="Stages">How each stage's state is put together of the slopes before it; the last is the step's result.</param>
/// <param name="Errors">The weights of the higher order less those of the lower.</param>
/// <param name="Dense">For each slope its weight in the dense output, as a polynomial of the part of the step: coefficients from σ to σ⁴.</param>
internal sealed record RungeKuttaTableau(double[] Nodes, double[][] Stages, double[] Errors, double[][] Dense)
{
    /// <summary>
    /// J. R. Dormand, P. J. Prince: A family of embedded Runge-Kutta formulae, J. Comput. Appl. Math. 6 (1980); dense output by L. F. Shampine: Some
    /// practical Runge-Kutta formulas, Math. Comp. 46 (1986).
    /// </summary>
    public static RungeKuttaTableau DormandPrince { get; } = new(
        [0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1],
        [
            [],
            [1.0 / 5],
            [3.0 / 40, 9.0 / 40],
            [44.0 / 45, -56.0 / 15, 32.0 / 9],
            [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
            [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
            [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84],
        ],
        [71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40],
        [
            [1, -8048581381.0 / 2820520608, 8663915743.0 / 2820520608, -12715105075.0 / 11282082432],
            [0, 0, 0, 0],
            [0, 131558114200.0 / 32700410799, -68118460800.0 / 10900136933, 87487479700.0 / 32700410799],
            [0, -1754552775.0 / 470086768, 14199869525.0 / 1410260304, -10690763975.0 / 1880347072],
            [0, 127303824393.0 / 49829197408, -318862633887.0 / 49829197408, 701980252875.0 / 199316789632],
            [0, -282668133.0 / 205662961, 2019193451.0 / 616988883, -1453857185.0 / 822651844],
            [0, 40617522.0 / 29380423, -110615467.0 / 29380423, 69997945.0 / 29380423],
        ]);

    /// <summary>
    /// Ch. Tsitouras: Runge-Kutta pairs of order 5(4) satisfying only the first column simplifying assumption, Comput. Math. Appl. 62 (2011), with the
    /// dense output of that paper, which is given by products of its zeros.
    /// </summary>
    public static RungeKuttaTableau Tsitouras { get; } = new(
        [0, 0.161, 0.327, 0.9, 0.9800255409045097, 1, 1],
        [
            [],
            [0.161],
            [-0.008480655492356989, 0.335480655492357],
            [2.8971530571054935, -6.359448489975075, 4.3622954328695815],
            [5.325864828439257, -11.748883564062828, 7.4955393428898365, -0.09249506636175525],
            [5.86145544294642, -12.92096931784711, 8.159367898576159, -0.071584973281401, -0.028269050394068383],
            [0.09646076681806523, 0.01, 0.4798896504144996, 1.379008574103742, -3.290069515436081, 2.324710524099774],
        ],
        [-0.00178001105222577714, -0.0008164344596567469, 0.007880878010261995, -0.1447110071732629, 0.5823571654525552, -0.45808210592918697, 0.015151515151515152],
        [
            First(-1.0530884977290216, 1.3299890189751412, 1.4364028541716351, 0.7139816917074209),
            Later(0.1017, 2.1966568338249754, 1.2949852507374631),
            Later(2.490627285651252793, 2.38535645472061657, 1.57803468208092486),
            Later(-16.54810288924490272, 1.21712927295533244 + 0.61620406037800089, 1.21712927295533244 * 0.61620406037800089),
            Later(47.37952196281928122, 1.203071208372362603 + 0.658047292653547382, 1.203071208372362603 * 0.658047292653547382),
            Later(-34.87065786149660974, 1.2 + (2.0 / 3), 1.2 * 2.0 / 3),
            Later(2.5, 1.6, 0.6),
        ]);

    /// <summary>c σ (σ − z) (σ² − p σ + q).</summary>
    private static double[] First(double c, double z, double p, double q) => [-c * z * q, c * (q + (z * p)), -c * (p + z), c];

    /// <summary>c σ² (σ² − p σ + q).</summary>
    private static double[] Later(double c, double p, double q) => [0, c * q, -c * p, c];
}
