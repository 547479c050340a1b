using Autograd.Examples.Greeks;

namespace Autograd.Performance;

/// <summary>
/// The four computations of example 15: a price on the tape, the price and all its sensitivities on the tape, and the same price by hand-vectorized C#, in turns.
/// </summary>
internal static class FinanceComparison
{
    private const double WarmUpSeconds = 4;
    private const double LargestDifference = 1e-10;

    /// <summary>Measures and prints; returns 1 if a price by hand and one on the tape differ.</summary>
    /// <param name="arguments">Options.</param>
    /// <param name="output">Where the table goes.</param>
    public static int Run(string[] arguments, TextWriter output)
    {
        double seconds = 8;
        int paths = arguments.Length > 0 ? int.Parse(arguments[0], System.Globalization.CultureInfo.InvariantCulture) : 1024;
        int total = 10_240;
        output.WriteLine(Machine.Description);
        output.WriteLine();
        var table = new MarkdownTable("computation", "sensitivities", "price by hand", "price on the tape", "ratio", "price and sensitivities", "ratio to hand", "ratio to tape", "allocated");
        bool agrees = true;
        HestonCall heston = new(new(100, 0.04, 1.5, 0.05, 0.5, -0.7, 0.03, 0.01), 105, 1, 100, new(total / paths, paths));
        LiborSwaptions libor = new(LiborSwaptions.Book, new(total / paths, paths));
        Add("Heston", heston, () => VectorHeston.Price(heston));
        SabrCalibration sabr = new(256);
        VectorSabr sabrByHand = new(sabr);
        CreditValuation credit = new(CreditValuation.Portfolio, new(total / paths, paths));
        Add("SABR", sabr, sabrByHand.Price);
        Add("CVA", credit, () => VectorCredit.Price(credit));
        Add("LIBOR", libor, () => VectorLibor.Price(libor));
        table.Write(output);
        return agrees ? 0 : 1;

        void Add(string name, IPricing pricing, Func<double> byHand)
        {
            Console.Error.WriteLine(name);
            using IPricing owned = pricing;
            double[] sensitivities = new double[pricing.Inputs.Length];
            double difference = Math.Abs((pricing.Price() / byHand()) - 1);
            agrees &= difference < LargestDifference;
            if (difference >= LargestDifference) Console.Error.WriteLine($"{name}: the prices differ by a part of {difference:0.0e0}.");
            var results = Turns.Run(seconds, WarmUpSeconds, () => byHand(), () => pricing.Price(), () => pricing.PriceAndSensitivities(sensitivities));
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            pricing.PriceAndSensitivities(sensitivities);
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
            table.Add(
                name, sensitivities.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), MarkdownTable.Duration(results[0].Seconds), MarkdownTable.Duration(results[1].Seconds), MarkdownTable.Ratio(results[1].Relative),
                MarkdownTable.Duration(results[2].Seconds), MarkdownTable.Ratio(results[2].Relative), MarkdownTable.Ratio(results[2].Seconds / results[1].Seconds), $"{bytes} bytes");
        }
    }
}
