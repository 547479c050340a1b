namespace Autograd.Examples.LectureNotes;

public class ProgramTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(120)]
    public void Output_ShowsEveryPart_InPlainTextThatFits(int width)
    {
        using StringWriter output = new();
        Assert.True(Program.Run(output, width));
        string text = output.ToString();
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= width && line == line.TrimEnd(), line));
        Assert.Contains(lines, line => line.Length == width);
        Assert.DoesNotContain('\x1b', text);
        Assert.Contains("⎢        0  0.196612         0 ⎥", text); // diag ∂h/∂a¹
        Assert.Contains("⎢    0     0  1.00  2.00     0     0 ⎥", text); // the flattened tensor
        Assert.Contains(lines, line => line.Contains("Yes. Each operation brings its own rule", StringComparison.Ordinal));
        Assert.Equal(12, lines.Count(line => line.Contains('∇', StringComparison.Ordinal) && line.Contains('×', StringComparison.Ordinal)));
        Assert.Contains("J (logarithmic)", text);
        Assert.Equal(3, lines.Count(line => line.EndsWith("all agree to 1e-14", StringComparison.Ordinal)));
    }

    [Fact]
    public void SplitMix64_GivesThePublishedNumbers()
    {
        // The first outputs of the authors' generator for the seed 1234567.
        SplitMix64 random = new(seed: 1234567);
        Assert.Equal(6457827717110365317UL, random.Next());
        Assert.Equal(3203168211198807973UL, random.Next());
        Assert.Equal(9817491932198370423UL, random.Next());
    }

    [Fact]
    public void BadSets_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new TrainingSet("empty", [], []));
        Assert.Throws<ArgumentException>(() => new TrainingSet("no target", [[1, 2]], []));
        Assert.Throws<ArgumentException>(() => new TrainingSet("three inputs", [[1, 2, 3]], [1]));
        Assert.Throws<ArgumentException>(() => Network.FromArray([1, 2, 3]));
    }
}
