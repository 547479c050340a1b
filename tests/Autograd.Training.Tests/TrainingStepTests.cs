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
        var optimizer = new Adam<float>(network.Parameters, 0.01, weightDecay: 0.01);
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
