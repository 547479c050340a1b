namespace Autograd.Examples.OnnxExchange;

/// <summary>A small convolution network that reads digits: 8 filters of 5×5, every second pixel, and a linear layer.</summary>
internal sealed class DigitModel : IDisposable
{
    /// <summary>The number of images of a step, and of those that the file in the ONNX format takes at once.</summary>
    public const int Batch = 50;

    private readonly Tape<float> _tape = new();
    private readonly Adam<float> _optimizer;
    private readonly DataLoader<float, int> _loader;

    public DigitModel(MnistImages images, ulong seed)
    {
        RandomGenerator random = new(seed);
        Network = new(
            new Convolution<float>("1", inputs: 1, outputs: 8, kernel: [5, 5], Initializer.HeNormal, random, stride: 2, padding: 2),
            ActivationLayer<float>.Relu,
            new Flatten<float>(),
            new Linear<float>("2", 8 * 14 * 14, MnistImages.ClassCount, Initializer.GlorotUniform, random));
        _optimizer = new(Network.Parameters, learningRate: 0.002);
        _loader = new(images, Batch, seed, workers: 0);
    }

    /// <summary>The network: images to the logits of the digits.</summary>
    public Sequential<float> Network { get; }

    /// <summary>The number of steps of an epoch.</summary>
    public int StepsPerEpoch => _loader.BatchCount;

    /// <summary>Learns from the next images.</summary>
    /// <returns>The mean cross-entropy before.</returns>
    public float Learn()
    {
        Batch<float, int> batch = _loader.Next();
        _tape.Reset();
        Variable<float> loss = Network.Forward(_tape.Constant(batch.Inputs, batch.InputShape)).CrossEntropy(_tape.Indices(batch.Targets));
        _optimizer.Step(loss.Backward());
        return loss.Scalar;
    }

    /// <summary>The probabilities of the digits, for a batch of images.</summary>
    public float[] Read(float[] pixels)
    {
        _tape.Reset();
        return Record(pixels).Probabilities.ToArray();
    }

    /// <summary>Writes the network in the ONNX format: images to probabilities.</summary>
    public void SaveOnnx(string path)
    {
        _tape.Reset();
        var (images, probabilities) = Record(new float[Batch * MnistImages.PixelCount]);
        Onnx.Save(path, _tape, inputs: [images], outputs: [probabilities]);
    }

    /// <summary>Writes the weights by their paths, for NumPy.</summary>
    public void SaveNpz(string path) => Npz.Save(path, file =>
    {
        foreach (LayerTensor<float> tensor in Network.Tensors) file.Add(tensor.Path, tensor.Parameter.Values, tensor.Parameter.Shape);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _loader.Dispose();
        _tape.Dispose();
    }

    private (Variable<float> Images, Variable<float> Probabilities) Record(float[] pixels)
    {
        Variable<float> images = _tape.Constant(pixels, [Batch, 1, MnistImages.Side, MnistImages.Side], "images");
        return (images, Network.Forward(images).Softmax(-1).Named("probabilities"));
    }
}
