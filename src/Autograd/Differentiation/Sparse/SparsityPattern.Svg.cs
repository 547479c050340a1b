using System.Globalization;
using System.Text;

namespace Autograd;

/// <content>The picture.</content>
public sealed partial class SparsityPattern
{
    /// <summary>Into how many cells a side is divided at most; beyond, a cell stands for several rows and columns.</summary>
    private const int MostCells = 128;

    /// <summary>
    /// A picture of the pattern as one SVG file: a square for each entry; of a large pattern for each block of rows and columns, the darker the more of
    /// it is filled.
    /// </summary>
    /// <returns>The text of the file.</returns>
    public string ToSvg()
    {
        int block = Math.Max(1, (Math.Max(RowCount, ColumnCount) + MostCells - 1) / MostCells);
        int down = (RowCount + block - 1) / block, across = (ColumnCount + block - 1) / block;
        var counts = new int[down * across];
        for (int row = 0; row < RowCount; row++)
        {
            foreach (int column in Row(row)) counts[(row / block * across) + (column / block)]++;
        }

        int cell = Math.Max(2, 384 / Math.Max(1, Math.Max(down, across))), width = across * cell, height = down * cell;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width + 2}\" height=\"{height + 24}\" viewBox=\"-1 -1 {width + 2} {height + 24}\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{this}</title>\n<rect width=\"{width}\" height=\"{height}\" fill=\"white\" stroke=\"#888\"/>\n<g fill=\"#1f4e9c\">\n");
        for (int k = 0; k < counts.Length; k++)
        {
            if (counts[k] == 0) continue;
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{k % across * cell}\" y=\"{k / across * cell}\" width=\"{cell}\" height=\"{cell}\"");

            // What is hardly filled is still to be seen.
            double share = counts[k] / ((double)block * block);
            if (block > 1) svg.Append(CultureInfo.InvariantCulture, $" opacity=\"{0.25 + (0.75 * Math.Min(1, share * block)):0.##}\"");
            svg.Append("/>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"</g>\n<text x=\"0\" y=\"{height + 16}\" font-family=\"sans-serif\" font-size=\"12\">{this}</text>\n</svg>\n");
        return svg.ToString();
    }
}
