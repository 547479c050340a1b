namespace Autograd.Training.Tests.Data;

public class MiniBatchesTests
{
    [Theory]
    [InlineData(10, 3, false, new[] { 3, 3, 3, 1 })]
    [InlineData(10, 3, true, new[] { 3, 3, 3 })]
    [InlineData(10, 5, false, new[] { 5, 5 })]
    [InlineData(10, 5, true, new[] { 5, 5 })]
    [InlineData(3, 8, false, new[] { 3 })]
    [InlineData(1, 1, true, new[] { 1 })]
    public void An_epoch_has_each_example_at_most_once_in_batches_of_the_right_size(int count, int size, bool dropLast, int[] sizes)
    {
        var batches = new MiniBatches(count, size, new RandomGenerator(1), dropLast);
        for (int epoch = 1; epoch <= 3; epoch++)
        {
            int[][] seen = Collect(batches);
            Assert.Equal(sizes, seen.Select(batch => batch.Length));
            int[] all = [.. seen.SelectMany(batch => batch)];
            Assert.Equal(all.Length, all.Distinct().Count());
            Assert.All(all, example => Assert.InRange(example, 0, count - 1));
            Assert.Equal(sizes.Length, batches.BatchCount);
            Assert.Equal(epoch, batches.Epoch);
        }
    }

    [Fact]
    public void Every_epoch_has_each_example_once_and_an_order_of_its_own()
    {
        var batches = new MiniBatches(1000, 32, new RandomGenerator(2));
        int[][] epochs = [.. Enumerable.Range(0, 3).Select(_ => Collect(batches).SelectMany(batch => batch).ToArray())];
        foreach (int[] epoch in epochs) Assert.Equal(Enumerable.Range(0, 1000), epoch.Order());
        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.NotEqual(epochs[1], epochs[2]);
    }

    /// <summary>The shuffle of the generator with seed 1, golden in its own test.</summary>
    [Fact]
    public void A_seed_gives_the_same_batches_forever() =>
        Assert.Equal([[3, 6, 1, 5], [0, 9, 2, 8], [4, 7]], Collect(new MiniBatches(10, 4, new RandomGenerator(1))));

    [Fact]
    public void Nothing_is_allocated()
    {
        var batches = new MiniBatches(1000, 7, new RandomGenerator(3));
        Sum(batches);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int epoch = 0; epoch < 10; epoch++) Assert.True(Sum(batches) == 499_500);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void The_batches_of_an_epoch_end_when_the_next_begins()
    {
        var batches = new MiniBatches(10, 3, new RandomGenerator(1));
        var first = batches.NextEpoch();
        Assert.True(first.MoveNext());
        batches.NextEpoch();
        Assert.Throws<InvalidOperationException>(() => first.MoveNext());
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        var random = new RandomGenerator(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MiniBatches(0, 3, random));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MiniBatches(3, 0, random));
        Assert.Throws<ArgumentNullException>(() => new MiniBatches(3, 3, null!));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new MiniBatches(2, 3, random, dropLast: true));
        Assert.StartsWith("MiniBatches: the number of examples is 2; it must be 3 or more.", error.Message, StringComparison.Ordinal);
    }

    private static int[][] Collect(MiniBatches batches)
    {
        var seen = new List<int[]>();
        foreach (ReadOnlySpan<int> batch in batches.NextEpoch()) seen.Add(batch.ToArray());
        return [.. seen];
    }

    private static int Sum(MiniBatches batches)
    {
        int sum = 0;
        foreach (ReadOnlySpan<int> batch in batches.NextEpoch())
        {
            foreach (int example in batch) sum += example;
        }

        return sum;
    }

    [Fact]
    public void More_examples_than_an_array_can_number_are_refused()
    {
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => new MiniBatches(int.MaxValue, 2, new RandomGenerator(1)));
        Assert.StartsWith("MiniBatches: the number of examples is 2147483647; it must be 2147483591 or less.", thrown.Message);
    }

    [Fact]
    public void There_is_no_current_batch_before_the_first_nor_in_default()
    {
        Assert.Throws<InvalidOperationException>(() => { _ = new MiniBatches(3, 2, new RandomGenerator(1)).NextEpoch().Current; });
        Assert.Throws<InvalidOperationException>(() => { _ = default(MiniBatches.EpochBatches).Current; });
        Assert.Throws<InvalidOperationException>(() => default(MiniBatches.EpochBatches).MoveNext());
    }
}
