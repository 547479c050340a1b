namespace Autograd.Examples.Mnist;

/// <summary>A convolution network that learns to read digits.</summary>
internal sealed class Reader : IDisposable
{
    private const int JudgedAtOnce = 100;

    private readonly Tape<float> _tape;
    private readonly AdamW<float> _optimizer;
    private readonly OneCycle _schedule;
    private readonly DataLoader<float, int> _loader;
    private readonly Checkpoint<float> _checkpoint;

    /// <summary>A reader that knows nothing yet.</summary>
    public Reader(MnistImages images, Settings settings)
    {
        RandomGenerator random = new(settings.Seed);
        Network = DigitNetwork.Create(random);
        _tape = new(new TapeOptions { MaxDegreeOfParallelism = settings.Threads });
        _optimizer = new(Network.Parameters, settings.LearningRate, weightDecay: settings.WeightDecay);

        // To prepare a batch takes little of the time of its step: not worth a thread of its own.
        _loader = new(new MovedImages(images), settings.Batch, settings.Seed, workers: 0);
        _schedule = new(settings.LearningRate, Math.Max(2, settings.Epochs * _loader.BatchCount));
        _checkpoint = new(Network, _optimizer) { Loaders = [_loader] };
    }

    /// <summary>The network: images to the logits of the digits.</summary>
    public Sequential<float> Network { get; }

    /// <summary>The number of steps of an epoch.</summary>
    public int StepsPerEpoch => _loader.BatchCount;

    /// <summary>The number of epochs that it went through.</summary>
    public int Epoch => (int)_loader.Position.Epoch;

    /// <summary>The number of steps that it made.</summary>
    public long StepCount => _optimizer.StepCount;

    /// <summary>Learns from the next images.</summary>
    /// <returns>The mean cross-entropy before.</returns>
    public float Learn()
    {
        Batch<float, int> batch = _loader.Next();
        _optimizer.LearningRate = _schedule.RateAt(_optimizer.StepCount);
        _tape.Reset();
        Variable<float> logits = Network.Forward(_tape.Constant(batch.Inputs, batch.InputShape), Pass.Training((ulong)_optimizer.StepCount));
        Variable<float> loss = logits.CrossEntropy(_tape.Indices(batch.Targets));
        _optimizer.Step(loss.Backward());
        return loss.Scalar;
    }

    /// <summary>Reads images, without learning from them.</summary>
    /// <returns>For each image the probabilities of the digits, and how often which digit was taken for which.</returns>
    public (float[][] Probabilities, ConfusionMatrix Matrix) Read(MnistImages images)
    {
        ConfusionMatrix matrix = new(MnistImages.ClassCount);
        float[][] probabilities = new float[images.Count][];
        using DataLoader<float, int> loader = new(images, JudgedAtOnce, seed: 0, workers: 0);
        foreach (Batch<float, int> batch in loader.RestOfEpoch())
        {
            _tape.Reset();
            Variable<float> scores = Network.Forward(_tape.Constant(batch.Inputs, batch.InputShape), Pass.Inference).Softmax(-1);
            matrix.Add(batch.Targets, scores.Span);
            for (int k = 0; k < batch.Count; k++) probabilities[batch.Examples[k]] = scores.At(0, k).ToArray();
        }

        return (probabilities, matrix);
    }

    /// <summary>Writes down all that is needed to go on from here.</summary>
    public void Save(string path) => _checkpoint.Save(path);

    /// <summary>Goes on from where a reader of the same settings was.</summary>
    public void Load(string path) => _checkpoint.Load(path);

    /// <inheritdoc/>
    public void Dispose()
    {
        _loader.Dispose();
        _tape.Dispose();
    }
}
