using System.Globalization;
using System.Text;

namespace Autograd.Examples.Autoencoder;

/// <summary>Many small images as one picture: an SVG text in which rows of pixels of the same darkness are lines.</summary>
internal static class ImageGrid
{
    /// <summary>Lines of these shades lie upon each other where there is more ink.</summary>
    private static readonly float[] Shades = [0.2f, 0.4f, 0.6f, 0.8f];

    /// <summary>Square images in rows.</summary>
    /// <param name="images">The pixels of each from 0 to 1, row by row.</param>
    /// <param name="columns">How many stand in a row.</param>
    /// <param name="side">The length of a side of an image.</param>
    public static string ToSvg(float[][] images, int columns, int side)
    {
        int width = columns * side, height = (images.Length + columns - 1) / columns * side;
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{2 * width}\" height=\"{2 * height}\" role=\"img\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n");
        foreach (float shade in Shades)
        {
            svg.Append("<path stroke=\"#123\" stroke-opacity=\"0.35\" d=\"");
            for (int k = 0; k < images.Length; k++) AppendRuns(svg, images[k], shade, side, k % columns * side, k / columns * side);
            svg.Append("\"/>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void AppendRuns(StringBuilder svg, float[] image, float shade, int side, int left, int top)
    {
        for (int row = 0; row < side; row++)
        {
            for (int column = 0; column < side; column++)
            {
                int start = column;
                while (column < side && image[(row * side) + column] >= shade) column++;
                if (column > start) svg.Append(CultureInfo.InvariantCulture, $"M{left + start} {top + row}.5h{column - start}");
            }
        }
    }
}
