namespace Autograd.Examples;

/// <summary>Handwritten digits of MNIST: images of 28×28 pixels from 0 (paper) to 1 (ink), each with the digit it shows.</summary>
public sealed class MnistImages : IDataSet<float, int>
{
    /// <summary>The length of a side of an image.</summary>
    public const int Side = 28;

    /// <summary>The number of pixels of an image.</summary>
    public const int PixelCount = Side * Side;

    /// <summary>The number of digits.</summary>
    public const int ClassCount = 10;

    private readonly float[] _pixels;
    private readonly byte[] _labels;

    /// <summary>Some images.</summary>
    /// <param name="pixels">Their pixels, from 0 to 255, one image behind the other, each row by row.</param>
    /// <param name="labels">What each shows.</param>
    /// <exception cref="InvalidDataException">There are not as many images as labels, or a label is none.</exception>
    public MnistImages(byte[] pixels, byte[] labels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        if (pixels.Length != labels.Length * PixelCount) throw new InvalidDataException($"There are {pixels.Length} pixels; {labels.Length} images of {PixelCount} are expected.");
        if (labels.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)(ClassCount - 1))) throw new InvalidDataException("A label is none of the digits 0 to 9.");
        _pixels = Array.ConvertAll(pixels, value => value / 255f);
        _labels = labels;
    }

    private MnistImages(float[] pixels, byte[] labels) => (_pixels, _labels) = (pixels, labels);

    /// <inheritdoc/>
    public int Count => _labels.Length;

    /// <summary>One channel, rows, columns.</summary>
    public Shape InputShape => [1, Side, Side];

    /// <summary>A class.</summary>
    public Shape TargetShape => [];

    /// <summary>The 12,000 images to learn from that come with example 4.</summary>
    public static MnistImages LoadLearned() => Load("train-12k");

    /// <summary>The 2,000 images held out that come with example 4.</summary>
    public static MnistImages LoadHeldOut() => Load("test-2k");

    /// <summary>The first of these images.</summary>
    /// <param name="count">How many; all where there are not so many.</param>
    public MnistImages Take(int count) => count >= Count ? this : new(_pixels[..(count * PixelCount)], _labels[..count]);

    /// <summary>The pixels of an image, row by row.</summary>
    /// <param name="image">Its number.</param>
    public ReadOnlySpan<float> Pixels(int image) => _pixels.AsSpan(image * PixelCount, PixelCount);

    /// <summary>What an image shows.</summary>
    /// <param name="image">Its number.</param>
    public int Label(int image) => _labels[image];

    /// <inheritdoc/>
    public void Copy(int example, RandomGenerator random, Span<float> input, Span<int> target)
    {
        Pixels(example).CopyTo(input);
        target[0] = Label(example);
    }

    private static MnistImages Load(string part)
    {
        string start = Path.Combine(AppContext.BaseDirectory, "data", $"mnist-{part}");
        return new(Idx.Load<byte>($"{start}-images-idx3-ubyte.gz", out _), Idx.Load<byte>($"{start}-labels-idx1-ubyte.gz", out _));
    }
}
