namespace Autograd.Examples.Digits;

/// <summary>Draws scans for the terminal: two characters for a pixel, as dark as it is.</summary>
internal static class Drawing
{
    private const string Shades = " ░▒▓█";
    private const string Gap = "   ";

    /// <summary>The number of characters that a scan is wide.</summary>
    public const int Width = 2 * DigitSet.Side;

    /// <summary>The number of scans that fit side by side into lines of that length.</summary>
    public static int Fitting(int width) => (width + Gap.Length) / (Width + Gap.Length);

    /// <summary>Scans side by side, each with lines of text below.</summary>
    /// <param name="scans">The pixels of each, row by row.</param>
    /// <param name="captions">For each its lines, all as many, none wider than a scan.</param>
    /// <returns>The lines.</returns>
    public static string[] Beside(float[][] scans, string[][] captions)
    {
        List<string> lines = [];
        for (int row = 0; row < DigitSet.Side; row++)
            lines.Add(string.Join(Gap, scans.Select(scan => Row(scan.AsSpan(row * DigitSet.Side, DigitSet.Side)))));
        for (int row = 0; row < captions.Max(caption => caption.Length); row++)
            lines.Add(string.Join(Gap, captions.Select(caption => caption[row].PadRight(Width))));
        return [.. lines.Select(line => line.TrimEnd())];
    }

    private static string Row(ReadOnlySpan<float> pixels)
    {
        char[] characters = new char[Width];
        for (int i = 0; i < pixels.Length; i++) characters[2 * i] = characters[(2 * i) + 1] = Shades[(int)MathF.Ceiling(pixels[i] * (Shades.Length - 1))];
        return new(characters);
    }
}
