using Autograd.Tests.Operations;
using FsCheck;
using FsCheck.Fluent;

namespace Autograd.Tests.Differentiation.Sparse;

/// <summary>Every entry of a Jacobian that is not 0 lies in the pattern that is found, whatever is recorded; where operations are said to be exact, no other does.</summary>
public class PatternSearchTests
{
    [Theory]
    [MemberData(nameof(OperationNames.All), MemberType = typeof(OperationNames))]
    public void The_pattern_of_an_operation_has_all_entries_of_its_jacobian(string operation)
    {
        foreach (OperationCase<double> row in OperationNames.RowsOf(operation))
        {
            using var recorded = new Recorded<double>(row);
            foreach (Variable<double> input in recorded.Inputs) AssertContained(row.ToString(), recorded.Result, input);
        }
    }

    /// <summary>The gradient's own program is of operations that no case of the table records by itself.</summary>
    [Theory]
    [MemberData(nameof(OperationNames.Differentiable), MemberType = typeof(OperationNames))]
    public void The_pattern_of_a_gradient_has_all_entries_of_its_jacobian(string operation)
    {
        foreach (OperationCase<double> row in OperationNames.RowsOf(operation).Where(row => row.Order > 1))
        {
            using var recorded = new Recorded<double>(row);
            Variable<double> u = recorded.Tape.Variable(Recorded<double>.Direction(recorded.Result.Shape), recorded.Result.Shape, "u");
            Gradients<double> gradients = Differentiate.Pullback(recorded.Result, u);
            foreach (Variable<double> input in recorded.Inputs)
            {
                if (!gradients.IsConnected(input)) continue;
                foreach (Variable<double> other in (Variable<double>[])[.. recorded.Inputs, u]) AssertContained($"{row}, second", gradients[input], other);
                if (row.Order < 3) continue;
                Gradients<double> seconds = Differentiate.Pullback(gradients[input], recorded.Tape.Constant(Recorded<double>.Direction(input.Shape), input.Shape));
                foreach (Variable<double> other in (Variable<double>[])[.. recorded.Inputs, u])
                {
                    if (seconds.IsConnected(other)) AssertContained($"{row}, third", seconds[other], input);
                }
            }
        }
    }

    [Fact]
    public void The_pattern_of_a_random_graph_has_all_entries_of_its_jacobian_and_of_its_gradients() =>
        Prop.ForAll(GraphGenerators.Graphs, graph =>
        {
            using var tape = new Tape<double>();
            var random = new SplitMix64((ulong)graph.Seed);
            List<Variable<double>> nodes = [];
            for (int k = 0; k < RandomGraph.Leaves; k++) nodes.Add(tape.Variable(random.NextDirection(6), [2, 3], "x"));
            Indices<double> indices = tape.Indices([1, 0, 1]);
            foreach (Step step in graph.Steps) nodes.Add(GraphOperations.Apply(step.Operation, nodes[step.First % nodes.Count], nodes[step.Second % nodes.Count], nodes[step.Third % nodes.Count], indices));
            Variable<double> root = nodes[^1];
            Gradients<double> gradients = Differentiate.Pullback(root, tape.Constant(random.NextDirection(6), [2, 3]));
            foreach (Variable<double> leaf in nodes.Take(RandomGraph.Leaves))
            {
                AssertContained(graph.ToString(), root, leaf);
                if (gradients.IsConnected(leaf)) AssertContained($"{graph}, second", gradients[leaf], nodes[0]);
            }
        }).Check(GraphGenerators.Config(120));

    /// <summary>An operation of a user's own: by its formula or layout it is exact, with a kernel everything depends on everything.</summary>
    [Fact]
    public void Operations_from_outside_have_patterns_that_are_none_too_small()
    {
        double[] x = [0.5, 1, 2, 3];
        Assert.Equal([0, 1, 2, 3], Differentiate.JacobianPattern(v => v.Lorentzian(), x).ColumnIndices);
        SparsityPattern kernel = Differentiate.JacobianPattern(v => v.RunningSum() * v.Tape.Constant([1.0, 1, 1, 1], [4]), x);
        Assert.Equal(16, kernel.EntryCount);
        using var tape = new Tape<double>();
        Variable<double> input = tape.Variable(x, [4], "x");
        AssertContained("own", input.Lorentzian().RunningSum().Square(), input);
        Assert.Equal(0, PatternSearch.Find(tape.Constant(x, [4]).RunningSum(), input).EntryCount);
        Assert.Equal(0, PatternSearch.Find(input, input.Square()).EntryCount);
    }

