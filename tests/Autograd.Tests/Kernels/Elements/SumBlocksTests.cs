using System.Numerics;

namespace Autograd.Tests.Kernels;

/// <summary>Sums taken block by block, against those of one pass.</summary>
public class SumBlocksTests
{
    [Fact]
    public void Blocks_give_the_bits_of_one_pass_in_double() => Compare<double>();

    [Fact]
    public void Blocks_give_the_bits_of_one_pass_in_float() => Compare<float>();

    [Theory]
    [InlineData(new[] { 2 }, new[] { 300, 400, 2 }, true)]
    [InlineData(new[] { 0, 2, 3 }, new[] { 5, 32, 28, 28 }, true)]
    [InlineData(new[] { 0 }, new[] { 50, 512 }, true)]
    [InlineData(new[] { 0, 1 }, new[] { 5, 50, 33 }, true)]
    [InlineData(new[] { 0 }, new[] { 50, 513 }, false)]
    [InlineData(new[] { 1 }, new[] { 5, 50, 33 }, false)]
    [InlineData(new[] { 0, 2 }, new[] { 5, 50, 33, 2 }, false)]
    [InlineData(new[] { 1 }, new[] { 1, 1, 33 }, false)]
    public void What_lies_far_apart_is_not_summed_in_blocks(int[] reduced, int[] lengths, bool expected) =>
        Assert.Equal(expected, SumBlocks.TryFind(lengths, Dimensions.Of("Sum", reduced, lengths), out _));

    [Theory]
    [InlineData(7, 1792)]
    [InlineData(784, 3136)]
    [InlineData(196, 3136)]
    [InlineData(128, 2048)]
    [InlineData(2048, 2048)]
    [InlineData(5000, 2048)]
    [InlineData(1001, 2002)]
    public void Short_rows_are_whole_in_a_block_and_of_whole_vectors_where_that_is_not_long(int row, int length)
    {
        Shape shape = [64, row];
        Assert.True(SumBlocks.TryFind(in shape, Dimensions.Of("Sum", [1], shape), out SumBlocks blocks));
        Assert.Equal(length, blocks.Length);
    }

    private static void Compare<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int tried = 0;
        var random = new Random(3);
        int[] lengths = [1, 1, 2, 3, 5, 7, 8, 9, 16, 17, 31, 33, 64, 100, 127, 130, 257];
        for (int k = 0; k < 1200; k++)
        {
            int rank = random.Next(1, 5);
            var chosen = new int[rank];
            for (int d = 0; d < rank; d++) chosen[d] = lengths[random.Next(lengths.Length)];
            if (random.Next(8) == 0) chosen[^1] = random.Next(2000, 9000);
            if (chosen.Aggregate(1L, (product, length) => product * length) > 300_000) continue;
            Shape shape = chosen;
            int[] reduced = [.. Enumerable.Range(0, rank).Where(_ => random.Next(2) == 0)];
            if (reduced.Length == 0 || !SumBlocks.TryFind(in shape, Dimensions.Of("Sum", reduced, shape), out SumBlocks blocks)) continue;
            Check<T>(shape, Dimensions.Of("Sum", reduced, shape), in blocks, random);
            tried++;
        }

        Assert.True(tried > 300, $"{tried}");
    }

    private static void Check<T>(Shape shape, Dimensions reduced, in SumBlocks blocks, Random random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = shape.ElementCount, results = shape.Reduce(reduced, keep: false).ElementCount, partials = blocks.PartialCount<T>();
        T[] x = new T[count], expected = new T[results];
        for (int i = 0; i < count; i++) x[i] = random.Next(200) == 0 ? T.NegativeZero : T.CreateChecked(random.NextDouble() - 0.5);
        if (random.Next(6) == 0) x[random.Next(count)] = T.PositiveInfinity;
        if (random.Next(6) == 0) x[random.Next(count)] = -T.NaN;
        Reduction.Sum(new Strided<T>(in x[0], in shape, shape.ContiguousStrides), reduced, expected);

        T[] memory = PinnedMemory.Allocate<T>(results + partials + 1, "Test");
        nint address = PinnedMemory.AlignedAddress(memory), size = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        var sum = new ElementSum { Destination = address, Partials = address + (results * size) };
        PinnedMemory.Span<T>(address, results + partials + 1).Fill(T.CreateChecked(7));
        bool[] seen = new bool[count];
        for (int block = blocks.Count - 1; block >= 0; block--)
        {
            blocks.Find(block, out int first, out int length);
            Assert.InRange(length, 1, blocks.Length);
            Assert.DoesNotContain(true, seen.AsSpan(first, length).ToArray());
            seen.AsSpan(first, length).Fill(true);
            blocks.Add(in x[first], block, in sum);
        }

        blocks.Finish<T>(in sum);
        Assert.DoesNotContain(false, seen);
        Assert.Equal(7, double.CreateChecked(PinnedMemory.Span<T>(address, results + partials + 1)[^1]));
        Assert.True(PinnedMemory.Span<T>(address, results).SequenceEqual(expected), $"{shape} over {reduced}");
        GC.KeepAlive(memory);
    }
}
