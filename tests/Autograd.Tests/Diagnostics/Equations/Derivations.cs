namespace Autograd.Tests.Diagnostics;

/// <summary>The graphs whose derivations are kept as golden texts and are evaluated.</summary>
internal static partial class Derivations
{
    /// <summary>Name and recording; the derivation is that of what is recorded.</summary>
    public static IReadOnlyDictionary<string, Func<Tape<double>, Equations<double>>> All { get; } = new Dictionary<string, Func<Tape<double>, Equations<double>>>
    {
        ["01-network-of-the-notes"] = NetworkOfTheNotes,
        ["02-network-of-the-notes-batch"] = NetworkOfTheNotesBatch,
        ["03-deep-network"] = DeepNetwork,
        ["04-softmax-classifier"] = SoftmaxClassifier,
        ["05-layer-normalization"] = LayerNormalization,
        ["06-attention"] = Attention,
        ["07-pendulum"] = Pendulum,
        ["08-second-derivative"] = SecondDerivative,
        ["09-gradient-penalty"] = GradientPenalty,
        ["10-embedding"] = Embedding,
        ["11-logistic-regression"] = LogisticRegression,
        ["12-huber-loss"] = HuberLoss,
        ["13-maximum-margin"] = MaximumMargin,
        ["14-standardization"] = Standardization,
        ["15-log-sum-exp"] = LogSumExp,
        ["16-slices-and-concatenation"] = Slices,
        ["17-broadcasting"] = Broadcasting,
        ["18-powers"] = Powers,
        ["19-gelu-block"] = GeluBlock,
        ["20-recurrent-network"] = RecurrentNetwork,
        ["21-ridge-regression"] = RidgeRegression,
        ["22-option-price"] = OptionPrice,
        ["23-binary-cross-entropy"] = BinaryCrossEntropy,
        ["24-convolution-network"] = ConvolutionNetwork,
        ["25-convolution-in-time"] = ConvolutionInTime,
        ["26-steepness-of-a-convolution"] = SteepnessOfAConvolution,
    };

    private static Equations<double> NetworkOfTheNotes(Tape<double> tape)
    {
        var x = Data(tape, "x", 2);
        var h = (Weights(tape, "W1", 3, 2).MatMul(x) + Weights(tape, "b1", 3)).Sigmoid().Named("h");
        var z = (Weights(tape, "w2", 3).MatMul(h) + Weights(tape, "b2")).Sigmoid().Named("z");
        return ((Data(tape, "t") - z).Square() / 2).Equations();
    }

    private static Equations<double> NetworkOfTheNotesBatch(Tape<double> tape)
    {
        var x = Data(tape, "X", 4, 2);
        var h = (x.MatMul(Weights(tape, "W1", 3, 2).Transpose()) + Weights(tape, "b1", 3)).Sigmoid().Named("H");
        var z = (h.MatMul(Weights(tape, "w2", 3)) + Weights(tape, "b2")).Sigmoid().Named("z");
        return z.HalfMeanSquaredError(Data(tape, "t", 4)).Equations();
    }

    private static Equations<double> DeepNetwork(Tape<double> tape)
    {
        var h1 = (Weights(tape, "W1", 4, 3).MatMul(Data(tape, "x", 3)) + Weights(tape, "b1", 4)).Tanh().Named("h1");
        var h2 = (Weights(tape, "W2", 5, 4).MatMul(h1) + Weights(tape, "b2", 5)).Relu().Named("h2");
        var h3 = (Weights(tape, "W3", 3, 5).MatMul(h2) + Weights(tape, "b3", 3)).Softplus().Named("h3");
        var y = (Weights(tape, "W4", 2, 3).MatMul(h3) + Weights(tape, "b4", 2)).Sigmoid().Named("y");
        return y.MeanSquaredError(Data(tape, "t", 2)).Equations();
    }

