using System.Globalization;
using Autograd.Examples.Greeks;

namespace Autograd.Performance;

/// <summary>
/// The four computations of example 13, in turns: the price by hand-vectorized C#, with the base library's functions and with this library's; the price on the tape;
/// the price and all its sensitivities on the tape.
/// </summary>
internal static class FinanceComparison
{
    private const double WarmUpSeconds = 3;
    private const double LargestDifference = 1e-10;

    /// <summary>What is printed where the arguments make no sense.</summary>
    public const string Usage = "finance [--only heston|sabr|cva|libor] [--paths N, those on the tape at once] [--seconds S]";

    /// <summary>Measures and prints; returns 1 if a price by hand and one on the tape differ, 2 if the arguments make no sense.</summary>
    /// <param name="arguments">Options.</param>
    /// <param name="output">Where the table goes.</param>
    public static int Run(string[] arguments, TextWriter output)
    {
        string only = "";
        int paths = 0;
        double seconds = 6;
        for (int k = 0; k < arguments.Length; k += 2)
        {
            string value = k + 1 < arguments.Length ? arguments[k + 1] : "";
            bool isKnown = arguments[k] switch
            {
                "--only" => (only = value) is "heston" or "sabr" or "cva" or "libor",
                "--paths" => int.TryParse(value, CultureInfo.InvariantCulture, out paths) && paths > 0 && paths % 8 == 0,
                "--seconds" => double.TryParse(value, CultureInfo.InvariantCulture, out seconds) && seconds > 0,
                _ => false,
            };
            if (isKnown) continue;
            Console.Error.WriteLine(Usage);
            return 2;
        }

        output.WriteLine(Machine.Description);
        output.WriteLine();
        var table = new MarkdownTable("computation", "sensitivities", "by hand", "by hand, own functions", "price", "price and sensitivities", "/ by hand", "/ by hand, own", "/ price", "allocated");
        bool agrees = true;
        var settings = new Settings();
        if (paths > 0) settings = new() { Heston = Blocks(settings.Heston, paths), Credit = Blocks(settings.Credit, paths), Libor = Blocks(settings.Libor, paths) };
        if (only is "" or "heston")
        {
            using HestonCall call = settings.CreateHeston();
            Add("Heston Monte Carlo", "8", call, () => VectorHeston.Price<BaseFunctions>(call), () => VectorHeston.Price<OwnFunctions>(call));
        }

        if (only is "" or "sabr")
        {
            using SabrCalibration calibration = new(settings.Smiles);
            VectorSabr byHand = new(calibration);
            Add($"SABR calibration, {settings.Smiles} smiles", "15 each", calibration, byHand.Price<BaseFunctions>, byHand.Price<OwnFunctions>);
        }

        if (only is "" or "cva")
        {
            using CreditValuation credit = new(CreditValuation.Portfolio, settings.Credit);
            Add("CVA", "40", credit, () => VectorCredit.Price<BaseFunctions>(credit), () => VectorCredit.Price<OwnFunctions>(credit));
        }

        if (only is "" or "libor")
        {
            using LiborSwaptions book = new(LiborSwaptions.Book, settings.Libor);
            Add("LIBOR swaptions", "161", book, () => VectorLibor.Price<BaseFunctions>(book), () => VectorLibor.Price<OwnFunctions>(book));
        }

        table.Write(output);
        return agrees ? 0 : 1;

        void Add(string name, string count, IPricing pricing, Func<double> byHand, Func<double> byHandWithOwn)
        {
            Console.Error.WriteLine(name);
            double[] sensitivities = new double[pricing.Inputs.Length];
            double difference = Math.Max(Math.Abs((byHand() / pricing.Price()) - 1), Math.Abs((byHandWithOwn() / pricing.Price()) - 1));
            if (!(difference < LargestDifference))
            {
                Console.Error.WriteLine($"{name}: prices by hand and on the tape differ by a part of {difference:0.0e0}; at most {LargestDifference:0e0} is expected.");
                agrees = false;
            }

            var byHands = Turns.Run(seconds, WarmUpSeconds, () => pricing.PriceAndSensitivities(sensitivities), () => byHand(), () => byHandWithOwn(), () => pricing.Price());
            long before = GC.GetAllocatedBytesForCurrentThread();
            pricing.PriceAndSensitivities(sensitivities);
            long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            table.Add(
                [name, count, .. byHands[1..].Select(work => MarkdownTable.Duration(work.Seconds)), MarkdownTable.Duration(byHands[0].Seconds), .. byHands[1..].Select(work => MarkdownTable.Ratio(1 / work.Relative)), $"{bytes} bytes"]);
        }

        static PathSettings Blocks(PathSettings all, int paths) => all with { Blocks = all.Blocks * all.PathsPerBlock / paths, PathsPerBlock = paths };
    }
}
