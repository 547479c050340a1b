namespace Autograd.Distributed.Tests.Programs;

/// <summary>The program of docs/distributed.md.</summary>
internal static class Page
{
    public static void Run()
    {
        // <training>
        using var ranks = Ranks.Join();                                     // under mpirun the group, else a group of one

        var random = new RandomGenerator(seed: 1);
        var network = new Sequential<float>(
            new Linear<float>("hidden", inputs: 1, outputs: 32, Initializer.GlorotUniform, random),
            ActivationLayer<float>.Tanh,
            new Linear<float>("output", inputs: 32, outputs: 1, Initializer.GlorotUniform, random));
        ranks.Share(network);                                               // rank 0's values to all; throws where models differ

        using var data = new Waves().Shard(ranks, batchSize: 64, seed: 1, virtualShards: 16);
        var average = new GradientAverage<float>(ranks, network, virtualShards: 16);
        var optimizer = new Adam<float>(network.Parameters, learningRate: 0.05);
        var checkpoint = new Checkpoint<float>(network, optimizer) { Loaders = [data] };
        ranks.Load("wave.safetensors", checkpoint);                         // goes on where a training was, of any number of ranks

        using var tape = new Tape<float>();
        while (data.Position.Epoch < 40)
        {
            foreach (Batch<float, float> shard in data.RestOfEpoch())       // this rank's shards, one behind the other
            {
                tape.Reset();
                Variable<float> y = network.Forward(tape.Constant(shard.Inputs, [shard.Count, 1])).Flatten();
                Variable<float> loss = (y - tape.Constant(shard.Targets, [shard.Count])).Square().Mean();
                if (average.Add(loss)) optimizer.Step(average.Gradients);   // with the last shard of a step the ranks exchange their sums
            }

            ranks.Save("wave.safetensors", checkpoint);                     // rank 0 writes aside and renames; all wait
            if (data.Position.Epoch % 10 == 0) ranks.Out.WriteLine($"epoch {data.Position.Epoch,2}: {average.Loss:G9}");
        }
        // </training>
    }

    // <data>
    /// <summary>The function sin 3x, sampled anew in each epoch.</summary>
    private sealed class Waves : IDataSet<float, float>
    {
        public int Count => 1000;

        public Shape InputShape => [];

        public Shape TargetShape => [];

        public void Copy(int example, RandomGenerator random, Span<float> input, Span<float> target)
        {
            input[0] = (float)((2 * random.NextUniform()) - 1);
            target[0] = MathF.Sin(3 * input[0]);
        }
    }

    // </data>
}
