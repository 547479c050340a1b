namespace Autograd.Examples;

public class MnistImagesTests
{
    /// <summary>The counts that SOURCES.md states.</summary>
    [Fact]
    public void Load_FindsTheImages_BesideTheProgram()
    {
        foreach (var (images, count, least, most) in new[] { (MnistImages.LoadLearned(), 12_000, 1048, 1351), (MnistImages.LoadHeldOut(), 2000, 158, 242) })
        {
            int[] labels = [.. Enumerable.Range(0, images.Count).Select(images.Label)];
            int[] counts = [.. labels.CountBy(label => label).Select(pair => pair.Value)];
            Assert.Equal((count, 10, least, most), (images.Count, counts.Length, counts.Min(), counts.Max()));
            Assert.Equal(0, images.Pixels(0)[0]);
            Assert.Equal(1, images.Pixels(count - 1).ToArray().Max(), 0.05);
        }
    }

    [Fact]
    public void Take_IsTheFirst()
    {
        byte[] pixels = new byte[2 * MnistImages.PixelCount];
        pixels[1] = 255;
        MnistImages one = new MnistImages(pixels, [3, 4]).Take(1);
        Assert.Equal((1, 3, 1f), (one.Count, one.Label(0), one.Pixels(0)[1]));
    }

    [Fact]
    public void OtherData_AreRefused()
    {
        Assert.Equal("There are 5 pixels; 1 images of 784 are expected.", Assert.Throws<InvalidDataException>(() => new MnistImages(new byte[5], [1])).Message);
        Assert.Throws<InvalidDataException>(() => new MnistImages(new byte[784], [10]));
    }
}
