namespace Autograd.Examples.Autoencoder;

/// <summary>What to compare with: the best code of so many numbers that is linear, by the principal components of the images.</summary>
internal sealed class LinearCode
{
    private readonly double[] _mean;
    private readonly double[][] _directions;

    /// <summary>The code that loses least of some images.</summary>
    public LinearCode(MnistImages images, int length)
    {
        using Tape<double> tape = new(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        double[] pixels = [.. Enumerable.Range(0, images.Count).SelectMany(k => images.Pixels(k).ToArray()).Select(ink => (double)ink)];
        Variable<double> x = tape.Constant(pixels, [images.Count, MnistImages.PixelCount]), mean = x.Mean([0]), centered = x - mean;
        Variable<double> vectors = centered.Transpose().MatMul(centered).SymmetricEigen().Vectors.Transpose();
        _mean = mean.ToArray();

        // Eigenvalues ascend: the last vectors are those along which the images differ most.
        _directions = [.. Enumerable.Range(1, length).Select(k => vectors.At(0, ^k).ToArray())];
    }

    /// <summary>An image, as it is once it was written as a code.</summary>
    public float[] Restore(ReadOnlySpan<float> image)
    {
        double[] restored = [.. _mean];
        foreach (double[] direction in _directions)
        {
            double along = 0;
            for (int i = 0; i < restored.Length; i++) along += (image[i] - _mean[i]) * direction[i];
            for (int i = 0; i < restored.Length; i++) restored[i] += along * direction[i];
        }

        return Array.ConvertAll(restored, ink => (float)ink);
    }
}
