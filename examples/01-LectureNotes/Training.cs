namespace Autograd.Examples.LectureNotes;

/// <summary>Gradient descent on the exclusive or, with gradients from the tape.</summary>
internal static class Training
{
    /// <summary>The number of steps.</summary>
    public const int Steps = 1000;

    private const double LearningRate = 20;

    /// <summary>Trains a network; returns J before each step and at the end, and the outputs for the four examples.</summary>
    public static (double[] Losses, double[] Outputs) Run(Network start)
    {
        var network = new RecordedNetwork(start);
        double[] losses = new double[Steps + 1];
        using var tape = new Tape<double>();
        for (int step = 0; step <= Steps; step++)
        {
            tape.Reset();
            Variable<double> loss = network.Loss(tape, TrainingSet.Xor);
            losses[step] = loss.Scalar;
            if (step < Steps) Descend(network, loss.Backward());
        }

        tape.Reset();
        double[] inputs = [.. TrainingSet.Xor.Inputs.SelectMany(row => row)];
        return (losses, network.Output(tape.Constant(inputs, [TrainingSet.Xor.Count, Network.Inputs])).ToArray());
    }

    /// <summary>θ ← θ − η ∂J/∂θ for every parameter. All gradients are read before the first parameter changes.</summary>
    private static void Descend(RecordedNetwork network, Gradients<double> gradients)
    {
        double[][] read = [.. network.Parameters.Select(parameter => gradients[parameter].ToArray())];
        foreach (var (parameter, gradient) in network.Parameters.Zip(read))
        {
            Span<double> values = parameter.Update();
            for (int i = 0; i < values.Length; i++) values[i] -= LearningRate * gradient[i];
        }
    }
}
