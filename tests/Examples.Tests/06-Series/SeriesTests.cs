namespace Autograd.Examples.Series;

public class SeriesTests
{
    [Fact]
    public void Load_FindsAllMonths_BesideTheProgram()
    {
        Series series = Series.Load();
        Assert.Equal(168, series.Length);
        Assert.Equal([12.9, 11.3, 10.6], series.Values[..3].ToArray());
        Assert.Equal(10.641666666666666, series.Values.ToArray().Average(), 1e-12);
    }

    [Fact]
    public void OtherText_IsRefused()
    {
        Assert.Equal("There are 3 lines; 228 are expected.", Assert.Throws<InvalidDataException>(() => Series.Parse(["a", "b", "c"])).Message);
        string[] lines = [.. Enumerable.Repeat(" 1.5  2 ", 228)];
        Assert.Equal(1.5, Series.Parse(lines).Values[167]);
        lines[60] = "x";
        Assert.Equal("Line 61 begins with 'x'; a number is expected.", Assert.Throws<InvalidDataException>(() => Series.Parse(lines)).Message);
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    public void AColumnOfACsvFile_IsASeries(char separator)
    {
        string text = $"month{separator}birds{separator}\"nests{separator}old\"\n1{separator}2.5{separator}3\n2{separator}-1e1{separator}4\n";
        Assert.Equal([2.5, -10], Series.ParseCsv(new StringReader(text), "birds").Values.ToArray());
        Assert.Equal("There is no column 'cats'; there are month, birds, \"nests,old\".", Assert.Throws<InvalidDataException>(() => Series.ParseCsv(new StringReader(text.Replace(separator, ',')), "cats")).Message);
        foreach (string bad in (string[])["x", "", "NaN"])
            Assert.Equal($"Line 2 has '{bad}' in column 'b'; a number is expected.", Assert.Throws<InvalidDataException>(() => Series.ParseCsv(new StringReader($"a{separator}b\n1{separator}{bad}\n"), "b")).Message);
        Assert.Equal("Line 3 has '' in column 'b'; a number is expected.", Assert.Throws<InvalidDataException>(() => Series.ParseCsv(new StringReader($"a{separator}b\n1{separator}1\n2\n"), "b")).Message);
    }

    [Fact]
    public void TheProgram_ForecastsAColumnOfOnesOwn()
    {
        string folder = Directory.CreateTempSubdirectory("series-").FullName;
        try
        {
            string file = Path.Combine(folder, "birds.csv");
            File.WriteAllText(file, "month,birds [nests]\n" + string.Concat(Enumerable.Range(0, 120).Select(k => FormattableString.Invariant($"{k},{10 + (5 * Math.Sin(k * Math.Tau / 12))}\n"))));
            using StringWriter output = new();
            (double learned, double naive) = Program.RunCsv(Terminal.Plain(output), file, "birds [nests]", steps: 20);
            Assert.True(double.IsFinite(learned));
            Assert.InRange(naive, 0, 1e-12);
            Assert.StartsWith("An LSTM forecasts birds [nests]\n\nbirds [nests] of birds.csv, month by month:\n72 months to learn from", output.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
            File.WriteAllText(file, "a\n1\n2\n");
            Assert.Equal("Column 'a' has 2 months; at least 85 are expected.", Assert.Throws<InvalidDataException>(() => Program.RunCsv(Terminal.Plain(output), file, "a", 1)).Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void NaiveForecasts_RepeatWhatWas()
    {
        Series series = new([.. Enumerable.Range(0, 30).Select(k => (double)k)]);
        Assert.Equal([26, 27, 28], series.Repeat(1, 3));
        Assert.Equal([15, 16, 17], series.Repeat(12, 3));
        Assert.Equal([6, 7, 8, 9, 10, 11], series.Usual(24)); // the means of months 0 and 12, and so on
        Assert.Equal(12, series.ErrorOf(series.Repeat(12, 3)), 1e-12);
        Assert.Equal(Math.Sqrt(5), series.ErrorOf([26, 28, 29 - Math.Sqrt(14)]), 1e-12);
    }

    [Fact]
    public void AStep_AllocatesNothing_AndTwoRunsGiveTheSameBits()
    {
        Series series = Series.Load();
        using Forecaster forecaster = new(series, learned: 120, steps: 100, seed: 1), again = new(series, learned: 120, steps: 100, seed: 1);
        for (int step = 0; step < 8; step++) Assert.Equal(forecaster.Learn(), again.Learn());

        // The least of five times: a collection that other threads cause has the rest of this thread's allocation buffer counted, too.
        long least = long.MaxValue;
        for (int time = 0; time < 5; time++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int step = 0; step < 5; step++) forecaster.Learn();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    /// <summary>A forecast knows what came before its month, and nothing else.</summary>
    [Fact]
    public void AForecast_DoesNotLookAhead()
    {
        double[] values = Series.Load().Values.ToArray();
        double[] expected = Forecast();
        values[^1] += 100;
        Assert.Equal(expected, Forecast());
        values[^2] += 100;
        Assert.Equal(expected[..^1], Forecast()[..^1]);
        Assert.NotEqual(expected[^1], Forecast()[^1]);

        double[] Forecast()
        {
            using Forecaster forecaster = new(new Series(values), learned: 120, steps: 3, seed: 1);
            for (int step = 0; step < 3; step++) forecaster.Learn();
            return forecaster.Forecast(48);
        }
    }

    [Fact]
    public void Chart_HasAColumnForEachMonth()
    {
        string[] lines = ForecastChart.Draw([0, 4, 2], [4, 4, 0], rows: 5);
        Assert.Equal(["4 ┤○◉", "  │", "2 ┤  ●", "  │", "0 ┤● ○"], lines[..5]);
        Assert.Equal("  └┬── a tick for each year", lines[5]);
    }

    [Fact]
    public void TheProgram_ForecastsBetterThanWhatNeedsNoLearning_AndReportsInPlainTextThatFits()
    {
        using StringWriter output = new();
        (double learned, double naive) = Program.Run(Terminal.Plain(output), Program.Steps);
        Assert.InRange(learned, 2, 2.8);
        Assert.Equal(3.022, naive, 1e-3);
        string text = output.ToString();
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 80 && line == line.TrimEnd(), line));
        Assert.DoesNotContain('\x1b', text);
        Assert.Contains(lines, line => line.StartsWith("    150 ", StringComparison.Ordinal));
        Assert.Contains("◉ both", text, StringComparison.Ordinal);
    }
}
