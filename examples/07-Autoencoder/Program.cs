using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Autograd.Examples.Autoencoder;

/// <summary>
/// Example 7: an autoencoder writes a handwritten digit as two numbers, and what it learned is drawn as a map of them. Returns 1 if it does not lose less than
/// the best linear code.
/// </summary>
internal static class Program
{
    private const int Shown = 5;
    private const int ConsoleMap = 5;
    private const int SvgMap = 15;

    private static int Main()
    {
        (double learned, double linear) = Run(Terminal.Open(), new Settings(), AppContext.BaseDirectory);
        return learned < linear ? 0 : 1;
    }

    /// <summary>
    /// Trains and reports, and leaves the network and the pictures in a folder; returns the mean squared errors of a pixel, in images held out, of the
    /// autoencoder and of the best linear code.
    /// </summary>
    public static (double Learned, double Linear) Run(IAnsiConsole console, Settings settings, string folder)
    {
        MnistImages learned = MnistImages.LoadLearned().Take(settings.Images), heldOut = MnistImages.LoadHeldOut();
        ImageCode code = new(new RandomGenerator(settings.Seed));
        using Learner learner = new(code, learned, settings);
        console.MarkupLine("[bold]An autoencoder writes digits as two numbers[/]");
        console.WriteLine($"\n{learned.Count:N0} images to learn from, {heldOut.Count:N0} held out; {code.ParameterCount:N0} numbers to be learned.\n");
        console.WriteLine("  epoch      loss   squared error held out");

        History history = new();
        double error = double.NaN;
        Stopwatch watch = Stopwatch.StartNew();
        Terminal.WithBar(console, settings.Epochs * learner.StepsPerEpoch, Train);
        double seconds = watch.Elapsed.TotalSeconds;

        string weights = Path.Combine(folder, "autoencoder.safetensors");
        Safetensors.Save(weights, code);
        LinearCode linear = new(learned, ImageCode.Length);
        double linearError = ErrorOf(heldOut, [.. Enumerable.Range(0, heldOut.Count).Select(k => linear.Restore(heldOut.Pixels(k)))]);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{seconds:0} seconds. Squared error of a pixel held out: {error:0.0000};\nof the best linear code of two numbers: {linearError:0.0000}.\n"));
        Draw(console, heldOut, weights, folder);
        File.WriteAllText(Path.Combine(folder, "autoencoder-loss.svg"), history.ToChart("Cross-entropy of a pixel").ToSvg());
        console.WriteLine("\nBeside the program: autoencoder.safetensors, the map as autoencoder-map.svg, and\nthe curve of the losses as autoencoder-loss.svg.");
        return (error, linearError);

        void Train(Action advance)
        {
            for (int epoch = 1; epoch <= settings.Epochs; epoch++)
            {
                double sum = 0;
                for (int step = 1; step <= learner.StepsPerEpoch; step++)
                {
                    float loss = learner.Learn();
                    sum += loss;
                    history.Report(new TrainingStep(((epoch - 1) * learner.StepsPerEpoch) + step, settings.Epochs * learner.StepsPerEpoch, loss, epoch));
                    advance();
                }

                error = ErrorOf(heldOut, code.Restore(heldOut));
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{epoch,7}{sum / learner.StepsPerEpoch,10:0.0000}{error,25:0.0000}"));
            }
        }
    }

    /// <summary>What the saved network makes of images held out, and of the codes of a map.</summary>
    private static void Draw(IAnsiConsole console, MnistImages heldOut, string weights, string folder)
    {
        ImageCode saved = new(new RandomGenerator(0));
        Safetensors.Load(weights, saved);
        console.WriteLine("Images held out, and what two numbers keep of them:\n");
        MnistImages some = heldOut.Take(Shown);
        Write(BrailleImages.Beside([.. Enumerable.Range(0, Shown).Select(k => some.Pixels(k).ToArray())], []));
        Write(BrailleImages.Beside(saved.Restore(some), []));
        console.WriteLine("\nA map: the first number grows to the right, the second downwards.\n");
        foreach (float[][] row in saved.Decode(ImageCode.Map(ConsoleMap)).Chunk(ConsoleMap)) Write(BrailleImages.Beside(row, []));
        File.WriteAllText(Path.Combine(folder, "autoencoder-map.svg"), ImageGrid.ToSvg(saved.Decode(ImageCode.Map(SvgMap)), SvgMap, MnistImages.Side));

        void Write(string[] lines)
        {
            foreach (string line in lines) console.WriteLine(line);
        }
    }

    private static double ErrorOf(MnistImages images, float[][] restored)
    {
        double sum = 0;
        for (int k = 0; k < restored.Length; k++)
        {
            ReadOnlySpan<float> pixels = images.Pixels(k);
            for (int i = 0; i < pixels.Length; i++) sum += Math.Pow(pixels[i] - restored[k][i], 2);
        }

        return sum / ((double)restored.Length * MnistImages.PixelCount);
    }
}
