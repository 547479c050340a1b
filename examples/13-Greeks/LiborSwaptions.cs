namespace Autograd.Examples.Greeks;

/// <summary>
/// A book of payer swaptions in the LIBOR market model with one factor and log-Euler steps of an accrual period, the example of M. Giles and P. Glasserman
/// ("Smoking adjoints", Risk, 2006): the forward rates L of the periods δ move by
/// L(i) ← L(i) exp(σ(i) (Σ(j ≤ i) σ(j) δ L(j)/(1 + δ L(j)) δ + √δ Z − ½ σ(i) δ)) in the spot measure, with volatilities σ by the number of periods to go.
/// </summary>
/// <remarks>
/// The state is x = −ln δ L, a row for each rate that is still to be fixed, so that δ L/(1 + δ L) = 1/(1 + eˣ). With μ = √δ σ the step is
/// x ← x − μ (Σ μ/(1 + eˣ) + Z − ½ μ). The rate that is fixed leaves the state and goes into the discounting.
/// </remarks>
internal sealed class LiborSwaptions : PathPricing
{
    /// <summary>The number of forward rates.</summary>
    public const int Rates = 80;

    /// <summary>After how many periods the swaptions expire.</summary>
    public const int Expiry = 40;

    /// <summary>What one swaption is on.</summary>
    public const double Notional = 100;

    private readonly double[] _ends;
    private readonly double[] _annuities;

    /// <summary>A book of swaptions.</summary>
    /// <param name="swaptions">For each the number of periods of its swap, and the swap's fixed rate.</param>
    /// <param name="settings">The number of paths.</param>
    public LiborSwaptions((int Periods, double Strike)[] swaptions, PathSettings settings)
        : base(NamesOfInputs(), Market(), Expiry, settings)
    {
        Swaptions = swaptions;
        _ends = new double[swaptions.Length * (Rates - Expiry)];
        _annuities = new double[_ends.Length];
        for (int k = 0; k < swaptions.Length; k++)
        {
            int row = k * (Rates - Expiry);
            _ends[row + swaptions[k].Periods - 1] = 1;
            _annuities.AsSpan(row, swaptions[k].Periods).Fill(swaptions[k].Strike);
        }
    }

    /// <summary>Fifteen swaptions on swaps of 4 to 40 periods, at three strikes.</summary>
    public static (int Periods, double Strike)[] Book { get; } =
        [.. from periods in (int[])[4, 8, 20, 28, 40] from strike in (double[])[0.045, 0.05, 0.055] select (periods, strike)];

    /// <summary>For each swaption the number of periods of its swap, and the swap's fixed rate.</summary>
    public (int Periods, double Strike)[] Swaptions { get; }

    /// <summary>
    /// What the first swaption is worth if its swap has one period, by Black's formula: the rate that it is on has the variance Σ δ σ² in its own measure.
    /// </summary>
    public double CapletPrice()
    {
        ReadOnlySpan<double> rates = Inputs.AsSpan(0, Rates), volatilities = Inputs.AsSpan(Rates, Rates);
        double period = Inputs[2 * Rates], bond = 1, variance = 0;
        for (int k = 0; k <= Expiry; k++) bond /= 1 + (period * rates[k]);
        for (int k = 0; k < Expiry; k++) variance += period * volatilities[k] * volatilities[k];
        return Notional * period * bond * Black.Call(rates[Expiry], Swaptions[0].Strike, Math.Sqrt(variance));
    }

    /// <inheritdoc/>
    protected override Variable<double> PathSum(Variable<double> inputs, Variable<double> normals)
    {
        Tape<double> tape = normals.Tape;
        int paths = Settings.PathsPerBlock;
        Variable<double> period = inputs.Slice(0, 2 * Rates, 1);
        Variable<double> x = -(period * inputs.Slice(0, 0, Rates)).Log().Reshape(Rates, 1).BroadcastTo(Rates, paths);
        Variable<double> deviations = (period.Sqrt() * inputs.Slice(0, Rates, Rates)).Reshape(Rates, 1);
        Variable<double> money = tape.Ones(1, paths);
        for (int step = 0; step < Expiry; step++)
        {
            int rows = Rates - step - 1;
            money *= 1 + (-x.Slice(0, 0, 1)).Exp();
            x = x.Slice(0, 1, rows);

            // Copied to all paths once: its cotangents are added up path by path, and then summed once for the step.
            Variable<double> deviation = deviations.Slice(0, 0, rows).BroadcastTo(rows, paths);
            Variable<double> drift = (deviation * (1 + x.Exp()).Reciprocal()).CumulativeSum(0);
            x -= deviation * (drift + normals.Slice(0, step, 1) - (0.5 * deviation));
        }

        Variable<double> bonds = (-(-x).Softplus().CumulativeSum(0)).Exp();
        Shape table = [Swaptions.Length, Rates - Expiry];
        Variable<double> fixedLegs = (tape.Constant(_ends, table) + (period * tape.Constant(_annuities, table))).MatMul(bonds);
        return ((Notional * (1 - fixedLegs).Relu().Sum([0], keep: true)) / money).Sum();
    }

    private static string[] NamesOfInputs() =>
        [.. Enumerable.Range(0, Rates).Select(k => $"rate {k}"), .. Enumerable.Range(0, Rates).Select(k => $"volatility {k}"), "accrual period"];

    private static double[] Market() => [.. Enumerable.Repeat(0.05, Rates), .. Enumerable.Repeat(0.2, Rates), 0.25];
}
