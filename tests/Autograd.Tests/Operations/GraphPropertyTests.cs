using FsCheck;
using FsCheck.Fluent;

namespace Autograd.Tests.Operations;

/// <summary>What holds for every graph, whatever it computes.</summary>
public class GraphPropertyTests
{
    [Fact]
    public void The_gradient_along_a_random_direction_is_the_five_point_difference() =>
        Prop.ForAll(GraphGenerators.Graphs, graph =>
        {
            double[][] leaves = Values(graph.Seed, 1), directions = Values(graph.Seed + 1, 1);
            double slope = Dot(Gradient(graph, leaves, Plain), directions);
            double coarse = Difference(2e-3), fine = Difference(1e-3), scale = Math.Max(1, Math.Abs(slope));
            double uncertainty = Math.Abs(coarse - fine);
            Assert.True(Math.Abs(slope - fine) <= (1e-9 * scale) + (2 * uncertainty), $"{slope:R} against {fine:R} and {coarse:R}: {graph}");

            double Difference(double h) =>
                ((8 * (At(h) - At(-h))) - (At(2 * h) - At(-2 * h))) / (12 * h);

            double At(double h) => Value(graph, [.. leaves.Select((leaf, k) => leaf.Select((x, i) => x + (h * directions[k][i])).ToArray())]);
        }).Check(GraphGenerators.Config(150));

    [Fact]
    public void Forward_and_reverse_products_agree() =>
        Prop.ForAll(GraphGenerators.Graphs, graph =>
        {
            double[][] leaves = Values(graph.Seed, 1);
            double[] tangent = Values(graph.Seed + 1, 1)[0], cotangent = Values(graph.Seed + 2, 1)[1];
            var (_, forward) = Differentiate.Jvp<double>(Function, leaves[0], tangent);
            var (_, reverse) = Differentiate.Vjp<double>(Function, leaves[0], cotangent);
            double left = cotangent.Zip(forward.ToArray(), (a, b) => a * b).Sum(), right = tangent.Zip(reverse.ToArray(), (a, b) => a * b).Sum();
            double scale = cotangent.Zip(forward.ToArray(), (a, b) => Math.Abs(a * b)).Sum() + tangent.Zip(reverse.ToArray(), (a, b) => Math.Abs(a * b)).Sum();
            Assert.True(Math.Abs(left - right) <= 1e-11 * Math.Max(scale, 1e-3), $"{left:R} against {right:R}: {graph}");

            Variable<double> Function(Variable<double> x)
            {
                Variable<double>[] nodes = [x.Reshape(2, 3), x.Tape.Constant(leaves[1], [2, 3]), x.Tape.Constant(leaves[2], [2, 3])];
                return Build(graph, nodes, InOrder(graph), Plain).Flatten();
            }
        }).Check(GraphGenerators.Config(100));

    [Fact]
    public void Jacobians_and_hessians_have_the_same_bits_all_rows_at_once_as_one_by_one() =>
        Prop.ForAll(GraphGenerators.Graphs, graph =>
        {
            double[][] leaves = Values(graph.Seed, 1), atOnce = All(isLifted: true), oneByOne = All(isLifted: false);
            for (int k = 0; k < atOnce.Length; k++) Assert.True(Close.Bits(oneByOne[k], atOnce[k]), $"{k}: {graph}");

            double[][] All(bool isLifted)
            {
                using var tape = new Tape<double>();
                tape.Plans.ColdNodes = graph.Seed % 2 << 16;
                Variable<double>[] nodes = [.. leaves.Select(leaf => tape.Variable(leaf, [2, 3]))];
                Variable<double> root = Build(graph, nodes, InOrder(graph), Plain), gradient = root.Backward(root)[nodes[0]];
                double[] rows = new double[root.Shape.ElementCount * 18], columns = new double[rows.Length], hessian = new double[6 * 18];
                Differentiate.WriteRows(root, nodes, rows, isLifted);
                Differentiate.WriteColumns(root, nodes, columns, isLifted);
                Differentiate.WriteRows(gradient, nodes, hessian, isLifted);
                return [rows, columns, hessian];
            }
        }).Check(GraphGenerators.Config(100));

    [Fact]
    public void Another_order_of_construction_gives_the_same_gradients() =>
        Prop.ForAll(GraphGenerators.Graphs, graph =>
        {
            double[][] leaves = Values(graph.Seed, 1);
            int[] other = AnotherOrder(graph);
            Same(Gradient(graph, leaves, Plain), Gradient(graph, leaves, Plain, other), graph);
        }).Check(GraphGenerators.Config(100));

