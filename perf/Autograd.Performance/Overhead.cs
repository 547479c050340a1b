using System.Globalization;

namespace Autograd.Performance;

/// <summary>What recording, differentiating and evaluating cost when there is hardly anything to compute.</summary>
internal static class Overhead
{
    private const int ChainLength = 100_000;

    public static void Print(TextWriter output)
    {
        output.WriteLine("                                                          median        allocated");
        foreach (EvaluationMode evaluation in Enum.GetValues<EvaluationMode>())
        {
            using var network = new SmallNetwork(new TapeOptions { Evaluation = evaluation });
            Row($"2-3-1 network, training step, double, N = 4, {evaluation}", Measure.Run(() => network.Step(), 1000), 1, "ns/step");
            Row("    of which recording", Measure.Run(() => network.Record(), 1000), 1, "ns/step");
        }

        using var chain = new Chain(TapeOptions.Default, ChainLength);
        Row($"chain of {ChainLength} sines, forward and backward", Measure.Run(() => chain.Step(), 1, 15), ChainLength, "ns/operation");

        void Row(string name, (double Nanoseconds, double Bytes) figures, int operations, string unit) => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-54} {figures.Nanoseconds / operations,9:0.0} {unit,-12} {figures.Bytes,8:0} bytes"));
    }
}
