namespace Autograd.Examples.Autoencoder;

/// <summary>
/// An autoencoder: it writes an image as two numbers from −1 to 1, and makes of these an image again. What it makes are logits; the sigmoid of them is ink.
/// (G. Hinton, R. Salakhutdinov, "Reducing the dimensionality of data with neural networks", 2006.)
/// </summary>
internal sealed class ImageCode : Layer<float>
{
    /// <summary>How many numbers stand for an image.</summary>
    public const int Length = 2;

    private const int Wide = 256;
    private const int Narrow = 64;

    public ImageCode(RandomGenerator random)
    {
        Encoder = Add("encoder", new Sequential<float>(
            new Flatten<float>(),
            new Linear<float>(".encoder.1", MnistImages.PixelCount, Wide, Initializer.HeNormal, random),
            ActivationLayer<float>.Relu,
            new Linear<float>(".encoder.2", Wide, Narrow, Initializer.HeNormal, random),
            ActivationLayer<float>.Relu,
            new Linear<float>(".encoder.3", Narrow, Length, Initializer.GlorotUniform, random),

            // Without it codes soon lie at the ends of the hyperbolic tangent, where nothing is learned any more.
            new BatchNorm<float>(".encoder.4", Length),
            ActivationLayer<float>.Tanh));
        Decoder = Add("decoder", new Sequential<float>(
            new Linear<float>(".decoder.1", Length, Narrow, Initializer.HeNormal, random),
            ActivationLayer<float>.Relu,
            new Linear<float>(".decoder.2", Narrow, Wide, Initializer.HeNormal, random),
            ActivationLayer<float>.Relu,
            new Linear<float>(".decoder.3", Wide, MnistImages.PixelCount, Initializer.GlorotUniform, random)));
    }

    /// <summary>Images, of shape [count, 1, 28, 28], to two numbers each.</summary>
    public Sequential<float> Encoder { get; }

    /// <summary>Two numbers each to the logits of images, of shape [count, 784].</summary>
    public Sequential<float> Decoder { get; }

    /// <inheritdoc/>
    public override Variable<float> Forward(Variable<float> x, Pass pass) => Decoder.Forward(Encoder.Forward(x, pass), pass);

    /// <summary>The images that some codes stand for.</summary>
    public float[][] Decode(float[] codes)
    {
        using Tape<float> tape = new();
        Variable<float> ink = Decoder.Forward(tape.Constant(codes, [codes.Length / Length, Length])).Sigmoid();
        return [.. ink.ToArray().Chunk(MnistImages.PixelCount)];
    }

    /// <summary>Images, as they are once they were written as codes.</summary>
    public float[][] Restore(MnistImages images)
    {
        using Tape<float> tape = new();
        float[] pixels = [.. Enumerable.Range(0, images.Count).SelectMany(k => images.Pixels(k).ToArray())];
        return [.. Forward(tape.Constant(pixels, [images.Count, .. images.InputShape.ToArray()]), Pass.Inference).Sigmoid().ToArray().Chunk(MnistImages.PixelCount)];
    }

    /// <summary>The codes of a square map, row by row: the first number grows to the right, the second downwards.</summary>
    public static float[] Map(int side)
    {
        float[] codes = new float[side * side * Length];
        for (int k = 0; k < side * side; k++) (codes[2 * k], codes[(2 * k) + 1]) = (Place(k % side), Place(k / side));
        return codes;

        // Not to the very ends, which the hyperbolic tangent does not reach.
        float Place(int index) => side == 1 ? 0 : 0.95f * (((2f * index) / (side - 1)) - 1);
    }
}
