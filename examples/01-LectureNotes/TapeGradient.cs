namespace Autograd.Examples.LectureNotes;

/// <summary>(e) The tape: the network is written down, and nothing of its derivative. Each operation's own rule does the rest.</summary>
internal sealed class TapeGradient : IGradientMethod
{
    /// <inheritdoc/>
    public string Name => "(e) tape";

    /// <inheritdoc/>
    public string Description => "the tape: z = σ(σ(x W¹ᵀ + b¹) w² + b²) is recorded, Backward does the rest";

    /// <inheritdoc/>
    public NetworkGradient Gradient(Network network, TrainingSet data)
    {
        using var tape = new Tape<double>();
        var recorded = new RecordedNetwork(network);
        Gradients<double> gradients = recorded.Loss(tape, data).Backward();
        double[,] w1 = new double[Network.Hidden, Network.Inputs];
        ReadOnlySpan<double> flat = gradients[recorded.W1].Span;
        for (int i = 0; i < flat.Length; i++) w1[i / Network.Inputs, i % Network.Inputs] = flat[i];
        return new NetworkGradient(w1, gradients[recorded.B1].ToArray(), gradients[recorded.W2].ToArray(), gradients[recorded.B2].Scalar);
    }
}

/// <summary>The network of the notes as parameters of the library, and its recording for all examples at once.</summary>
internal sealed class RecordedNetwork(Network network)
{
    /// <summary>W¹, 3×2.</summary>
    public Parameter<double> W1 { get; } = new("W1", [Network.Hidden, Network.Inputs], [.. network.W1.Cast<double>()]);

    /// <summary>b¹, 3.</summary>
    public Parameter<double> B1 { get; } = new("b1", [Network.Hidden], network.B1);

    /// <summary>w², 3.</summary>
    public Parameter<double> W2 { get; } = new("w2", [Network.Hidden], network.W2);

    /// <summary>b².</summary>
    public Parameter<double> B2 { get; } = new("b2", [], [network.B2]);

    /// <summary>Everything that is learned.</summary>
    public IEnumerable<Parameter<double>> Parameters => [W1, B1, W2, B2];

    /// <summary>The outputs z for the rows of x: N×2 in, N out.</summary>
    public Variable<double> Output(Variable<double> x)
    {
        Tape<double> tape = x.Tape;
        Variable<double> h = (x.MatMul(tape.Watch(W1).Transpose()) + tape.Watch(B1)).Sigmoid().Named("h");
        return (h.MatMul(tape.Watch(W2)) + tape.Watch(B2)).Sigmoid().Named("z");
    }

    /// <summary>J = 1/(2N) Σ (t − z)² over the examples.</summary>
    public Variable<double> Loss(Tape<double> tape, TrainingSet data)
    {
        double[] inputs = [.. data.Inputs.SelectMany(row => row)];
        Variable<double> x = tape.Constant(inputs, [data.Count, Network.Inputs], "x");
        return Output(x).HalfMeanSquaredError(tape.Constant(data.Targets, [data.Count], "t"));
    }
}
