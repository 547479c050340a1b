namespace Autograd.Examples.LectureNotes;

public class ComparisonTests
{
    [Fact]
    public void Difference_InOneNumberOfOneWay_IsFound()
    {
        Comparison comparison = new([.. Program.Methods, new Shifted(2e-14)], Network.Example, TrainingSet.Xor);
        Assert.False(comparison.Agrees);
        Assert.InRange(comparison.LargestDifference, 1.9e-14, 2.1e-14);
        Assert.Contains("MORE THAN 1e-14", comparison.Render(100)[^1]);
    }

    [Fact]
    public void NaN_IsNotAgreement() =>
        Assert.False(new Comparison([.. Program.Methods, new Shifted(double.NaN)], Network.Example, TrainingSet.Xor).Agrees);

    [Theory]
    [InlineData(80, "-0.11784 ")]
    [InlineData(100, "-0.11783849 ")]
    public void Table_WithSixColumns_FitsTheTerminal(int width, string number)
    {
        string[] lines = new Comparison([.. Program.Methods.Take(5), new Shifted(0)], Network.Example, TrainingSet.Single).Render(width);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        string[] rows = [.. lines.Where(line => line.StartsWith("   w", StringComparison.Ordinal) || line.StartsWith("   b", StringComparison.Ordinal))];
        Assert.Equal(13, rows.Length);
        Assert.All(rows, row => Assert.Equal(1 + 6 + 1, row.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.Contains(number, lines.Single(line => line.StartsWith("   b² ", StringComparison.Ordinal)));
        Assert.Contains("all agree to 1e-14", lines[^1]);
    }

    /// <summary>The scalar sums, off in b².</summary>
    private sealed class Shifted(double by) : IGradientMethod
    {
        public string Name => "(x) shifted";

        public string Description => "";

        public NetworkGradient Gradient(Network network, TrainingSet data)
        {
            NetworkGradient gradient = new ScalarSums().Gradient(network, data);
            return gradient with { B2 = gradient.B2 + by };
        }
    }
}
