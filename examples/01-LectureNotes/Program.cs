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

    /// <summary>The lines of a terminal as it is by default; what is set in them is set well.</summary>
    private const int NarrowestLine = 80;

    /// <summary>Longer lines are not read well.</summary>
    private const int WidestLine = 120;

    /// <summary>The ways that are compared, in the order of their columns.</summary>
    public static IReadOnlyList<IGradientMethod> Methods { get; } =
    [
        new ScalarSums(),
        new FullJacobians(Contraction.Collate),
        new FullJacobians(Contraction.Flatten),
        new OuterProducts(),
        new BackwardAlgorithm(),
        new TapeGradient(),
    ];

    /// <summary>The random training set of 100 examples.</summary>
    public static TrainingSet RandomSet { get; } = TrainingSet.Random(new SplitMix64(seed: 2024), count: 100);

    private static int Main()
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return Run(Console.Out, Console.IsOutputRedirected ? NarrowestLine : Math.Clamp(Console.WindowWidth, NarrowestLine, WidestLine)) ? 0 : 1;
    }

    /// <summary>Writes everything in lines of the given length, 80 or more; returns whether all ways agree.</summary>
    public static bool Run(TextWriter output, int width)
    {
        Walkthrough text = new(output, width);
        text.Text("Backpropagation by hand: one gradient in every way of the lecture notes");

        Network network = Network.Example;
        TrainingSet single = TrainingSet.Single;
        ForwardPass forward = ForwardPass.Of(network, single.Inputs[0]);
        JacobianChain chain = JacobianChain.Of(forward, network, single.Targets[0]);
        text.Describe(network, single.Inputs[0], single.Targets[0]);
        text.Forward(network, forward, network.Loss(single));
        text.Chain(chain);
        text.Tensor(chain, single.Inputs[0]);
        bool agree = Compare(text, width, network, [single, TrainingSet.Xor, RandomSet]);
        Derive(text, network);
        agree &= CheckRegularization(text, network);
        agree &= AnswerQuestion(text);
        Train(text, width);
        return agree;
    }

    /// <summary>The layer equations in matrix form against the tape, for layers of several sizes.</summary>
    private static bool AnswerQuestion(Walkthrough text)
    {
        text.Heading("Are the matrix forms native? A layer z = W a + b, a′ = f(z), from the tape");
        text.Text("   W                    equation              largest difference", "   ─────────────────────────────────────────────────────────────");
        bool agree = true;
        SplitMix64 random = new(seed: 7);
        foreach (var (outputs, inputs) in (ReadOnlySpan<(int, int)>)[(3, 2), (17, 40), (300, 200)])
        {
            foreach (var (equation, difference) in LayerQuestion.Answer(inputs, outputs, random))
            {
                text.Text($"   {$"{outputs}×{inputs}",-20} {equation,-20}  {MathText.Magnitude(difference),18}");
                agree &= difference <= Comparison.Tolerance;
            }
        }

        text.Text("");
        text.Paragraph(agree
            ? "Yes. Each operation brings its own rule: the element-wise f a product ⊙ with f′, the product W a "
                + "one with Wᵀ and one with aᵀ, the sum nothing but the cotangent itself. Nothing had to be fitted."
            : "NO: more than 1e-14 apart");
        return agree;
    }

    /// <summary>Trains the exclusive or and shows how the cost falls and what the network answers in the end.</summary>
    private static void Train(Walkthrough text, int width)
    {
        text.Heading($"Training the exclusive or: {Training.Steps} steps with the tape's gradients");
        var (losses, outputs) = Training.Run(Network.Random(new SplitMix64(seed: 3), scale: 2));
        text.Text(new LossCurve { Title = "J (logarithmic)", Logarithmic = true, Width = width - 4 }.Draw(losses).Split('\n'));
        text.Text("", "   x₁  x₂    t    z");
        for (int p = 0; p < outputs.Length; p++)
        {
            double[] x = TrainingSet.Xor.Inputs[p];
            text.Text($"   {MathText.Number(x[0], "0")}   {MathText.Number(x[1], "0")}     {MathText.Number(TrainingSet.Xor.Targets[p], "0")}    {MathText.Number(outputs[p], "0.0000")}");
        }
    }

    private static bool Compare(Walkthrough text, int width, Network network, ReadOnlySpan<TrainingSet> sets)
    {
        text.Heading("The ways side by side");
        foreach (IGradientMethod method in Methods) text.Paragraph(method.Description, $"   {method.Name,-12} ");
        bool agree = true;
        foreach (TrainingSet set in sets)
        {
            Comparison comparison = new(Methods, network, set);
            text.Text("", $"   N = {set.Count}, {set.Name}", "");
            text.Text(comparison.Render(width));
            agree &= comparison.Agrees;
        }

        return agree;
    }

    /// <summary>What the fifth way, the tape, did: its own derivation, for all examples at once.</summary>
    private static void Derive(Walkthrough text, Network network)
    {
        text.Heading("What the tape did: the derivation that it recorded, printed");
        using var tape = new Tape<double>();
        Equations<double> equations = new RecordedNetwork(network).Loss(tape, TrainingSet.Xor).Equations();
        foreach (string line in equations.ToText().TrimEnd('\n').Split('\n')) text.Text(line.Length == 0 ? "" : "   " + line);
    }

    /// <summary>Compares algorithm 6.4, regularization included, with five-point differences of the cost.</summary>
    private static bool CheckRegularization(Walkthrough text, Network network)
    {
        text.Heading("Algorithm 6.4 at any depth, regularized, against differences of the cost");
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
