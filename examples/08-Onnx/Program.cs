using System.Globalization;
using Spectre.Console;

namespace Autograd.Examples.OnnxExchange;

/// <summary>
/// Example 8: a model is trained here, written in the ONNX format and run by ONNX Runtime; its weights are written for NumPy and PyTorch, which read.py shows.
/// Returns 1 if the engine says something else.
/// </summary>
internal static class Program
{
    private const double LargestDifference = 1e-5;
    private const int StepsPerPoint = 4;
    private const int Shown = 5;
    private const ulong Seed = 8;

    private static int Main() => Run(Terminal.Open(), int.MaxValue, AppContext.BaseDirectory).Difference <= LargestDifference ? 0 : 1;

    /// <summary>Trains, writes and compares; returns the accuracy of the engine, and by how much its probabilities differ at most.</summary>
    public static (double Accuracy, double Difference) Run(IAnsiConsole console, int learnedImages, string folder)
    {
        MnistImages learned = MnistImages.LoadLearned().Take(learnedImages), heldOut = MnistImages.LoadHeldOut();
        using DigitModel model = new(learned, Seed);
        console.MarkupLine("[bold]A model is trained here, and run elsewhere[/]");
        console.WriteLine($"\n{learned.Count:N0} images to learn from, {heldOut.Count:N0} held out.\n");
        console.WriteLine(model.Network.ToTable([DigitModel.Batch, .. learned.InputShape.ToArray()]));
        List<double> losses = [];
        Terminal.WithBar(console, model.StepsPerEpoch, advance =>
        {
            for (int step = 0; step < model.StepsPerEpoch; step++)
            {
                losses.Add(model.Learn());
                advance();
            }
        });
        LossCurve curve = new() { Title = "J", Width = Terminal.NarrowestLine, Height = 12, StepsPerValue = StepsPerPoint };
        console.WriteLine(curve.Draw([.. losses.Chunk(StepsPerPoint).Select(Enumerable.Average)]));

        string onnx = Path.Combine(folder, "digits.onnx");
        model.SaveOnnx(onnx);
        Safetensors.Save(Path.Combine(folder, "digits.safetensors"), model.Network);
        model.SaveNpz(Path.Combine(folder, "digits.npz"));
        using Engine engine = new(onnx);
        ConfusionMatrix here = new(MnistImages.ClassCount), there = new(MnistImages.ClassCount);
        double difference = 0;
        using DataLoader<float, int> loader = new(heldOut, DigitModel.Batch, seed: 0, workers: 0);
        foreach (Batch<float, int> batch in loader.RestOfEpoch())
        {
            float[] pixels = batch.Inputs.ToArray(), ours = model.Read(pixels), theirs = engine.Run(pixels);
            here.Add(batch.Targets, (ReadOnlySpan<float>)ours);
            there.Add(batch.Targets, (ReadOnlySpan<float>)theirs);
            for (int k = 0; k < ours.Length; k++) difference = Math.Max(difference, Math.Abs(ours[k] - theirs[k]));
            if (loader.Position.Epoch == 1) Show(console, folder, pixels, theirs, batch.InputShape);
        }

        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nImages held out, read rightly: {here.Accuracy:P2} here, {there.Accuracy:P2} by ONNX Runtime.\nTheir probabilities differ by {difference:0.0e+0} at most."));
        console.WriteLine("\nWritten beside the program: digits.onnx, digits.safetensors, digits.npz,\nand digits-check.npz with what it says of some images. In Python:\n");
        console.WriteLine("   python3 read.py .   # in the folder of the program");
        return (there.Accuracy, difference);
    }

    /// <summary>Draws some images with what the engine reads, and writes them down with the probabilities, for read.py.</summary>
    private static void Show(IAnsiConsole console, string folder, float[] pixels, float[] probabilities, Shape shape)
    {
        console.WriteLine("\nThe engine reads:\n");
        float[][] images = [.. pixels.Chunk(MnistImages.PixelCount).Take(Shown)], scores = [.. probabilities.Chunk(MnistImages.ClassCount).Take(Shown)];
        string[] captions = [.. scores.Select(each => string.Create(CultureInfo.InvariantCulture, $"a {Array.IndexOf(each, each.Max())}, {each.Max():P0}"))];
        foreach (string line in BrailleImages.Beside(images, captions)) console.WriteLine(line);
        Npz.Save(Path.Combine(folder, "digits-check.npz"), file =>
        {
            file.Add<float>("images", pixels, shape);
            file.Add<float>("probabilities", probabilities, [DigitModel.Batch, MnistImages.ClassCount]);
        });
    }
}
