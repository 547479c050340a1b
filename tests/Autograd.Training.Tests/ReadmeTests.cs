using System.Runtime.CompilerServices;

namespace Autograd.Training.Tests;

/// <summary>The README's training loop: compiled, equal to the text of the README, and it learns.</summary>
public class ReadmeTests
{
    [Fact]
    public void The_training_loop_of_the_README_learns_the_exclusive_or()
    {
        double[] inputs = [0, 0, 0, 1, 1, 0, 1, 1], targets = [0, 1, 1, 0];
        double[] w1Values = new double[16], w2Values = new double[8];
        var random = new RandomGenerator(1);
        foreach (ref double value in w1Values.AsSpan()) value = random.NextUniform() - 0.5;
        foreach (ref double value in w2Values.AsSpan()) value = random.NextUniform() - 0.5;
        double last = double.NaN;

        // <training-loop>
        var W1 = new Parameter<double>("W1", [8, 2], w1Values);
        var b1 = new Parameter<double>("b1", [8]);
        var w2 = new Parameter<double>("w2", [8], w2Values);
        var b2 = new Parameter<double>("b2", []);
        var optimizer = new GradientDescent<double>([W1, b1, w2, b2], learningRate: 0.5);

        using var tape = new Tape<double>();
        for (int step = 0; step < 2000; step++)
        {
            tape.Reset();
            var x = tape.Constant(inputs, [4, 2]);
            var h = (x.MatMul(tape.Watch(W1).Transpose()) + tape.Watch(b1)).Tanh();
            var z = h.MatMul(tape.Watch(w2)) + tape.Watch(b2);
            var loss = z.BinaryCrossEntropyWithLogits(tape.Constant(targets, [4]));
            optimizer.Step(loss.Backward());
            last = loss.Scalar;
        }
        // </training-loop>

        Assert.InRange(last, 0, 0.01);
        Assert.Contains(Region("training-loop"), File.ReadAllText(Path.Combine(Folder(), "..", "..", "README.md")), StringComparison.Ordinal);
    }

    /// <summary>The lines between two markers of this file, without their indentation and the one line that is for the test.</summary>
    private static string Region(string marker)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Folder(), "ReadmeTests.cs"));
        int start = Array.FindIndex(lines, line => line.Trim() == $"// <{marker}>"), end = Array.FindIndex(lines, line => line.Trim() == $"// </{marker}>");
        return string.Join('\n', lines[(start + 1)..end].Where(line => !line.Contains("last = ", StringComparison.Ordinal)).Select(line => line.Length > 8 ? line[8..] : ""));
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