    /// <summary>Indices that were given stay what they are; those that are computed from values may be others at another point.</summary>
    [Fact]
    public void Indices_that_are_computed_may_be_any()
    {
        double[] x = [3, 1, 2];
        int[] places = [2, 0];
        Assert.Equal([2, 0], Differentiate.JacobianPattern(v => v.Gather(0, places), x).ColumnIndices);
        Assert.Equal(9, Differentiate.JacobianPattern(v => v.Sort(0), x).EntryCount);
        Assert.Equal([0, 1, 2], Differentiate.JacobianPattern(v => v.Max(), x).ColumnIndices);
        Assert.Equal([2], Differentiate.JacobianPattern(v => v.Reshape(1, 3).Gather(v.Tape.Indices([0]), v.Tape.Indices([2])), x).ColumnIndices);
    }

    /// <summary>Triangles that are not looked at, and factors that meet nothing.</summary>
    [Fact]
    public void What_a_kernel_never_reads_is_not_in_the_pattern()
    {
        double[] matrix = [2, 7, 7, 1, 3, 7, 1, 1, 4], factors = [2, 3, 4];
        Assert.Equal([0, 3, 4, 6, 7, 8], Columns(Solved(isUpper: false)));
        Assert.Equal([0, 1, 2, 4, 5, 8], Columns(Solved(isUpper: true)));
        Assert.Equal([(1, 1), (2, 1), (2, 2)], Entries(Recurrence(isReversed: false)));
        Assert.Equal([(0, 1), (0, 2), (1, 2)], Entries(Recurrence(isReversed: true)));

        SparsityPattern Solved(bool isUpper) => Differentiate.JacobianPattern(v => v.Reshape(3, 3).SolveTriangular(v.Tape.Constant([1.0, 2, 3], [3]), isUpper), matrix);

        SparsityPattern Recurrence(bool isReversed) =>
            Differentiate.JacobianPattern(v => v.Tape.Constant([1.0, 1, 1], [3]).Apply(new LinearRecurrenceOperation<double>(0, isReversed), v), factors);

        static int[] Columns(SparsityPattern pattern) => [.. Entries(pattern).Select(entry => entry.Item2).Distinct().Order()];
    }

    /// <summary>Of every row of x any element of its own.</summary>
    [Fact]
    public void Indices_that_are_computed_may_choose_along_any_dimension()
    {
        double[] x = [3, 1, 2, 5, 4, 6];
        SparsityPattern pattern = Differentiate.JacobianPattern(v => v.Reshape(2, 3).Gather(1, v[..3].ArgSort(0)), x);
        Assert.Equal(18, pattern.EntryCount);
        Assert.Equal([0, 1, 2], pattern.Row(2));
    }

    [Fact]
    public void What_is_linear_has_no_second_derivative()
    {
        double[] x = [1, 2, 3, 4];
        Assert.Equal(0, Differentiate.HessianPattern(v => (v.CumulativeSum(0).Flip(0) * 3.0).Sum(), x).EntryCount);
        Assert.Equal([(0, 1), (1, 0), (2, 2)], Entries(Differentiate.HessianPattern(v => (v[0] * v[1]) + v[2].Exp() + v[3], x)));
        Assert.Equal(16, Differentiate.HessianPattern(v => v.Sum().Square(), x).EntryCount);
    }

    [Fact]
    public void A_node_that_nobody_reads_and_one_that_is_read_twice_do_no_harm()
    {
        double[] x = [1, 2, 3];
        SparsityPattern pattern = Differentiate.JacobianPattern(
            v =>
            {
                Variable<double> square = v.Square();
                square.CumulativeSum(0);
                return square * square + v;
            },
            x);
        Assert.Equal([(0, 0), (1, 1), (2, 2)], Entries(pattern));
    }

    private static IEnumerable<(int, int)> Entries(SparsityPattern pattern) =>
        Enumerable.Range(0, pattern.RowCount).SelectMany(row => pattern.Row(row).ToArray().Select(column => (row, column)));

    internal static void AssertContained(string what, Variable<double> output, Variable<double> input)
    {
        SparsityPattern pattern = PatternSearch.Find(output, input);
        double[] entries = PatternExactness.Jacobian(output, input);
        int columns = input.Shape.ElementCount;
        Assert.Equal((output.Shape.ElementCount, columns), (pattern.RowCount, pattern.ColumnCount));
        for (int k = 0; k < entries.Length; k++)
        {
            if (entries[k] != 0) Assert.True(pattern.Contains(k / columns, k % columns), $"{what}: {entries[k]} in row {k / columns}, column {k % columns} by {input.Shape} is not in the pattern.");
        }
    }
}
