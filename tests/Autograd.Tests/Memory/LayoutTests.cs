namespace Autograd.Tests.Memory;

public class LayoutTests
{
    /// <summary>Against the definition: a view exists exactly if one stride per dimension explains the offset of every element.</summary>
    [Fact]
    public void A_reshape_is_a_view_exactly_where_strides_exist_and_then_shows_the_same_elements()
    {
        var random = new Random(7);
        int views = 0, copies = 0;
        for (int round = 0; round < 20000; round++)
        {
            Layout layout = RandomLayout(random);
            Shape target = RandomRefactoring(random, layout.Shape);
            int[] offsets = Offsets(layout);
            bool exists = StridesExist(offsets, target);
            bool found = layout.TryReshape(target, out Layout result);
            Assert.True(exists == found, $"{layout} to {target}: a view {(exists ? "exists" : "does not exist")}, TryReshape says {found}");
            if (!found)
            {
                copies++;
                continue;
            }

            views++;
            Assert.Equal(target, result.Shape);
            Assert.Equal(offsets, Offsets(result));
        }

        Assert.True(views > 2000 && copies > 2000, $"{views} views, {copies} copies: both sides are to be tried");
    }

    [Fact]
    public void Dimensions_of_length_1_come_and_go_in_any_layout()
    {
        Layout transposed = Permutation.Exchange(2, 0, 1).Apply(Layout.Contiguous([4, 6]));
        foreach (Shape shape in new Shape[] { [1, 6, 4], [6, 1, 4], [6, 4, 1, 1], [2, 3, 4], [6, 2, 2], [1, 3, 1, 2, 1, 4, 1] })
        {
            Assert.True(transposed.TryReshape(shape, out Layout view), shape.ToString());
            Assert.Equal(Offsets(transposed), Offsets(view));
        }

        Assert.False(transposed.TryReshape([24], out _));
        Assert.False(transposed.TryReshape([3, 8], out _));
    }

    [Fact]
    public void Another_number_of_elements_is_refused()
    {
        Layout transposed = Permutation.Exchange(2, 0, 1).Apply(Layout.Contiguous([4, 6]));
        Assert.Throws<ArgumentException>(() => transposed.TryReshape([2, 24], out _));
        Assert.Throws<ArgumentException>(() => transposed.TryReshape([12], out _));
    }

    [Theory]
    [InlineData(new[] { 2, 3 }, new[] { 3, 1 }, true)]
    [InlineData(new[] { 2, 3 }, new[] { 1, 2 }, false)]
    [InlineData(new[] { 2, 3 }, new[] { 6, 2 }, false)]
    [InlineData(new[] { 2, 3 }, new[] { -3, 1 }, false)]
    [InlineData(new[] { 1, 3 }, new[] { 77, 1 }, true)]
    [InlineData(new[] { 3, 1 }, new[] { 1, 99 }, true)]
    [InlineData(new[] { 0, 3 }, new[] { 5, 5 }, true)]
    [InlineData(new[] { 3, 0 }, new[] { 5, 5 }, true)]
    [InlineData(new[] { 3, 0, 2 }, new[] { 5, 5, 9 }, true)]
    [InlineData(new int[] { }, new int[] { }, true)]
    public void Contiguous_means_row_major_without_gaps(int[] lengths, int[] strides, bool contiguous) =>
        Assert.Equal(contiguous, Of(lengths, strides).IsContiguous);

    [Fact]
    public void Broadcasting_repeats_by_stride_0_and_refuses_what_does_not_fit()
    {
        Layout layout = Of([3, 1], [1, 1]).BroadcastTo([2, 3, 4]);
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2], Offsets(layout));
        Assert.Throws<ArgumentException>(() => Of([3], [1]).BroadcastTo([2]));
        Assert.Throws<ArgumentException>(() => Of([3, 2], [2, 1]).BroadcastTo([2]));
        Assert.Empty(Offsets(Of([1], [1]).BroadcastTo([0])));
    }

    [Fact]
    public void Contiguous_strides_of_every_rank_count_elements()
    {
        Assert.Equal(Enumerable.Range(0, 24), Offsets(Layout.Contiguous([2, 3, 1, 4])));
        Assert.True(Layout.Contiguous([65536, 65536, 0]).IsContiguous);
        Assert.True(Layout.Contiguous([0, 65536, 65536]).IsContiguous);
    }

    private static Layout RandomLayout(Random random)
    {
        int rank = random.Next(0, 5);
        var layout = Layout.Contiguous([.. Enumerable.Range(0, rank).Select(_ => (nint)random.Next(random.Next(20) == 0 ? 0 : 1, 5))]);
        for (int change = random.Next(0, 3); change > 0 && rank > 0; change--)
        {
            int d = random.Next(rank), e = random.Next(rank), stride = layout.Strides[d];
            layout = random.Next(4) switch
            {
                0 => Permutation.Exchange(rank, d, e).Apply(in layout),
                1 => new Layout(layout.Shape, layout.Strides.With(d, 0)),
                2 => new Layout(layout.Shape, layout.Strides.With(d, -stride)),
                _ => new Layout(layout.Shape, layout.Strides.With(d, 2 * stride)),
            };
        }

        return layout;
    }

    private static Shape RandomRefactoring(Random random, Shape shape)
    {
        if (shape.ElementCount == 0) return random.Next(2) == 0 ? [0] : [2, 0, 3];
        var factors = new List<int>();
        foreach (nint length in shape.ToArray())
        {
            if (length == 4 && random.Next(2) == 0) factors.AddRange([2, 2]);
            else factors.Add((int)length);
        }

        while (factors.Count > 1 && random.Next(3) > 0)
        {
            int at = random.Next(factors.Count - 1);
            factors[at] *= factors[at + 1];
            factors.RemoveAt(at + 1);
        }

        if (factors.Count < 8 && random.Next(3) == 0) factors.Insert(random.Next(factors.Count + 1), 1);
        if (random.Next(8) == 0) factors.Reverse();
        return [.. factors.Select(f => (nint)f)];
    }

    private static bool StridesExist(int[] offsets, Shape target)
    {
        if (offsets.Length == 0) return true;
        var strides = new DimensionValues();
        for (int d = target.Rank - 1, step = 1; d >= 0; step *= target[d], d--) strides[d] = target[d] == 1 ? 0 : offsets[step] - offsets[0];
        return Offsets(new Layout(target, new Strides(strides))).Select(o => o + offsets[0]).SequenceEqual(offsets);
    }

    private static int[] Offsets(Layout layout)
    {
        var offsets = new int[layout.Shape.ElementCount];
        for (int i = 0; i < offsets.Length; i++)
        {
            for (int d = layout.Shape.Rank - 1, rest = i; d >= 0; rest /= layout.Shape[d], d--) offsets[i] += rest % layout.Shape[d] * layout.Strides[d];
        }

        return offsets;
    }

    private static Layout Of(int[] lengths, int[] strides)
    {
        var values = new DimensionValues();
        for (int d = 0; d < strides.Length; d++) values[d] = strides[d];
        return new Layout([.. lengths.Select(l => (nint)l)], new Strides(values));
    }
}
