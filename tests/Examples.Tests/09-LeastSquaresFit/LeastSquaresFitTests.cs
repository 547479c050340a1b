namespace Autograd.Examples.LeastSquaresFit;

public class LeastSquaresFitTests
{
    [Fact]
    public void Load_FindsTheMeasurements_BesideTheProgram()
    {
        Mobility data = Mobility.Load();
        Assert.Equal((37, 37), (data.X.Length, data.Y.Length));
        Assert.Equal((-3.067, 80.574), (data.X[0], data.Y[0]));
        Assert.Equal([1000, 1000, 400, 40, 0.7, 0.3, 0.03], data.Start);
        Assert.Equal((1288.1396800, 4.6647963344), (data.Certified[0], data.CertifiedDeviations[0]));
    }

    [Fact]
    public void OtherText_IsRefused()
    {
        Assert.Equal("There are 2 lines; 61 at least are expected.", Assert.Throws<InvalidDataException>(() => Mobility.Parse(["a", "b"])).Message);
        string[] lines = [.. Enumerable.Repeat(" b1 = 1 2 3 4 ", 61)];
        Assert.Equal([1], Mobility.Parse(lines).Y);
        lines[60] = "1 x";
        Assert.Equal("Line 61 is '1 x'; 2 numbers are expected.", Assert.Throws<InvalidDataException>(() => Mobility.Parse(lines)).Message);
    }

    [Fact]
    public void TheProgram_AgreesWithWhatIsCertified_AndReportsInPlainTextThatFits()
    {
        using StringWriter output = new();
        (double digits, double plain, double robust) = Program.Run(Terminal.Plain(output));
        Assert.InRange(digits, 8, 11);
        Assert.InRange(robust, 0, plain / 5);
        string[] lines = output.ToString().ReplaceLineEndings("\n").Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 80 && line == line.TrimEnd(), line));
        Assert.Contains(lines, line => line.StartsWith("   b7      0.03     0.0497272", StringComparison.Ordinal));
    }
}
