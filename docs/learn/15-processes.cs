#:project ../../src/Autograd.Distributed
using Autograd;

using var ranks = Ranks.Join();
ranks.Out.WriteLine($"rank {ranks.Rank} of {ranks.Count}");

var random = new RandomGenerator(seed: 2);
float[] inputs = [.. Enumerable.Range(0, 1024).Select(_ => (float)random.NextNormal())];
float[] targets = [.. inputs.Chunk(2).Select(x => x[0] * x[1])];

var network = new Sequential<float>(
    new Linear<float>("1", inputs: 2, outputs: 16, Initializer.GlorotUniform, random),
    ActivationLayer<float>.Tanh,
    new Linear<float>("2", inputs: 16, outputs: 1, Initializer.GlorotUniform, random));
ranks.Share(network);                                                               // all begin with the values of rank 0

using var data = new ArrayDataSet<float, float>(inputs, [2], targets, []).Shard(ranks, batchSize: 64, seed: 1);
var average = new GradientAverage<float>(ranks, network);
var optimizer = new Adam<float>(network.Parameters, learningRate: 0.02);
using var tape = new Tape<float>();
for (int epoch = 1; epoch <= 30; epoch++)
{
    foreach (var batch in data.RestOfEpoch())
    {
        tape.Reset();
        var answers = network.Forward(tape.Constant(batch.Inputs, batch.InputShape)).Flatten();
        var loss = answers.MeanSquaredError(tape.Constant(batch.Targets, batch.TargetShape));
        if (average.Add(loss)) optimizer.Step(average.Gradients);                    // with the last shard of a step
    }

    if (epoch % 10 == 0) ranks.Out.WriteLine($"epoch {epoch}: loss {average.Loss:0.000000}");
}

ulong hash = 14695981039346656037;
foreach (var parameter in network.Parameters)
{
    foreach (float value in parameter.Values) hash = (hash ^ BitConverter.SingleToUInt32Bits(value)) * 1099511628211;
}

ranks.Out.WriteLine($"{hash:x16}");
