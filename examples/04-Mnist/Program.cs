using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Autograd.Examples.Mnist;

/// <summary>
/// Example 4: a convolution network learns to read the digits of MNIST. Interrupted, it goes on after the last whole epoch when it is started again. With files behind
/// the command, PGM or PPM images of a digit each, it reads these, by the network of the last run. Returns 1 if it reads fewer than 98.5 % of those held out rightly,
/// or cannot read a file.
/// </summary>
internal static class Program
{
    private const double Goal = 0.985;
    private const int MostShown = 5;
    private const string Weights = "mnist.safetensors";

    private static int Main(string[] files)
    {
        IAnsiConsole console = Terminal.Open();
        if (files.Length == 0) return Run(console, new Settings(), AppContext.BaseDirectory) >= Goal ? 0 : 1;
        if (!File.Exists(Path.Combine(AppContext.BaseDirectory, Weights))) Run(console, new Settings(), AppContext.BaseDirectory);
        return ReadOwn(console, files, AppContext.BaseDirectory).Contains(null) ? 1 : 0;
    }

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
        Safetensors.Save(Path.Combine(folder, Weights), reader.Network);
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

    /// <summary>Reads images of one's own by the network that is in a folder, and draws what it sees of them; returns the digits, null for what is no image.</summary>
    public static int?[] ReadOwn(IAnsiConsole console, string[] files, string folder)
    {
        Sequential<float> network = DigitNetwork.Create(new RandomGenerator(0));
        Safetensors.Load(Path.Combine(folder, Weights), network);
        using Tape<float> tape = new();
        return [.. files.Select(Read)];

        int? Read(string file)
        {
            float[] digit;
            try
            {
                digit = OwnImages.ToDigit(PortableImage.Load(file));
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                console.WriteLine($"\n{Path.GetFileName(file)}: {e.Message}");
                return null;
            }

            tape.Reset();
            float[] probabilities = network.Forward(tape.Constant(digit, [1, 1, MnistImages.Side, MnistImages.Side]), Pass.Inference).Softmax(-1).ToArray();
            int read = Array.IndexOf(probabilities, probabilities.Max());
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{Path.GetFileName(file)}: a {read}, {probabilities[read]:P0}\n"));
            foreach (string line in BrailleImages.Beside([digit], [])) console.WriteLine(line);
            return read;
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
