namespace Autograd.Training.Tests;

/// <summary>The README's training program, compiled; the test runs it and compares what it prints.</summary>
internal static class TrainingExample
{
    public static void Run(TextWriter Console)
    {
        // <training>
        double[] inputs = [0, 0, 0, 1, 1, 0, 1, 1];
        double[] targets = [0, 1, 1, 0];

        var random = new RandomGenerator(seed: 1);
        var network = new Sequential<double>(
            new Linear<double>("hidden", inputs: 2, outputs: 8, Initializer.GlorotUniform, random),
            ActivationLayer<double>.Tanh,
            new Linear<double>("output", inputs: 8, outputs: 1, Initializer.GlorotUniform, random));
        var optimizer = new Adam<double>(network.Parameters, learningRate: 0.05);

        using var tape = new Tape<double>();
        for (int step = 0; step <= 200; step++)
        {
            tape.Reset();
            var logits = network.Forward(tape.Constant(inputs, [4, 2])).Flatten();
            var loss = logits.BinaryCrossEntropyWithLogits(tape.Constant(targets, [4]));
            if (step % 50 == 0) Console.WriteLine($"step {step,3}: J = {loss}, answers {logits.Sigmoid()}");
            optimizer.Step(loss.Backward());
        }
        // </training>
    }
}
