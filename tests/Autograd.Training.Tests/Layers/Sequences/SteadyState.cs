namespace Autograd.Training.Tests.Layers.Sequences;

internal static class SteadyState
{
    /// <summary>Trains some steps with Adam; the managed bytes of ten more of them.</summary>
    public static long Bytes(Layer<float> layer, Shape input, EvaluationMode evaluation, Func<Variable<float>, Pass, Variable<float>>? forward = null)
    {
        var optimizer = new Adam<float>(layer.Parameters, 0.001);
        var random = new RandomGenerator(3);
        float[] x = [.. Enumerable.Range(0, input.ElementCount).Select(_ => (float)random.NextNormal())];
        using var tape = new Tape<float>(new TapeOptions { Evaluation = evaluation });
        ulong step = 0;
        for (int k = 0; k < 8; k++) Step();

        // The least of five times: a collection that other threads cause has the rest of this thread's allocation buffer counted, too.
        long least = long.MaxValue;
        for (int time = 0; time < 5; time++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int k = 0; k < 10; k++) Step();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;

        void Step()
        {
            tape.Reset();
            var (node, pass) = (tape.Constant(x, input), Pass.Training(step++));
            var loss = (forward is null ? layer.Forward(node, pass) : forward(node, pass)).Square().Mean();
            optimizer.Step(loss.Backward());
            if (!float.IsFinite(loss.Scalar)) throw new ArithmeticException("The loss is not finite.");
        }
    }
}
