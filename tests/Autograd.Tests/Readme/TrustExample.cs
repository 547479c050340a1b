namespace Autograd.Tests.Readme;

/// <summary>The programs of the page about trust, compiled; the test runs them and compares what they print.</summary>
internal static class TrustExample
{
    public static void Forward(TextWriter Console)
    {
        // <trust-forward>
        using var tape = new Tape<double>();
        var x = tape.Variable([2.0, 1, 0.5], "x");
        var z = (x - 1).Named("z");
        var h = z.Log().Named("h");
        var loss = h.Square().Mean();

        Console.WriteLine(loss);
        Console.WriteLine(loss.FirstNonFinite());
        // </trust-forward>
    }

    public static void Backward(TextWriter Console)
    {
        // <trust-backward>
        using var tape = new Tape<double>();
        var x = tape.Variable(0.0, "x");
        var h = x.Sqrt().Named("h");
        var gradients = h.Square().Backward();           // of y = x, by way of its root

        Console.WriteLine(gradients[x]);
        Console.WriteLine(gradients.FirstNonFinite());
        Console.WriteLine(gradients.Explain(x));
        // </trust-backward>
    }

    public static void Zero(TextWriter Console)
    {
        // <trust-zero>
        using var tape = new Tape<double>();
        var z = tape.Variable([-1.0, 2, -3], "z");
        var s = tape.Variable([800.0, -800, 900], "s");
        var c = tape.Variable([1.0, 2, 3], "c");
        var u = tape.Variable([1.0, 2, 3], "u");

        var h = z.Relu().Named("h");
        var p = s.Sigmoid().Named("p");
        var m = (c > 2).Named("m");
        var gradients = (h + p + m).Sum().Named("J").Backward();

        Console.WriteLine(gradients.Explain(z));
        Console.WriteLine(gradients.Explain(s));
        Console.WriteLine(gradients.Explain(c));
        Console.WriteLine(gradients.Explain(u));
        // </trust-zero>
    }

    public static void Check(TextWriter Console)
    {
        // <trust-check>
        using var tape = new Tape<double>(new TapeOptions { CheckFinite = true });
        var W = new Parameter<double>("W", [2], [3, 1.5]);
        try
        {
            for (int step = 1; ; step++)
            {
                tape.Reset();
                var w = tape.Watch(W);
                var loss = (w - 1).Log().Sum();
                var gradients = loss.Backward();
                Console.WriteLine($"step {step}: W = {w}");
                tape.Update((W, w - gradients[w]));
            }
        }
        catch (NonFiniteException e)
        {
            Console.WriteLine(e.Message);
        }
        // </trust-check>
    }
}
