namespace Autograd.Examples.Derivation;

/// <summary>The network on a tape: what is written here is all that the library is told.</summary>
internal static class Recording
{
    /// <summary>Records the network and returns its loss.</summary>
    public static Variable<double> Loss(Tape<double> tape, Network network)
    {
        Settings settings = network.Settings;
        bool isBatch = settings.Batch > 0;
        nint[] Lengths(int n) => isBatch ? [settings.Batch, n] : [n];
        Variable<double> h = tape.Constant(network.Inputs, Lengths(settings.Layers[0]), isBatch ? "X" : "x");
        for (int k = 1; k <= network.Depth; k++)
        {
            Variable<double> w = tape.Variable(network.Weights[k - 1], [settings.Layers[k], settings.Layers[k - 1]], $"W{k}");
            Variable<double> b = tape.Variable(network.Biases[k - 1], [settings.Layers[k]], $"b{k}");
            h = ((isBatch ? h.MatMul(w.Transpose()) : w.MatMul(h)) + b).Named(network.Name('a', k));
            if (network.IsActivated(k)) h = Activate(h, settings.Activation).Named(network.Name('h', k));
        }

        if (settings.Loss == Derivation.Loss.CrossEntropy)
        {
            return h.CrossEntropy(tape.Indices(network.Classes, isBatch ? [settings.Batch] : [], "t")).Named("J");
        }

        Variable<double> t = tape.Constant(network.Targets, Lengths(settings.Layers[^1]), isBatch ? "T" : "t");
        return (isBatch ? h.HalfMeanSquaredError(t) : (h - t).Square().Sum() / 2).Named("J");
    }

    private static Variable<double> Activate(Variable<double> a, Activation activation) => activation switch
    {
        Activation.Sigmoid => a.Sigmoid(),
        Activation.Tanh => a.Tanh(),
        Activation.Relu => a.Relu(),
        _ => a.Softplus(),
    };
}
