namespace Autograd.Examples.Digits;

public class ProgramTests
{
    [Fact]
    public void AShortTraining_ReadsNineOfTenRightly_AndReportsInPlainTextOfAHundredColumns()
    {
        using StringWriter output = new();
        Reading reading = Program.Run(Report.PlainConsole(output), epochs: 4);
        Assert.InRange(reading.Accuracy, 0.9, 1);

        string text = output.ToString();
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 100 && line == line.TrimEnd(), line));
        Assert.DoesNotContain('\x1b', text);
        Assert.Equal(4, lines.Count(line => line.Contains('▪', StringComparison.Ordinal)));
        Assert.Equal(5, lines[^2].Split("read as ").Length - 1); // the captions of five misread digits
        Assert.Contains($"{360 - reading.Misread.Length} of 360 read rightly", text, StringComparison.Ordinal);
    }
}
