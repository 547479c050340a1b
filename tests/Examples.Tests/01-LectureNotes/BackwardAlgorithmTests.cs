namespace Autograd.Examples.LectureNotes;

public class BackwardAlgorithmTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void FourLayers_MatchFivePointDifferences(double lambda)
    {
        SplitMix64 random = new(seed: 11);
        DeepNetwork network = DeepNetwork.Random(random, Activation.Tanh, Activation.Sigmoid, 3, 5, 4, 6, 2);
        Assert.Equal(4, network.Layers.Length);
        Check(network, random, lambda);
    }

    [Fact]
    public void MixedActivations_MatchFivePointDifferences()
    {
        SplitMix64 random = new(seed: 12);
        Check(DeepNetwork.Random(random, Activation.Sigmoid, Activation.Identity, 4, 3, 3, 1, 3), random, lambda: 0.05);
        Check(DeepNetwork.Random(random, Activation.Tanh, Activation.Tanh, 2, 1), random, lambda: 0.05);
    }

    [Fact]
    public void Regularization_AddsLambdaTimesTheWeightsOnce()
    {
        SplitMix64 random = new(seed: 13);
        DeepNetwork network = DeepNetwork.Random(random, Activation.Tanh, Activation.Identity, 2, 3, 2);
        (double[][] inputs, double[][] targets) = (Rows(random, 9, 2), Rows(random, 9, 2));
        LayerGradient[] plain = BackwardAlgorithm.Backward(network, inputs, targets, lambda: 0);
        LayerGradient[] regularized = BackwardAlgorithm.Backward(network, inputs, targets, lambda: 0.5);
        for (int k = 0; k < plain.Length; k++)
        {
            Assert.Equal(plain[k].Bias, regularized[k].Bias);
            for (int i = 0; i < plain[k].Bias.Length; i++)
            {
                for (int j = 0; j < plain[k].Weights.GetLength(1); j++)
                    Assert.Equal(plain[k].Weights[i, j] + 0.5 * network.Layers[k].Weights[i, j], regularized[k].Weights[i, j], 1e-14);
            }
        }
    }

    [Fact]
    public void Layers_ThatDoNotFit_AreRefused()
    {
        Layer first = new(new double[3, 2], new double[3], Activation.Tanh);
        Assert.Throws<ArgumentException>(() => new DeepNetwork());
        Assert.Throws<ArgumentException>(() => new DeepNetwork(first with { Bias = new double[2] }));
        Assert.Throws<ArgumentException>(() => new DeepNetwork(first, new Layer(new double[1, 2], new double[1], Activation.Tanh)));
    }

    private static void Check(DeepNetwork network, SplitMix64 random, double lambda)
    {
        double[][] inputs = Rows(random, 6, network.Layers[0].Weights.GetLength(1));
        double[][] targets = Rows(random, 6, network.Layers[^1].Bias.Length);
        LayerGradient[] exact = BackwardAlgorithm.Backward(network, inputs, targets, lambda);
        LayerGradient[] differences = FiniteDifferences.Gradient(network, inputs, targets, lambda);
        double largest = FiniteDifferences.LargestDifference(exact, differences);
        Assert.True(largest < 1e-11, $"{largest:R}");
    }

    private static double[][] Rows(SplitMix64 random, int count, int length) =>
        [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, length).Select(_ => random.Uniform(-1, 1)).ToArray())];
}
