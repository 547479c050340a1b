namespace Autograd.Examples.CharacterModel;

/// <summary>Teaches a model to continue a text: the cross-entropy of each next byte is made small by AdamW.</summary>
internal sealed class Learner : IDisposable
{
    private const double WeightDecay = 0.01;
    private const int HeldOutBatches = 4;

    private readonly Tape<float> _tape;
    private readonly AdamW<float> _optimizer;
    private readonly Schedule _schedule;
    private readonly Gpt _model;
    private readonly Settings _settings;
    private readonly RandomGenerator _random;
    private readonly int[] _pieces;
    private readonly int[] _next;

    public Learner(Gpt model, Settings settings, RandomGenerator random)
    {
        (_model, _settings, _random) = (model, settings, random);
        _tape = new(new TapeOptions { MaxDegreeOfParallelism = settings.Threads });
        _optimizer = new(model.Parameters, settings.LearningRate, beta2: 0.99, weightDecay: WeightDecay);
        _schedule = new WarmUp(settings.LearningRate, settings.WarmUp).Then(
            settings.WarmUp, new CosineDecay(settings.LearningRate, settings.Steps - settings.WarmUp, end: settings.LearningRate / 10));
        _pieces = new int[settings.Batch * settings.Context];
        _next = new int[_pieces.Length];
    }

    /// <summary>Learns from some pieces of a text.</summary>
    /// <returns>The mean cross-entropy before, in nats for a byte.</returns>
    public float Learn(Text text)
    {
        _optimizer.LearningRate = _schedule.RateAt(_optimizer.StepCount);
        Variable<float> loss = Loss(text, _random, Pass.Training((ulong)_optimizer.StepCount));
        _optimizer.Step(loss.Backward(), _settings.LargestNorm);
        return loss.Scalar;
    }

    /// <summary>How well it continues a text that it does not learn from, always the same pieces of it.</summary>
    public float Judge(Text text)
    {
        RandomGenerator random = new(_settings.Seed);
        float sum = 0;
        for (int k = 0; k < HeldOutBatches; k++) sum += Loss(text, random, Pass.Inference).Scalar;
        return sum / HeldOutBatches;
    }

    /// <inheritdoc/>
    public void Dispose() => _tape.Dispose();

    private Variable<float> Loss(Text text, RandomGenerator random, Pass pass)
    {
        text.FillPieces(_settings.Context, random, _pieces, _next);
        Shape shape = [_settings.Batch, _settings.Context];
        _tape.Reset();
        return _model.Forward(_tape.Indices(_pieces, shape), pass).CrossEntropy(_tape.Indices(_next, shape));
    }
}
