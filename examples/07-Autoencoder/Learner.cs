namespace Autograd.Examples.Autoencoder;

/// <summary>Teaches an autoencoder: the cross-entropy of each pixel, as the ink of the image that it makes again, is made small by Adam.</summary>
internal sealed class Learner : IDisposable
{
    private readonly ImageCode _code;
    private readonly Tape<float> _tape;
    private readonly Adam<float> _optimizer;
    private readonly Schedule _schedule;
    private readonly DataLoader<float, int> _loader;

    public Learner(ImageCode code, MnistImages images, Settings settings)
    {
        _code = code;
        _tape = new(new TapeOptions { MaxDegreeOfParallelism = settings.Threads });
        _optimizer = new(code.Parameters, settings.LearningRate);
        _loader = new(images, settings.Batch, settings.Seed, workers: 0);
        _schedule = new CosineDecay(settings.LearningRate, settings.Epochs * _loader.BatchCount);
    }

    /// <summary>The number of steps of an epoch.</summary>
    public int StepsPerEpoch => _loader.BatchCount;

    /// <summary>Learns from the next images.</summary>
    /// <returns>The mean cross-entropy of a pixel before.</returns>
    public float Learn()
    {
        Batch<float, int> batch = _loader.Next();
        _optimizer.LearningRate = _schedule.RateAt(_optimizer.StepCount);
        _tape.Reset();
        Variable<float> images = _tape.Constant(batch.Inputs, batch.InputShape);
        Variable<float> loss = _code.Forward(images, Pass.Training(0)).BinaryCrossEntropyWithLogits(images.Flatten(1));
        _optimizer.Step(loss.Backward());
        return loss.Scalar;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _loader.Dispose();
        _tape.Dispose();
    }
}
