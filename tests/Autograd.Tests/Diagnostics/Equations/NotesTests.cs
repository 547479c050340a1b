namespace Autograd.Tests.Diagnostics;

/// <summary>The derivations of the notes' network contain the equations of the notes, up to names.</summary>
public class NotesTests
{
    /// <summary>The matrix section: a¹ = W¹x + b¹, h = σ(a¹), a² = (w²)ᵀh + b², z = σ(a²), J = ½ (t − z)², and the gradients from it.</summary>
    [Theory]
    [InlineData("a1 = W1 x + b1")]
    [InlineData("h = σ(a1)")]
    [InlineData("a2 = w2ᵀ h + b2")]
    [InlineData("z = σ(a2)")]
    [InlineData("J = (t − z)² / 2")]
    [InlineData("∇z = z − t")] // −(t − z)
    [InlineData("∇a2 = ∇z z (1 − z)")] // [−(t − z)][σ′(a²)]
    [InlineData("∇w2 = ∇a2 h")] // g hᵀ, w² being kept as a column
    [InlineData("∇h = w2 ∇a2")] // g (w²)ᵀ as a column
    [InlineData("∇a1 = ∇h ⊙ h ⊙ (1 − h)")] // the diagonal Jacobian as ⊙ σ′(a¹)
    [InlineData("∇W1 = ∇a1 xᵀ")] // the outer product instead of the 3×(3×2) tensor
    [InlineData("∇b1 = ∇a1")]
    [InlineData("∇b2 = ∇a2")]
    public void The_matrix_section(string equation)
    {
        using var tape = new Tape<double>();
        Assert.Contains(equation, Derivations.All["01-network-of-the-notes"](tape).Lines.Select(l => l.ToString()));
    }

    /// <summary>Algorithm 6.4 for layers k = 4 … 1: g ← g ⊙ f′(a), ∇b = g, ∇W = g h⁽ᵏ⁻¹⁾ᵀ, g ← Wᵀ g.</summary>
    [Fact]
    public void Algorithm_6_4()
    {
        using var tape = new Tape<double>();
        string[] lines = [.. Derivations.All["03-deep-network"](tape).Lines.Select(l => l.ToString())];
        string[] layers = ["x", "h1", "h2", "h3", "y"];
        string[] slopes = ["", "(1 − h1²)", "[h2 > 0]", "σ(a3)", "y ⊙ (1 − y)"];
        Assert.Contains("∇y = y − t", lines);
        for (int k = 4; k >= 1; k--)
        {
            Assert.Contains($"∇a{k} = ∇{layers[k]} ⊙ {slopes[k]}", lines);
            Assert.Contains($"∇b{k} = ∇a{k}", lines);
            Assert.Contains($"∇W{k} = ∇a{k} {layers[k - 1]}ᵀ", lines);
            if (k > 1) Assert.Contains($"∇{layers[k - 1]} = W{k}ᵀ ∇a{k}", lines);
        }
    }

    /// <summary>All examples at once: the products with the batch on the side where it is summed over.</summary>
    [Theory]
    [InlineData("A1 = X W1ᵀ + b1")]
    [InlineData("∇A1 = ∇H ⊙ H ⊙ (1 − H)")]
    [InlineData("∇W1 = ∇A1ᵀ X")]
    [InlineData("∇b1 = Σ_rows ∇A1")]
    public void Several_examples(string equation)
    {
        using var tape = new Tape<double>();
        Assert.Contains(equation, Derivations.All["02-network-of-the-notes-batch"](tape).Lines.Select(l => l.ToString()));
    }

    [Fact]
    public void Softmax_with_cross_entropy_collapses_to_the_difference()
    {
        using var tape = new Tape<double>();
        Assert.Contains("∇Z = (softmax(Z) − onehot(t, 3)) / 4", Derivations.All["04-softmax-classifier"](tape).Lines.Select(l => l.ToString()));
    }
}