    [Fact]
    public void A_leaf_split_in_two_has_gradients_that_add_up() =>
        Prop.ForAll(GraphGenerators.Graphs, graph =>
        {
            double[][] leaves = Values(graph.Seed, 1);
            var random = new Random(graph.Seed);
            using var tape = new Tape<double>();
            Variable<double>[] nodes = [.. leaves.Select(leaf => tape.Variable(leaf, [2, 3]))];
            var twin = tape.Variable(leaves[0], [2, 3]);
            var root = Build(graph, nodes, InOrder(graph), x => x == nodes[0] && random.Next(2) == 0 ? twin : x);
            double[][] gradients = Gradients(root, nodes);
            double[] extra = Gradients(root, [twin])[0];
            gradients[0] = [.. gradients[0].Zip(extra, (a, b) => a + b)];
            Same(Gradient(graph, leaves, Plain), gradients, graph);
        }).Check(GraphGenerators.Config(100));

    [Fact]
    public void Identity_nodes_change_nothing() =>
        Prop.ForAll(GraphGenerators.Graphs, graph =>
        {
            double[][] leaves = Values(graph.Seed, 1);
            var random = new Random(graph.Seed);
            Same(Gradient(graph, leaves, Plain), Gradient(graph, leaves, Identity), graph);

            Variable<double> Identity(Variable<double> x) => random.Next(7) switch
            {
                0 => x.Transpose().Transpose(),
                1 => x.Reshape(6).Reshape(2, 3),
                2 => -(-x),
                3 => x + 0,
                4 => x.Unsqueeze(1).Squeeze(1),
                5 => x.Flip(0).Flip(0),
                _ => x,
            };
        }).Check(GraphGenerators.Config(100));

    [Fact]
    public void Eager_and_deferred_agree_bit_for_bit() =>
        Prop.ForAll(GraphGenerators.Graphs, graph =>
        {
            double[][] leaves = Values(graph.Seed, 1);
            Assert.Equal(Gradient(graph, leaves, Plain), Gradient(graph, leaves, Plain, null, EvaluationMode.Deferred));
        }).Check(GraphGenerators.Config(50));

    [Fact]
    public void Broadcasting_an_operand_is_repeating_it_and_its_gradient_is_the_sum_over_the_copies() =>
        Prop.ForAll(GraphGenerators.Pairs, pair =>
        {
            using var tape = new Tape<double>();
            Variable<double> a = tape.Variable(pair.Values, pair.Full), b = tape.Variable(pair.PartnerValues, pair.Partner), wide = b.BroadcastTo(pair.Full);
            Assert.Equal((a * b).ToArray(), (a * wide).ToArray());
            Assert.Equal((b - a).ToArray(), (wide - a).ToArray());
            Gradients<double> implicitly = (a * b).Sum().Backward(), explicitly = (a * wide).Sum().Backward();
            Assert.Equal(pair.Partner, implicitly[b].Shape);
            Assert.Equal(implicitly[b].ToArray(), explicitly[b].ToArray());
            Assert.Equal(wide.ToArray(), implicitly[a].ToArray());
            Assert.True(Math.Abs((implicitly[b] * b).Sum().Scalar - (a * b).Sum().Scalar) <= 1e-11, pair.ToString());
        }).Check(GraphGenerators.Config(300));

    [Fact]
    public void Views_of_views_show_the_elements_that_their_definition_says_and_their_gradient_counts_them() =>
        Prop.ForAll(GraphGenerators.Views, viewed =>
        {
            using var tape = new Tape<double>();
            var x = tape.Variable([.. Enumerable.Range(0, viewed.Shape.ElementCount).Select(i => (double)i)], viewed.Shape);
            var view = x;
            foreach (int code in viewed.Views) view = View(view, code);
            double[] seen = (view + 0).ToArray();
            Assert.Equal(view.ToArray(), seen);
            Assert.Equal(seen.Sum(), view.Sum().Scalar);
            double[] counts = view.Sum().Backward()[x].ToArray();
            for (int i = 0; i < counts.Length; i++) Assert.Equal(seen.Count(s => s == i), counts[i]);
        }).Check(GraphGenerators.Config(400));

    private static Variable<double> View(Variable<double> x, int code)
    {
        int rank = x.Rank, d = rank == 0 ? 0 : code / 10 % rank, length = rank == 0 ? 1 : x.Shape[d];
        return (code % 10) switch
        {
            0 when rank > 1 => x.Transpose(d, (d + 1) % rank),
            1 when rank > 0 => x.Flip(d),
            2 when length > 1 && rank > 0 => x.Slice(d, 1, length - 1),
            3 when length > 2 => x.Slice(d, length - 1, (length + 1) / 2, -2),
            4 when rank < 6 => x.Unsqueeze(d),
            5 => x.Flatten(),
            6 when length == 1 && rank > 0 => x.Squeeze(d),
            7 when rank < 5 && x.Shape.ElementCount < 200 => x.BroadcastTo(x.Shape.Insert(0, 2)),
            8 when rank > 0 && length > 0 => x.At(d, length - 1),
            9 when rank > 1 => x.Reshape([x.Shape[0], x.Shape[0] == 0 ? 0 : -1]),
            _ => x,
        };
    }

