namespace Autograd.Tests.Readme;

/// <summary>The README's first example, compiled; the test runs it and compares what it prints.</summary>
internal static class FirstExample
{
    public static void Run(TextWriter Console)
    {
        // <first-example>
        using var tape = new Tape<double>();
        var W = tape.Variable([0.5, -0.5, 0.25, 1.0, -1.0, 0.75], [3, 2]);
        var b = tape.Variable([0.1, 0.2, 0.3], [3]);
        var x = tape.Variable([1.0, 2.0], [2]);

        var z = W.MatMul(x) + b;
        var a = z.Sigmoid();
        var loss = a.HalfMeanSquaredError(tape.Constant([1, 0, 1], [3]));

        Gradients<double> gradients = loss.Backward();
        Console.WriteLine($"J  = {loss}");
        Console.WriteLine($"∇z = {gradients[z]}");          // any node, not only leaves
        Console.WriteLine($"∇x = {gradients[x]}");          // Wᵀ ∇z, which nobody typed
        Console.WriteLine($"∇W = {gradients[W]}");          // ∇z xᵀ

        var slope = gradients[x].Square().Sum();            // a gradient is a node like any other:
        Console.WriteLine(slope.Backward()[b]);             // differentiate it again
        // </first-example>
    }
}
