using Autograd.Examples.Mnist;

namespace Autograd.Performance;

/// <summary>
/// The network of example 4 on images of 28×28, cross-entropy, AdamW, float: one training step. Without its dropout, of which each side would choose
/// other units.
/// </summary>
internal sealed class MnistModel : TrainingWorkload<float>
{
    private const int Batch = 50;
    private const int Side = 28;
    private const int Classes = 10;
    private readonly float[] _x;
    private readonly int[] _classes;
    private readonly Sequential<float> _network;
    private readonly AdamW<float> _optimizer;

    public MnistModel(TapeOptions options)
        : base(options, learningRate: 0)
    {
        _x = Inputs.Data<float>("x", [Batch, 1, Side, Side], 1);
        _classes = Inputs.Indices("classes", [Batch], Classes);
        _network = DigitNetwork.Create(new RandomGenerator(1), dropout: 0);
        Inputs.Model(_network);
        _optimizer = new(_network.Parameters, learningRate: 0.001, weightDecay: 0.01);
    }

    protected override Variable<float> Loss() =>
        _network.Forward(Tape.Constant(_x, [Batch, 1, Side, Side]), Pass.Training(0)).CrossEntropy(Tape.Indices(_classes));

    protected override void Update(Gradients<float> gradients) => _optimizer.Step(gradients);
}
