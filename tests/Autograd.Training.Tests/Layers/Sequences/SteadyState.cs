namespace Autograd.Training.Tests.Layers.Sequences;

internal static class SteadyState
{
    /// <summary>The managed bytes of eight steps of Adam in the steady state.</summary>
    public static long Bytes(Layer<float> layer, Shape input, EvaluationMode evaluation, Func<Variable<float>, Pass, Variable<float>>? forward = null)
    {
        var optimizer = new Adam<float>(layer.Parameters, 0.001);
        var random = new RandomGenerator(3);
        float[] x = [.. Enumerable.Range(0, input.ElementCount).Select(_ => (float)random.NextNormal())];
        using var tape = new Tape<float>(new TapeOptions { Evaluation = evaluation });
        ulong step = 0;
        return Allocations.Least(runs: 8, Step);

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
