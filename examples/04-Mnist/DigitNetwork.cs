namespace Autograd.Examples.Mnist;

/// <summary>The network: two convolutions, each normalized and followed by the largest of 2×2 pixels, and two linear layers.</summary>
internal static class DigitNetwork
{
    /// <summary>A network that knows nothing yet: images, of shape [count, 1, 28, 28], to the logits of ten digits.</summary>
    /// <param name="random">Where its weights come from.</param>
    /// <param name="dropout">How often, in training, a unit before the last layer is left out.</param>
    public static Sequential<float> Create(RandomGenerator random, double dropout = 0.25) => new(
        new Convolution<float>("1", inputs: 1, outputs: 32, kernel: [3, 3], Initializer.HeNormal, random, padding: 1, hasBias: false),
        new BatchNorm<float>("1", 32),
        ActivationLayer<float>.Relu,
        new MaxPool<float>(2),
        new Convolution<float>("2", inputs: 32, outputs: 64, kernel: [3, 3], Initializer.HeNormal, random, padding: 1, hasBias: false),
        new BatchNorm<float>("2", 64),
        ActivationLayer<float>.Relu,
        new MaxPool<float>(2),
        new Flatten<float>(),
        new Linear<float>("3", 64 * 7 * 7, 128, Initializer.HeNormal, random),
        ActivationLayer<float>.Relu,
        new Dropout<float>(dropout, random),
        new Linear<float>("4", 128, 10, Initializer.GlorotUniform, random));
}
