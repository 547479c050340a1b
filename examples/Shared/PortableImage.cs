using System.Text;

namespace Autograd.Examples;

/// <summary>
/// An image in shades of gray, from 0 (black) to 1 (white), from a file in one of Netpbm's portable formats: PGM (P2, P5) and PPM (P3, P6), whose colors become shades.
/// </summary>
/// <param name="width">The number of columns.</param>
/// <param name="height">The number of rows.</param>
/// <param name="pixels">The shades, row by row.</param>
public sealed class PortableImage(int width, int height, float[] pixels)
{
    private const int MostPixels = 1 << 26;

    /// <summary>The number of columns.</summary>
    public int Width => width;

    /// <summary>The number of rows.</summary>
    public int Height => height;

    /// <summary>The shades, row by row.</summary>
    public ReadOnlySpan<float> Pixels => pixels;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is none of these formats, or ends early.</exception>
    public static PortableImage Load(string path) => Parse(File.ReadAllBytes(path));

    /// <summary>An image from the bytes of a file.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <exception cref="InvalidDataException">They are none of these formats, or end early.</exception>
    public static PortableImage Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2 || bytes[0] != 'P' || bytes[1] is not ((byte)'2' or (byte)'3' or (byte)'5' or (byte)'6'))
            throw new InvalidDataException("It begins with none of P2, P3, P5, P6; a PGM or PPM file is expected.");
        bool isText = bytes[1] <= (byte)'3';
        int channels = bytes[1] is (byte)'3' or (byte)'6' ? 3 : 1, at = 2;
        int width = Number(bytes, ref at), height = Number(bytes, ref at), white = Number(bytes, ref at);
        if (width == 0 || height == 0 || (long)width * height > MostPixels) throw new InvalidDataException($"It has {width} columns and {height} rows; from 1 to {MostPixels:N0} pixels are expected.");
        if (white is 0 or > ushort.MaxValue) throw new InvalidDataException($"Its white is {white}; a number from 1 to {ushort.MaxValue} is expected.");

        // One blank, and then bytes: one each, or two, the higher first.
        at++;
        int size = white > byte.MaxValue ? 2 : 1;
        long needed = (long)width * height * channels * size;
        if (!isText && bytes.Length - at < needed) throw new InvalidDataException($"It has {Math.Max(0, bytes.Length - at)} bytes of pixels; {needed} are expected.");
        float[] pixels = new float[width * height];
        for (int k = 0; k < pixels.Length; k++)
        {
            float shade = 0;
            for (int c = 0; c < channels; c++) shade += Weight(channels, c) * Sample(bytes, ref at);
            pixels[k] = Math.Min(1, shade / white);
        }

        return new(width, height, pixels);

        int Sample(ReadOnlySpan<byte> bytes, ref int at)
        {
            if (isText) return Number(bytes, ref at);
            int high = bytes[at++];
            return size == 1 ? high : (high << 8) | bytes[at++];
        }
    }

    /// <summary>How bright red, green and blue are (ITU-R BT.709).</summary>
    private static float Weight(int channels, int channel) => channels == 1 ? 1 : channel switch { 0 => 0.2126f, 1 => 0.7152f, _ => 0.0722f };

    /// <summary>The next number of a text, behind blanks and comments.</summary>
    private static int Number(ReadOnlySpan<byte> bytes, ref int at)
    {
        while (at < bytes.Length && (bytes[at] == '#' || char.IsWhiteSpace((char)bytes[at])))
        {
            if (bytes[at] == '#') at += Math.Max(0, bytes[at..].IndexOf((byte)'\n'));
            at++;
        }

        int start = at, number = 0;
        while (at < bytes.Length && char.IsAsciiDigit((char)bytes[at]) && at - start < 9) number = (10 * number) + bytes[at++] - '0';
        return at > start ? number : throw new InvalidDataException($"At byte {at} is '{Encoding.Latin1.GetString(bytes[at..Math.Min(bytes.Length, at + 1)])}'; a number is expected.");
    }
}
