using System.Runtime.InteropServices;
using Autograd;

// Trains exclusive or, or with the argument "digits" the digits that standard input gives, and prints a hash of the bits of all weights: the same however it
// is compiled.
ulong hash = 14695981039346656037;
if (args is ["digits"]) Digits();
else Xor();
Console.WriteLine($"{hash:x16}");

void Xor()
{
    var random = new RandomGenerator(seed: 1);
    var network = new Sequential<float>(
        new Linear<float>("hidden", inputs: 2, outputs: 8, Initializer.GlorotUniform, random),
        ActivationLayer<float>.Tanh,
        new Linear<float>("output", inputs: 8, outputs: 1, Initializer.GlorotUniform, random));
    var optimizer = new Adam<float>(network.Parameters, learningRate: 0.05);
    using var tape = new Tape<float>();
    for (int step = 0; step < 1000; step++)
    {
        tape.Reset();
        var logits = network.Forward(tape.Constant([0, 0, 0, 1, 1, 0, 1, 1], [4, 2])).Flatten();
        optimizer.Step(logits.BinaryCrossEntropyWithLogits(tape.Constant([0, 1, 1, 0], [4])).Backward());
    }

    Add(network);
}

void Digits()
{
    var pixels = new List<float>();
    var labels = new List<int>();
    using var file = new BufferedStream(Console.OpenStandardInput());
    int number = 0;
    for (int next = file.ReadByte(); next >= 0; next = file.ReadByte())
    {
        if (next >= '0') number = (10 * number) + next - '0';
        if (next is not (',' or '\n')) continue;
        if (next == ',') pixels.Add(number / 16f);
        else labels.Add(number);
        number = 0;
    }

    var random = new RandomGenerator(seed: 1);
    var network = new Sequential<float>(
        new Linear<float>("1", 64, 64, Initializer.HeNormal, random),
        ActivationLayer<float>.Relu,
        new Linear<float>("2", 64, 10, Initializer.GlorotUniform, random));
    var optimizer = new Adam<float>(network.Parameters, learningRate: 0.003);
    using var tape = new Tape<float>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
    for (int epoch = 0; epoch < 10; epoch++)
    {
        for (int start = 0; start + 32 <= labels.Count; start += 32)
        {
            tape.Reset();
            var x = tape.Constant(CollectionsMarshal.AsSpan(pixels).Slice(64 * start, 64 * 32), [32, 64]);
            optimizer.Step(network.Forward(x).CrossEntropy(CollectionsMarshal.AsSpan(labels).Slice(start, 32)).Backward());
        }
    }

    tape.Reset();
    ReadOnlySpan<int> answers = network.Forward(tape.Constant([.. pixels], [labels.Count, 64])).ArgMax(-1).Values.ToArray();
    int right = 0;
    for (int k = 0; k < labels.Count; k++) right += answers[k] == labels[k] ? 1 : 0;
    Console.WriteLine($"{right} of {labels.Count} are read rightly");
    Add(network);
}

void Add(Layer<float> network)
{
    foreach (Parameter<float> parameter in network.Parameters)
    {
        foreach (byte part in MemoryMarshal.AsBytes(parameter.Values)) hash = (hash ^ part) * 1099511628211;
    }
}
