using Autograd.Examples.Mnist;

namespace Autograd.Examples.Distributed;

/// <summary>The network of example 4, which learns to read digits on all ranks together.</summary>
internal sealed class Learner : IDisposable
{
    private const int JudgedAtOnce = 100;

    private readonly Ranks _ranks;
    private readonly Tape<float> _tape = new();
    private readonly AdamW<float> _optimizer;
    private readonly OneCycle _schedule;
    private readonly ShardedLoader<float, int> _loader;
    private readonly GradientAverage<float> _average;
    private readonly Checkpoint<float> _checkpoint;

    /// <summary>A network that knows nothing yet, the same on every rank.</summary>
    public Learner(Ranks ranks, MnistImages images, Settings settings)
    {
        _ranks = ranks;
        Network = DigitNetwork.Create(new RandomGenerator(settings.Seed));
        ranks.Share(Network);
        _optimizer = new(Network.Parameters, settings.LearningRate, weightDecay: settings.WeightDecay);
        _loader = new MovedImages(images).Shard(ranks, settings.Batch, settings.Seed, settings.Shards);
        _average = new(ranks, Network, settings.Shards);
        _schedule = new(settings.LearningRate, Math.Max(2, settings.Epochs * _loader.BatchCount));
        _checkpoint = new(Network, _optimizer) { Loaders = [_loader] };
    }

    /// <summary>The network: images to the logits of the digits.</summary>
    public Sequential<float> Network { get; }

    /// <summary>The number of epochs that it went through.</summary>
    public long Epoch => _loader.Position.Epoch;

    /// <summary>Learns from the images of one step.</summary>
    /// <returns>The mean cross-entropy before: over the images of all ranks.</returns>
    public float Learn()
    {
        bool isComplete;
        do
        {
            Batch<float, int> shard = _loader.Next();
            _tape.Reset();
            Variable<float> logits = Network.Forward(_tape.Constant(shard.Inputs, shard.InputShape), Pass.Training((ulong)_loader.Shard));
            isComplete = _average.Add(logits.CrossEntropy(_tape.Indices(shard.Targets)));
        }
        while (!isComplete);
        _optimizer.LearningRate = _schedule.RateAt(_optimizer.StepCount);
        _optimizer.Step(_average.Gradients);
        return _average.Loss;
    }

    /// <summary>Learns from all images once.</summary>
    /// <returns>The mean of the losses.</returns>
    public double LearnEpoch()
    {
        double sum = 0;
        for (int step = 0; step < _loader.BatchCount; step++) sum += Learn();
        return sum / _loader.BatchCount;
    }

    /// <summary>Reads images, of which each rank takes some.</summary>
    /// <returns>The part that was read rightly, the same number on every rank.</returns>
    public double Read(MnistImages images)
    {
        int right = 0, count = 0;
        using DataLoader<float, int> loader = new(images, JudgedAtOnce, seed: 0, workers: 0);
        foreach (Batch<float, int> batch in loader.RestOfEpoch())
        {
            if (count++ % _ranks.Count != _ranks.Rank) continue;
            _tape.Reset();
            ConfusionMatrix matrix = new(MnistImages.ClassCount);
            matrix.Add(batch.Targets, Network.Forward(_tape.Constant(batch.Inputs, batch.InputShape), Pass.Inference).Span);
            for (int digit = 0; digit < MnistImages.ClassCount; digit++) right += (int)matrix[digit, digit];
        }

        return _ranks.Sum(right) / images.Count;
    }

    /// <summary>Has rank 0 write down all that is needed to go on from here.</summary>
    public void Save(string path) => _ranks.Save(path, _checkpoint);

    /// <summary>Goes on from where a training was, of any number of ranks.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Load(string path) => _ranks.Load(path, _checkpoint);

    /// <inheritdoc/>
    public void Dispose()
    {
        _loader.Dispose();
        _tape.Dispose();
    }
}
