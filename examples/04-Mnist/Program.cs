using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Autograd.Examples.Mnist;

/// <summary>
/// Example 4: a convolution network learns to read the digits of MNIST. Interrupted, it goes on after the last whole epoch when it is started again. Returns 1 if
/// it reads fewer than 98.5 % of those held out rightly.
/// </summary>
internal static class Program
{
    private const double Goal = 0.985;
    private const int MostShown = 5;

    private static int Main() => Run(Terminal.Open(), new Settings(), AppContext.BaseDirectory) >= Goal ? 0 : 1;

    /// <summary>Trains and reports, and leaves the network and the curve of its losses in a folder; returns the accuracy in images held out.</summary>
    public static double Run(IAnsiConsole console, Settings settings, string folder)
    {
        string checkpoint = Path.Combine(folder, "mnist-checkpoint.safetensors");
        MnistImages learned = MnistImages.LoadLearned().Take(settings.Images), heldOut = MnistImages.LoadHeldOut().Take(settings.HeldOut);
        using Reader reader = new(learned, settings);
        console.MarkupLine("[bold]A convolution network reads handwritten digits[/]");
        console.WriteLine($"\n{learned.Count:N0} images to learn from, turned and moved a little each time;\n{heldOut.Count:N0} held out.\n");
        console.WriteLine(reader.Network.ToTable([settings.Batch, .. learned.InputShape.ToArray()]));
        if (File.Exists(checkpoint)) reader.Load(checkpoint);
        if (reader.Epoch > 0) console.WriteLine($"Goes on after epoch {reader.Epoch}.");
        console.WriteLine("  epoch      loss   held out, read rightly");

        History history = new();
        Stopwatch watch = Stopwatch.StartNew();
        Terminal.WithBar(console, settings.Epochs * reader.StepsPerEpoch, Train);
        File.Delete(checkpoint);

        var (probabilities, matrix) = reader.Read(heldOut);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{watch.Elapsed.TotalSeconds:0} seconds. Images held out, by their digit (row) and what was read (column):\n"));
        console.WriteLine(matrix.ToString());
        ShowMisread(console, heldOut, probabilities);
        Safetensors.Save(Path.Combine(folder, "mnist.safetensors"), reader.Network);
        if (history.Names.Count > 0) File.WriteAllText(Path.Combine(folder, "mnist.svg"), history.ToChart("Cross-entropy of a step").ToSvg());
        console.WriteLine("The network is in mnist.safetensors, the curve of its losses in mnist.svg,\nbeside the program.");
        return matrix.Accuracy;

        void Train(Action advance)
        {
            while (reader.Epoch < settings.Epochs)
            {
                double sum = 0;
                for (int step = 1; step <= reader.StepsPerEpoch; step++)
                {
                    double loss = reader.Learn();
                    sum += loss;
                    history.Report(new TrainingStep(reader.StepCount, settings.Epochs * reader.StepsPerEpoch, loss));
                    advance();
                }

                reader.Save(checkpoint);
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{reader.Epoch,7}{sum / reader.StepsPerEpoch,10:0.0000}{reader.Read(heldOut).Matrix.Accuracy,15:P2}"));
            }
        }
    }

    /// <summary>Draws those images that it was surest of and wrong.</summary>
    private static void ShowMisread(IAnsiConsole console, MnistImages images, float[][] probabilities)
    {
        int[] digits = [.. probabilities.Select(each => Array.IndexOf(each, each.Max()))];
        int[] misread = [.. Enumerable.Range(0, images.Count).Where(k => digits[k] != images.Label(k)).OrderByDescending(k => probabilities[k][digits[k]])];
        if (misread.Length == 0) return;
        console.WriteLine($"{misread.Length} were misread, of which it was surest of these:\n");
        int[] shown = misread[..Math.Min(MostShown, misread.Length)];
        string[] captions = [.. shown.Select(k => string.Create(CultureInfo.InvariantCulture, $"{images.Label(k)} as {digits[k]}, {probabilities[k][digits[k]]:P0}"))];
        foreach (string line in BrailleImages.Beside([.. shown.Select(k => images.Pixels(k).ToArray())], captions)) console.WriteLine(line);
        console.WriteLine();
    }
}
