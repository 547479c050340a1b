namespace Autograd.Tests.Memory;

public class DimensionsTests
{
    [Fact]
    public void Named_dimensions_are_members_whether_counted_from_the_front_or_the_end()
    {
        Shape shape = [2, 3, 4];
        var set = Dimensions.Of("Sum", [-1, 0], shape);
        Assert.Equal(2, set.Count);
        Assert.Equal([true, false, true], Enumerable.Range(0, 3).Select(set.Contains));
        Assert.Equal("[0, 2]", set.ToString());
        Assert.Equal(set, Dimensions.None.Add(2).Add(0).Add(2));
        Assert.NotEqual(set, Dimensions.Of("Sum", [0], shape));
    }

    [Fact]
    public void None_named_means_all()
    {
        Assert.Equal(Dimensions.All(3), Dimensions.Of("Sum", [], [2, 3, 4]));
        Assert.Equal(Dimensions.None, Dimensions.Of("Sum", [], Shape.Scalar));
        Assert.Equal(8, Dimensions.All(Shape.MaxRank).Count);
        Assert.Equal(0, Dimensions.All(0).Count);
    }

    [Fact]
    public void A_member_beyond_the_highest_rank_does_not_exist()
    {
        Assert.False(Dimensions.All(8).Contains(8));
        Assert.False(Dimensions.All(8).Contains(32));
        Assert.False(Dimensions.All(8).Contains(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dimensions.None.Add(8));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dimensions.None.Add(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dimensions.All(9));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dimensions.All(-1));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-3)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void Out_of_range_is_refused_with_the_legal_range(int dimension)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Dimensions.Of("Sum", [dimension], [2, 3]));
        Assert.StartsWith($"Sum: dimension {dimension} is outside -2..1 for shape [2, 3].", error.Message);
    }

    [Fact]
    public void The_same_dimension_twice_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Dimensions.Of("Sum", [0, -2], [2, 3]));
        Assert.StartsWith("Sum: dimension -2 of shape [2, 3] is named twice.", error.Message);
    }
}
