using System.Xml.Linq;

namespace Autograd.Examples.Autoencoder;

public sealed class AutoencoderTests : IDisposable
{
    private static readonly Settings Small = new() { Images = 1000, Epochs = 5, LearningRate = 0.004 };

    private readonly string _folder = Directory.CreateTempSubdirectory("autoencoder-").FullName;

    [Fact]
    public void AShortTraining_LearnsCodes_AndReportsInPlainTextThatFits()
    {
        using StringWriter output = new();
        (double learned, double linear) = Program.Run(Terminal.Plain(output), Small, _folder);
        Assert.InRange(learned, 0.04, 0.065); // Of the mean image it is 0.068.
        Assert.InRange(linear, 0.05, 0.06);

        string text = output.ToString();
        Assert.DoesNotContain('\x1b', text);
        Assert.All(text.ReplaceLineEndings("\n").Split('\n'), line => Assert.True(line.Length <= 80 && !line.EndsWith(' '), line));
        Assert.Equal(["autoencoder-loss.svg", "autoencoder-map.svg", "autoencoder.safetensors"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        XElement map = XElement.Parse(File.ReadAllText(Path.Combine(_folder, "autoencoder-map.svg")));
        Assert.Equal(4, map.Elements().Count(element => element.Name.LocalName == "path"));
    }

    [Fact]
    public void AStep_AllocatesNothing()
    {
        using Learner learner = new(new ImageCode(new RandomGenerator(1)), MnistImages.LoadLearned().Take(130), Small);
        Assert.Equal(0, Allocations.OfFiveSteps(() => learner.Learn()));
    }

    /// <summary>Images that lie on a plane are restored by a linear code of two numbers, others not.</summary>
    [Fact]
    public void LinearCode_LosesNothingOfAPlane()
    {
        byte[] pixels = new byte[6 * MnistImages.PixelCount];
        for (int k = 0; k < 6; k++)
        {
            pixels[(k * MnistImages.PixelCount) + 100] = pixels[(k * MnistImages.PixelCount) + 101] = (byte)(40 * k);
            pixels[(k * MnistImages.PixelCount) + 500] = (byte)(k * k);
        }

        MnistImages images = new(pixels, new byte[6]);
        LinearCode two = new(images, 2), one = new(images, 1);
        float[] original = images.Pixels(3).ToArray();
        Assert.True(original.Zip(two.Restore(original)).All(pair => Math.Abs(pair.First - pair.Second) < 1e-6));
        Assert.Contains(original.Zip(one.Restore(original)), pair => Math.Abs(pair.First - pair.Second) > 1e-4);
    }

    [Fact]
    public void Map_GoesFromCornerToCorner() =>
        Assert.Equal([-0.95f, -0.95f, 0.95f, -0.95f, -0.95f, 0.95f, 0.95f, 0.95f], ImageCode.Map(2));

    [Fact]
    public void ImageGrid_DrawsRunsOfInk()
    {
        string[] lines = ImageGrid.ToSvg([[0, 0.5f, 0.5f, 1], [1, 1, 0, 0], [0, 0, 0, 0]], columns: 2, side: 2).Split('\n');
        Assert.Contains("viewBox=\"0 0 4 4\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("d=\"M1 0.5h1M0 1.5h2M2 0.5h2\"", lines[2], StringComparison.Ordinal);
        Assert.Contains("d=\"M1 1.5h1M2 0.5h2\"", lines[5], StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
