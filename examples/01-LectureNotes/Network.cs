namespace Autograd.Examples.LectureNotes;

/// <summary>
/// The numbers of the network of the notes: 2 inputs, 3 sigmoid hidden units, 1 sigmoid output,
/// a¹ = W¹ x + b¹, h = σ(a¹), a² = (w²)ᵀ h + b², z = σ(a²).
/// </summary>
/// <param name="W1">W¹, 3×2: row i holds the weights into hidden unit i.</param>
/// <param name="B1">b¹, 3.</param>
/// <param name="W2">w², 3.</param>
/// <param name="B2">b², one number.</param>
internal sealed record Network(double[,] W1, double[] B1, double[] W2, double B2)
{
    /// <summary>The number of inputs: 2.</summary>
    public const int Inputs = 2;

    /// <summary>The number of hidden units: 3.</summary>
    public const int Hidden = 3;

    /// <summary>The names of the 13 numbers, in the order of <see cref="ToArray"/>: W¹ row by row, b¹, w², b².</summary>
    public static IReadOnlyList<string> ParameterNames { get; } =
        ["w¹₁₁", "w¹₁₂", "w¹₂₁", "w¹₂₂", "w¹₃₁", "w¹₃₂", "b¹₁", "b¹₂", "b¹₃", "w²₁", "w²₂", "w²₃", "b²"];

    /// <summary>
    /// The network that the example explains. For x = (1, 2) its hidden pre-activations are 0, 1 and 2, so that
    /// the derivatives can be followed with a pocket calculator.
    /// </summary>
    public static Network Example { get; } = new(
        W1: new[,] { { 0.5, -0.5 }, { -0.25, 0.5 }, { -0.5, 1.5 } },
        B1: [0.5, 0.25, -0.5],
        W2: [1, -2, 1.5],
        B2: -0.25);

    /// <summary>A network whose 13 numbers are uniform in [−scale, scale).</summary>
    public static Network Random(SplitMix64 random, double scale)
    {
        double[] values = new double[ParameterNames.Count];
        for (int k = 0; k < values.Length; k++) values[k] = random.Uniform(-scale, scale);
        return FromArray(values);
    }

    /// <summary>The network with the given 13 numbers, in the order of <see cref="ParameterNames"/>.</summary>
    /// <exception cref="ArgumentException">Not 13 numbers.</exception>
    public static Network FromArray(ReadOnlySpan<double> values)
    {
        if (values.Length != ParameterNames.Count)
            throw new ArgumentException($"The network has {ParameterNames.Count} numbers; {values.Length} were given.", nameof(values));
        return new(
            new[,] { { values[0], values[1] }, { values[2], values[3] }, { values[4], values[5] } },
            values[6..9].ToArray(), values[9..12].ToArray(), values[12]);
    }

    /// <summary>The 13 numbers, in the order of <see cref="ParameterNames"/>.</summary>
    public double[] ToArray() => [.. W1.Cast<double>(), .. B1, .. W2, B2];

    /// <summary>The mean squared error J = 1/(2N) Σ (t − z)² over the examples.</summary>
    public double Loss(TrainingSet data)
    {
        double sum = 0;
        for (int p = 0; p < data.Count; p++)
        {
            double error = data.Targets[p] - ForwardPass.Of(this, data.Inputs[p]).Z;
            sum += error * error;
        }

        return sum / (2 * data.Count);
    }
}

/// <summary>The derivatives of J by every number of a <see cref="Network"/>, each of the length of what it is the derivative by.</summary>
/// <param name="W1">∂J/∂W¹, 3×2.</param>
/// <param name="B1">∂J/∂b¹, 3.</param>
/// <param name="W2">∂J/∂w², 3.</param>
/// <param name="B2">∂J/∂b².</param>
internal sealed record NetworkGradient(double[,] W1, double[] B1, double[] W2, double B2)
{
    /// <summary>The 13 derivatives, in the order of <see cref="Network.ParameterNames"/>.</summary>
    public double[] ToArray() => [.. W1.Cast<double>(), .. B1, .. W2, B2];
}

/// <summary>
/// What the forward pass of one example leaves behind for the derivatives. The ways (b) and (c) start from it; (a) and (d)
/// run the network themselves, in their own manner.
/// </summary>
/// <param name="X">The input x, 2.</param>
/// <param name="A1">a¹ = W¹ x + b¹, 3.</param>
/// <param name="H">h = σ(a¹), 3.</param>
/// <param name="A2">a² = (w²)ᵀ h + b².</param>
/// <param name="Z">z = σ(a²).</param>
internal sealed record ForwardPass(double[] X, double[] A1, double[] H, double A2, double Z)
{
    /// <summary>Runs the network on one example.</summary>
    public static ForwardPass Of(Network network, double[] x)
    {
        double[] a1 = new double[Network.Hidden];
        double[] h = new double[Network.Hidden];
        double a2 = network.B2;
        for (int i = 0; i < a1.Length; i++)
        {
            a1[i] = network.W1[i, 0] * x[0] + network.W1[i, 1] * x[1] + network.B1[i];
            h[i] = Sigmoid(a1[i]);
            a2 += network.W2[i] * h[i];
        }

        return new(x, a1, h, a2, Sigmoid(a2));
    }

    /// <summary>σ(a) = 1 / (1 + e⁻ᵃ).</summary>
    private static double Sigmoid(double a) => 1 / (1 + Math.Exp(-a));
}
