namespace Autograd.Examples;

/// <summary>
/// Draws a line of values for the terminal in braille characters, of which each cell is two dots wide and four dots high.
/// It knows nothing of training: give it numbers, print what it returns.
/// </summary>
public sealed record LossCurve
{
    /// <summary>The bits of a braille character: row by row, the left dot and the right dot.</summary>
    internal static readonly int[] DotBits = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];

    /// <summary>The length of the longest line in characters, labels included.</summary>
    public int Width { get; init; } = 90;

    /// <summary>The number of lines, the title and the labels of the steps included.</summary>
    public int Height { get; init; } = 16;

    /// <summary>Whether the vertical axis is logarithmic. Values that are not positive are then left out, as gaps.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>What is above the vertical axis.</summary>
    public string Title { get; init; } = "J";

    /// <summary>What is at the end of the horizontal axis.</summary>
    public string StepLabel { get; init; } = "step";

    /// <summary>How many steps there are from one value to the next.</summary>
    public int StepsPerValue { get; init; } = 1;

    /// <summary>The drawing, as lines joined by line feeds, without one at the end.</summary>
    /// <param name="values">The values, one for each step; a value that is not finite is a gap in the line.</param>
    /// <exception cref="ArgumentException">There is no value that could be drawn, or no room to draw.</exception>
    public string Draw(ReadOnlySpan<double> values)
    {
        double[] heights = new double[values.Length];
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int i = 0; i < values.Length; i++)
        {
            double y = !Logarithmic ? values[i] : values[i] > 0 ? Math.Log10(values[i]) : double.NaN;
            heights[i] = double.IsFinite(y) ? y : double.NaN;
            if (double.IsFinite(y)) (low, high) = (Math.Min(low, y), Math.Max(high, y));
        }

        if (low > high) throw new ArgumentException($"None of the {values.Length} values can be drawn: none is finite{(Logarithmic ? " and positive" : "")}.", nameof(values));

        int rows = Height - 3;
        if (rows < 3) throw new ArgumentException($"A height of {Height} leaves no room for the curve; at least 6 is needed.", nameof(values));
        AxisTicks vertical = Logarithmic ? AxisTicks.Logarithmic(low, high, rows / 2) : AxisTicks.Linear(low, high, rows / 2);
        int margin = vertical.Labels.Max(label => label.Length) + 1;
        int columns = Width - margin - 2 - StepLabel.Length;
        if (columns < 10) throw new ArgumentException($"A width of {Width} leaves {columns} columns for the curve; at least 10 are needed.", nameof(values));

        List<string> lines = [new string(' ', margin) + Title];
        string[] labels = new string[rows];
        foreach ((double tick, string label) in vertical.Ticks.Zip(vertical.Labels)) labels[Row(tick) / 4] = label;
        int[,] cells = Plot(heights, columns, rows, Row);
        for (int r = 0; r < rows; r++)
        {
            string line = (labels[r] ?? "").PadLeft(margin - 1) + (labels[r] is null ? " │" : " ┤");
            for (int c = 0; c < columns; c++) line += cells[r, c] == 0 ? ' ' : (char)(0x2800 + cells[r, c]);
            lines.Add(line.TrimEnd());
        }

        AddSteps(lines, margin, columns, (long)(values.Length - 1) * StepsPerValue);
        return string.Join('\n', lines);

        int Row(double y) => (int)Math.Round((vertical.High - y) / (vertical.High - vertical.Low) * (4 * rows - 1));
    }

    /// <summary>Joins the values by straight lines of dots.</summary>
    private static int[,] Plot(double[] heights, int columns, int rows, Func<double, int> row)
    {
        int[,] cells = new int[rows, columns];
        for (int i = 0; i < heights.Length; i++)
        {
            if (double.IsNaN(heights[i])) continue;
            (int x, int y) = (Column(i), row(heights[i]));
            (int toX, int toY) = i + 1 < heights.Length && !double.IsNaN(heights[i + 1]) ? (Column(i + 1), row(heights[i + 1])) : (x, y);
            int steps = Math.Max(1, Math.Max(toX - x, Math.Abs(toY - y)));
            for (int s = 0; s <= steps; s++)
            {
                int dotX = x + (int)Math.Round((double)(toX - x) * s / steps);
                int dotY = y + (int)Math.Round((double)(toY - y) * s / steps);
                cells[dotY / 4, dotX / 2] |= DotBits[dotY % 4 * 2 + dotX % 2];
            }
        }

        return cells;

        int Column(int i) => heights.Length == 1 ? 0 : (int)((long)i * (2 * columns - 1) / (heights.Length - 1));
    }

    /// <summary>Adds the horizontal axis and, below it, the labels of as many round steps as there is room for.</summary>
    private void AddSteps(List<string> lines, int margin, int columns, long last)
    {
        AxisTicks horizontal = AxisTicks.Linear(0, Math.Max(last, 1), Math.Max(2, columns / 14), finest: 1);
        char[] axis = new string('─', columns).ToCharArray();
        char[] labels = new string(' ', margin + 1 + columns + 1 + StepLabel.Length).ToCharArray();
        int free = 0;
        for (int k = 0; k < horizontal.Ticks.Length && horizontal.Ticks[k] <= last; k++)
        {
            int column = last == 0 ? 0 : (int)(horizontal.Ticks[k] / last * (2 * columns - 1)) / 2;
            string label = horizontal.Labels[k];
            int start = margin + 1 + column - label.Length / 2;
            if (start < free || start + label.Length > labels.Length) continue;
            axis[column] = '┬';
            label.CopyTo(0, labels, start, label.Length);
            free = start + label.Length + 1;
        }

        lines.Add($"{new string(' ', margin)}└{new string(axis)} {StepLabel}");
        lines.Add(new string(labels).TrimEnd());
    }
}
