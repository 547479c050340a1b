namespace Autograd.Tests.Diagnostics;

public class SourceNamesTests
{
    [Theory]
    [InlineData("        var h = (W.MatMul(x) + b).Tanh();", "h")]
    [InlineData("Variable<double> logits = h.MatMul(W2);", "logits")]
    [InlineData("this.state = this.state.Tanh();", "state")]
    [InlineData("loss += w.Square().Sum();", "loss")]
    [InlineData("return h.Tanh();", null)]
    [InlineData("if (a == b.Tanh())", null)]
    [InlineData("private Variable<T> Output(Variable<T> x) => x.Tanh();", null)]
    [InlineData("    .Tanh();", null)]
    [InlineData("", null)]
    public void Assigned(string line, string? expected) => Assert.Equal(expected, SourceNames.Assigned(line));

    [Fact]
    public void A_file_that_is_not_there_gives_no_names() => Assert.Null(new SourceNames().At("/no/such/file.cs", 3));

    [Fact]
    public void Intermediates_take_the_names_of_the_source_where_call_sites_are_recorded()
    {
        using var tape = new Tape<double>(new TapeOptions { RecordCallSites = true });
        var weights = tape.Variable(new double[6], [3, 2], "W");
        var input = tape.Constant(new double[2], [2], "x");
        var hidden = weights.MatMul(input).Tanh();
        var cost = hidden.Square().Sum();
        Equations<double> equations = cost.Equations();
        Assert.Equal(
            ["a1 = W x", "hidden = tanh(a1)", "cost = Σ hidden²", "∇hidden = 2 hidden", "∇a1 = ∇hidden ⊙ (1 − hidden²)", "∇W = ∇a1 xᵀ"],
            equations.Lines.Select(l => l.ToString()));
        Check.Lines(equations);
    }
}
