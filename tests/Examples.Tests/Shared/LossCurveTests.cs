namespace Autograd.Examples;

public class LossCurveTests
{
    [Theory]
    [InlineData(60, 10, 1)]
    [InlineData(100, 20, 3)]
    [InlineData(40, 6, 5000)]
    public void Drawing_HasTheGivenLengths(int width, int height, int count)
    {
        double[] losses = [.. Enumerable.Range(0, count).Select(k => Math.Exp(-k / 50.0) + 1e-9)];
        foreach (bool logarithmic in (ReadOnlySpan<bool>)[false, true])
        {
            string[] lines = new LossCurve { Width = width, Height = height, Logarithmic = logarithmic, StepsPerValue = 10 }.Draw(losses).Split('\n');
            Assert.Equal(height, lines.Length);
            Assert.Equal(width, lines.Max(line => line.Length));
        }
    }

    /// <summary>From 1 at the left to 0 at the right: the first dot is in the top row, the last in the bottom row, and every column has one.</summary>
    [Fact]
    public void FallingLine_GoesFromTopLeftToBottomRight()
    {
        string[] lines = new LossCurve { Width = 50, Height = 9, StepLabel = "s" }.Draw([1, 0]).Split('\n');
        string[] rows = [.. lines[1..7].Select(line => line[(line.IndexOfAny(['┤', '│']) + 1)..])];
        int columns = 50 - "1.0 ".Length - 2 - 1;
        Assert.StartsWith("⠉", rows[0]);
        Assert.Equal(columns, rows[^1].Length);
        Assert.Equal('⣀', rows[^1][^1]);
        for (int c = 0; c < columns; c++) Assert.Contains(rows, row => c < row.Length && row[c] != ' ');
        Assert.StartsWith("1.0 ┤", lines[1]);
        Assert.StartsWith("0.0 ┤", lines[6]);
    }

    /// <summary>Three rows are twelve dots high and the axis goes from 1 to 0, so that 1 − k/11 is dot k from the top.</summary>
    [Fact]
    public void Dots_HaveTheBitsOfTheUnicodeChart()
    {
        int[] left = [0x01, 0x02, 0x04, 0x40], right = [0x08, 0x10, 0x20, 0x80];
        LossCurve curve = new() { Width = 30, Height = 6 };
        for (int k = 0; k < 12; k++)
        {
            double y = 1 - k / 11.0;
            string first = Row(curve.Draw([y, double.NaN, 0, 1]), k / 4);
            string last = Row(curve.Draw([0, 1, double.NaN, y]), k / 4);
            Assert.Equal((char)(0x2800 + left[k % 4]), first[0]);
            Assert.Equal((char)(0x2800 + right[k % 4]), last[^1]);
        }

        static string Row(string drawing, int row)
        {
            string line = drawing.Split('\n')[1 + row];
            return line[(line.IndexOfAny(['┤', '│']) + 1)..];
        }
    }

    [Fact]
    public void LogarithmicAxis_IsStraightForAGeometricFall_AndLabelsPowersOfTen()
    {
        double[] losses = [.. Enumerable.Range(0, 101).Select(k => Math.Pow(10, -k / 20.0))];
        string[] lines = new LossCurve { Width = 80, Height = 15, Logarithmic = true }.Draw(losses).Split('\n');
        string text = string.Join('\n', lines);
        foreach (string label in (ReadOnlySpan<string>)["1 ┤", "0.1 ┤", "0.01 ┤", "0.001 ┤", "0.0001 ┤", "1e-5 ┤"]) Assert.Contains(label, text);

        // Halfway through the steps the line is halfway down.
        string middle = lines[1 + 6];
        int start = middle.IndexOfAny(['┤', '│']) + 1;
        int center = start + (80 - start - 5) / 2;
        Assert.InRange(middle.IndexOf(middle.First(c => c >= '\u2801'), StringComparison.Ordinal), center - 5, center + 1);
    }

    [Fact]
    public void ValuesThatCannotBeDrawn_AreGaps()
    {
        double[] losses = [1, 1, double.NaN, double.NaN, double.PositiveInfinity, 1, 1];
        string[] lines = new LossCurve { Width = 47, Height = 6 }.Draw(losses).Split('\n');
        string curve = lines[1..4].Single(line => line.Any(c => c >= '\u2801'));
        string dots = curve[(curve.IndexOfAny(['┤', '│']) + 1)..];
        Assert.Matches("^[\u2801-\u28FF]+ {10,}[\u2801-\u28FF]+$", dots);
    }

    [Fact]
    public void NothingToDraw_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new LossCurve().Draw([]));
        Assert.Throws<ArgumentException>(() => new LossCurve().Draw([double.NaN]));
        Assert.Throws<ArgumentException>(() => new LossCurve { Logarithmic = true }.Draw([0, -1]));
        Assert.Throws<ArgumentException>(() => new LossCurve { Height = 5 }.Draw([1]));
        Assert.Throws<ArgumentException>(() => new LossCurve { Width = 15 }.Draw([1]));
    }
}
