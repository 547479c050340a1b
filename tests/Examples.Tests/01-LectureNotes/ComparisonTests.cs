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

    [Fact]
    public void Table_WithSixColumns_FitsTheTerminal()
    {
        string[] lines = new Comparison([.. Program.Methods.Take(5), new Shifted(0)], Network.Example, TrainingSet.Single).Render(100);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 100));
        Assert.Equal(13, lines.Count(line => line.StartsWith("   w", StringComparison.Ordinal) || line.StartsWith("   b", StringComparison.Ordinal)));
        Assert.Contains("-0.11783849", lines.Single(line => line.StartsWith("   b² ", StringComparison.Ordinal)));
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
