namespace Autograd.Training.Tests.Data;

public class DataLoaderTests
{
    /// <summary>Examples, order and what is random about them: the same for any number of threads.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Batches_do_not_depend_on_the_number_of_workers(bool dropLast)
    {
        string[] alone = Collect(0);
        Assert.Equal((dropLast ? 9 : 10) * 4, alone.Length);
        foreach (int workers in (int[])[1, 2, 5]) Assert.Equal(alone, Collect(workers));

        string[] Collect(int workers)
        {
            using var loader = new DataLoader<float, int>(new Noisy(95), 10, seed: 3, workers, dropLast);
            var batches = new List<string>();
            while (loader.Position.Epoch < 4)
            {
                foreach (Batch<float, int> batch in loader.RestOfEpoch()) batches.Add(Text(batch));
            }

            return [.. batches];
        }
    }

    [Fact]
    public void An_epoch_has_each_example_once_in_an_order_of_its_own()
    {
        using var loader = new DataLoader<float, int>(new Noisy(50), 8, seed: 1, workers: 2);
        int[][] epochs = new int[3][];
        for (int epoch = 0; epoch < 3; epoch++)
        {
            var examples = new List<int>();
            foreach (Batch<float, int> batch in loader.RestOfEpoch())
            {
                Assert.Equal((batch.Count, batch.Count, 2 * batch.Count), (batch.Examples.Length, batch.Targets.Length, batch.Inputs.Length));
                Assert.Equal(([batch.Count, 2], [batch.Count]), ((Shape)batch.InputShape, (Shape)batch.TargetShape));
                for (int k = 0; k < batch.Count; k++) Assert.Equal((batch.Examples[k], batch.Examples[k]), ((int)batch.Inputs[2 * k], batch.Targets[k]));
                examples.AddRange(batch.Examples);
            }

            epochs[epoch] = [.. examples];
            Assert.Equal(Enumerable.Range(0, 50), examples.Order());
            Assert.Equal(new DataPosition(epoch + 1, 0), loader.Position);
        }

        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.NotEqual(epochs[1], epochs[2]);
        Assert.Equal(7, loader.BatchCount);
    }

    /// <summary>Whatever the number of workers; and what is random about an example is as with a shuffled order.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void An_epoch_may_have_the_order_of_the_data(int workers)
    {
        using var loader = new DataLoader<float, int>(new Noisy(10), 3, seed: 1, workers) { InOrder = true };
        using var shuffled = new DataLoader<float, int>(new Noisy(10), 10, seed: 1);
        for (int epoch = 0; epoch < 2; epoch++)
        {
            Batch<float, int> all = shuffled.Next();
            float[] noise = new float[10];
            for (int k = 0; k < 10; k++) noise[all.Examples[k]] = all.Inputs[(2 * k) + 1];
            var (examples, random) = (new List<int>(), new List<float>());
            foreach (Batch<float, int> batch in loader.RestOfEpoch())
            {
                examples.AddRange(batch.Examples);
                for (int k = 0; k < batch.Count; k++) random.Add(batch.Inputs[(2 * k) + 1]);
            }

            Assert.Equal(Enumerable.Range(0, 10), examples);
            Assert.Equal(noise, random);
        }
    }

    /// <summary>What is random about an example differs from epoch to epoch, and does not follow from the batch it is in.</summary>
    [Fact]
    public void Random_numbers_belong_to_an_example_and_an_epoch()
    {
        float[] small = Noise(3), large = Noise(7);
        Assert.Equal(small, large);
        Assert.Equal(small.Length, small.Distinct().Count());

        static float[] Noise(int batchSize)
        {
            using var loader = new DataLoader<float, int>(new Noisy(20), batchSize, seed: 5, workers: 1);
            float[] noise = new float[40];
            for (int epoch = 0; epoch < 2; epoch++)
            {
                foreach (Batch<float, int> batch in loader.RestOfEpoch())
                {
                    for (int k = 0; k < batch.Count; k++) noise[(epoch * 20) + batch.Examples[k]] = batch.Inputs[(2 * k) + 1];
                }
            }

            return noise;
        }
    }

    /// <summary>In the middle of an epoch, while threads are at work.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_loader_goes_on_as_one_that_was_made_with_another_seed(int workers)
    {
        using DataLoader<float, int> loader = new(new Noisy(23), 5, seed: 9, workers), other = new(new Noisy(23), 5, seed: 10, workers);
        for (int k = 0; k < 7; k++) _ = (loader.Next(), other.Next());
        Assert.Equal((9UL, 10UL), (loader.Seed, other.Seed));
        loader.Seed = 10;
        Assert.Equal(other.Position, loader.Position);
        for (int k = 0; k < 7; k++) Assert.Equal(Text(other.Next()), Text(loader.Next()));
        loader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => loader.Seed = 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_loader_goes_on_from_any_position(int workers)
    {
        var batches = new List<(DataPosition Position, string Text)>();
        using (var loader = new DataLoader<float, int>(new Noisy(23), 5, seed: 9, workers))
        {
            for (int k = 0; k < 15; k++) batches.Add((loader.Position, Text(loader.Next())));
        }

        using var other = new DataLoader<float, int>(new Noisy(23), 5, seed: 9, workers);
        foreach (int start in (int[])[0, 7, 3, 14, 4, 5])
        {
            other.Position = batches[start].Position;
            Assert.Equal(batches[start].Position, other.Position);
            for (int k = start; k < Math.Min(start + 4, 15); k++) Assert.Equal(batches[k].Text, Text(other.Next()));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => other.Position = new DataPosition(0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => other.Position = new DataPosition(-1, 0));
    }

    /// <summary>Neither the thread that trains nor those that prepare: each says at every example what it has allocated since its last.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Nothing_is_allocated_in_the_steady_state(int workers)
    {
        using var data = new Counting();
        using var loader = new DataLoader<float, int>(data, 4, seed: 1, workers);
        long sum = 0, least = long.MaxValue;
        for (int k = 0; k < 200; k++) sum += loader.Next().Count;
        for (int time = 0; time < 5; time++)
        {
            data.Most = 0;
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int k = 0; k < 200; k++) sum += loader.Next().Count;
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before + data.Most);
        }

        Assert.Equal(0, least);
        Assert.True(sum > 0);
    }

