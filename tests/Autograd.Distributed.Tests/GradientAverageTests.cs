using System.Globalization;

namespace Autograd.Distributed.Tests;

public class GradientAverageTests
{
    /// <summary>Of random lengths from 1 to 10⁶, random numbers of shards and buckets of random lengths, the mean is that of the definition, bit for bit.</summary>
    [MpiTheory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    public void The_mean_is_that_of_one_process_bit_for_bit(int ranks, int seed) =>
        Assert.Equal("equal", Mpirun.Run(ranks, "averages", seed.ToString(CultureInfo.InvariantCulture)).Result());

    [Fact]
    public void The_mean_of_one_process_is_that_of_the_definition() => Assert.Equal("equal", Mpirun.Run(0, "averages", "4").Result());

    /// <summary>Three ranks see 1 + 2 + 4 each; more than there is gets nobody; and no file is left behind.</summary>
    [MpiFact]
    public void Ranks_on_one_machine_have_memory_in_common() => Assert.Equal("21 False 0", Mpirun.Run(3, "shared").Result());

    [MpiFact]
    public void A_step_allocates_nothing() => Assert.Equal("0 bytes", Mpirun.Run(2, "allocations").Result());

    /// <summary>Parameters, running means and loss after a hundred steps have one hash, whatever the number of processes and of threads.</summary>
    [MpiFact]
    public void A_training_has_the_same_bits_on_any_number_of_ranks_and_threads()
    {
        string expected = Mpirun.Run(0, "train", "steps", "100").Result();
        Assert.Matches("^[0-9a-f]{16}$", expected);
        foreach (var (ranks, threads) in new[] { (1, 2), (2, 1), (2, 2), (4, 1), (4, 2) })
        {
            string found = Mpirun.Run(ranks, "train", "steps", "100", "threads", threads.ToString(CultureInfo.InvariantCulture)).Result();
            Assert.True(expected == found, $"{ranks} ranks with {threads} threads: {found}, not {expected}.");
        }
    }

    /// <summary>What decides the bits is the number of shards, and not that of ranks.</summary>
    [MpiFact]
    public void Another_number_of_shards_has_other_bits_and_the_same_on_any_number_of_ranks()
    {
        string expected = Mpirun.Run(0, "train", "steps", "10", "shards", "64").Result();
        Assert.Equal(expected, Mpirun.Run(2, "train", "steps", "10", "shards", "64").Result());
        Assert.NotEqual(expected, Mpirun.Run(0, "train", "steps", "10", "shards", "16").Result());
    }

    [Fact]
    public void The_gradients_and_the_loss_are_means_over_the_shards()
    {
        using var ranks = Ranks.Join();
        var w = new Parameter<double>("w", [2], [1, 2]);
        var average = new GradientAverage<double>(ranks, [w], virtualShards: 3);
        using var tape = new Tape<double>();
        for (int step = 0; step < 2; step++)
        {
            for (int shard = 0; shard < 3; shard++)
            {
                tape.Reset();
                Variable<double> loss = (tape.Watch(w) * tape.Constant([shard, 10 + shard], [2])).Sum();
                Assert.Equal(shard == 2, average.Add(loss));
            }

            Assert.Equal([1.0, 11], average.Gradients[w].ToArray());
            Assert.Equal(1.0 + 22, average.Loss);
        }
    }

    /// <summary>Each shard begins with the running means of the step before; the step has the mean of what became of them.</summary>
    [Fact]
    public void Buffers_are_averaged_over_the_shards()
    {
        using var ranks = Ranks.Join();
        var norm = new BatchNorm<double>("", 1, momentum: 0.5);
        var average = new GradientAverage<double>(ranks, norm, virtualShards: 2);
        using var tape = new Tape<double>();
        foreach (double mean in (double[])[4, 8])
        {
            tape.Reset();
            average.Add(norm.Forward(tape.Constant([mean - 1, mean + 1], [2, 1]), Pass.Training(0)).Square().Sum());
        }

        Assert.Equal(((0.5 * 4) + (0.5 * 8)) / 2, norm.Mean.Values[0]);
        Assert.Equal(0.5 + (0.5 * 2), norm.Variance.Values[0]);
    }

    [Fact]
    public void A_parameter_that_is_not_on_the_tape_is_refused_and_nothing_is_added()
    {
        using var ranks = Ranks.Join();
        Parameter<double> w = new("w", [1], [3]), other = new("other", [1]);
        var average = new GradientAverage<double>(ranks, [w, other], virtualShards: 2);
        using var tape = new Tape<double>();
        average.Add((tape.Watch(w) + tape.Watch(other)).Sum());
        tape.Reset();
        Assert.Throws<ArgumentException>(() => average.Add(tape.Watch(w).Square().Sum()));
        tape.Reset();
        Assert.True(average.Add((tape.Watch(w).Square() + tape.Watch(other)).Sum()));
        Assert.Equal((1.0 + 6) / 2, average.Gradients[w][0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void There_is_a_shard_at_least(int virtualShards)
    {
        using var ranks = Ranks.Join();
        Assert.Contains($"{virtualShards} shards cannot be shared out", Assert.Throws<ArgumentException>(() => new GradientAverage<double>(ranks, [new("w", [])], virtualShards)).Message, StringComparison.Ordinal);
    }
}
