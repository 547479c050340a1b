using System.Globalization;
using System.Runtime.InteropServices;

namespace Autograd.Distributed.Tests.Programs;

/// <summary>
/// Trains a small network with a normalization and a dropout on random data, and prints, on rank 0, the bits of all that it has learned as one hash. Arguments are
/// pairs: <c>steps 100 threads 2 file PATH every 10 delay 10 library NAME sharded 1</c>.
/// </summary>
internal static class Training
{
    private const int Inputs = 40, Hidden = 256, Classes = 5, Batch = 256;

    public static int Run(string[] options)
    {
        string? Text(string name) => Array.IndexOf(options, name) is >= 0 and var k ? options[k + 1] : null;
        int Number(string name, int otherwise) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        using var ranks = Ranks.Join(Text("library"));
        var random = new RandomGenerator(seed: 7);
        var network = new Sequential<float>(
            new Linear<float>("1", Inputs, Hidden, Initializer.HeNormal, random),
            new BatchNorm<float>("2", Hidden),
            ActivationLayer<float>.Tanh,
            new Linear<float>("3", Hidden, Hidden, Initializer.HeNormal, random),
            ActivationLayer<float>.Tanh,
            new Dropout<float>(0.1, random),
            new Linear<float>("4", Hidden, Classes, Initializer.GlorotUniform, random));
        if (!ranks.IsFirst) network.Parameters[0].Update().Fill(ranks.Rank);
        ranks.Share(network);
        using var data = new Points().Shard(ranks, Batch, seed: 3, virtualShards: Number("shards", 16));
        var average = new GradientAverage<float>(ranks, network, Number("shards", 16));
        Adam<float>? whole = Text("sharded") is null ? new(network.Parameters, learningRate: 0.003) : null;
        ShardedOptimizer<float>? shared = whole is null ? new(ranks, network.Parameters, own => new Adam<float>(own, learningRate: 0.003)) : null;
        Checkpoint<float> Of(Optimizer<float> optimizer) => new(network, optimizer) { Loaders = [data] };
        if (Text("file") is { } file && (whole is null ? shared!.Load(file, Of) : ranks.Load(file, Of(whole)))) ranks.Out.WriteLine("goes on");

        using var tape = new Tape<float>(new TapeOptions { MaxDegreeOfParallelism = Number("threads", 1) });
        while (StepCount() < Number("steps", 100))
        {
            Batch<float, int> batch = data.Next();
            tape.Reset();
            Variable<float> logits = network.Forward(tape.Constant(batch.Inputs, batch.InputShape), Pass.Training((ulong)data.Shard));
            if (!average.Add(logits.CrossEntropy(tape.Indices(batch.Targets)))) continue;
            average.Gradients.ClipByNorm(1);
            whole?.Step(average.Gradients);
            shared?.Step(average.Gradients);
            if (Text("file") is { } path && StepCount() % Number("every", 10) == 0) Save(path);
            if (Text("delay") is not null) Thread.Sleep(Number("delay", 0));
            if (StepCount() == 1) Console.WriteLine($"pid {Environment.ProcessId}");
        }

        ulong hash = 14695981039346656037;
        foreach (LayerTensor<float> tensor in network.Tensors) Add(tensor.Parameter.Values);
        Add([average.Loss]);
        ranks.Out.WriteLine($"loss {average.Loss.ToString("R", CultureInfo.InvariantCulture)}");
        ranks.Out.WriteLine($"{hash:x16}");
        return 0;

        long StepCount() => whole?.StepCount ?? shared!.StepCount;

        void Save(string path)
        {
            if (whole is null) shared!.Save(path, Of);
            else ranks.Save(path, Of(whole));
        }

        void Add(ReadOnlySpan<float> values)
        {
            foreach (byte part in MemoryMarshal.AsBytes(values)) hash = (hash ^ part) * 1099511628211;
        }
    }

    /// <summary>Points about as many centers as there are classes.</summary>
    private sealed class Points : IDataSet<float, int>
    {
        public int Count => 1000;

        public Shape InputShape => [Inputs];

        public Shape TargetShape => [];

        public void Copy(int example, RandomGenerator random, Span<float> input, Span<int> target)
        {
            target[0] = example % Classes;
            for (int k = 0; k < input.Length; k++) input[k] = (float)random.NextNormal() + (k % Classes == target[0] ? 1 : 0);
        }
    }
}
