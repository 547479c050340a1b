namespace Autograd.Tests.Memory;

public class PinnedMemoryTests
{
    /// <summary>Of lengths around those of a piece, all is copied and nothing behind it.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(1000)]
    public void All_is_copied_and_no_more(int count)
    {
        double[] source = [.. Enumerable.Range(1, count)], destination = new double[count + 1];
        PinnedMemory.Copy<double>(source, destination);
        Assert.Equal([.. source, 0], destination);
    }

    [Fact]
    public void Blocks_are_rounded_to_a_boundary()
    {
        Assert.Equal([0, 16, 16, 32], new[] { 0L, 1, 16, 17 }.Select(PinnedMemory.Rounded<float>));
        Assert.Equal([0, 8, 8, 16], new[] { 0L, 1, 8, 9 }.Select(PinnedMemory.Rounded<double>));
    }
}