    private static Equations<double> SoftmaxClassifier(Tape<double> tape)
    {
        var h = (Data(tape, "X", 4, 5).MatMul(Weights(tape, "W1", 5, 6)) + Weights(tape, "b1", 6)).Relu().Named("H");
        var logits = (h.MatMul(Weights(tape, "W2", 6, 3)) + Weights(tape, "b2", 3)).Named("Z");
        return logits.CrossEntropy(tape.Indices([0, 2, 1, 2], [4], "t")).Equations();
    }

    private static Equations<double> LayerNormalization(Tape<double> tape)
    {
        var x = Weights(tape, "X", 3, 4);
        var centered = (x - x.Mean([-1], keep: true)).Named("C");
        var scale = (centered.Square().Mean([-1], keep: true) + 1e-5).Sqrt().Named("S");
        var y = ((centered / scale * Weights(tape, "g", 4)) + Weights(tape, "b", 4)).Named("Y");
        return y.MeanSquaredError(Data(tape, "T", 3, 4)).Equations();
    }

    private static Equations<double> Attention(Tape<double> tape)
    {
        var x = Data(tape, "X", 3, 4);
        var q = x.MatMul(Weights(tape, "Wq", 4, 2)).Named("Q");
        var k = x.MatMul(Weights(tape, "Wk", 4, 2)).Named("K");
        var v = x.MatMul(Weights(tape, "Wv", 4, 2)).Named("V");
        var a = (q.MatMul(k.Transpose()) / Math.Sqrt(2)).Softmax(-1).Named("A");
        return a.MatMul(v).Named("Y").HalfMeanSquaredError(Data(tape, "T", 3, 2)).Equations();
    }

    private static Equations<double> Pendulum(Tape<double> tape)
    {
        // The energy of a pendulum, by all that it depends on.
        var (m, l, angle, speed) = (Weights(tape, "m"), Weights(tape, "l"), Weights(tape, "θ"), Weights(tape, "ω"));
        var kinetic = (m * (l * speed).Square() / 2).Named("T");
        var potential = (m * 9.81 * l * (1 - angle.Cos())).Named("V");
        return (kinetic + potential).Named("E").Equations();
    }

    private static Equations<double> SecondDerivative(Tape<double> tape)
    {
        var x = Weights(tape, "x", 3);
        Gradients<double> first = (x.Square() * x.Sin()).Sum().Named("f").Backward();
        Gradients<double> second = first[x].Sum().Named("s").Backward();
        return second.Equations(first);
    }

    private static Equations<double> GradientPenalty(Tape<double> tape)
    {
        // How steep the network is in its input, and how that depends on the weights.
        var x = Weights(tape, "x", 2);
        var h = (Weights(tape, "W", 3, 2).MatMul(x) + Weights(tape, "b", 3)).Tanh().Named("h");
        Gradients<double> first = Weights(tape, "v", 3).MatMul(h).Named("y").Backward();
        Gradients<double> second = first[x].Square().Sum().Named("P").Backward();
        return second.Equations(first);
    }

    private static Equations<double> Embedding(Tape<double> tape)
    {
        var words = Weights(tape, "E", 6, 3).Gather(0, tape.Indices([4, 1, 4, 0], [4], "words")).Named("X");
        var mean = words.Mean([0]).Named("m");
        return Weights(tape, "W", 2, 3).MatMul(mean).Named("a").Unsqueeze(0).CrossEntropy(tape.Indices([1], [1], "class")).Equations();
    }

    private static Equations<double> LogisticRegression(Tape<double> tape)
    {
        var a = (Data(tape, "X", 5, 3).MatMul(Weights(tape, "w", 3)) + Weights(tape, "b")).Named("a");
        return a.BinaryCrossEntropyWithLogits(tape.Constant([1, 0, 1, 1, 0], [5], "t")).Equations();
    }

