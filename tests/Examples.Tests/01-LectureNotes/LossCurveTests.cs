namespace Autograd.Examples.LectureNotes;

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

    [Fact]
    public void SingleDots_HaveTheBitsOfTheUnicodeChart()
    {
        // A constant lies on the tick of its axis; the axis is made to reach above it.
        string[] lines = new LossCurve { Width = 30, Height = 7 }.Draw([0.5]).Split('\n');
        string curve = string.Concat(lines[1..5].SelectMany(line => line).Where(c => c is >= '\u2800' and < '\u2900'));
        Assert.Equal(1, curve.Length);
        Assert.Equal(1, System.Numerics.BitOperations.PopCount((uint)(curve[0] - 0x2800)));
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

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(0.12, 0.13)]
    [InlineData(-3.0, 1e6)]
    [InlineData(0.25, 0.25)]
    public void LinearTicks_AreRoundAndContainTheValues(double low, double high)
    {
        AxisTicks ticks = AxisTicks.Linear(low, high, 6);
        Assert.True(ticks.Low <= low + 1e-12 && ticks.High >= high - 1e-12, $"{ticks.Low} … {ticks.High}");
        Assert.InRange(ticks.Ticks.Length, 2, 9);
        Assert.Equal(ticks.Labels.Length, ticks.Labels.Distinct().Count());
    }

    [Theory]
    [InlineData(0.12, 0.13)]
    [InlineData(1e-3, 0.5)]
    [InlineData(1e-30, 1e3)]
    [InlineData(1.0, 1.0)]
    public void LogarithmicTicks_ContainTheValues(double low, double high)
    {
        AxisTicks ticks = AxisTicks.Logarithmic(Math.Log10(low), Math.Log10(high), 6);
        Assert.True(ticks.Low <= Math.Log10(low) + 1e-9 && ticks.High >= Math.Log10(high) - 1e-9, $"{ticks.Low} … {ticks.High}");
        Assert.InRange(ticks.Ticks.Length, 2, 9);
        Assert.Equal(ticks.Labels.Length, ticks.Labels.Distinct().Count());
    }
}
