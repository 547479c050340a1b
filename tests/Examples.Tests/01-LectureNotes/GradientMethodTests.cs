namespace Autograd.Examples.LectureNotes;

public class GradientMethodTests
{
    /// <summary>
    /// The derivatives at x = (1, 2), t = 1, worked out by hand. The weights are
    /// W¹ = [0.5 −0.5; −0.25 0.5; −0.5 1.5], b¹ = (0.5, 0.25, −0.5), w² = (1, −2, 1.5), b² = −0.25.
    /// <code>
    /// a¹₁ =  0.5·1  − 0.5·2 + 0.5  = 0        h₁ = 1/(1 + 1)               = 0.5
    /// a¹₂ = −0.25·1 + 0.5·2 + 0.25 = 1        h₂ = 1/(1 + 0.367879441171)  = 0.731058578630
    /// a¹₃ = −0.5·1  + 1.5·2 − 0.5  = 2        h₃ = 1/(1 + 0.135335283237)  = 0.880797077978
    /// a²  = 1·0.5 − 2·0.731058578630 + 1.5·0.880797077978 − 0.25
    ///     = 0.5 − 1.462117157260 + 1.321195616967 − 0.25                   = 0.109078459707
    /// z   = 1/(1 + e⁻⁰·¹⁰⁹⁰⁷⁸⁴⁵⁹⁷⁰⁷) = 1/(1 + 0.896660063053)              = 0.527242608984
    /// t − z  = 1 − 0.527242608984                                         = 0.472757391016
    /// σ′(a²) = z (1 − z) = 0.527242608984 · 0.472757391016                = 0.249257840256
    /// </code>
    /// </summary>
    [Theory]
    [InlineData("b²", -0.117838486250)] // −(t − z) σ′(a²) = −0.472757391016 · 0.249257840256
    [InlineData("w²₁", -0.058919243125)] // ∂J/∂b² · h₁ = −0.117838486250 · 0.5
    [InlineData("b¹₁", -0.029459621562)] // ∂J/∂b² · w²₁ · σ′(0) = −0.117838486250 · 1 · 0.5 (1 − 0.5)
    [InlineData("w¹₁₁", -0.029459621562)] // ∂J/∂b¹₁ · x₁ = −0.029459621562 · 1
    [InlineData("w¹₁₂", -0.058919243125)] // ∂J/∂b¹₁ · x₂ = −0.029459621562 · 2
    public void OneExample_MatchesTheCalculationByHand(string name, double expected)
    {
        int k = Network.ParameterNames.ToList().IndexOf(name);
        foreach (IGradientMethod method in Program.Methods)
        {
            double actual = method.Gradient(Network.Example, TrainingSet.Single).ToArray()[k];
            Assert.True(Math.Abs(actual - expected) < 2e-12, $"{method.Name}, {name}: {actual:R} instead of {expected:R}.");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(100)]
    public void TheSetsOfTheExample_AgreeInEveryWay(int count)
    {
        TrainingSet data = count == 1 ? TrainingSet.Single : count == 4 ? TrainingSet.Xor : Program.RandomSet;
        Assert.Equal(count, data.Count);
        Comparison comparison = new(Program.Methods, Network.Example, data);
        Assert.True(comparison.LargestDifference <= 1e-14, $"{comparison.LargestDifference:R}");
    }

    [Fact]
    public void RandomNetworks_AgreeInEveryWay()
    {
        SplitMix64 random = new(seed: 5);
        for (int round = 0; round < 200; round++)
        {
            Network network = Network.Random(random, scale: 3);
            Comparison comparison = new(Program.Methods, network, TrainingSet.Random(random, count: 1 + round % 20));
            Assert.True(comparison.LargestDifference <= 1e-14, $"Round {round}: {comparison.LargestDifference:R}");
        }
    }

    [Fact]
    public void EveryWay_MatchesFivePointDifferences()
    {
        SplitMix64 random = new(seed: 6);
        for (int round = 0; round < 20; round++)
        {
            Network network = round == 0 ? Network.Example : Network.Random(random, scale: 2);
            TrainingSet data = round == 0 ? TrainingSet.Xor : TrainingSet.Random(random, count: 7);
            double[] differences = FiniteDifferences.Gradient(network, data);
            foreach (IGradientMethod method in Program.Methods)
            {
                double[] gradient = method.Gradient(network, data).ToArray();
                for (int k = 0; k < gradient.Length; k++)
                    Assert.True(Math.Abs(gradient[k] - differences[k]) < 1e-11, $"{method.Name}, {Network.ParameterNames[k]}: {gradient[k]:R}, differences {differences[k]:R}.");
            }
        }
    }

    [Fact]
    public void Gradient_LeavesTheNetworkAsItWas()
    {
        double[] before = Network.Example.ToArray();
        foreach (IGradientMethod method in Program.Methods) method.Gradient(Network.Example, TrainingSet.Xor);
        FiniteDifferences.Gradient(Network.Example, TrainingSet.Xor);
        Assert.Equal(before, Network.Example.ToArray());
    }
}
