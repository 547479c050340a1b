using Autograd.Examples.CharacterModel;

namespace Autograd.Performance;

/// <summary>The model of example 5 as it is there, the norm of its gradients limited, AdamW, float: one training step.</summary>
internal sealed class CharacterGpt : TrainingWorkload<float>
{
    private const int Bytes = 256;
    private static readonly Settings Settings = new();
    private readonly int[] _letters;
    private readonly int[] _next;
    private readonly Gpt _model;
    private readonly AdamW<float> _optimizer;

    public CharacterGpt(TapeOptions options)
        : base(options, learningRate: 0)
    {
        _letters = Inputs.Indices("letters", [Settings.Batch, Settings.Context], Bytes);
        _next = Inputs.Indices("next", [Settings.Batch * Settings.Context], Bytes);
        _model = new(Settings, new RandomGenerator(1));
        Inputs.Model(_model);
        _optimizer = new(_model.Parameters, learningRate: 0.001, beta2: 0.99, weightDecay: 0.01);
    }

    protected override Variable<float> Loss()
    {
        Shape shape = [Settings.Batch, Settings.Context];
        return _model.Forward(Tape.Indices(_letters, shape), Pass.Training(0)).CrossEntropy(Tape.Indices(_next, shape));
    }

    protected override void Update(Gradients<float> gradients) => _optimizer.Step(gradients, Settings.LargestNorm);
}
