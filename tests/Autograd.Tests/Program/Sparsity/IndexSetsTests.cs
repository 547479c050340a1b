namespace Autograd.Tests.Program.Sparsity;

/// <summary>Tensors of index sets, against the same with sets of the base library; rules of operations against Jacobians: PatternSearchTests.</summary>
public class IndexSetsTests
{
    [Fact]
    public void Unions_are_those_of_sets_and_nothing_is_kept_twice()
    {
        var pool = new IndexSetPool(100);
        var random = new SplitMix64(1);
        List<(int Set, HashSet<int> Expected)> known = [.. Enumerable.Range(0, 100).Select(i => (1 + i, new HashSet<int> { i })), (IndexSetPool.Empty, [])];
        for (int turn = 0; turn < 2000; turn++)
        {
            var (a, inA) = known[(int)(random.Next() % (ulong)known.Count)];
            var (b, inB) = known[(int)(random.Next() % (ulong)known.Count)];
            var (c, inC) = known[(int)(random.Next() % (ulong)known.Count)];
            int pair = pool.Union(a, b);
            pool.Begin();
            foreach (int set in (int[])[c, a, a, b]) pool.Add(set);
            int all = pool.End();
            Assert.Equal(inA.Union(inB).Order(), pool[pair].ToArray());
            Assert.Equal(inA.Union(inB).Union(inC).Order(), pool[all].ToArray());
            if (inB.IsSubsetOf(inA)) Assert.Equal(pool[a].Length, pool[pool.Union(a, b)].Length);
            if (inB.IsProperSubsetOf(inA)) Assert.Equal(a, pool.Union(a, b));
            if (known.Count < 300) known.Add((all, [.. inA.Union(inB).Union(inC)]));
        }
    }

    [Fact]
    public void Sets_are_seen_put_joined_and_united_like_elements()
    {
        var pool = new IndexSetPool(6);
        IndexSets x = IndexSets.Argument(pool, (2, 3)), none = IndexSets.None(pool, 3);
        Assert.Equal("0 3|1 4|2 5", Text(x.Over(Dimensions.None.Add(0), keep: false)));
        Assert.Equal("0 1 2|3 4 5", Text(x.Over(Dimensions.None.Add(1), keep: true)));
        Assert.Equal("0 1 2 3 4 5", Text(x.Over(Dimensions.All(2), keep: false)));
        Assert.Equal("0|0 1|0 1 2|3|3 4|3 4 5", Text(x.Scan(1, reversed: false)));
        Assert.Equal("0 3|1 4|2 5|3|4|5", Text(x.Scan(0, reversed: true)));
        Assert.Equal("2|0|5|3", Text(x.Along(1, Relation.Taking([2, 0]))));
        Assert.Equal("|0 1|2||3 4|5", Text(x.Along(1, Relation.Taking([1, 1, 2]).Transposed(3))));
        Assert.Equal("0 1 2||3 4 5|", Text(x.Along(1, Relation.Of(2, i => i == 0 ? [0, 1, 2] : []))));
        Assert.Equal("0|3|1|4|2|5", Text(x.See(new Layout((3, 2), new Shape(3, 2).ContiguousStrides.With(0, 1).With(1, 3)), 0)));
        Assert.Equal("|||0|1|2|3|4|5", Text(IndexSets.Join([IndexSets.None(pool, (1, 3)), x], 0, (3, 3))));
        Assert.Equal("0 3|0 4|0 5|3|3 4|3 5", Text(x.See(Layout.Contiguous((2, 3)), 0).Along(1, Relation.Taking([0, 0, 0])).With(x.See(new Layout(3, x.Shape.ContiguousStrides.With(0, 1)), 3), (2, 3))));
        Assert.Equal("|0||1||2||3||4||5", Text(x.PutInto((2, 6), new Layout((2, 3), new Shape(2, 6).ContiguousStrides.With(1, 2)), 1)));
        Assert.True(none.BroadcastTo((2, 3)).AreEmpty && x.With(none, (2, 3)).Shape == x.Shape && none.With(none, (2, 3)).AreEmpty);
        Assert.True(IndexSets.Argument(pool, (1, 6)).OverSeveral(Dimensions.None.Add(0), keep: false).AreEmpty);
    }

    private static string Text(IndexSets sets) =>
        string.Join('|', Enumerable.Range(0, sets.Shape.ElementCount).Select(k => string.Join(' ', sets[k].ToArray())));
}
