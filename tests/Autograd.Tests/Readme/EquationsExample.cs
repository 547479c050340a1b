namespace Autograd.Tests.Readme;

/// <summary>The README's derivation, compiled; the test runs it and compares what it prints.</summary>
internal static class EquationsExample
{
    public static void Run(TextWriter Console)
    {
        // <equations>
        using var tape = new Tape<double>();
        var x = tape.Constant([0, 0, 0, 1, 1, 0, 1, 1], [4, 2], "x");
        var t = tape.Constant([0, 1, 1, 0], [4, 1], "t");
        var W1 = tape.Variable([1, 1, 1, 1, -1, 0], [2, 3], "W1");
        var b1 = tape.Variable([0, -1, 0], [3], "b1");
        var W2 = tape.Variable([1.0, -2.0, 0.5], [3, 1], "W2");

        var h = (x.MatMul(W1) + b1).Sigmoid().Named("h");
        var loss = h.MatMul(W2).HalfMeanSquaredError(t);
        Console.WriteLine(loss.Equations().ToText());
        // </equations>
    }
}
