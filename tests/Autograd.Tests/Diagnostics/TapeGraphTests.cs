namespace Autograd.Tests.Diagnostics;

public class TapeGraphTests
{
    [Fact]
    public void Dead_adjoint_nodes_are_left_out()
    {
        using var tape = new Tape<double>();
        var gradients = NotesNetwork.Record(tape);
        TapeGraph all = tape.ToGraph(), graph = tape.ToGraph(gradients);
        Assert.Equal(tape.NodeCount, all.NodeCount);
        Assert.True(graph.NodeCount <= all.NodeCount);
        var used = graph.Nodes.SelectMany(node => node.Operands).ToHashSet();
        foreach (GraphNode node in graph.Nodes.Where(node => node.IsAdjoint)) Assert.True(used.Contains(node.Index) || node.CotangentOf.Length > 0, node.Number);
    }

    [Fact]
    public void The_graph_of_a_node_is_what_it_depends_on()
    {
        using var tape = new Tape<double>();
        var nodes = NotesNetwork.Forward(tape);
        var names = nodes["h"].ToGraph().Nodes.Where(node => node.Name.Length > 0).Select(node => node.Name);
        Assert.Equal(["x", "W1", "b1", "a1", "h"], names);
    }

    [Fact]
    public void Statistics_count_NaNs_and_leave_them_out()
    {
        var statistics = ValueStatistics.Of<float>([1, float.NaN, -3, 5, float.NaN]);
        Assert.Equal((-3.0, 5.0, 1.0, 2), (statistics.Min, statistics.Max, statistics.Mean, statistics.NaNCount));
        Assert.True(double.IsNaN(ValueStatistics.Of<double>([double.NaN]).Mean));
        Assert.Equal(0, ValueStatistics.Of<double>([]).NaNCount);
    }

    [Fact]
    public void Costs_are_those_of_the_shapes()
    {
        using var tape = new Tape<float>();
        var product = tape.Variable(new float[8], [4, 2], "A").MatMul(tape.Variable(new float[6], [2, 3], "B"));
        product.Transpose().Exp().Sum();
        var nodes = tape.ToGraph().Nodes;
        Assert.Equal([0, 0, 24, 0, 12, 12], nodes.Select(node => node.MultiplyAdds));
        Assert.Equal([0, 0, 4 * (8 + 6 + 12), 0, 4 * 24, 4 * 13], nodes.Select(node => node.Bytes));
    }

    [Fact]
    public void Values_of_an_updated_parameter_are_not_shown()
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = Evaluation.Deferred });
        var parameter = new Parameter<double>("p", [2], [1, 2]);
        tape.Watch(parameter).Exp();
        parameter.Update()[0] = 5;
        Assert.All(tape.ToGraph().Nodes, node => Assert.Null(node.Statistics));
    }

    [Fact]
    public void A_graph_outlives_the_recording()
    {
        using var tape = new Tape<double>();
        TapeGraph graph = tape.Variable([1.0, 2.0], [2], "x").Exp().ToGraph();
        tape.Reset();
        Assert.Contains("7.38906", graph.ToHtml(), StringComparison.Ordinal);
    }
}
