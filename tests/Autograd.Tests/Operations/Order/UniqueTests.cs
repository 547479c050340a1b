namespace Autograd.Tests.Operations;

public class UniqueTests
{
    [Fact]
    public void Indices_give_each_once_with_their_places_and_counts()
    {
        var (values, inverse, counts) = new[] { 7, 4, 7, -2, 4, 7 }.Unique();
        Assert.Equal([-2, 4, 7], values);
        Assert.Equal([2, 1, 2, 0, 1, 2], inverse);
        Assert.Equal([1, 2, 3], counts);
    }

    [Fact]
    public void Not_numbers_are_one_and_last_and_of_the_two_zeros_the_first_is_given()
    {
        var (values, inverse, counts) = new[] { double.NaN, 1, -0.0, double.NegativeInfinity, 0.0, double.NaN }.Unique();
        Assert.Equal([double.NegativeInfinity, 0, 1, double.NaN], values);
        Assert.True(double.IsNegative(values[1]));
        Assert.False(double.IsNegative(new[] { 0f, -0f }.Unique().Values[0]));
        Assert.Equal([3, 2, 1, 0, 1, 3], inverse);
        Assert.Equal([1, 2, 1, 2], counts);
    }

    [Fact]
    public void Nothing_gives_nothing_and_only_not_numbers_one()
    {
        var (values, inverse, counts) = Array.Empty<float>().Unique();
        Assert.Empty(values);
        Assert.Empty(inverse);
        Assert.Empty(counts);
        Assert.Equal([2], new[] { float.NaN, float.NaN }.Unique().Counts);
    }

    [Fact]
    public void Many_are_put_together_again()
    {
        var random = new RandomGenerator(3);
        int[] given = new int[5000];
        for (int i = 0; i < given.Length; i++) given[i] = (int)(random.NextBits() % 700);
        var (values, inverse, counts) = given.Unique();
        Assert.Equal(given.Distinct().Order(), values);
        Assert.Equal(given, inverse.Select(k => values[k]));
        Assert.Equal(values.Select(value => given.Count(other => other == value)), counts);
    }
}
