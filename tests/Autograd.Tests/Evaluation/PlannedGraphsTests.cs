namespace Autograd.Tests.Evaluation;

/// <summary>
/// However a recording is read, whatever is held, computed together or computed again: each value has the bits that it has where its node is computed
/// by itself.
/// </summary>
public class PlannedGraphsTests
{
    /// <summary>How many graphs are tried in each of the settings; to search for longer, make it more.</summary>
    public const int Graphs = 5_000;

    /// <summary>With which of them to begin: another number gives other graphs.</summary>
    public const int FirstSeed = 1;

    private const int Recordings = 4;

    [Theory]
    [InlineData(EvaluationMode.Deferred, true)]
    [InlineData(EvaluationMode.Deferred, false)]
    [InlineData(EvaluationMode.Eager, true)]
    [InlineData(EvaluationMode.Eager, false)]
    public void Planned_is_node_by_node_bit_for_bit(EvaluationMode mode, bool formsGroups)
    {
        int setting = (2 * (int)mode) + (formsGroups ? 1 : 0);
        using var nodes = new NodeByNode<double>();
        using var tape = new Tape<double>(new TapeOptions { Evaluation = mode });
        tape.Plans.Planner.FormsGroups = formsGroups;
        tape.Plans.Planner.ShortestSum = tape.Plans.Planner.ShortestCopy = tape.Plans.Planner.LeastCopiers = 1;
        for (int k = 0; k < Graphs; k++) CheckOrShrink(tape, nodes, FirstSeed + k + (setting * Graphs));
    }

    [Theory]
    [InlineData(EvaluationMode.Deferred)]
    [InlineData(EvaluationMode.Eager)]
    public void Emitted_code_gives_the_same_bits(EvaluationMode mode)
    {
        using var nodes = new NodeByNode<double>();
        using var tape = new Tape<double>(new TapeOptions { Evaluation = mode });
        tape.Plans.Emitted.Threshold = 1;
        for (int k = 0; k < 80; k++) CheckOrShrink(tape, nodes, FirstSeed + k + (4 * Graphs));
        Assert.True(tape.Plans.Emitted.CodeCount > 10, $"{tape.Plans.Emitted.CodeCount} groups");
    }

