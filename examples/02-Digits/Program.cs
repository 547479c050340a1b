using Spectre.Console;

namespace Autograd.Examples.Digits;

/// <summary>
/// Example 2: a network learns to read handwritten digits. Returns 1 if it reads fewer than 97 % of those held out rightly.
/// </summary>
internal static class Program
{
    /// <summary>The number of epochs.</summary>
    public const int Epochs = 40;

    /// <summary>Decides which scans are held out.</summary>
    public const ulong SplitSeed = 1998;

    /// <summary>Decides the first weights, the order of the scans, and which are moved.</summary>
    public const ulong TrainingSeed = 1;

    private const double Goal = 0.97;

    private static int Main() => Run(Terminal.Open(), Epochs).Accuracy >= Goal ? 0 : 1;

    /// <summary>Trains and reports; returns what was read of the scans held out.</summary>
    public static Reading Run(IAnsiConsole console, int epochs)
    {
        Report report = new(console);
        DigitSet all = DigitSet.Load();
        (int[] learnedScans, int[] heldOutScans) = DigitSet.Split(all.Count, SplitSeed);
        DigitSet learned = all.Subset(learnedScans), heldOut = all.Subset(heldOutScans);
        using DigitReader reader = new(learned, epochs, TrainingSeed);

        report.Data(learned, heldOut);
        report.Network(reader, epochs);
        report.BeginTraining();
        Terminal.WithBar(console, epochs, Train);

        Reading reading = reader.Read(heldOut);
        report.Result(reader, reading);
        return reading;

        void Train(Action advance)
        {
            for (int epoch = 1; epoch <= epochs; epoch++)
            {
                (double loss, int right) = reader.Learn();
                report.Epoch(epoch, loss, (double)right / learned.Count, reader.Read(heldOut));
                advance();
            }
        }
    }
}
