using System.Runtime.InteropServices;

namespace Autograd.Examples.Digits;

/// <summary>
/// A network of two hidden layers that learns to tell digits apart: the cross-entropy of its ten outputs is made small by AdamW with
/// weight decay, on batches of 32 scans, some of them moved by a pixel.
/// </summary>
internal sealed class DigitReader : IDisposable
{
    /// <summary>The number of units of each hidden layer.</summary>
    public const int Hidden = 64;

    /// <summary>The number of scans of a step.</summary>
    public const int BatchSize = 32;

    /// <summary>The learning rate of the first epoch; it falls evenly towards 0 after the last.</summary>
    public const double LearningRate = 0.004;

    /// <summary>The weight decay.</summary>
    public const double WeightDecay = 0.05;

    /// <summary>How likely a scan is moved by a pixel before it is learned from.</summary>
    public const double ShiftProbability = 0.3;

    private readonly Tape<float> _tape = new();
    private readonly AdamW<float> _optimizer;
    private readonly MiniBatches _batches;
    private readonly RandomGenerator _random;
    private readonly DigitSet _learned;
    private readonly float[] _pixels = new float[BatchSize * DigitSet.PixelCount];
    private readonly int[] _labels = new int[BatchSize];
    private readonly int _epochs;

    /// <summary>A reader that knows nothing yet.</summary>
    /// <param name="learned">What it will learn from.</param>
    /// <param name="epochs">How often it will go through all of it.</param>
    /// <param name="seed">Decides its first weights, the order of the scans, and which are moved.</param>
    public DigitReader(DigitSet learned, int epochs, ulong seed)
    {
        RandomGenerator random = _random = new(seed);
        Network = new(
            new Linear<float>("1", DigitSet.PixelCount, Hidden, Initializer.HeNormal, random),
            ActivationLayer<float>.Relu,
            new Linear<float>("2", Hidden, Hidden, Initializer.HeNormal, random),
            ActivationLayer<float>.Relu,
            new Linear<float>("3", Hidden, DigitSet.ClassCount, Initializer.GlorotUniform, random));
        _optimizer = new(Network.Parameters, LearningRate, weightDecay: WeightDecay);
        _batches = new(learned.Count, BatchSize, random);
        _learned = learned;
        _epochs = epochs;
    }

    /// <summary>The network.</summary>
    public Sequential<float> Network { get; }

    /// <summary>How many numbers it learns.</summary>
    public int ParameterCount => Network.Parameters.Sum(parameter => parameter.Shape.ElementCount);

    /// <summary>A hash (FNV-1a) of the bits of all parameters: two readers with the same are the same, all but surely.</summary>
    public ulong Fingerprint
    {
        get
        {
            ulong hash = 0xCBF29CE484222325;
            foreach (Parameter<float> parameter in Network.Parameters)
            {
                foreach (byte part in MemoryMarshal.AsBytes(parameter.Values)) hash = (hash ^ part) * 0x100000001B3;
            }

            return hash;
        }
    }

    /// <summary>Goes through the scans to learn from once.</summary>
    /// <returns>The mean loss, and the number of scans read rightly, each as the network was when it came to the scan.</returns>
    public (double Loss, int Right) Learn()
    {
        double loss = 0;
        int right = 0;
        _optimizer.LearningRate = LearningRate * (_epochs - _batches.Epoch) / _epochs;
        foreach (ReadOnlySpan<int> batch in _batches.NextEpoch())
        {
            _learned.Pixels.CopyRows(DigitSet.PixelCount, batch, _pixels);
            _learned.Labels.CopyRows(1, batch, _labels);
            Span<float> pixels = _pixels.AsSpan(0, batch.Length * DigitSet.PixelCount);
            ReadOnlySpan<int> labels = _labels.AsSpan(0, batch.Length);
            Variation.ShiftSome(pixels, ShiftProbability, _random);

            _tape.Reset();
            Variable<float> logits = Network.Forward(_tape.Constant(pixels, [batch.Length, DigitSet.PixelCount]));
            Variable<float> batchLoss = logits.CrossEntropy(_tape.Indices(labels));
            loss += batchLoss.Scalar * batch.Length;
            ReadOnlySpan<int> digits = logits.ArgMax(-1).Values;
            for (int i = 0; i < digits.Length; i++)
            {
                if (digits[i] == labels[i]) right++;
            }

            _optimizer.Step(batchLoss.Backward());
        }

        return (loss / _learned.Count, right);
    }

    /// <summary>Reads scans, without learning from them.</summary>
    public Reading Read(DigitSet scans)
    {
        _tape.Reset();
        Variable<float> logits = Network.Forward(_tape.Constant(scans.Pixels, [scans.Count, DigitSet.PixelCount]));
        float loss = logits.CrossEntropy(_tape.Indices(scans.Labels)).Scalar;
        Variable<float> probabilities = logits.Softmax(-1);
        int[] digits = probabilities.ArgMax(-1).Values.ToArray();
        return new(scans, loss, digits, probabilities.Max([-1]).ToArray());
    }

    /// <inheritdoc/>
    public void Dispose() => _tape.Dispose();
}
