namespace Autograd.Training.Tests.Layers;

/// <summary>Training steps of a model with all that is remembered and left to chance.</summary>
public class LayerStepTests
{
    private const int Examples = 4;

    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void A_step_allocates_nothing(EvaluationMode evaluation)
    {
        Sequential<float> model = Model();
        var optimizer = new Adam<float>(model.Parameters, 0.01);
        float[] x = Images();
        using var tape = new Tape<float>(new TapeOptions { Evaluation = evaluation });
        ulong step = 0;
        float sum = 0;
        while (step < 20) Step();

        // The least of five times: a collection that other threads cause has the rest of this thread's allocation buffer counted, too.
        long least = long.MaxValue;
        for (int time = 0; time < 5; time++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int k = 0; k < 10; k++) Step();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.True(float.IsFinite(sum));

        void Step()
        {
            tape.Reset();
            var loss = Loss(model, tape, x, Pass.Training(step++));
            optimizer.Step(loss.Backward());
            sum += loss.Scalar;
        }
    }

    /// <summary>All tensors after some steps, buffers too, have the same bits on an eager and on a deferred tape.</summary>
    [Fact]
    public void Eager_and_deferred_training_give_the_same_bits()
    {
        float[][] eager = Train(EvaluationMode.Eager), deferred = Train(EvaluationMode.Deferred);
        Assert.Equal(10, eager.Length);
        for (int k = 0; k < eager.Length; k++) Assert.Equal(eager[k], deferred[k]);

        static float[][] Train(EvaluationMode evaluation)
        {
            Sequential<float> model = Model();
            var optimizer = new GradientDescent<float>(model.Parameters, 0.1);
            float[] x = Images();
            using var tape = new Tape<float>(new TapeOptions { Evaluation = evaluation });
            for (ulong step = 0; step < 5; step++)
            {
                tape.Reset();
                optimizer.Step(Loss(model, tape, x, Pass.Training(step)).Backward());
            }

            return [.. model.Tensors.Select(tensor => tensor.Parameter.Values.ToArray())];
        }
    }

    /// <summary>What a checkpoint computes again has the choices and the statistics of the first time.</summary>
    [Fact]
    public void A_checkpoint_changes_nothing()
    {
        float[][] plain = Step(false), checkpointed = Step(true);
        for (int k = 0; k < plain.Length; k++) Assert.Equal(plain[k], checkpointed[k]);

        static float[][] Step(bool isCheckpointed)
        {
            Sequential<float> model = Model();
            var optimizer = new GradientDescent<float>(model.Parameters, 0.1);
            using var tape = new Tape<float>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
            var x = tape.Constant(Images(), [Examples, 1, 6, 6]);
            var scores = isCheckpointed ? tape.Checkpoint(y => model.Forward(y, Pass.Training(3)), x) : model.Forward(x, Pass.Training(3));
            optimizer.Step(scores.CrossEntropy([0, 1, 2, 0]).Backward());
            return [.. model.Tensors.Select(tensor => tensor.Parameter.Values.ToArray())];
        }
    }

    private static Variable<float> Loss(Sequential<float> model, Tape<float> tape, float[] x, Pass pass) =>
        model.Forward(tape.Constant(x, [Examples, 1, 6, 6]), pass).CrossEntropy([0, 1, 2, 0]);

    private static float[] Images()
    {
        var random = new RandomGenerator(2);
        return [.. Enumerable.Range(0, Examples * 36).Select(_ => (float)random.NextNormal())];
    }

    private static Sequential<float> Model()
    {
        var random = new RandomGenerator(1);
        return new(
            new Convolution<float>("1", 1, 4, [3, 3], Initializer.HeNormal, random, padding: 1),
            new BatchNorm<float>("1", 4),
            ActivationLayer<float>.Relu,
            new MaxPool<float>(2),
            new Residual<float>(new GroupNorm<float>("2", 2, 4)),
            new Flatten<float>(),
            new Dropout<float>(0.25, random),
            new Linear<float>("3", 36, 3, Initializer.GlorotUniform, random));
    }
}
