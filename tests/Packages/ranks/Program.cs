using System.Runtime.InteropServices;
using Autograd;

// Trains a small network for 100 steps on all processes together, and prints the bits of it as one hash: the same for every number of processes and every way of
// compiling. The second line says how many processes there were.
using var ranks = Ranks.Join();
var random = new RandomGenerator(seed: 1);
var network = new Sequential<float>(
    new Linear<float>("hidden", inputs: 20, outputs: 64, Initializer.GlorotUniform, random),
    new BatchNorm<float>("norm", 64),
    ActivationLayer<float>.Tanh,
    new Linear<float>("output", inputs: 64, outputs: 3, Initializer.GlorotUniform, random));
ranks.Share(network);
using var data = new Points().Shard(ranks, batchSize: 64, seed: 1, virtualShards: 16);
var average = new GradientAverage<float>(ranks, network, virtualShards: 16);
var optimizer = new ShardedOptimizer<float>(ranks, network.Parameters, own => new Adam<float>(own, learningRate: 0.01));
using var tape = new Tape<float>();
while (optimizer.StepCount < 100)
{
    Batch<float, int> shard = data.Next();
    tape.Reset();
    Variable<float> logits = network.Forward(tape.Constant(shard.Inputs, shard.InputShape), Pass.Training((ulong)data.Shard));
    if (average.Add(logits.CrossEntropy(tape.Indices(shard.Targets)))) optimizer.Step(average.Gradients);
}

ulong hash = 14695981039346656037;
foreach (LayerTensor<float> tensor in network.Tensors)
{
    foreach (byte part in MemoryMarshal.AsBytes(tensor.Parameter.Values)) hash = (hash ^ part) * 1099511628211;
}

ranks.Out.WriteLine($"{hash:x16}");
ranks.Out.WriteLine($"processes: {ranks.Count}");

sealed class Points : IDataSet<float, int>
{
    public int Count => 500;

    public Shape InputShape => [20];

    public Shape TargetShape => [];

    public void Copy(int example, RandomGenerator random, Span<float> input, Span<int> target)
    {
        target[0] = example % 3;
        for (int k = 0; k < input.Length; k++) input[k] = (float)random.NextNormal() + (k % 3 == target[0] ? 1 : 0);
    }
}
