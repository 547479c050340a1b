using System.Text;

namespace Autograd.Examples.LectureNotes;

/// <summary>
/// Example 1: the gradient of one small network, computed in every way of the lecture notes and compared number by number.
/// Returns 1 if two ways differ by more than 1e-14.
/// </summary>
internal static class Program
{
    /// <summary>The largest difference allowed between the backward algorithm and five-point differences.</summary>
    private const double DifferenceTolerance = 1e-10;

    /// <summary>The ways that are compared, in the order of their columns.</summary>
    public static IReadOnlyList<IGradientMethod> Methods { get; } =
    [
        new ScalarSums(),
        new FullJacobians(Contraction.Collate),
        new FullJacobians(Contraction.Flatten),
        new OuterProducts(),
        new BackwardAlgorithm(),
    ];

    /// <summary>The random training set of 100 examples.</summary>
    public static TrainingSet RandomSet { get; } = TrainingSet.Random(new SplitMix64(seed: 2024), count: 100);

    private static int Main()
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return Run(Console.Out) ? 0 : 1;
    }

    /// <summary>Writes everything; returns whether all ways agree.</summary>
    public static bool Run(TextWriter output)
    {
        Walkthrough text = new(output);
        text.Text("Backpropagation by hand: the gradient of one network in every way of the lecture notes");

        Network network = Network.Example;
        TrainingSet single = TrainingSet.Single;
        ForwardPass forward = ForwardPass.Of(network, single.Inputs[0]);
        JacobianChain chain = JacobianChain.Of(forward, network, single.Targets[0]);
        text.Describe(network, single.Inputs[0], single.Targets[0]);
        text.Forward(network, forward, network.Loss(single));
        text.Chain(chain);
        text.Tensor(chain, single.Inputs[0]);
        bool agree = Compare(text, network, [single, TrainingSet.Xor, RandomSet]);
        return CheckRegularization(text, network) && agree;
    }

    private static bool Compare(Walkthrough text, Network network, ReadOnlySpan<TrainingSet> sets)
    {
        text.Heading("The ways side by side");
        foreach (IGradientMethod method in Methods) text.Text($"   {method.Name,-12} {method.Description}");
        bool agree = true;
        foreach (TrainingSet set in sets)
        {
            Comparison comparison = new(Methods, network, set);
            text.Text("", $"   N = {set.Count}, {set.Name}", "");
            text.Text(comparison.Render(Walkthrough.Width));
            agree &= comparison.Agrees;
        }

        return agree;
    }

    /// <summary>Compares algorithm 6.4, regularization included, with five-point differences of the cost.</summary>
    private static bool CheckRegularization(Walkthrough text, Network network)
    {
        text.Heading("Algorithm 6.4 at any depth, with regularization, against differences of the cost");
        text.Text(
            "   J = 1/(2N) Σ ‖t − ŷ‖² + λ/2 Σ ‖W⁽ᵏ⁾‖²          ∇W⁽ᵏ⁾ J = g h⁽ᵏ⁻¹⁾ᵀ + λ W⁽ᵏ⁾",
            "",
            "   network                              numbers     λ    largest difference",
            "   ─────────────────────────────────────────────────────────────────────────");

        double[][] targets = [.. TrainingSet.Xor.Targets.Select(t => new[] { t })];
        SplitMix64 random = new(seed: 64);
        DeepNetwork deep = DeepNetwork.Random(random, Activation.Tanh, Activation.Sigmoid, 2, 5, 4, 3, 2);
        double[][] pairs = [.. TrainingSet.Xor.Targets.Select(t => new[] { t, 1 - t })];

        bool agree = true;
        foreach (double lambda in (ReadOnlySpan<double>)[0, 0.1])
        {
            agree &= Row("2-3-1, sigmoid", BackwardAlgorithm.ToDeepNetwork(network), targets, lambda);
            agree &= Row("2-5-4-3-2, tanh, then sigmoid", deep, pairs, lambda);
        }

        text.Text("", agree ? "   all within 1e-10 of the five-point differences" : "   MORE THAN 1e-10 from the five-point differences");
        return agree;

        bool Row(string name, DeepNetwork deepNetwork, double[][] rows, double lambda)
        {
            LayerGradient[] exact = BackwardAlgorithm.Backward(deepNetwork, TrainingSet.Xor.Inputs, rows, lambda);
            LayerGradient[] differences = FiniteDifferences.Gradient(deepNetwork, TrainingSet.Xor.Inputs, rows, lambda);
            double largest = FiniteDifferences.LargestDifference(exact, differences);
            text.Text($"   {name,-36} {deepNetwork.ParameterCount,7}  {MathText.Number(lambda, "0.0"),4}    {MathText.Magnitude(largest),18}");
            return largest <= DifferenceTolerance;
        }
    }
}
