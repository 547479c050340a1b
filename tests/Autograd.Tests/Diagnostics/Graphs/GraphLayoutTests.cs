namespace Autograd.Tests.Diagnostics;

public class GraphLayoutTests
{
    [Fact]
    public void Boxes_do_not_overlap_and_lie_within_the_picture()
    {
        foreach (TapeGraph graph in Graphs())
        {
            GraphLayout layout = GraphLayout.Of(graph);
            for (int i = 0; i < layout.Boxes.Length; i++)
            {
                GraphBox a = layout.Boxes[i];
                Assert.InRange(a.X - (a.Width / 2), 0, layout.Width - a.Width);
                Assert.InRange(a.Y, GraphLayout.BoxHeight / 2, layout.Height - (GraphLayout.BoxHeight / 2));
                for (int k = 0; k < i; k++)
                {
                    GraphBox b = layout.Boxes[k];
                    bool apart = Math.Abs(a.Y - b.Y) >= GraphLayout.BoxHeight || Math.Abs(a.X - b.X) >= (a.Width + b.Width) / 2;
                    Assert.True(apart, $"{graph.Nodes[i].Number} and {graph.Nodes[k].Number} overlap");
                }
            }
        }
    }

    [Fact]
    public void The_forward_part_runs_down_the_adjoint_part_up_beside_it()
    {
        foreach (TapeGraph graph in Graphs())
        {
            GraphLayout layout = GraphLayout.Of(graph);
            Assert.Equal(graph.Nodes.Sum(node => node.Operands.Distinct().Count()), layout.Routes.Count);
            foreach (GraphRoute route in layout.Routes)
            {
                (GraphNode from, GraphNode to) = (graph.Nodes[route.From], graph.Nodes[route.To]);
                Assert.Equal(from.IsAdjoint != to.IsAdjoint, route.Crosses);
                if (!route.Crosses) Assert.Equal(to.IsAdjoint, layout.Boxes[route.To].Y < layout.Boxes[route.From].Y);
                if (route.Crosses) Assert.True(layout.Boxes[route.From].X < layout.Boxes[route.To].X);
            }
        }
    }

    [Fact]
    public void A_cotangent_stands_beside_its_node()
    {
        using var tape = new Tape<double>();
        TapeGraph graph = tape.ToGraph(NotesNetwork.Record(tape));
        GraphLayout layout = GraphLayout.Of(graph);
        var row = Enumerable.Range(0, graph.NodeCount).ToDictionary(i => graph.Nodes[i].Name + (graph.Nodes[i].Name.Length == 0 ? graph.Nodes[i].Number : ""), i => layout.Boxes[i].Y);
        foreach (string name in (string[])["J", "z", "h", "W1", "w2"]) Assert.Equal(row[name], row["∇" + name]);
        Assert.Equal(row["a1"], row["∇b1 = ∇a1"]);
    }

    /// <summary>
    /// A weight that is used at every step: the picture grows with the steps, not with their square. Edges over many rows are labels at
    /// both ends.
    /// </summary>
    [Fact]
    public void A_picture_is_as_large_as_its_graph()
    {
        double few = PerNode(60), many = PerNode(400);
        Assert.InRange(many, 0.8 * few, 1.2 * few);

        static double PerNode(int steps)
        {
            using var tape = new Tape<double>();
            Variable<double> a = tape.Variable(0.9, "a"), h = tape.Variable(0.5, "h"), c = tape.Variable(0.25, "c");
            for (int i = 0; i < steps; i++) h = ((h * a) + (a * c)).Tanh();
            TapeGraph graph = tape.ToGraph(h.Backward());
            return graph.ToHtml().Length / (double)graph.NodeCount;
        }
    }

