namespace Autograd.Tests.Kernels;

public class PoolPlacesTests
{
    private const double NaN = double.NaN;

    [Theory]
    [InlineData(new[] { 1.0, 3, 3, 2 }, 1)]
    [InlineData(new[] { 1.0, NaN, 3, NaN }, 1)]
    [InlineData(new[] { -0.0, 0, 0, -1 }, 0)]
    [InlineData(new[] { double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity }, 0)]
    public void Of_equal_elements_the_first_is_found_and_of_NaN_the_first_before_all(double[] x, int expected)
    {
        int[] places = [-1];
        PoolPlaces.Find<double>(x, [1, 1, 1, 2, 2], [1, 1, 1, 1, 1], PoolWindow.Single, new PoolWindow(2, 2, 0), new PoolWindow(2, 2, 0), places);
        Assert.Equal([expected], places);
    }

    [Fact]
    public void Places_count_all_elements_of_a_channel()
    {
        double[] x = [1, 2, 4, 3, 8, 7, 5, 6, -8, -7, -6, -5, -4, -3, -2, -1];
        var places = new int[4];
        PoolPlaces.Find<double>(x, [1, 2, 2, 2, 2], [1, 2, 2, 1, 1], PoolWindow.Single, new PoolWindow(2, 2, 0), new PoolWindow(2, 2, 0), places);
        Assert.Equal([2, 4, 3, 7], places);
        var window = new PoolWindow(2, 2, 0);
        PoolPlaces.Find<double>(x, [1, 2, 2, 2, 2], [1, 2, 1, 1, 1], window, window, window, places.AsSpan(0, 2));
        Assert.Equal([4, 7], places[..2]);
    }

    [Fact]
    public void Of_several_for_one_place_the_last_stays_and_is_taken_from_there_alone()
    {
        var put = new double[3];
        PoolPlaces.Put<double>([1, 2, 3], [2, 0, 2], 3, put);
        Assert.Equal([2, 0, 3], put);
        var taken = new double[3];
        PoolPlaces.Take<double>([5, 6, 7], [2, 0, 2], 3, taken);
        Assert.Equal([-0.0, 5, 7], taken);
        Assert.True(double.IsNegative(taken[0]));
    }

    [Fact]
    public void Channels_more_than_the_places_use_them_again()
    {
        var put = new double[6];
        PoolPlaces.Put<double>([1, 2, 3, 4], [2, 0], 3, put);
        Assert.Equal([2, 0, 1, 4, 0, 3], put);
    }
}
