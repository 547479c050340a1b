namespace Autograd.Examples;

/// <summary>Draws points for the terminal, a character for each, of several series over each other, with labelled axes.</summary>
public sealed class ScatterChart
{
    private readonly List<(char Symbol, string Label, double[] X, double[] Y)> _series = [];

    /// <summary>The length of the longest line in characters, labels included.</summary>
    public int Width { get; init; } = 78;

    /// <summary>The number of lines between the axes.</summary>
    public int Height { get; init; } = 15;

    /// <summary>What is above the vertical axis.</summary>
    public string Title { get; init; } = "";

    /// <summary>What is at the end of the horizontal axis.</summary>
    public string AxisLabel { get; init; } = "";

    /// <summary>Adds a series, which is drawn over those before.</summary>
    /// <param name="symbol">The character of its points.</param>
    /// <param name="label">What it is, for the last line.</param>
    /// <param name="x">Where the points are from left to right.</param>
    /// <param name="y">Where they are from below, as many.</param>
    /// <returns>This chart.</returns>
    public ScatterChart Add(char symbol, string label, double[] x, double[] y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Length != y.Length) throw new ArgumentException($"There are {x.Length} values of x and {y.Length} of y; as many are expected.", nameof(y));
        _series.Add((symbol, label, x, y));
        return this;
    }

    /// <summary>The lines of the drawing, without blanks at their ends.</summary>
    /// <exception cref="InvalidOperationException">There is no point to draw.</exception>
    public string[] Draw()
    {
        double[] allX = [.. _series.SelectMany(series => series.X)], allY = [.. _series.SelectMany(series => series.Y)];
        if (allX.Length == 0) throw new InvalidOperationException("There is no point to draw. Add a series.");
        AxisTicks vertical = AxisTicks.Linear(allY.Min(), allY.Max(), Height / 2);
        int margin = vertical.Labels.Max(label => label.Length) + 1, columns = Width - margin - 2 - AxisLabel.Length;
        AxisTicks horizontal = AxisTicks.Linear(allX.Min(), allX.Max(), Math.Max(2, columns / 10));
        char[][] cells = [.. Enumerable.Range(0, Height).Select(_ => new string(' ', columns).ToCharArray())];
        foreach (var (symbol, _, x, y) in _series)
        {
            for (int k = 0; k < x.Length; k++) cells[Row(y[k])][Column(x[k])] = symbol;
        }

        string[] labels = new string[Height];
        foreach ((double tick, string label) in vertical.Ticks.Zip(vertical.Labels)) labels[Row(tick)] = label;
        char[] axis = new string('─', columns).ToCharArray(), below = new string(' ', Width + 8).ToCharArray();
        foreach ((double tick, string label) in horizontal.Ticks.Zip(horizontal.Labels))
        {
            int column = Column(tick);
            axis[column] = '┬';
            label.CopyTo(0, below, Math.Min(margin + 1 + column - (label.Length / 2), Width - label.Length), label.Length);
        }

        return
        [
            $"{new string(' ', margin)}{Title}",
            .. cells.Select((row, k) => $"{(labels[k] ?? "").PadLeft(margin - 1)} {(labels[k] is null ? '│' : '┤')}{new string(row)}".TrimEnd()),
            $"{new string(' ', margin)}└{new string(axis)} {AxisLabel}".TrimEnd(),
            new string(below).TrimEnd(),
            $"{new string(' ', margin + 1)}{string.Join("   ", _series.Select(series => $"{series.Symbol} {series.Label}"))}",
        ];

        int Row(double y) => (int)Math.Round((vertical.High - y) / (vertical.High - vertical.Low) * (Height - 1));

        int Column(double x) => (int)Math.Round((x - horizontal.Low) / (horizontal.High - horizontal.Low) * (columns - 1));
    }
}
