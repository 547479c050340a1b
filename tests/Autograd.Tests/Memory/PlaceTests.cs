namespace Autograd.Tests.Memory;

public class PlaceTests
{
    [Fact]
    public void An_index_counts_from_the_start_or_the_end_and_a_range_keeps_its_dimension()
    {
        Shape shape = [4, 5];
        Assert.Equal((0, 1), ((Place)0).Within(shape, 0));
        Assert.Equal((3, 1), ((Place)(-1)).Within(shape, 0));
        Assert.Equal((4, 1), ((Place)(^1)).Within(shape, 1));
        Assert.Equal((1, 2), ((Place)(1..3)).Within(shape, 1));
        Assert.Equal((0, 4), ((Place)(..^1)).Within(shape, 1));
        Assert.Equal((5, 0), ((Place)(5..)).Within(shape, 1));
        Assert.True(((Place)(^1)).IsOne);
        Assert.False(((Place)(..)).IsOne);
        Assert.Equal(["2", "^1", "^1", "1..^2"], new[] { ((Place)2).ToString(), ((Place)(-1)).ToString(), ((Place)(^1)).ToString(), ((Place)(1..^2)).ToString() });
    }

    [Fact]
    public void What_lies_outside_is_refused()
    {
        Shape shape = [4, 5];
        foreach (Place place in new Place[] { 5, -6, ^6, ^0, int.MinValue, int.MaxValue, 3..6, 3..2, ^6.. })
        {
            Assert.Equal("places", Assert.Throws<ArgumentOutOfRangeException>(() => place.Within(shape, 1)).ParamName);
        }
    }
}
