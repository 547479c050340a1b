namespace Autograd.Tests.Memory;

public class ShapeTests
{
    [Fact]
    public void Every_rank_from_0_to_8_keeps_its_lengths_and_their_product()
    {
        for (int rank = 0; rank <= Shape.MaxRank; rank++)
        {
            nint[] lengths = [.. Enumerable.Range(0, rank).Select(d => (nint)(d % 3) + 1)];
            Shape shape = lengths;
            Assert.Equal(rank, shape.Rank);
            Assert.Equal(lengths, shape.ToArray());
            Assert.Equal((int)lengths.Aggregate((nint)1, (a, b) => a * b), shape.ElementCount);
            Assert.Equal($"[{string.Join(", ", lengths)}]", shape.ToString());
            for (int d = 0; d < rank; d++)
            {
                Assert.Equal(lengths[d], shape[d]);
                Assert.Equal(lengths[rank - 1 - d], shape[new Index(d + 1, fromEnd: true)]);
            }
        }
    }

    [Fact]
    public void A_rank_of_9_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new Shape(new nint[9]));
        Assert.Equal("lengths", error.ParamName);
        Assert.StartsWith("Shape: rank 9 is higher than 8, the highest that is supported.", error.Message);
    }

    [Fact]
    public void Collection_expression_array_and_span_make_the_same_shape()
    {
        Shape a = [3, 2], b = new nint[] { 3, 2 }, c = (ReadOnlySpan<nint>)[3, 2];
        Assert.Equal(a, b);
        Assert.Equal(a, c);
        Assert.Equal(a, new Shape(3, 2));
        Assert.Equal(default, Shape.Scalar);
        Assert.Equal(1, Shape.Scalar.ElementCount);
        Assert.Equal([3, 2], [.. a]);
    }

    [Fact]
    public void A_shape_is_made_from_whatever_lengths_are_at_hand()
    {
        Shape expected = new(3, 4);
        Shape[] made = [new[] { 3, 4 }, new[] { 3L, 4L }, new nint[] { 3, 4 }, (3, 4), new(3, 4)];
        Assert.All(made, shape => Assert.Equal(expected, shape));
        Assert.Equal(new Shape(5), (Shape)5);
        Assert.Equal(new Shape(2, 3, 4), (Shape)(2, 3, 4));
        Assert.Equal(new Shape(2, 3, 4, 5), (Shape)(2, 3, 4, 5));
        Assert.Equal(Shape.Scalar, (Shape)Array.Empty<int>());
        Assert.StartsWith("Shape: rank 9", Assert.Throws<ArgumentException>(() => (Shape)new int[9]).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => (Shape)new[] { long.MaxValue });
        Assert.Throws<ArgumentOutOfRangeException>(() => (Shape)(-1));
    }

    [Fact]
    public void A_shape_is_taken_apart_into_as_many_lengths_as_it_has()
    {
        var (n, c) = new Shape(2, 3);
        var (a, b, d) = new Shape(4, 5, 6);
        var (e, f, g, h) = new Shape(1, 2, 3, 4);
        Assert.Equal([2, 3, 4, 5, 6, 1, 2, 3, 4], new[] { n, c, a, b, d, e, f, g, h });
        Assert.Equal("Shape: [2, 3] has 2 lengths, not 3.", Assert.Throws<InvalidOperationException>(() => { var (_, _, _) = new Shape(2, 3); }).Message);
        Assert.Throws<InvalidOperationException>(() => { var (_, _) = new Shape(2); });
        Assert.Throws<InvalidOperationException>(() => { var (_, _, _, _) = new Shape(2); });
    }

    [Theory]
    [InlineData(new[] { int.MaxValue }, int.MaxValue)]
    [InlineData(new[] { 1, int.MaxValue, 1 }, int.MaxValue)]
    [InlineData(new[] { 0, int.MaxValue, int.MaxValue }, 0)]
    [InlineData(new[] { int.MaxValue, 0, int.MaxValue }, 0)]
    [InlineData(new[] { int.MaxValue, int.MaxValue, 0 }, 0)]
    [InlineData(new[] { 65536, 65536, 0, 65536 }, 0)]
    [InlineData(new[] { 0 }, 0)]
    public void Counts_up_to_the_limit_and_zeros_in_any_place_are_accepted_however_the_shape_is_made(int[] lengths, int count)
    {
        var shape = new Shape([.. lengths.Select(l => (nint)l)]);
        Assert.Equal(count, shape.ElementCount);
        Shape built = Shape.Scalar;
        var zeroFirst = lengths.Select((length, d) => (length, d)).OrderBy(p => p.length);
        foreach (var _ in lengths) built = built.Insert(0, 1);
        foreach (var (length, d) in zeroFirst) built = built.With(d, length);
        Assert.Equal(shape, built);
        Assert.Equal(count, built.ElementCount);
        Shape ones = Shape.Scalar;
        foreach (var _ in lengths) ones = ones.Insert(0, 1);
        Assert.True(Shape.TryBroadcast(in ones, in shape, out Shape both));
        Assert.Equal(shape, both);
        Assert.Equal(shape, Shape.Concatenate(shape, 1, shape, 1));
    }

    [Theory]
    [InlineData(new long[] { 65536, 32768 })]
    [InlineData(new long[] { 46341, 46341 })]
    [InlineData(new long[] { 1, 2147483648 })]
    [InlineData(new long[] { 0, 2147483648 })]
    [InlineData(new long[] { long.MaxValue, long.MaxValue, long.MaxValue })]
    [InlineData(new long[] { 65536, 65536, 65536, 65536, 2 })]
    public void More_elements_or_a_longer_dimension_than_an_int_are_refused(long[] lengths)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Shape([.. lengths.Select(l => (nint)l)]));
        Assert.Equal("lengths", error.ParamName);
        Assert.Contains("has more than 2147483647 elements", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_negative_length_is_refused() =>
        Assert.StartsWith("Shape: [2, -1] has a negative length", Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(2, -1)).Message);

    [Fact]
    public void A_dimension_that_does_not_exist_is_refused()
    {
        Shape shape = [3, 2];
        Assert.Equal("dimension", Assert.Throws<ArgumentOutOfRangeException>(() => shape[2]).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => shape[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => shape[^3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => shape[^0]);
        Assert.StartsWith("Shape: dimension 0 was given, but a scalar", Assert.Throws<ArgumentOutOfRangeException>(() => Shape.Scalar[0]).Message);
    }

    [Fact]
    public void Equal_means_the_same_rank_and_the_same_lengths()
    {
        Shape[] all = [[], [0], [1], [1, 1], [2], [0, 2], [2, 0], [3, 2], [2, 3], [6], [6, 1], [1, 6], [0, 0]];
        for (int i = 0; i < all.Length; i++)
        {
            for (int j = 0; j < all.Length; j++)
            {
                Assert.Equal(i == j, all[i] == all[j]);
                Assert.Equal(i != j, all[i] != all[j]);
                Assert.Equal(i == j, all[i].Equals((object)all[j]));
                if (i == j) Assert.Equal(all[i].GetHashCode(), ((Shape)all[j].ToArray()).GetHashCode());
            }
        }

        Assert.Equal(all.Length, all.Select(s => s.GetHashCode()).Distinct().Count());
        Assert.False(all[0].Equals("[]"));
    }

    [Fact]
    public void Hashes_of_small_shapes_are_spread_out()
    {
        var hashes = new HashSet<int>();
        int count = 0;
        for (int a = 0; a < 12; a++)
        {
            for (int b = 0; b < 12; b++)
            {
                for (int c = 0; c < 12; c++, count++) hashes.Add(new Shape(a, b, c).GetHashCode());
            }
        }

        Assert.True(hashes.Count > count * 9 / 10, $"{hashes.Count} hashes of {count} shapes");
    }

    [Theory]
    [InlineData(new[] { 2, 3 }, new[] { 3 }, new[] { 2, 3 })]
    [InlineData(new[] { 2, 1 }, new[] { 1, 3 }, new[] { 2, 3 })]
    [InlineData(new int[] { }, new[] { 4 }, new[] { 4 })]
    [InlineData(new[] { 1 }, new[] { 0 }, new[] { 0 })]
    [InlineData(new[] { 5, 1, 0 }, new[] { 4, 1 }, new[] { 5, 4, 0 })]
    [InlineData(new[] { 2 }, new[] { 3 }, null)]
    [InlineData(new[] { 2 }, new[] { 0 }, null)]
    [InlineData(new[] { 2, 3 }, new[] { 2 }, null)]
    public void Broadcasting_stretches_ones_and_missing_dimensions_only(int[] a, int[] b, int[]? expected)
    {
        Shape x = ShapeOf(a), y = ShapeOf(b);
        bool fits = Shape.TryBroadcast(in x, in y, out Shape result);
        Assert.Equal(expected is not null, fits);
        Assert.Equal(fits, Shape.TryBroadcast(in y, in x, out Shape reverse));
        Assert.Equal(result, reverse);
        if (fits) Assert.Equal(ShapeOf(expected!), result);
    }

    [Fact]
    public void Stretched_dimensions_are_those_that_a_sum_has_to_undo()
    {
        Assert.Equal("[0, 2]", new Shape(3, 1, 4).StretchedIn(new Shape(2, 3, 5, 4)).ToString());
        Assert.Equal("[]", new Shape(2, 1).StretchedIn(new Shape(2, 1)).ToString());
        Assert.Equal("[0, 1]", Shape.Scalar.StretchedIn(new Shape(2, 1)).ToString());
        Assert.Equal("[1]", new Shape(2, 1).StretchedIn(new Shape(2, 0)).ToString());
    }

    [Fact]
    public void Reducing_removes_dimensions_or_leaves_ones()
    {
        Shape shape = [2, 0, 3];
        Dimensions reduced = Dimensions.None.Add(1).Add(2);
        Assert.Equal(new Shape(2), shape.Reduce(reduced, keep: false));
        Assert.Equal(new Shape(2, 1, 1), shape.Reduce(reduced, keep: true));
        Assert.Equal(Shape.Scalar, shape.Reduce(Dimensions.All(3), keep: false));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(65536, 65536, 0).Reduce(Dimensions.None.Add(2), keep: false));
    }

    private static Shape ShapeOf(int[] lengths) => new([.. lengths.Select(l => (nint)l)]);
}