    /// <summary>The workers prepare as many batches as there is room for, and leave alone the one that is being read.</summary>
    [Fact]
    public void Workers_stop_where_the_room_ends()
    {
        var data = new Noisy(200);
        using var loader = new DataLoader<float, int>(data, 4, seed: 1, workers: 2);
        for (int given = 1; given < 8; given++)
        {
            Batch<float, int> batch = loader.Next();
            string text = Text(batch);
            Assert.True(SpinWait.SpinUntil(() => data.Copied >= 4 * (given + 3), TimeSpan.FromSeconds(30)));
            Thread.Sleep(10);
            Assert.Equal(4 * (given + 3), data.Copied);
            Assert.Equal(text, Text(batch));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void What_a_data_set_throws_comes_to_who_asks_and_the_batch_can_be_tried_again(int workers)
    {
        var data = new Noisy(20) { Wrong = 13 };
        using var loader = new DataLoader<float, int>(data, 1, seed: 1, workers);
        int given = 0;
        Assert.Contains("example 13", Assert.Throws<ArithmeticException>(All).Message, StringComparison.Ordinal);
        Assert.Throws<ArithmeticException>(All);
        data.Wrong = -1;
        All();
        Assert.Equal(20, given);

        void All()
        {
            foreach (Batch<float, int> batch in loader.RestOfEpoch()) given += batch.Count;
        }
    }

    [Fact]
    public void A_loader_that_ends_ends_its_threads_wherever_they_are()
    {
        for (int k = 0; k < 50; k++)
        {
            var loader = new DataLoader<float, int>(new Noisy(20), 3, seed: 1, workers: 3);
            for (int batch = 0; batch < k % 5; batch++) loader.Next();
            loader.Dispose();
            Assert.Throws<ObjectDisposedException>(() => { loader.Next(); });
        }
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataLoader<float, int>(new Noisy(3), 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataLoader<float, int>(new Noisy(3), 1, 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataLoader<float, int>(new Noisy(3), 1, 1, 65));
        Assert.Throws<InvalidOperationException>(() => default(DataLoader<float, int>.EpochBatches).MoveNext());
        Assert.True(default(Batch<float, int>) is { Count: 0, Examples.IsEmpty: true, Inputs.IsEmpty: true, Targets.IsEmpty: true });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataLoader<float, int>(new Noisy(0), 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataLoader<float, int>(new Noisy(3), 4, 1, dropLast: true));
    }

    private static string Text(Batch<float, int> batch) => $"{string.Join(' ', batch.Examples.ToArray())}: {string.Join(' ', batch.Inputs.ToArray())}; {string.Join(' ', batch.Targets.ToArray())}";

    /// <summary>An input is the number of the example and a random number.</summary>
    private sealed class Noisy(int count) : IDataSet<float, int>
    {
        public volatile int Wrong = -1;

        private int _copied;

        public int Copied => Volatile.Read(ref _copied);

        public int Count => count;

        public Shape InputShape => [2];

        public Shape TargetShape => [];

        public void Copy(int example, RandomGenerator random, Span<float> input, Span<int> target)
        {
            if (example == Wrong) throw new ArithmeticException($"example {example}");
            input[0] = example;
            for (int k = example % 3; k >= 0; k--) input[1] = (float)random.NextNormal();
            target[0] = example;
            Interlocked.Increment(ref _copied);
        }
    }

    /// <summary>Notes the most that a thread has allocated from one example to the next.</summary>
    private sealed class Counting : IDataSet<float, int>, IDisposable
    {
        private readonly ThreadLocal<long> _last = new(() => -1);

        public long Most;

        public void Dispose() => _last.Dispose();

        public int Count => 30;

        public Shape InputShape => [3];

        public Shape TargetShape => [];

        public void Copy(int example, RandomGenerator random, Span<float> input, Span<int> target)
        {
            long now = GC.GetAllocatedBytesForCurrentThread();
            if (_last.Value >= 0 && now > _last.Value) Interlocked.Exchange(ref Most, now - _last.Value);
            _last.Value = GC.GetAllocatedBytesForCurrentThread();
        }
    }
}
