namespace Autograd.Tests.Diagnostics;

/// <summary>A derivation with reasons ends with what its notations mean, no more and no less.</summary>
public class LegendTests
{
    private const string Title = "\nnotation\n";

    [Fact]
    public void What_occurs_is_explained_once_and_nothing_else()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([0.1, -0.2, 0.3, 0.4, 0.5, 0.6], [2, 3], "X");
        string text = (x.Relu().Sum([0]) * tape.Variable([1.0, 2, 3], [3], "w")).Sum().Equations().ToText(reasons: true);
        string[] samples = [.. text[(text.IndexOf(Title, StringComparison.Ordinal) + Title.Length)..].TrimEnd().Split('\n').Select(line => line.Trim().Split("  ")[0])];
        Assert.Equal(["∇v", "Σ_rows", "⊙", "[a > b]"], samples);
    }

    [Fact]
    public void Without_reasons_the_lines_stand_alone()
    {
        using var tape = new Tape<double>();
        Equations<double> equations = tape.Variable([0.1, 0.2], [2], "x").Relu().Sum().Equations();
        Assert.DoesNotContain("notation", equations.ToText(), StringComparison.Ordinal);
        Assert.DoesNotContain("Notation", equations.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("- `[a > b]`: 1 where it holds, else 0.\n", equations.ToMarkdown(reasons: true), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("08-second-derivative", "∇′v")]
    [InlineData("10-embedding", "scatter(X, t, n)")]
    [InlineData("16-slices-and-concatenation", "embed(X, [a..], n)")]
    [InlineData("24-convolution-network", "convtranspose(Y, W)")]
    public void Each_notation_that_an_operation_explains_is_explained(string derivation, string sample)
    {
        using var tape = new Tape<double>();
        string[] lines = Derivations.All[derivation](tape).ToText(reasons: true).Split('\n');
        Assert.Single(lines, line => line.StartsWith("  " + sample + " ", StringComparison.Ordinal) && line.Length > sample.Length + 10);
    }
}
