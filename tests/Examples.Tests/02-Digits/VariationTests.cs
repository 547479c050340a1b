namespace Autograd.Examples.Digits;

public class VariationTests
{
    [Theory]
    [InlineData(1, 0, 3, 5)]
    [InlineData(-1, 0, 3, 3)]
    [InlineData(0, 1, 4, 4)]
    [InlineData(0, -1, 2, 4)]
    public void Shift_MovesInk_AndLosesWhatLeaves(int right, int down, int row, int column)
    {
        float[] scan = new float[64];
        (scan[(3 * 8) + 4], scan[0], scan[63]) = (1, 0.5f, 0.25f);
        Variation.Shift(scan, right, down);
        Assert.Equal(1, scan[(row * 8) + column]);
        Assert.Equal(right + down > 0 ? 1.5f : 1.25f, scan.Sum());
    }

    [Fact]
    public void ShiftSome_MovesAsManyAsItIsLikely()
    {
        const int count = 4000;
        float[] scans = new float[count * 64];
        for (int i = 0; i < count; i++) scans[(i * 64) + 28] = 1;
        Variation.ShiftSome(scans, 0.3, new RandomGenerator(1));
        int[] places = [27, 28, 29, 20, 36];
        int[] found = [.. places.Select(place => Enumerable.Range(0, count).Count(i => scans[(i * 64) + place] == 1))];
        Assert.Equal(count, found.Sum());
        Assert.InRange(found[1], 2700, 2900);
        Assert.All(found.Where((_, k) => k != 1), moved => Assert.InRange(moved, 240, 360));
    }
}
