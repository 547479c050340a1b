using System.Globalization;

namespace Autograd.Examples.Mnist;

public sealed class OwnImagesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("own-images-").FullName;

    /// <summary>An image of MNIST three times as large, dark on gray paper and off the center, becomes what it was.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AScan_BecomesAnImageAsThoseOfMnist(bool isDark)
    {
        MnistImages images = MnistImages.LoadHeldOut().Take(50);
        List<float> differences = [];
        for (int k = 0; k < images.Count; k++)
        {
            float[] original = images.Pixels(k).ToArray(), digit = OwnImages.ToDigit(Scan(original, isDark));
            differences.Add(original.Zip(digit, (a, b) => Math.Abs(a - b)).Average());
        }

        // Those of MNIST are moved by whole pixels: up to half of one remains.
        Assert.InRange(differences.Max(), 0, 0.06);
        Assert.InRange(differences.Average(), 0, 0.03);
    }

    [Fact]
    public void PaperWithoutInk_IsRefused()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => OwnImages.ToDigit(new PortableImage(3, 2, [0.5f, 0.5f, 0.5f, 0.51f, 0.5f, 0.5f])));
        Assert.Equal("It is of one shade; a digit on paper is expected.", error.Message);
    }

    [Fact]
    public void TheNetworkOfTheLastRun_ReadsFiles()
    {
        Settings settings = new() { Images = 2000, HeldOut = 100, Epochs = 2, Batch = 50 };
        Program.Run(Terminal.Plain(TextWriter.Null), settings, _folder);
        MnistImages images = MnistImages.LoadHeldOut();
        string[] files = [.. Enumerable.Range(0, 20).Select(k => Save(Scan(images.Pixels(k).ToArray(), isDark: true), $"{k}.pgm"))];
        using StringWriter output = new();
        int?[] read = Program.ReadOwn(Terminal.Plain(output), files, _folder);
        Assert.InRange(read.Where((digit, k) => digit == images.Label(k)).Count(), 17, 20);
        string[] lines = output.ToString().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(20, lines.Count(line => line.Contains(".pgm: a ", StringComparison.Ordinal)));
        Assert.StartsWith($"0.pgm: a {read[0]}, ", lines[1], StringComparison.Ordinal);

        using StringWriter complaints = new();
        Assert.Equal([null, null], Program.ReadOwn(Terminal.Plain(complaints), [Path.Combine(_folder, "mnist.svg"), Path.Combine(_folder, "none.pgm")], _folder));
        Assert.Contains("mnist.svg: It begins with none of P2", complaints.ToString(), StringComparison.Ordinal);
        Assert.Contains("none.pgm: Could not find file", complaints.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static PortableImage Scan(float[] pixels, bool isDark)
    {
        const int times = 3, left = 20, top = 7, width = (28 * times) + 30, height = (28 * times) + 20;
        float[] scan = new float[width * height];
        for (int k = 0; k < scan.Length; k++)
        {
            int row = ((k / width) - top) / times, column = ((k % width) - left) / times;
            bool isInside = k / width >= top && k % width >= left && row < 28 && column < 28;
            float ink = isInside ? pixels[(28 * row) + column] : 0;
            scan[k] = isDark ? 0.9f - (0.7f * ink) : 0.1f + (0.8f * ink);
        }

        return new(width, height, scan);
    }

    private string Save(PortableImage image, string name)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $"P2 {image.Width} {image.Height} 255\n{string.Join(' ', image.Pixels.ToArray().Select(shade => (int)(shade * 255)))}\n"));
        return path;
    }
}