    private static Equations<double> HuberLoss(Tape<double> tape)
    {
        var r = (Data(tape, "X", 4, 2).MatMul(Weights(tape, "w", 2)) - Data(tape, "t", 4)).Named("r");
        const double delta = 0.25;
        return r.Tape.Where(r.Abs() <= delta, r.Square() / 2, (r.Abs() - (delta / 2)) * delta).Sum().Equations();
    }

    private static Equations<double> MaximumMargin(Tape<double> tape)
    {
        var scores = Data(tape, "X", 4, 3).MatMul(Weights(tape, "W", 3, 2)).Named("S");
        var best = scores.Max([-1]).Named("m");
        return (1 - (best * tape.Constant([1, -1, -1, 1], [4], "y"))).Relu().Mean().Equations();
    }

    private static Equations<double> Standardization(Tape<double> tape)
    {
        var x = Weights(tape, "x", 5);
        var centered = (x - x.Mean()).Named("c");
        var variance = (centered.Square().Sum() / 4).Named("v");
        return (centered / variance.Sqrt()).Named("z").Pow(3).Mean().Named("skewness").Equations();
    }

    private static Equations<double> LogSumExp(Tape<double> tape)
    {
        var x = Weights(tape, "X", 3, 4);
        return (x.LogSumExp([-1]).Named("s") * Data(tape, "w", 3)).Sum().Equations();
    }

    private static Equations<double> Slices(Tape<double> tape)
    {
        var x = Weights(tape, "X", 3, 4);
        var left = x.Slice(1, ..2).Named("L");
        var right = x.Slice(1, 2..).Tanh().Named("R");
        var joined = tape.Concatenate(0, left * right, right.Flip(0)).Named("C");
        return joined.MatMul(Weights(tape, "w", 2)).Square().Sum().Equations();
    }

    private static Equations<double> Broadcasting(Tape<double> tape)
    {
        var column = Weights(tape, "c", 3, 1);
        var row = Weights(tape, "r", 4);
        var table = (column * row).Named("P");
        return (table + (column / (1 + row.Square()))).Exp().Sum().Equations();
    }

    private static Equations<double> Powers(Tape<double> tape)
    {
        var (x, p) = (Weights(tape, "x", 3).Abs().Named("a"), Weights(tape, "p"));
        return (x.Pow(2.5) + x.Pow(p)).Sum().Equations();
    }

    private static Equations<double> GeluBlock(Tape<double> tape)
    {
        var x = Weights(tape, "X", 2, 3);
        var h = (x.MatMul(Weights(tape, "W1", 3, 4)) + Weights(tape, "b1", 4)).Gelu().Named("H");
        var y = (x + h.MatMul(Weights(tape, "W2", 4, 3)) + Weights(tape, "b2", 3)).Named("Y");
        return y.Square().Mean().Equations();
    }

    private static Equations<double> RecurrentNetwork(Tape<double> tape)
    {
        var (w, u, b) = (Weights(tape, "W", 3, 2), Weights(tape, "U", 3, 3), Weights(tape, "b", 3));
        var h = Data(tape, "h0", 3);
        for (int step = 1; step <= 3; step++)
        {
            h = (w.MatMul(Data(tape, $"x{step}", 2)) + u.MatMul(h) + b).Tanh().Named($"h{step}");
        }

        return h.HalfMeanSquaredError(Data(tape, "t", 3)).Equations();
    }

    private static Equations<double> RidgeRegression(Tape<double> tape)
    {
        var w = Weights(tape, "w", 3);
        var y = Data(tape, "X", 5, 3).MatMul(w).Named("y");
        var penalty = w.Square().Sum() * 0.01;
        return (y.HalfMeanSquaredError(Data(tape, "t", 5)) + penalty).Equations();
    }

