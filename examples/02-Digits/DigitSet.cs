using System.Globalization;
using System.IO.Compression;

namespace Autograd.Examples.Digits;

/// <summary>Scans of handwritten digits, 8×8 pixels from 0 (paper) to 1 (ink) in sixteenths, each with the digit it shows.</summary>
internal sealed class DigitSet
{
    /// <summary>The length of a side of a scan.</summary>
    public const int Side = 8;

    /// <summary>The number of pixels of a scan.</summary>
    public const int PixelCount = Side * Side;

    /// <summary>The number of digits.</summary>
    public const int ClassCount = 10;

    private const int Ink = 16;
    private readonly float[] _pixels;
    private readonly int[] _labels;

    private DigitSet(float[] pixels, int[] labels) => (_pixels, _labels) = (pixels, labels);

    /// <summary>The number of scans.</summary>
    public int Count => _labels.Length;

    /// <summary>The scans one behind the other, each row by row.</summary>
    public ReadOnlySpan<float> Pixels => _pixels;

    /// <summary>What each scan shows.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The pixels of one scan, row by row.</summary>
    public ReadOnlySpan<float> Scan(int index) => _pixels.AsSpan(index * PixelCount, PixelCount);

    /// <summary>The scans that come with the program.</summary>
    public static DigitSet Load()
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "data", "digits.csv.gz"));
        using GZipStream unpacked = new(file, CompressionMode.Decompress);
        using StreamReader reader = new(unpacked);
        return Parse(reader);
    }

    /// <summary>Scans from text: on each line 64 pixels from 0 to 16 and the digit, separated by commas.</summary>
    /// <exception cref="InvalidDataException">A line is something else.</exception>
    public static DigitSet Parse(TextReader reader)
    {
        List<float> pixels = [];
        List<int> labels = [];
        for (int number = 1; reader.ReadLine() is { } line; number++)
        {
            int position = 0;
            foreach (Range field in line.AsSpan().Split(','))
            {
                int largest = position < PixelCount ? Ink : ClassCount - 1;
                if (position > PixelCount || !int.TryParse(line.AsSpan(field), NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value > largest)
                    throw new InvalidDataException($"Line {number}: field {position + 1} is '{line[field]}'; {PixelCount} pixels from 0 to {Ink} and a digit are expected.");
                if (position < PixelCount) pixels.Add(value / (float)Ink);
                else labels.Add(value);
                position++;
            }

            if (position <= PixelCount) throw new InvalidDataException($"Line {number}: {position} fields; {PixelCount + 1} are expected.");
        }

        return new([.. pixels], [.. labels]);
    }

    /// <summary>
    /// Deals the numbers 0 to <paramref name="count"/> − 1 out at random, four fifths to learn from and one fifth to hold out; the same
    /// way for the same seed.
    /// </summary>
    public static (int[] Learned, int[] HeldOut) Split(int count, ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new RandomGenerator(seed).Shuffle(order.AsSpan());
        int heldOut = (count + 4) / 5;
        return (order[heldOut..], order[..heldOut]);
    }

    /// <summary>Some of the scans, in the order given.</summary>
    public DigitSet Subset(int[] scans)
    {
        float[] pixels = new float[scans.Length * PixelCount];
        int[] labels = new int[scans.Length];
        Pixels.CopyRows(PixelCount, scans, pixels);
        Labels.CopyRows(1, scans, labels);
        return new(pixels, labels);
    }
}