    /// <summary>What has to be taken away is computed again to the same bits; where nothing fits, that is said, and nothing is wrong afterwards.</summary>
    [Theory]
    [InlineData(4_000)]
    [InlineData(8_000)]
    [InlineData(12_000)]
    public void A_budget_of_memory_changes_no_bits(int bytes)
    {
        using var nodes = new NodeByNode<double>();
        using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred, MemoryBudget = bytes });
        int refused = 0, graphs = 600, again = 0;
        for (int k = 0; k < graphs; k++)
        {
            try
            {
                CheckOrShrink(tape, nodes, FirstSeed + k + (5 * Graphs));
            }
            catch (InvalidOperationException e) when (e.Message.Contains("MemoryBudget", StringComparison.Ordinal))
            {
                refused++;
            }

            for (int node = 0; node < tape.NodeCount; node++) again += tape.Program[node].IsRecomputed ? 1 : 0;
        }

        Assert.InRange(refused, 0, graphs * 3 / 4);
        Assert.True(again > graphs, $"{again} nodes were computed again");
    }

    /// <summary>Longer than what one thread computes at a time.</summary>
    [Theory]
    [InlineData(1, EvaluationMode.Deferred)]
    [InlineData(2, EvaluationMode.Deferred)]
    [InlineData(5, EvaluationMode.Deferred)]
    [InlineData(5, EvaluationMode.Eager)]
    public void Large_graphs_on_several_threads_have_the_same_bits(int threads, EvaluationMode mode)
    {
        using var nodes = new NodeByNode<float>();
        using var tape = new Tape<float>(new TapeOptions { Evaluation = mode, MaxDegreeOfParallelism = threads });
        tape.Plans.ColdNodes = 0;
        for (int graph = 0; graph < 6; graph++)
        {
            tape.Plans.Emitted.Threshold = graph % 2 == 0 ? 1 : long.MaxValue;
            CheckLarge(tape, nodes, graph, 160, 250);
        }
    }

    /// <summary>Longer than a row and a block, and beside their ends, so that what is overwritten too early shows, and what is read too late.</summary>
    [Theory]
    [InlineData(EvaluationMode.Deferred)]
    [InlineData(EvaluationMode.Eager)]
    public void Graphs_of_longer_tensors_have_the_same_bits(EvaluationMode mode)
    {
        using var nodes = new NodeByNode<float>();
        using var tape = new Tape<float>(new TapeOptions { Evaluation = mode });
        tape.Plans.ColdNodes = 0;
        for (int graph = 0; graph < 400; graph++)
        {
            tape.Plans.Emitted.Threshold = graph % 5 == 0 ? 1 : long.MaxValue;
            (int rows, int columns) = (graph % 8) switch { 0 => (16, 1025), 1 => (8, 601), 2 => (65, 33), 3 => (4, 2049), 4 => (33, 129), _ => (20, 50) };
            CheckLarge(tape, nodes, graph, rows, columns);
        }
    }

    private static void CheckLarge(Tape<float> tape, NodeByNode<float> nodes, int graph, int rows, int columns)
    {
        for (int recording = 0; recording < 2; recording++)
        {
            tape.Reset();
            var random = new Random(graph);
            float[] values = [.. Enumerable.Range(0, rows * columns).Select(i => (float)Math.Sin(i + recording))];
            var x = tape.Variable(values, [rows, columns], "x");
            var y = Large(x, random);
            var gradient = y.Square().Sum().Backward()[x];
            float[] read = gradient.ToArray(), result = y.ToArray();
            nodes.Compute(tape);
            Assert.Equal(nodes[gradient.Index], read);
            Assert.Equal(nodes[y.Index], result);
        }
    }

    private static Variable<float> Large(Variable<float> x, Random random)
    {
        List<Variable<float>> pool = [x];
        for (int k = 0; k < 12; k++)
        {
            Variable<float> a = pool[random.Next(pool.Count)], b = pool[^1];
            pool.Add(random.Next(11) switch
            {
                0 => a + b.Sum([1], keep: true).Tanh(),
                1 => a * b.Transpose().Reshape(b.Shape).Sigmoid(),
                2 => b.Softmax(random.Next(2)) - a.Slice(0, 3..4),
                3 => (a.Flip(1) * b).Tanh(),
                4 => a.Transpose().Sin().Transpose() + b,
                5 => (b.Mean() * a).Cos(),
                6 => a.Maximum(b.Mean([0])),
                7 => (a - b).Square().Sigmoid(),
                8 => x.Tape.Where(a > 0.1f, b, a.Silu()),
                9 => a + (b.Unsqueeze(0) * x.Tape.Constant([0.5f, 2, -1], [3, 1, 1])).Tanh().Sum([2], keep: true).Sum([0]),
                _ => b.Erf() * a.At(0, 0),
            });
        }

        return pool[^1] + pool[^2];
    }

    private static void CheckOrShrink(Tape<double> tape, NodeByNode<double> nodes, int seed)
    {
        int rows = 2 + (seed % 7);
        if (Fault(tape, nodes, new PlannedGraph(seed, rows)) is not { } fault) return;
        for (int fewer = 1; fewer < rows; fewer++)
        {
            using var fresh = new Tape<double>(tape.Options);
            fresh.Plans.Planner.FormsGroups = tape.Plans.Planner.FormsGroups;
            fresh.Plans.Planner.ShortestSum = tape.Plans.Planner.ShortestSum;
            fresh.Plans.Planner.ShortestCopy = tape.Plans.Planner.ShortestCopy;
            fresh.Plans.Planner.LeastCopiers = tape.Plans.Planner.LeastCopiers;
            fresh.Plans.Emitted.Threshold = tape.Plans.Emitted.Threshold;
            if (Fault(fresh, nodes, new PlannedGraph(seed, fewer)) is { } smaller) Assert.Fail(smaller);
        }

        Assert.Fail(fault);
    }

    private static string? Fault(Tape<double> tape, NodeByNode<double> nodes, PlannedGraph graph)
    {
        var random = new Random(graph.Seed);
        tape.Plans.ColdNodes = (graph.Seed % 4) switch { 0 => 1 << 16, 1 => random.Next(100), _ => 0 };
        int way = -1;
        for (int recording = 0; recording < Recordings; recording++)
        {
            tape.Reset();
            if (way < 0 || random.Next(2) == 0) way = random.Next(5);
            var reader = new Reader(tape, way, way < 2 ? random.Next() : 17);
            graph.Record(tape, recording, reader.Pass);
            reader.End();
            nodes.Compute(tape);
            if (reader.Difference(nodes) is { } difference) return $"{graph}, recording {recording}, read in way {way}: {difference}\n{tape.ToText()}";
        }

        return null;
    }

    /// <summary>Reads some nodes some time, some of them twice.</summary>
    private sealed class Reader(Tape<double> tape, int way, int seed)
    {
        private readonly Random _random = new(seed);
        private readonly List<(int Node, double[] Elements)> _seen = [];
        private List<Variable<double>> _last = [];

        /// <summary>While it is recorded: in the ways 0 and 3 something is read now and then, in way 2 each node at once.</summary>
        public void Pass(List<Variable<double>> pool)
        {
            _last = pool;
            if (way is 0 or 3 && _random.Next(3) == 0) Read(pool[_random.Next(pool.Count)].Index);
            if (way == 2) Read(pool[^1].Index);
        }

        /// <summary>In the ways 0 and 1 what comes at the end, in any order; in way 4 the last ones only; then everything that was read once more.</summary>
        public void End()
        {
            if (way is 0 or 1)
            {
                for (int k = 0; k < 6; k++) Read(_random.Next(tape.NodeCount));
            }

            for (int k = _last.Count - 1; k >= Math.Max(0, _last.Count - 3); k--) Read(_last[k].Index);
            for (int k = _seen.Count - 1; k >= 0; k--) Read(_seen[k].Node);
        }

        public string? Difference(NodeByNode<double> nodes)
        {
            foreach (var (node, elements) in _seen)
            {
                ReadOnlySpan<double> expected = nodes[node];
                for (int i = 0; i < elements.Length; i++)
                {
                    bool same = BitConverter.DoubleToInt64Bits(expected[i]) == BitConverter.DoubleToInt64Bits(elements[i]) || (double.IsNaN(expected[i]) && double.IsNaN(elements[i]));
                    if (!same) return $"element {i} of node {node} is {elements[i]:R}, by itself {expected[i]:R}";
                }
            }

            return null;
        }

        private void Read(int node)
        {
            if (!tape.Program[node].Operation.GivesIndices) _seen.Add((node, tape.At(node).ToArray()));
        }
    }
}
