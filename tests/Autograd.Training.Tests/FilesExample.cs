namespace Autograd.Training.Tests;

/// <summary>The program of the page about files and data, compiled; the test runs it and compares what it prints.</summary>
internal static class FilesExample
{
    public static void Run(TextWriter Console, string folder)
    {
        // <files>
        var random = new RandomGenerator(seed: 1);
        var model = new Sequential<float>(
            new Linear<float>("hidden", inputs: 4, outputs: 8, Initializer.HeNormal, random),
            ActivationLayer<float>.Relu,
            new Linear<float>("output", inputs: 8, outputs: 3, Initializer.GlorotUniform, random));
        string path = Path.Combine(folder, "model.safetensors");
        Safetensors.Save(path, model, new Dictionary<string, string> { ["trained on"] = "nothing yet" });
        using (SafetensorsFile file = Safetensors.Open(path))
        {
            foreach (SafetensorsEntry entry in file.Entries) Console.WriteLine($"{entry.Name} {entry.Shape}");
            Console.WriteLine($"the first weight: {file.Span<float>("0.weight")[0]:0.0000}");
        }

        Npz.Save(Path.Combine(folder, "numbers.npz"), archive =>
        {
            archive.Add<double>("a", [1, 2, 3, 4, 5, 6], [2, 3]);
            archive.Add<int>("labels", [0, 2], [2]);
        });
        double[] a = Npz.Load<double>(Path.Combine(folder, "numbers.npz"), "a", out Shape shape);
        Console.WriteLine($"{a.Length} numbers of shape {shape}");
        // </files>

        // <checkpoint>
        float[] inputs = [.. Enumerable.Range(0, 400).Select(_ => (float)random.NextNormal())];
        int[] labels = [.. Enumerable.Range(0, 100).Select(k => inputs[4 * k] > 0 ? 1 : 0)];
        var data = new ArrayDataSet<float, int>(inputs, [4], labels, []);
        string checkpoint = Path.Combine(folder, "training.checkpoint");

        Train(steps: 10, interruptedAt: null);
        Train(steps: 10, interruptedAt: 6);
        Train(steps: 10, interruptedAt: null);          // goes on from the sixth step

        void Train(int steps, int? interruptedAt)
        {
            var start = new RandomGenerator(seed: 2);
            var network = new Sequential<float>(
                new Linear<float>("hidden", inputs: 4, outputs: 8, Initializer.HeNormal, start),
                ActivationLayer<float>.Relu,
                new Linear<float>("output", inputs: 8, outputs: 3, Initializer.GlorotUniform, start));
            var optimizer = new Adam<float>(network.Parameters, learningRate: 0.01);
            using var loader = new DataLoader<float, int>(data, batchSize: 16, seed: 3, dropLast: true);
            var whole = new Checkpoint<float>(network, optimizer) { Loaders = [loader] };
            if (File.Exists(checkpoint)) whole.Load(checkpoint);
            using var tape = new Tape<float>();
            while (optimizer.StepCount < steps)
            {
                if (optimizer.StepCount == interruptedAt)
                {
                    whole.Save(checkpoint);
                    Console.WriteLine($"interrupted after {interruptedAt} steps");
                    return;
                }

                Batch<float, int> batch = loader.Next();
                tape.Reset();
                var loss = network.Forward(tape.Constant(batch.Inputs, batch.InputShape)).CrossEntropy(batch.Targets);
                optimizer.Step(loss.Backward());
                if (optimizer.StepCount == steps) Console.WriteLine($"step {steps}: loss {loss.Scalar:G9}");
            }
        }
        // </checkpoint>
    }
}
