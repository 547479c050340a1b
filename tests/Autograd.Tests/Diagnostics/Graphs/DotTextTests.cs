using Autograd.Tests.Evaluation;

namespace Autograd.Tests.Diagnostics;

public class DotTextTests
{
    [Fact]
    public void Forward_and_adjoint_part_stand_in_clusters_of_their_own()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([1.0, 2.0], [2], "x[\"\\\"]");
        var y = x.Exp().Named("y");
        var gradients = y.Backward(tape.Constant([1.0, 0.5], [2], "∇y"));
        string[] lines = tape.ToGraph(gradients).ToDot().Split('\n');
        Assert.Equal("digraph tape {", lines[0]);
        Assert.Contains("  subgraph cluster_forward {", lines);
        Assert.Contains("  subgraph cluster_adjoint {", lines);
        Assert.Contains("    n0 [label=\"x[\\\"\\\\\\\"]\\n[2]\", fillcolor=\"#ffe3b3\", color=\"#c27c0e\"];", lines);
        Assert.Contains("    n1 [label=\"y\\nExp [2]\", fillcolor=\"#d6e8fb\", color=\"#3b7dbd\"];", lines);
        Assert.Contains("  n0 -> n1;", lines);
        Assert.Contains("  n3 -> n2 [dir=back, color=\"#b3695a\"];", lines);
        Assert.Contains("  n1 -> n3 [style=dashed, color=\"#aab3bd\", constraint=false];", lines);
        Assert.Equal("}", lines[^2]);
    }

    [Fact]
    public void The_step_that_computed_a_node_is_its_tooltip()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable([1.0, 2.0], [2], "x");
        var y = x.Exp().Named("y");
        Assert.DoesNotContain("tooltip", tape.ToGraph().ToDot(), StringComparison.Ordinal);
        tape.Reset();
        x = tape.Variable([1.0, 2.0], [2], "x");
        y = x.Exp().Named("y");
        _ = y.Span;
        Assert.Contains("    n1 [label=\"y\\nExp [2]\", fillcolor=\"#d6e8fb\", color=\"#3b7dbd\", tooltip=\"computed in step 1 of plan 1\"];", tape.ToGraph().ToDot().Split('\n'));
    }
}
