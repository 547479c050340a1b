using System.Globalization;

namespace Autograd.Performance;

/// <summary>A table in Markdown, columns padded so that it reads in a terminal, too.</summary>
internal sealed class MarkdownTable(params string[] header)
{
    private readonly List<string[]> _rows = [header];

    /// <summary>Adds a row of as many cells as the header has.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes it; the first column is aligned to the left, figures to the right.</summary>
    public void Write(TextWriter output)
    {
        int[] widths = [.. header.Select((_, column) => Math.Max(2, _rows.Max(row => row[column].Length)))];
        for (int r = 0; r < _rows.Count; r++)
        {
            output.WriteLine($"| {string.Join(" | ", _rows[r].Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column])))} |");
            if (r == 0) output.WriteLine($"|{string.Join("|", widths.Select((width, column) => column == 0 ? new string('-', width + 2) : new string('-', width + 1) + ":"))}|");
        }
    }

    /// <summary>A duration with three digits in the unit that suits it.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 1e-6 => Digits(seconds * 1e9) + " ns",
        < 1e-3 => Digits(seconds * 1e6) + " µs",
        < 1 => Digits(seconds * 1e3) + " ms",
        _ => Digits(seconds) + " s",
    };

    /// <summary>A ratio with two decimals.</summary>
    public static string Ratio(double ratio) => ratio >= 100 ? ratio.ToString("0", CultureInfo.InvariantCulture) : ratio.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Three digits.</summary>
    public static string Digits(double value) =>
        value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
