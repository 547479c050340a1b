namespace Autograd.Training.Tests;

/// <summary>The page's model, compiled; the test runs it and compares what it prints.</summary>
internal static class OwnModel
{
    public static void Run(TextWriter Console)
    {
        // <own-model>
        var random = new RandomGenerator(seed: 1);
        var model = new Sequential<float>(
            new Convolution<float>("1", inputs: 1, outputs: 8, kernel: [3, 3], Initializer.HeNormal, random, padding: 1, hasBias: false),
            new BatchNorm<float>("1", channels: 8),
            ActivationLayer<float>.Relu,
            new MaxPool<float>(2),
            new ChannelGate<float>("2", channels: 8, inner: 2, random),
            new Flatten<float>(),
            new Dropout<float>(0.25, random),
            new Linear<float>("3", inputs: 128, outputs: 10, Initializer.GlorotUniform, random));
        Console.Write(model.ToTable([32, 1, 8, 8]));

        var optimizer = new Adam<float>(model.Parameters);
        using var tape = new Tape<float>();
        var x = tape.Uniform([32, 1, 8, 8], random);
        var loss = model.Forward(x, Pass.Training(seed: 0)).CrossEntropy(new int[32]);
        optimizer.Step(loss.Backward());                       // the running mean and variance change with it

        tape.Reset();
        var scores = model.Forward(tape.Uniform([5, 1, 8, 8], random), Pass.Inference);
        Console.WriteLine(scores.Shape);
        // </own-model>
    }
}