    private static Equations<double> OptionPrice(Tape<double> tape)
    {
        // The price of a call by Black and Scholes; its gradients are the Greeks.
        var (spot, volatility, rate, time) = (tape.Variable(100, "S"), tape.Variable(0.2, "vol"), tape.Variable(0.03, "r"), tape.Variable(1.5, "τ"));
        var strike = tape.Constant([110], [], "K");
        var spread = (volatility * time.Sqrt()).Named("s");
        var d1 = (((spot / strike).Log() + (rate * time)) / spread + (spread / 2)).Named("d1");
        var d2 = (d1 - spread).Named("d2");
        return ((spot * Normal(d1)) - (strike * (-(rate * time)).Exp() * Normal(d2))).Named("C").Equations();

        static Variable<double> Normal(Variable<double> x) => ((x / Math.Sqrt(2)).Erf() + 1) / 2;
    }

    private static Equations<double> BinaryCrossEntropy(Tape<double> tape)
    {
        var z = (Data(tape, "X", 4, 2).MatMul(Weights(tape, "w", 2)) + Weights(tape, "b")).Sigmoid().Named("z");
        return z.BinaryCrossEntropy(tape.Constant([1, 0, 1, 0.5], [4], "t")).Equations();
    }

    private static Equations<double> ConvolutionNetwork(Tape<double> tape)
    {
        // Two images of 6 × 6 go through a convolution, a pooling and a second convolution; the classes are read from the means of its channels.
        var x = Data(tape, "X", 2, 1, 6, 6);
        var h = (x.Convolution(Weights(tape, "W1", 2, 1, 3, 3), padding: 1) + Weights(tape, "b1", 2, 1, 1)).Relu().Named("H1");
        var p = h.MaxPool(2).Named("P");
        var h2 = (p.Convolution(Weights(tape, "W2", 3, 2, 2, 2)) + Weights(tape, "b2", 3, 1, 1)).Relu().Named("H2");
        var m = h2.Mean([2, 3]).Named("M");
        return (m.MatMul(Weights(tape, "W3", 3, 3)) + Weights(tape, "b3", 3)).Named("Z").CrossEntropy(tape.Indices([2, 0], [2], "t")).Equations();
    }

    private static Equations<double> ConvolutionInTime(Tape<double> tape)
    {
        // A signal of two channels and 11 steps, each channel filtered on its own (two groups) with gaps and in steps of two.
        var x = Weights(tape, "X", 2, 2, 11);
        var a = x.Convolution(Weights(tape, "W", 4, 1, 3), stride: 2, padding: 1, dilation: 2, groups: 2) + Weights(tape, "b", 4, 1);
        var y = a.Tanh().Named("H").AveragePool(2).Named("Y");
        return y.HalfMeanSquaredError(Data(tape, "T", 2, 4, 2)).Equations();
    }

    private static Equations<double> SteepnessOfAConvolution(Tape<double> tape)
    {
        // How steep the output is in the signal, and how that depends on the kernel.
        var x = Weights(tape, "X", 1, 1, 7);
        var y = x.Convolution(Weights(tape, "W", 2, 1, 3), padding: 1).Tanh().Named("H").MaxPool(3, stride: 2).Named("Y");
        Gradients<double> first = y.Square().Sum().Named("J").Backward();
        Gradients<double> second = first[x].Square().Sum().Named("P").Backward();
        return second.Equations(first);
    }

    private static Variable<double> Weights(Tape<double> tape, string name, params nint[] lengths) => tape.Variable(Numbers(name, lengths), lengths, name);

    private static Variable<double> Data(Tape<double> tape, string name, params nint[] lengths) => tape.Constant(Numbers(name, lengths), lengths, name);

    /// <summary>Numbers from −1 to 1 that depend on the name alone.</summary>
    private static double[] Numbers(string name, nint[] lengths)
    {
        uint state = 2166136261;
        foreach (char c in name) state = (state ^ c) * 16777619;
        var numbers = new double[lengths.Aggregate((nint)1, (a, b) => a * b)];
        for (int i = 0; i < numbers.Length; i++)
        {
            state = (state * 1664525) + 1013904223;
            numbers[i] = (state / 2147483648.0) - 1;
        }

        return numbers;
    }
}