    /// <summary>What stands beside a long chain at each step does not push it aside at each step.</summary>
    [Fact]
    public void A_tall_picture_does_not_lean()
    {
        double low = Width(20), tall = Width(120);
        Assert.InRange(tall, 0.5 * low, 1.5 * low);

        static double Width(int steps)
        {
            using var tape = new Tape<double>();
            Variable<double> a = tape.Variable(0.9, "a"), h = tape.Variable(0.5, "h");
            for (int i = 0; i < steps; i++) h = (h * a).Tanh();
            return GraphLayout.Of(tape.ToGraph(h.Backward())).Width;
        }
    }

    [Fact]
    public void A_far_operand_is_named_beside_its_user()
    {
        using var tape = new Tape<double>();
        Variable<double> a = tape.Variable(0.9, "weight"), h = tape.Variable(0.5, "h");
        for (int i = 0; i < 30; i++) h = (h * a).Tanh();
        TapeGraph graph = tape.ToGraph(h.Backward());
        GraphLayout layout = GraphLayout.Of(graph);
        Assert.Equal(graph.Nodes.Sum(node => node.Operands.Distinct().Count()), layout.Routes.Count);
        GraphStub[] uses = [.. layout.Stubs.Where(stub => stub.Label == "weight")], counts = [.. layout.Stubs.Where(stub => stub.Line.Length > 0 && stub.Node == 0)];
        Assert.Equal($"{uses.Length} uses far on", Assert.Single(counts).Label);
        Assert.InRange(uses.Length, 15, 25);
        foreach (GraphStub stub in layout.Stubs)
        {
            Assert.InRange(stub.Box.X, stub.Box.Width / 2, layout.Width);
            Assert.All(layout.Boxes, box => Assert.True(Math.Abs(box.Y - stub.Box.Y) > 1 || Math.Abs(box.X - stub.Box.X) >= (box.Width + stub.Box.Width) / 2, $"{stub} lies on a node"));
        }

        Assert.Contains(">weight</text></g>", graph.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Edges_do_not_run_through_boxes()
    {
        using var tape = new Tape<double>();
        TapeGraph graph = tape.ToGraph(NotesNetwork.Record(tape));
        GraphLayout layout = GraphLayout.Of(graph);
        foreach (GraphRoute route in layout.Routes)
        {
            for (int k = 1; k < route.Points.Length; k++)
            {
                for (int i = 0; i < layout.Boxes.Length; i++)
                {
                    if (i == route.From || i == route.To) continue;
                    Assert.False(Meets(route.Points[k - 1], route.Points[k], layout.Boxes[i]), $"{route} meets {graph.Nodes[i].Number}");
                }
            }
        }

        static bool Meets((double X, double Y) from, (double X, double Y) to, GraphBox box)
        {
            for (double part = 0; part <= 1; part += 1.0 / 64)
            {
                double x = from.X + (part * (to.X - from.X)), y = from.Y + (part * (to.Y - from.Y));
                if (Math.Abs(x - box.X) < box.Width / 2 && Math.Abs(y - box.Y) < box.Height / 2) return true;
            }

            return false;
        }
    }

    [Fact]
    public void An_empty_tape_has_an_empty_picture()
    {
        using var tape = new Tape<double>();
        Assert.Empty(GraphLayout.Of(tape.ToGraph()).Boxes);
        Assert.Contains("0 nodes", tape.ToGraph().ToHtml(), StringComparison.Ordinal);
    }

    private static IEnumerable<TapeGraph> Graphs()
    {
        using var tape = new Tape<double>();
        yield return tape.ToGraph(NotesNetwork.Record(tape));
        tape.Reset();
        NotesNetwork.Forward(tape);
        yield return tape.ToGraph();
        tape.Reset();
        var x = tape.Variable([1.0, 2, 3], [3], "x");
        var y = x;
        for (int k = 0; k < 12; k++) y = (y * x.Sin()) + (y.Exp() / (1 + x.Square())) + y;
        yield return tape.ToGraph(y.Sum().Backward());
        tape.Reset();
        var w = tape.Variable([1.0, 2], [2], "w");
        var slope = w.Sigmoid().Sum().Backward()[w];
        yield return tape.ToGraph(slope.Square().Sum().Backward());
    }
}
