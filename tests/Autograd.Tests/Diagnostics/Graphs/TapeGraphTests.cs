using Autograd.Tests.Evaluation;

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

    /// <summary>The graph says of a node what the derivation says, in the same words.</summary>
    [Theory]
    [MemberData(nameof(EquationsTests.Cases), MemberType = typeof(EquationsTests))]
    public void The_equation_of_a_node_is_that_of_the_derivation(string name)
    {
        using var tape = new Tape<double>();
        Equations<double> recorded = Derivations.All[name](tape);
        Gradients<double> gradients = tape.At(recorded.Lines.Last(line => line.Part == EquationPart.Forward).Variable.Index).Backward();
        var nodes = tape.ToGraph(gradients).Nodes.ToDictionary(node => node.Index);
        Equations<double> equations = gradients.Equations();
        Assert.NotEmpty(equations.Lines);
        foreach (var lines in equations.Lines.GroupBy(line => line.Variable.Index))
        {
            Assert.Equal(string.Join('\n', lines), nodes[lines.Key].Equation);
            Assert.Equal(string.Join('\n', lines.Select(line => line.Why).Where(why => why.Length > 0).Distinct()), nodes[lines.Key].Why);
        }
    }

    [Fact]
    public void What_has_no_line_shows_its_part_of_a_formula_and_what_the_derivation_does_not_need_its_operation()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([1.0, 2.0], [2], "x");
        var square = x.Square();
        var aside = square.Slice(0, 1..);
        TapeGraph graph = tape.ToGraph((square.Exp() + 1).Sum().Backward());
        Assert.Equal(["x: Variable", "%1 = x²", "%2 = Slice(%1; Dimension: 0, Start: 1, Length: 1, Step: 1)", "h1 = exp(x²)"], graph.Nodes.Take(4).Select(node => node.Equation));
        Assert.Equal(["x: Variable", "%1 = x²", "J = x²[1..2]"], aside.ToGraph().Nodes.Select(node => node.Equation));
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
    public void Statistics_of_indices_are_those_of_whole_numbers()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([1.0, 5.0, 2.0, 7.0, 0.0, 3.0], [2, 3], "x");
        x.Pick(1, x.ArgMax(1)).Sum();
        GraphNode found = tape.ToGraph().Nodes[1];
        Assert.Equal("%1 = argmax(x)", found.Equation);
        Assert.Equal((0.0, 1.0, 0.5), (found.Statistics!.Value.Min, found.Statistics.Value.Max, found.Statistics.Value.Mean));
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
    public void Costs_of_factorizations_and_transforms_are_those_of_their_elements()
    {
        using var tape = new Tape<double>();
        double[] identity = new double[36];
        for (int i = 0; i < 36; i += 7) identity[i] = 1;
        var a = tape.Variable(identity, [6, 6], "A");
        a.Cholesky();
        a.Determinant();
        a.LogDeterminant();
        a.RealFourier(0);
        Assert.Equal([0, 36, 72, 72], tape.ToGraph().Nodes.Take(4).Select(node => node.MultiplyAdds));
        Assert.Equal(2 * 36 * 6, tape.ToGraph().Nodes.Skip(4).Max(node => node.MultiplyAdds));
    }

    [Fact]
    public void Values_of_an_updated_parameter_are_not_shown()
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        var parameter = new Parameter<double>("p", [2], [1, 2]);
        tape.Watch(parameter).Exp();
        parameter.Update()[0] = 5;
        Assert.All(tape.ToGraph().Nodes, node => Assert.Null(node.Statistics));
    }

    [Fact]
    public void Nodes_know_the_steps_that_computed_them_before_the_graph_was_made()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable([1.0, 2, 3, 4], [2, 2], "x");
        var y = x.Sin().Exp();
        _ = y.Sum().Span;
        _ = y.Transpose().Reshape(4).CumulativeSum(0).Span;
        y.Cos();
        Assert.Equal(2, tape.Plans.Run.Length);
        TapeGraph graph = tape.ToGraph();
        Assert.Equal(
            ["1.1 Elements: 1,2", "1.2 Sum: 3", "2.1 Elements: 1,2", "2.2 Copy: 4", "2.3 CumulativeSum: 6"],
            graph.Steps.Select(step => $"{step.Plan}.{step.Number} {step.Name}: {string.Join(',', step.Nodes)}"));
        Assert.Equal(["", "0,2", "0,2", "1", "3", "", "4", ""], graph.Nodes.Select(node => string.Join(',', node.Steps)));
        Assert.Equal(("computed in step 2 of plan 1", "copied in step 2 of plan 2"), (graph.Steps[1].Text, graph.Steps[3].Text));
        Assert.Equal("40 bytes moved, 4 multiply-adds", graph.Steps[1].Cost);
    }

    /// <summary>In two plans, since the first did not hold it.</summary>
    [Fact]
    public void A_node_that_was_computed_twice_knows_both_steps()
    {
        using Tape<double> tape = Drafts.Deferred();
        for (int step = 0; step < 2; step++)
        {
            tape.Reset();
            var x = tape.Variable([1.0, 2, 3, 4], [4], "x");
            var y = x.Sin();
            _ = y.CumulativeSum(0).Span;
            if (step == 1) _ = y.Cos().Span;
        }

        Assert.Equal([0, 2], tape.ToGraph().Nodes[1].Steps);
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
