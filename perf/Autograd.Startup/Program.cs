namespace Autograd.Performance.Startup;

/// <summary>A user's first program, for timing a whole process: trains the XOR network for 1,000 steps; with an argument, does nothing.</summary>
internal static class Program
{
    private static void Main(string[] arguments)
    {
        if (arguments.Length == 0) Console.WriteLine(Train());
    }

    private static double Train()
    {
        var w1 = new Parameter<double>("W1", [3, 2], [0.5, -0.5, -0.25, 0.5, -0.5, 1.5]);
        var b1 = new Parameter<double>("b1", [3], [0.5, 0.25, -0.5]);
        var w2 = new Parameter<double>("w2", [3], [1, -2, 1.5]);
        var b2 = new Parameter<double>("b2", [], [-0.25]);
        Parameter<double>[] parameters = [w1, b1, w2, b2];
        double[] inputs = [0, 0, 0, 1, 1, 0, 1, 1], targets = [0, 1, 1, 0];
        double last = 0;
        using var tape = new Tape<double>();
        for (int step = 0; step < 1000; step++)
        {
            tape.Reset();
            Variable<double> x = tape.Constant(inputs, [4, 2]);
            Variable<double> h = (x.MatMul(tape.Watch(w1).Transpose()) + tape.Watch(b1)).Sigmoid();
            Variable<double> z = (h.MatMul(tape.Watch(w2)) + tape.Watch(b2)).Sigmoid();
            Variable<double> loss = z.HalfMeanSquaredError(tape.Constant(targets, [4]));
            last = loss.Scalar;
            Gradients<double> gradients = loss.Backward();
            foreach (Parameter<double> parameter in parameters) _ = gradients[parameter].Span;
            foreach (Parameter<double> parameter in parameters)
            {
                ReadOnlySpan<double> gradient = gradients[parameter].Span;
                Span<double> values = parameter.Update();
                for (int i = 0; i < values.Length; i++) values[i] -= 0.5 * gradient[i];
            }
        }

        return last;
    }
}
