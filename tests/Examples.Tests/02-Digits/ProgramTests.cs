namespace Autograd.Examples.Digits;

public class ProgramTests
{
    [Theory]
    [InlineData(80, 4)]
    [InlineData(120, 6)]
    public void AShortTraining_ReadsNineOfTenRightly_AndReportsInPlainTextThatFits(int width, int shown)
    {
        using StringWriter output = new();
        Reading reading = Program.Run(Terminal.Plain(output, width), epochs: 4);
        Assert.InRange(reading.Accuracy, 0.9, 1);

        string text = output.ToString();
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= width && line == line.TrimEnd(), line));
        Assert.DoesNotContain('\x1b', text);
        Assert.Equal(4, lines.Count(line => line.Contains('▪', StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Length == width);
        Assert.Equal(shown, lines[^2].Split("read as ").Length - 1); // the captions of the misread digits
        Assert.Contains($"{360 - reading.Misread.Length} of 360 read rightly", text, StringComparison.Ordinal);
    }
}
