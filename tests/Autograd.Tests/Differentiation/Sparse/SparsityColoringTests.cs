namespace Autograd.Tests.Differentiation.Sparse;

/// <summary>Colorings are what they are called, on random patterns, and as small as can be where that is known.</summary>
public class SparsityColoringTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_star_coloring_has_no_path_of_four_and_an_acyclic_one_no_cycle_of_two_colors(int seed)
    {
        var random = new SplitMix64((ulong)seed);
        for (int turn = 0; turn < 40; turn++)
        {
            int count = 4 + (int)(random.Next() % 16), edges = (int)(random.Next() % (ulong)(3 * count));
            SparsityPattern pattern = SparsityPattern.FromEntries(count, count, Enumerable.Range(0, edges).Select(_ => ((int)(random.Next() % (ulong)count), (int)(random.Next() % (ulong)count))).ToArray()).Symmetrized();
            int[] star = SparsityColoring.OfHessian(pattern).Groups.ToArray(), acyclic = SparsityColoring.OfHessianBySubstitution(pattern).Groups.ToArray();
            for (int v = 0; v < count; v++)
            {
                Assert.Equal(pattern.Row(v).IsEmpty, star[v] < 0);
                foreach (int w in Neighbors(v))
                {
                    Assert.NotEqual(star[v], star[w]);
                    Assert.NotEqual(acyclic[v], acyclic[w]);
                    foreach (int x in Neighbors(w).Where(x => x != v && star[x] == star[v]))
                    {
                        Assert.DoesNotContain(Neighbors(x), y => y != w && y != v && star[y] == star[w]);
                    }
                }
            }

            // As many edges of two colors as vertices on them, less the number of trees: else there is a cycle.
            for (int a = 0; a < count; a++)
            {
                for (int b = a + 1; b < count; b++) Assert.True(IsForest([.. Pairs().Where(edge => (Math.Min(acyclic[edge.V], acyclic[edge.W]), Math.Max(acyclic[edge.V], acyclic[edge.W])) == (a, b))], count));
            }

            IEnumerable<int> Neighbors(int vertex) => pattern.Row(vertex).ToArray().Where(other => other != vertex);

            IEnumerable<(int V, int W)> Pairs() => Enumerable.Range(0, count).SelectMany(v => Neighbors(v).Where(w => w > v).Select(w => (v, w)));
        }
    }

    [Fact]
    public void Colorings_are_as_small_as_can_be_on_known_patterns()
    {
        Assert.Equal((5, 5), (SparsityColoring.OfRows(Band(50, 2)).PassCount, SparsityColoring.OfColumns(Band(50, 2)).PassCount));
        Assert.Equal((3, 2), Hessian(Band(50, 1)));
        Assert.Equal((2, 2), Hessian(Arrow(30, first: true)));
        Assert.Equal((2, 2), Hessian(Arrow(30, first: false)));
        Assert.Equal((1, 1), Hessian(Band(20, 0)));
        Assert.Equal((0, 0), Hessian(SparsityPattern.FromEntries(3, 3, [])));
        Assert.Equal((6, 6), Hessian(SparsityPattern.FromEntries(6, 6, Enumerable.Range(0, 36).Select(k => (k / 6, k % 6)))));
        Assert.Equal(0, SparsityColoring.OfJacobian(SparsityPattern.FromEntries(0, 3, [])).PassCount);
    }

    /// <summary>A grid of d dimensions has an acyclic coloring of d + 1 colors, and none of fewer; however its points are numbered.</summary>
    [Theory]
    [InlineData(3, 4, 4)]
    [InlineData(3, 30, 17)]
    [InlineData(4, 5, 4, 6)]
    [InlineData(4, 9, 9, 9)]
    public void A_laplacian_is_solved_for_by_as_few_products_as_can_be(int expected, params int[] lengths)
    {
        int count = lengths.Aggregate(1, (product, length) => product * length);
        List<(int Row, int Column)> entries = Grid(lengths, count);
        Assert.Equal(expected, SparsityColoring.OfHessianBySubstitution(SparsityPattern.FromEntries(count, count, entries)).PassCount);
        var random = new SplitMix64(3);
        int[] places = [.. Enumerable.Range(0, count).OrderBy(_ => random.Next())];
        var shuffled = SparsityPattern.FromEntries(count, count, entries.Select(entry => (places[entry.Row], places[entry.Column])));
        Assert.Equal(expected, SparsityColoring.OfHessianBySubstitution(shuffled).PassCount);
    }

    /// <summary>A vertex that all others are joined to is not looked through for each of them.</summary>
    [Fact]
    public void A_large_arrowhead_is_colored_in_time()
    {
        const int count = 200_000;
        int[] starts = new int[count + 1], columns = new int[(3 * count) - 2];
        for (int row = 0, k = 0; row < count; row++)
        {
            if (row > 0) columns[k++] = 0;
            for (int column = row; column < (row == 0 ? count : row + 1); column++) columns[k++] = column;
            starts[row + 1] = k;
        }

        var pattern = new SparsityPattern(count, count, starts, columns);
        Assert.Equal((2, 2), Hessian(pattern));
        Assert.Equal(count, SparsityColoring.OfJacobian(pattern).PassCount);
    }

    /// <summary>One full row asks for columns one by one, and for rows in two groups; a full column the other way round.</summary>
    [Fact]
    public void The_smaller_side_is_taken()
    {
        var row = SparsityPattern.FromEntries(40, 40, [.. Enumerable.Range(0, 40).SelectMany(k => (ValueTuple<int, int>[])[(0, k), (k, k)])]);
        Assert.Equal("rows in 2 passes; 40 × 40, 79 entries (4.9375 %)", SparsityColoring.OfJacobian(row).ToString());
        Assert.Equal("columns in 2 passes; 40 × 40, 79 entries (4.9375 %)", SparsityColoring.OfJacobian(row.Transpose()).ToString());
        Assert.Equal((40, 2), (SparsityColoring.OfColumns(row).PassCount, SparsityColoring.OfRows(row).PassCount));
    }

    [Fact]
    public void A_pattern_that_is_no_hessians_is_refused()
    {
        Assert.Contains("2 rows and 3 columns", Assert.Throws<ArgumentException>(() => SparsityColoring.OfHessian(SparsityPattern.FromEntries(2, 3, []))).Message, StringComparison.Ordinal);
        Assert.Contains("row 0 and column 1", Assert.Throws<ArgumentException>(() => SparsityColoring.OfHessianBySubstitution(SparsityPattern.FromEntries(2, 2, [(0, 1)]))).Message, StringComparison.Ordinal);
    }

    private static (int Star, int Acyclic) Hessian(SparsityPattern pattern) =>
        (SparsityColoring.OfHessian(pattern).PassCount, SparsityColoring.OfHessianBySubstitution(pattern).PassCount);

    private static SparsityPattern Band(int count, int width) => SparsityPattern.FromEntries(
        count, count, Enumerable.Range(0, count).SelectMany(i => Enumerable.Range(i - width, (2 * width) + 1).Where(j => j >= 0 && j < count).Select(j => (i, j))));

    private static List<(int Row, int Column)> Grid(int[] lengths, int count)
    {
        var entries = new List<(int, int)>();
        for (int point = 0; point < count; point++)
        {
            entries.Add((point, point));
            int stride = 1;
            foreach (int length in lengths)
            {
                if (point / stride % length < length - 1) entries.AddRange([(point, point + stride), (point + stride, point)]);
                stride *= length;
            }
        }

        return entries;
    }

    private static SparsityPattern Arrow(int count, bool first)
    {
        int hub = first ? 0 : count - 1;
        return SparsityPattern.FromEntries(count, count, Enumerable.Range(0, count).SelectMany(k => (ValueTuple<int, int>[])[(k, k), (k, hub), (hub, k)]));
    }

    private static bool IsForest((int V, int W)[] edges, int count)
    {
        int[] parent = [.. Enumerable.Range(0, count)];
        foreach (var (v, w) in edges)
        {
            int a = Root(v), b = Root(w);
            if (a == b) return false;
            parent[a] = b;
        }

        return true;

        int Root(int vertex) => parent[vertex] == vertex ? vertex : Root(parent[vertex]);
    }
}
