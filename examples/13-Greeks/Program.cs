using Spectre.Console;

namespace Autograd.Examples.Greeks;

/// <summary>
/// Example 13: four prices of quantitative finance and all their sensitivities, each beside a closed form or differences. Returns 1 if one of the checks fails.
/// </summary>
internal static class Program
{
    private static int Main() => Run(Terminal.Open(), new Settings(), AppContext.BaseDirectory) ? 0 : 1;

    /// <summary>Computes and reports, and leaves pictures in a folder; returns whether all checks held.</summary>
    public static bool Run(IAnsiConsole console, Settings settings, string folder)
    {
        Report report = new(console);
        console.MarkupLine("[bold]Four prices and all their sensitivities[/]");
        ReportHeston(report, settings);
        ReportSabr(report, settings, folder);
        ReportCredit(report, settings, folder);
        ReportLibor(report, settings, folder);
        report.Line("\nBeside the program: what the three curves of sensitivities look like, as");
        report.Line("greeks-sabr.svg, greeks-credit.svg and greeks-libor.svg.");
        return report.Holds;
    }

    private static void ReportHeston(Report report, Settings settings)
    {
        using HestonCall call = settings.CreateHeston();
        report.Title($"A call in Heston's model: {call.Paths:N0} paths of {call.Steps} steps");
        report.Line("                         by paths   ± error  closed form  differences\n");
        Estimate[] estimates = call.Estimates();
        report.Compare("price", estimates[0], Exact(call.Inputs), Bias(estimates[0]));
        for (int k = 0; k < call.Inputs.Length; k++)
            report.Compare(call.Names[k], estimates[1 + k], Differences.Of(Exact, call.Inputs, k), Bias(estimates[1 + k]), Differences.By(call, k));

        double Exact(double[] inputs) => HestonModel.Of(inputs).CallPrice(call.Strike, call.Years);

        // Steps of a hundredth of a year see less of the variance's way back than there is.
        static double Bias(Estimate estimate) => 0.01 * Math.Abs(estimate.Value);
    }

    private static void ReportSabr(Report report, Settings settings, string folder)
    {
        const int Quotes = SabrCalibration.Quotes, Shown = 0;
        using SabrCalibration calibration = new(settings.Smiles);
        double[] sensitivities = new double[calibration.Inputs.Length];
        double price = calibration.PriceAndSensitivities(sensitivities);
        int smiles = calibration.Smiles;
        report.Title($"{smiles} SABR models, calibrated to {Quotes} quotes each");
        ReadOnlySpan<double> parameters = calibration.Solver.Trial;
        (double alpha, double rho, double nu) = (parameters[Shown], parameters[smiles + Shown], parameters[(2 * smiles) + Shown]);
        report.Line($"{calibration.Evaluations} evaluations. The first smile: forward {Report.Text(calibration.Forwards[Shown])}, {Report.Text(calibration.Years[Shown])} years,");
        report.Line($"α {Report.Text(alpha)}, ρ {Report.Text(rho)}, ν {Report.Text(nu)}; all options V: {Report.Text(price)}.\n");
        report.Line("   strike    quote    model    dα/dq    dρ/dq    dν/dq    dV/dq  differ.\n");
        double[] strikes = new double[Quotes], quotes = new double[Quotes], model = new double[Quotes];
        double[,] byQuotes = calibration.ParameterSensitivities;
        for (int k = 0; k < Quotes; k++)
        {
            int at = (k * smiles) + Shown;
            double strike = strikes[k] = calibration.StrikeOf(k, Shown), difference = Differences.By(calibration, at);
            quotes[k] = calibration.Inputs[at];
            model[k] = SabrFormula.Volatility(calibration.Forwards[Shown], strike, calibration.Years[Shown], alpha, rho, nu);
            report.Row([strike, quotes[k], model[k], byQuotes[0, at], byQuotes[1, at], byQuotes[2, at]], sensitivities[at], difference);
        }

        Save(folder, "sabr", new LineChart("Volatilities of the first smile, by strike") { HorizontalTitle = "strike" }.Add("quoted", strikes, quotes).Add("calibrated", strikes, model));
    }

    private static void ReportCredit(Report report, Settings settings, string folder)
    {
        const int Dates = CreditValuation.Dates;
        using CreditValuation credit = new(CreditValuation.Portfolio, settings.Credit);
        report.Title($"CVA of {CreditValuation.Portfolio.Length} swaps: {credit.Paths:N0} paths, {credit.Inputs.Length} sensitivities");
        report.Line("                         by paths   ± error  quadrature  differences\n");
        Estimate[] estimates = credit.Estimates();
        report.Compare("CVA", estimates[0], Exact(credit.Inputs), 0);
        foreach (int k in (int[])[0, 4, 9, Dates - 1, Dates, Dates + 9, (2 * Dates) - 1, 2 * Dates, (2 * Dates) + 1])
            report.Compare(credit.Names[k], estimates[1 + k], Differences.Of(Exact, credit.Inputs, k), 1e-5, Differences.By(credit, k));

        double[] years = [.. Enumerable.Range(1, Dates).Select(k => k * CreditValuation.Period)], all = [.. estimates.Skip(1).Select(estimate => estimate.Value)];
        Save(folder, "credit", new LineChart("CVA: sensitivities by year") { HorizontalTitle = "years" }.Add("to zero rates", years, all.AsSpan(0, Dates)).Add("to hazard rates", years, all.AsSpan(Dates, Dates)));

        double Exact(double[] inputs) => CreditQuadrature.Price(credit, inputs);
    }

    private static void ReportLibor(Report report, Settings settings, string folder)
    {
        const int Rates = LiborSwaptions.Rates;
        using LiborSwaptions book = new(LiborSwaptions.Book, settings.Libor), caplet = new([(1, 0.05)], settings.Libor);
        report.Title($"{book.Swaptions.Length} swaptions in the LIBOR model: {book.Paths:N0} paths, {book.Inputs.Length} sensitivities");
        report.Line("                         by paths   ± error      Black\n");
        report.Compare("one-period swap", caplet.Estimates()[0], caplet.CapletPrice(), 0.002 * caplet.CapletPrice());
        Estimate[] estimates = book.Estimates();
        double[] all = [.. estimates.Skip(1).Select(estimate => estimate.Value)];
        report.Line($"   {"all swaptions",-18}{Report.Text(estimates[0].Value),12}{Report.Text(estimates[0].Error),11}\n");
        report.Line("                                      derivatives  differences\n");
        report.Compare("all rates up", all.AsSpan(0, Rates).ToArray().Sum(), Differences.Along(book, 0, Rates));
        report.Compare("all volatilities up", all.AsSpan(Rates, Rates).ToArray().Sum(), Differences.Along(book, Rates, Rates));
        foreach (int k in (int[])[0, 39, 40, 60, 79, Rates, Rates + 40, 2 * Rates]) report.Compare(book.Names[k], all[k], Differences.By(book, k));

        double[] years = [.. Enumerable.Range(0, Rates).Select(k => k * book.Inputs[2 * Rates])];
        Save(folder, "libor", new LineChart("Swaptions: sensitivities by year") { HorizontalTitle = "years" }.Add("to forward rates", years, all.AsSpan(0, Rates)).Add("to volatilities", years, all.AsSpan(Rates, Rates)));
    }

    private static void Save(string folder, string name, LineChart chart) => File.WriteAllText(Path.Combine(folder, $"greeks-{name}.svg"), chart.ToSvg());
}
