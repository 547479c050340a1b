namespace Autograd.Training.Tests;

/// <summary>Everything together: batches, layers, the loss, its gradients and an optimizer.</summary>
public class TrainingStepTests
{
    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void A_whole_epoch_with_Adam_allocates_nothing(EvaluationMode evaluation)
    {
        const int count = 50, inputs = 6, classes = 3;
        var random = new RandomGenerator(1);
        var network = Network(inputs, classes, random);
        var optimizer = new AdamW<float>(network.Parameters, 0.01, weightDecay: 0.01);
        var batches = new MiniBatches(count, 8, random);
        float[] oneHot = new float[count * classes], t = new float[8 * classes];
        for (int i = 0; i < count; i++) oneHot[(i * classes) + (i % classes)] = 1;
        float[] table = [.. Enumerable.Range(0, count * inputs).Select(_ => (float)random.NextNormal())], x = new float[8 * inputs];
        using var tape = new Tape<float>(new TapeOptions { Evaluation = evaluation });
        for (int epoch = 0; epoch < 5; epoch++) Epoch();

        // The least of five times: a collection that other threads cause has the rest of this thread's allocation buffer counted, too.
        long least = long.MaxValue;
        for (int time = 0; time < 5; time++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Epoch();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);

        void Epoch()
        {
            foreach (ReadOnlySpan<int> batch in batches.NextEpoch())
            {
                ((ReadOnlySpan<float>)table).CopyRows(inputs, batch, x);
                ((ReadOnlySpan<float>)oneHot).CopyRows(classes, batch, t);
                tape.Reset();
                var logits = network.Forward(tape.Constant(x.AsSpan(0, batch.Length * inputs), [batch.Length, inputs]));
                var loss = logits.BinaryCrossEntropyWithLogits(tape.Constant(t.AsSpan(0, batch.Length * classes), [batch.Length, classes]));
                optimizer.Step(loss.Backward());
                if (!float.IsFinite(loss.Scalar)) throw new ArithmeticException("The loss is not finite.");
            }
        }
    }

    /// <summary>Micro-batches added up and clipped, weights and biases with settings of their own: in the steady state 0 bytes a step.</summary>
    [Fact]
    public void Accumulating_clipping_and_stepping_allocate_nothing()
    {
        const int rows = 4, inputs = 6, classes = 3;
        var random = new RandomGenerator(1);
        var network = Network(inputs, classes, random);
        var gradients = new GradientBuffer<float>(network.Parameters);
        var weights = new Adam<float>(network.Parameters.Where(parameter => parameter.Shape.Rank == 2), 0.01, weightDecay: 0.01);
        var biases = new GradientDescent<float>(network.Parameters.Where(parameter => parameter.Shape.Rank == 1), 0.01);
        float[] x = [.. Enumerable.Range(0, 3 * rows * inputs).Select(_ => (float)random.NextNormal())], t = new float[rows * classes];
        using var tape = new Tape<float>();
        float norm = 0;
        for (int step = 0; step < 5; step++) Step();
        long least = long.MaxValue;
        for (int time = 0; time < 5; time++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int step = 0; step < 10; step++) Step();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.True(float.IsFinite(norm));

        void Step()
        {
            gradients.Clear();
            for (int part = 0; part < 3; part++) gradients.Add(Loss(part).Backward(), 1f / 3);
            norm = gradients.ClipByNorm(0.1f);
            weights.Step(gradients);
            biases.Step(gradients);
            var direct = Loss(0).Backward();
            norm += weights.Step(direct, maxNorm: 1);
            biases.Step(direct);
        }

        Variable<float> Loss(int part)
        {
            tape.Reset();
            var logits = network.Forward(tape.Constant(x.AsSpan(part * rows * inputs, rows * inputs), [rows, inputs]));
            return logits.BinaryCrossEntropyWithLogits(tape.Constant(t, [rows, classes]));
        }
    }

    /// <summary>Threads with a tape and a buffer each, merged in a fixed order: the same bits as one after the other.</summary>
    [Fact]
    public void Training_on_several_threads_gives_the_bits_of_one()
    {
        float[][] alone = Train(false), together = Train(true);
        for (int k = 0; k < alone.Length; k++) Assert.Equal(alone[k], together[k]);

        static float[][] Train(bool inParallel)
        {
            const int parts = 4, rows = 5, inputs = 6, classes = 3;
            var random = new RandomGenerator(1);
            var network = Network(inputs, classes, random);
            var optimizer = new Adam<float>(network.Parameters, 0.01);
            float[] x = [.. Enumerable.Range(0, parts * rows * inputs).Select(_ => (float)random.NextNormal())], t = new float[rows * classes];
            Tape<float>[] tapes = [.. Enumerable.Range(0, parts).Select(_ => new Tape<float>())];
            GradientBuffer<float>[] buffers = [.. tapes.Select(_ => new GradientBuffer<float>(network.Parameters))];
            var sum = new GradientBuffer<float>(network.Parameters);
            for (int step = 0; step < 20; step++)
            {
                Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = inParallel ? parts : 1 }, Part);
                sum.Clear();
                foreach (GradientBuffer<float> buffer in buffers) sum.Add(buffer, 1f / parts);
                optimizer.Step(sum);
            }

            foreach (Tape<float> tape in tapes) tape.Dispose();
            return [.. network.Parameters.Select(parameter => parameter.Values.ToArray())];

            void Part(int part)
            {
                Tape<float> tape = tapes[part];
                tape.Reset();
                var logits = network.Forward(tape.Constant(x.AsSpan(part * rows * inputs, rows * inputs), [rows, inputs]));
                buffers[part].Set(logits.BinaryCrossEntropyWithLogits(tape.Constant(t, [rows, classes])).Backward());
            }
        }
    }

    /// <summary>y = 2 x₁ − 3 x₂ + 1 without noise: both optimizers must find the three numbers.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Training_finds_a_linear_function(bool isAdam)
    {
        var random = new RandomGenerator(6);
        var layer = new Linear<double>("", 2, 1, Initializer.GlorotNormal, random);
        Optimizer<double> optimizer = isAdam ? new Adam<double>(layer.Parameters, 0.1) : new GradientDescent<double>(layer.Parameters, 0.1, 0.9);
        double[] x = [.. Enumerable.Range(0, 40).Select(_ => random.NextNormal())];
        double[] y = [.. Enumerable.Range(0, 20).Select(i => (2 * x[2 * i]) - (3 * x[(2 * i) + 1]) + 1)];
        using var tape = new Tape<double>();
        for (int step = 0; step < 600; step++)
        {
            tape.Reset();
            optimizer.Step(layer.Forward(tape.Constant(x, [20, 2])).MeanSquaredError(tape.Constant(y, [20, 1])).Backward());
        }

        Assert.Equal(2, layer.Weight.Values[0], 1e-6);
        Assert.Equal(-3, layer.Weight.Values[1], 1e-6);
        Assert.Equal(1, layer.Bias!.Values[0], 1e-6);
    }

    private static Sequential<float> Network(int inputs, int classes, RandomGenerator random) => new(
        new Linear<float>("1", inputs, 5, Initializer.HeNormal, random),
        ActivationLayer<float>.Relu,
        new Linear<float>("2", 5, classes, Initializer.GlorotUniform, random));
}
