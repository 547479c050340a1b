namespace Autograd.Examples;

/// <summary>Draws small images for the terminal in braille characters, of which each is two pixels wide and four high: a dot is ink, a pixel from 0.5 on.</summary>
public static class BrailleImages
{
    private const string Gap = "  ";

    /// <summary>Square images side by side, each with a line of text below.</summary>
    /// <param name="images">The pixels of each, row by row.</param>
    /// <param name="captions">What is below each; without any there is no such line.</param>
    /// <returns>The lines, without blanks at their ends.</returns>
    public static string[] Beside(IReadOnlyList<float[]> images, IReadOnlyList<string> captions)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(captions);
        if (images.Count == 0) return [];
        int side = (int)Math.Sqrt(images[0].Length), width = (side + 1) / 2;
        List<string> lines = [];
        for (int row = 0; row < side; row += 4) lines.Add(string.Join(Gap, images.Select(image => Row(image, side, row))));
        if (captions.Count > 0) lines.Add(string.Join(Gap, captions.Select(caption => caption.PadRight(width))));
        return [.. lines.Select(line => line.TrimEnd())];
    }

    private static string Row(float[] image, int side, int top)
    {
        char[] characters = new char[(side + 1) / 2];
        for (int c = 0; c < characters.Length; c++)
        {
            int dots = 0;
            for (int row = 0; row < 4 && top + row < side; row++)
            {
                for (int column = 0; column < 2 && (2 * c) + column < side; column++)
                {
                    if (image[((top + row) * side) + (2 * c) + column] >= 0.5f) dots |= LossCurve.DotBits[(2 * row) + column];
                }
            }

            characters[c] = dots == 0 ? ' ' : (char)(0x2800 + dots);
        }

        return new(characters);
    }
}
