namespace Autograd.Examples.Greeks;

/// <summary>
/// The credit valuation adjustment of interest rate swaps under one netting agreement: what the other side's default costs on the average,
/// CVA = (1 − R) Σ ½ (E(i − 1) + E(i)) (Q(i − 1) − Q(i)) with the exposures E(i) = E[max(V(i), 0)/N(i)], and the probabilities Q of survival by hazard rates that
/// are constant between dates.
/// </summary>
/// <remarks>
/// Rates move as one Gaussian factor (Hull and White 1990), in the form of P. Hagan's linear Gauss-Markov model: with H(t) = (1 − e^(−at))/a and
/// ζ(t) = σ² (e^(2at) − 1)/(2a) the factor x is a martingale of variance ζ, and a bond in units of the numeraire is P(t, T)/N(t) = P(0, T) exp(−H(T) x − ½ H(T)² ζ(t)).
/// All swaps together are cash flows w(i, j), so that their value at a date is one sum over bonds.
/// </remarks>
internal sealed class CreditValuation : PathPricing
{
    /// <summary>The number of dates, half a year from each to the next.</summary>
    public const int Dates = 19;

    /// <summary>The time from a date to the next, in years.</summary>
    public const double Period = 0.5;

    /// <summary>What part of a claim a default leaves.</summary>
    public const double Recovery = 0.4;

    private static readonly double[] Times = [.. Enumerable.Range(1, Dates).Select(k => k * Period)];

    /// <summary>Some swaps.</summary>
    /// <param name="swaps">For each its notional, negative where the fixed rate is received, the date of its last payment, and its fixed rate.</param>
    /// <param name="settings">The number of paths.</param>
    public CreditValuation((double Notional, int End, double Rate)[] swaps, PathSettings settings)
        : base(NamesOfInputs(), Market(), Dates - 1, settings)
    {
        CashFlows = new double[Dates + 1, Dates + 1];
        foreach ((double notional, int end, double rate) in swaps)
        {
            for (int date = 0; date < end; date++)
            {
                CashFlows[date, date] += notional;
                CashFlows[date, end] -= notional;
                for (int payment = date + 1; payment <= end; payment++) CashFlows[date, payment] -= notional * rate * Period;
            }
        }
    }

    /// <summary>Ten swaps, some of them against the others.</summary>
    public static (double Notional, int End, double Rate)[] Portfolio { get; } =
    [
        (100, 19, 0.031), (-60, 19, 0.027), (80, 14, 0.029), (-50, 12, 0.033), (120, 10, 0.030),
        (-90, 8, 0.026), (70, 16, 0.034), (-40, 6, 0.031), (60, 17, 0.028), (-30, 4, 0.024),
    ];

    /// <summary>
    /// The value of all swaps at a date as a sum of bonds: of the bond that ends at date j, seen from date i, so many; row 0 is today. (A floating leg is worth 1
    /// less the bond of its end.)
    /// </summary>
    public double[,] CashFlows { get; }

    /// <inheritdoc/>
    protected override Variable<double> PathSum(Variable<double> inputs, Variable<double> normals)
    {
        Tape<double> tape = normals.Tape;
        int paths = Settings.PathsPerBlock;
        Variable<double> reversion = inputs.Slice(0, 2 * Dates, 1), volatility = inputs.Slice(0, (2 * Dates) + 1, 1), times = tape.Constant(Times);
        Variable<double> h = (1 - (-reversion * times).Exp()) / reversion;
        Variable<double> variance = volatility.Square() * ((2 * reversion * times).Exp() - 1) / (2 * reversion);
        Variable<double> deviations = (variance - variance.Pad(0, 1, 0).Slice(0, 0, Dates)).Sqrt();
        Variable<double> bonds = (-inputs.Slice(0, 0, Dates) * times).Exp();

        // w(i, j) P(0, j) exp(−½ H(j)² ζ(i)): a row for each date from the first to the last but one.
        Variable<double> halfSquares = -0.5 * h.Square(), minusH = (-h).Reshape(Dates, 1), flows = tape.Constant(CashFlows);
        Variable<double> weights = flows.Slice(0, 1, Dates - 1).Slice(1, 1, Dates) * bonds * (variance.Slice(0, 0, Dates - 1).Reshape(Dates - 1, 1) * halfSquares).Exp();

        // Between dates i − 1 and i defaults ½ (E(i − 1) + E(i)) of what has survived; today's value is known.
        Variable<double> hazards = inputs.Slice(0, Dates, Dates), hazard = hazards.CumulativeSum(0);
        Variable<double> defaults = (-Period * (hazard - hazards)).Exp() - (-Period * hazard).Exp();
        Variable<double> likelihoods = 0.5 * (defaults.Slice(0, 0, Dates - 1) + defaults.Slice(0, 1, Dates - 1));
        Variable<double> today = (flows.Slice(0, 0, 1).Slice(1, 1, Dates) * bonds).Sum() + CashFlows[0, 0];
        Variable<double> sum = 0.5 * paths * today.Relu() * defaults.Slice(0, 0, 1);
        Variable<double> x = tape.Zeros(1, paths);
        for (int date = 0; date < Dates - 1; date++)
        {
            x += deviations.Slice(0, date, 1) * normals.Slice(0, date, 1);
            Variable<double> row = weights.Slice(0, date, 1).Slice(1, date, Dates - date).Reshape(Dates - date, 1);
            Variable<double> values = (row * (minusH.Slice(0, date, Dates - date) * x).Exp()).Sum(0);
            sum += likelihoods.Slice(0, date, 1) * values.Relu().Sum();
        }

        return ((1 - Recovery) * sum).Sum();
    }

    private static string[] NamesOfInputs() =>
        [.. Enumerable.Range(1, Dates).Select(k => $"zero rate {k}"), .. Enumerable.Range(1, Dates).Select(k => $"hazard rate {k}"), "mean reversion", "volatility"];

    private static double[] Market() =>
        [.. Times.Select(t => 0.02 + (0.012 * (1 - Math.Exp(-t / 3)))), .. Times.Select(t => 0.015 + (0.001 * t)), 0.05, 0.01];
}
