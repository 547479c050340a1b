namespace Autograd.Tests.Diagnostics;

public class MermaidTextTests
{
    [Fact]
    public void Forward_and_adjoint_part_stand_in_boxes_of_their_own()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([1.0, 2.0], [2], "x");
        var y = x.Exp().Named("y");
        var gradients = y.Backward(tape.Constant([1.0, 0.5], [2], "∇y"));
        Assert.Equal(
            """
            flowchart TB
              subgraph forward
                n0(["x<br/>[2]"]):::variable
                n1["y<br/>Exp [2]"]:::elementwise
              end
              subgraph adjoint
                n2(["∇y<br/>[2]"]):::constant
                n3["∇x<br/>ScaledBy [2]"]:::elementwise
              end
              n0 --> n1
              n2 --> n3
              n1 -.-> n3
            """,
            tape.ToGraph(gradients).ToMermaid().Split("\n  classDef")[0]);
    }

    [Fact]
    public void Markup_in_names_is_escaped()
    {
        using var tape = new Tape<double>();
        string text = tape.Variable(1.0, "a[\"<b>\"]; #`&").Exp().ToGraph().ToMermaid();
        Assert.Contains("n0([\"a[#34;#60;b#62;#34;]#59; #35;#96;#38;<br/>[]\"])", text, StringComparison.Ordinal);
    }
}
