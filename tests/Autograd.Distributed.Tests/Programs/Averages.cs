using System.Globalization;
using System.Runtime.InteropServices;

namespace Autograd.Distributed.Tests.Programs;

/// <summary>Averages of random numbers, compared with those of one process, bit for bit.</summary>
internal static class Averages
{
    /// <summary>Parameters of random lengths with one of none between, shards and buckets of random numbers; the gradients of a shard are numbers that everybody can work out.</summary>
    public static int Run(int seed)
    {
        using var ranks = Ranks.Join();
        var random = new Random(seed);
        int[] totals = [1, 2, 3, ranks.Count - 1, ranks.Count + 1, .. Enumerable.Range(0, 4).Select(_ => (int)Math.Pow(10, 6 * random.NextDouble())), 1_000_000];
        foreach (int total in totals.Where(total => total > 0))
        {
            int virtualShards = ranks.Count << random.Next(3), bucket = random.Next(3) == 0 ? 8 * ranks.Count : 1 << random.Next(12, 23);
            if (total > 100_000) bucket = Math.Max(bucket, 1 << 16);
            int first = random.Next(total + 1);
            Check<float>(ranks, [first, 0, total - first], virtualShards, bucket, seed + total, mayShare: true);
            Check<float>(ranks, [first, 0, total - first], virtualShards, bucket, seed + total, mayShare: false);
            Check<double>(ranks, [first, 0, total - first], virtualShards, bucket, seed + total, mayShare: random.Next(2) == 0);
        }

        ranks.Out.WriteLine("equal");
        return 0;
    }

    /// <summary>What steps allocate once there were some, on the thread that makes them.</summary>
    public static int Allocations()
    {
        using var ranks = Ranks.Join();
        var parameters = new[] { new Parameter<float>("a", [300_000]), new Parameter<float>("b", [1_200_000]) };
        var average = new GradientAverage<float>(ranks, parameters, 4);
        var optimizer = new ShardedOptimizer<float>(ranks, parameters, own => new Adam<float>(own));
        using var tape = new Tape<float>();
        for (int step = 0; step < 12; step++) Step();
        long least = long.MaxValue;
        for (int step = 0; step < 5; step++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Step();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        double all = ranks.Sum(least);
        ranks.Out.WriteLine($"{all.ToString(CultureInfo.InvariantCulture)} bytes");
        return all == 0 ? 0 : 1;

        void Step()
        {
            bool isComplete;
            do
            {
                tape.Reset();
                isComplete = average.Add(tape.Watch(parameters[0]).Square().Sum() + tape.Watch(parameters[1]).Sum());
            }
            while (!isComplete);
            optimizer.Step(average.Gradients);
        }
    }

    /// <summary>Memory in common: every rank reads what all wrote, and none gets it where one does not.</summary>
    public static unsafe int Shared()
    {
        using var ranks = Ranks.Join();
        bool hasMuch = SharedMemory.TryCreate(ranks, 1L << 60) is not null;
        SharedMemory memory = SharedMemory.TryCreate(ranks, sizeof(int) * ranks.Count) ?? throw new InvalidOperationException("There is no memory in common.");
        var numbers = new Span<int>((void*)memory.Address, ranks.Count);
        numbers[ranks.Rank] = 1 << ranks.Rank;
        ranks.Sum(0);
        double sum = ranks.Sum(numbers.ToArray().Sum());
        int left = Directory.GetFiles("/dev/shm", "autograd-*").Length;
        ranks.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sum} {hasMuch} {left}"));
        GC.KeepAlive(memory);
        return 0;
    }

    /// <summary>Sums over ranks, and what each rank knows of itself.</summary>
    public static int Sums()
    {
        using var ranks = Ranks.Join();
        double[] values = [ranks.Rank, 1, 0.1];
        ranks.Sum(values);
        double sum = ranks.Sum(1L << ranks.Rank);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ranks.Rank} of {ranks.Count}: {values[0]} {values[1]} {values[2]:R} {sum} {ranks.IsFirst}"));
        ranks.Out.WriteLine(ranks);
        return 0;
    }

    private static void Check<T>(Ranks ranks, int[] lengths, int virtualShards, int bucket, int seed, bool mayShare)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Parameter<T>[] parameters = [.. lengths.Select((length, k) => new Parameter<T>($"p{k}", [length]))];
        var average = new GradientAverage<T>(ranks, parameters, [], virtualShards, bucket, mayShare);
        int shards = virtualShards / ranks.Count;
        using var tape = new Tape<T>();
        for (int step = 0; step < (lengths.Sum() < 1_000_000 ? 2 : 1); step++)
        {
            bool isComplete = false;
            for (int k = 0; k < shards; k++)
            {
                if (isComplete) throw new InvalidOperationException("A step was complete before its last shard.");
                tape.Reset();
                Variable<T> loss = tape.Constant(T.Zero);
                T[][] numbers = NumbersOf<T>(lengths, seed + step, (ranks.Rank * shards) + k);
                for (int p = 0; p < parameters.Length; p++) loss += (tape.Watch(parameters[p]) * tape.Constant(numbers[p], [lengths[p]])).Sum();
                isComplete = average.Add(loss);
            }

            if (!isComplete) throw new InvalidOperationException("A step was not complete with its last shard.");
            T[][] expected = Tree<T>(lengths, seed + step, 0, virtualShards, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)virtualShards));
            for (int p = 0; p < parameters.Length; p++)
            {
                for (int i = 0; i < lengths[p]; i++) expected[p][i] /= T.CreateChecked(virtualShards);
                if (!MemoryMarshal.AsBytes(average.Gradients[parameters[p]]).SequenceEqual(MemoryMarshal.AsBytes(expected[p].AsSpan())))
                {
                    throw new InvalidOperationException($"{typeof(T).Name}: the mean of {lengths[p]} numbers of {virtualShards} shards in buckets of {bucket} bytes differs on rank {ranks.Rank}.");
                }
            }
        }
    }

    /// <summary>The sum of the shards of a branch, as the definition says: the left half and the right half of a width that is a power of two.</summary>
    private static T[][] Tree<T>(int[] lengths, int seed, int first, int count, int width)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        if (width == 1) return NumbersOf<T>(lengths, seed, first);
        int half = width / 2;
        if (count <= half) return Tree<T>(lengths, seed, first, count, half);
        T[][] left = Tree<T>(lengths, seed, first, half, half), right = Tree<T>(lengths, seed, first + half, count - half, half);
        for (int p = 0; p < left.Length; p++)
        {
            for (int i = 0; i < left[p].Length; i++) left[p][i] += right[p][i];
        }

        return left;
    }

    private static T[][] NumbersOf<T>(int[] lengths, int seed, int shard)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var random = new RandomGenerator((ulong)((seed * 1000) + shard));
        return [.. lengths.Select(length => Enumerable.Range(0, length).Select(_ => T.CreateChecked((random.NextUniform() - 0.5) * (1 << (int)(20 * random.NextUniform())))).ToArray())];
    }
}
