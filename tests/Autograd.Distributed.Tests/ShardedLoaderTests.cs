namespace Autograd.Distributed.Tests;

public class ShardedLoaderTests
{
    [Fact]
    public void An_epoch_has_each_example_once_but_those_that_fill_no_step()
    {
        using var ranks = Ranks.Join();
        using var loader = new Numbers(27).Shard(ranks, batchSize: 8, seed: 1, virtualShards: 4);
        Assert.Equal(3, loader.BatchCount);
        var epochs = new List<int[]>();
        for (int epoch = 0; epoch < 2; epoch++)
        {
            var seen = new List<int>();
            foreach (Batch<float, int> shard in loader.RestOfEpoch())
            {
                Assert.Equal(2, shard.Count);
                seen.AddRange(shard.Targets.ToArray());
                Assert.Equal((12 * epoch) + (seen.Count / 2) - 1, loader.Shard);
            }

            Assert.Equal(24, seen.Distinct().Count());
            Assert.Equal(new DataPosition(epoch + 1, 0), loader.Position);
            epochs.Add([.. seen]);
        }

        Assert.NotEqual(epochs[0], epochs[1]);
    }

    /// <summary>A position is that of a step: within one, what goes on from there makes the whole step again.</summary>
    [Fact]
    public void A_position_is_a_step_and_goes_on_with_the_same_examples()
    {
        using var ranks = Ranks.Join();
        using ShardedLoader<float, int> one = new Numbers(40).Shard(ranks, 8, seed: 5, virtualShards: 2), other = new Numbers(40).Shard(ranks, 8, seed: 6, virtualShards: 2);
        for (int shard = 0; shard < 6; shard++) one.Next();
        DataPosition position = one.Position;
        Assert.Equal(new DataPosition(0, 3), position);
        int[] expected = one.Next().Targets.ToArray();
        Assert.Equal(position, one.Position);
        (other.Seed, other.Position) = (one.Seed, position);
        Assert.Equal(expected, other.Next().Targets.ToArray());
        other.Position = position;
        Assert.Equal(expected, other.Next().Targets.ToArray());
    }

    [Fact]
    public void What_cannot_be_shared_out_is_refused()
    {
        using var ranks = Ranks.Join();
        Assert.Contains("must be a multiple of the number of shards, 16", Assert.Throws<ArgumentException>(() => new Numbers(40).Shard(ranks, 24, seed: 1)).Message, StringComparison.Ordinal);
        Assert.Contains("there are 40 examples; a step takes 64", Assert.Throws<ArgumentException>(() => new Numbers(40).Shard(ranks, 64, seed: 1)).Message, StringComparison.Ordinal);
        using var loader = new Numbers(40).Shard(ranks, 16, seed: 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => loader.Position = new DataPosition(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => loader.Position = new DataPosition(-1, 0));
    }

    private sealed class Numbers(int count) : IDataSet<float, int>
    {
        public int Count => count;

        public Shape InputShape => [];

        public Shape TargetShape => [];

        public void Copy(int example, RandomGenerator random, Span<float> input, Span<int> target) => (input[0], target[0]) = (example, example);
    }
}
