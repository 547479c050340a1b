namespace Autograd.Tests.Diagnostics;

/// <summary>The 2-3-1 network of the lecture notes for one example, with the notes' names.</summary>
internal static class NotesNetwork
{
    public static Gradients<double> Record(Tape<double> tape) => Forward(tape)["J"].Backward();

    public static Dictionary<string, Variable<double>> Forward(Tape<double> tape)
    {
        var x = tape.Constant([0.5, -1.5], [2], "x");
        var W1 = tape.Variable([0.1, -0.2, 0.4, 0.3, -0.5, 0.6], [3, 2], "W1");
        var b1 = tape.Variable([0.05, -0.1, 0.2], [3], "b1");
        var w2 = tape.Variable([0.7, -0.8, 0.9], [3], "w2");
        var b2 = tape.Variable(-0.3, "b2");
        var t = tape.Constant([1.0], Shape.Scalar, "t");
        var a1 = (W1.MatMul(x) + b1).Named("a1");
        var h = a1.Sigmoid().Named("h");
        var a2 = (w2.MatMul(h) + b2).Named("a2");
        var z = a2.Sigmoid().Named("z");
        var J = z.HalfMeanSquaredError(t).Named("J");
        return new() { ["x"] = x, ["W1"] = W1, ["b1"] = b1, ["w2"] = w2, ["b2"] = b2, ["t"] = t, ["a1"] = a1, ["h"] = h, ["a2"] = a2, ["z"] = z, ["J"] = J };
    }
}