    private static Variable<double> Plain(Variable<double> x) => x;

    private static int[] InOrder(RandomGraph graph) => [.. Enumerable.Range(0, graph.Steps.Length)];

    private static int[] Operands(RandomGraph graph, int step)
    {
        int count = step + RandomGraph.Leaves;
        return [graph.Steps[step].First % count, graph.Steps[step].Second % count, graph.Steps[step].Third % count];
    }

    /// <summary>The steps in another order in which operands still come first, chosen at random.</summary>
    private static int[] AnotherOrder(RandomGraph graph)
    {
        var random = new Random(graph.Seed + 5);
        var left = InOrder(graph).ToList();
        var order = new List<int>();
        while (left.Count > 0)
        {
            int[] ready = [.. left.Where(s => Operands(graph, s).All(o => o < RandomGraph.Leaves || order.Contains(o - RandomGraph.Leaves)))];
            int next = ready[random.Next(ready.Length)];
            order.Add(next);
            left.Remove(next);
        }

        return [.. order];
    }

    /// <summary>Records the steps; the root joins the last node with every fourth one, so that much of the graph counts.</summary>
    private static Variable<double> Build(RandomGraph graph, Variable<double>[] leaves, int[] order, Func<Variable<double>, Variable<double>> wrap)
    {
        var nodes = new Variable<double>[RandomGraph.Leaves + graph.Steps.Length];
        leaves.CopyTo(nodes, 0);
        Tape<double> tape = leaves[0].Tape;
        var indices = tape.Indices([1, 0, 1]);
        foreach (int step in order)
        {
            int[] o = Operands(graph, step);
            nodes[step + RandomGraph.Leaves] = GraphOperations.Apply(graph.Steps[step].Operation, wrap(nodes[o[0]]), wrap(nodes[o[1]]), wrap(nodes[o[2]]), indices);
        }

        var root = nodes[^1];
        for (int k = nodes.Length - 2; k >= 0; k -= 4) root = root + nodes[k];
        return root;
    }

    private static double Value(RandomGraph graph, double[][] leaves)
    {
        using var tape = new Tape<double>();
        return (Build(graph, [.. leaves.Select(leaf => tape.Constant(leaf, [2, 3]))], InOrder(graph), Plain) * Weights(tape)).Sum().Scalar;
    }

    private static double[][] Gradient(
        RandomGraph graph, double[][] leaves, Func<Variable<double>, Variable<double>> wrap, int[]? order = null, EvaluationMode evaluation = EvaluationMode.Eager)
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = evaluation });
        Variable<double>[] nodes = [.. leaves.Select(leaf => tape.Variable(leaf, [2, 3]))];
        return Gradients(Build(graph, nodes, order ?? InOrder(graph), wrap), nodes);
    }

    private static double[][] Gradients(Variable<double> root, Variable<double>[] nodes)
    {
        if (!root.IsDifferentiable) return [.. nodes.Select(_ => new double[6])];
        Gradients<double> gradients = (root * Weights(root.Tape)).Sum().Backward();
        return [.. nodes.Select(node => gradients[node].ToArray())];
    }

    private static Variable<double> Weights(Tape<double> tape) => tape.Constant([1.0, -0.5, 0.25, 0.75, -1.25, 0.6], [2, 3]);

    private static double[][] Values(int seed, double scale)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, RandomGraph.Leaves).Select(_ => Enumerable.Range(0, 6).Select(_ => scale * ((2 * random.NextDouble()) - 1)).ToArray())];
    }

    private static double Dot(double[][] a, double[][] b) => a.Zip(b, (x, y) => x.Zip(y, (p, q) => p * q).Sum()).Sum();

    private static void Same(double[][] expected, double[][] actual, RandomGraph graph)
    {
        double scale = Math.Max(1e-3, expected.Max(leaf => leaf.Max(Math.Abs)));
        for (int k = 0; k < expected.Length; k++)
        {
            for (int i = 0; i < expected[k].Length; i++) Assert.True(Math.Abs(expected[k][i] - actual[k][i]) <= 1e-11 * scale, $"{expected[k][i]:R} against {actual[k][i]:R}: {graph}");
        }
    }
}
