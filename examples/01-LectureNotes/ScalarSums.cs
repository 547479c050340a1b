namespace Autograd.Examples.LectureNotes;

/// <summary>
/// (a) The scalar index sums of the first half of the notes, each derivative on its own and from the start:
/// <code>
/// ∂J/∂w²ᵢ  = −1/N Σₚ (t − z) σ′(a²) hᵢ                    ∂J/∂b²  = −1/N Σₚ (t − z) σ′(a²)
/// ∂J/∂w¹ᵢⱼ = −1/N Σₚ (t − z) σ′(a²) w²ᵢ σ′(a¹ᵢ) xⱼ        ∂J/∂b¹ᵢ = −1/N Σₚ (t − z) σ′(a²) w²ᵢ σ′(a¹ᵢ)
/// </code>
/// </summary>
/// <remarks>
/// Everything is computed again for each of the 13 numbers; that the factors (t − z) σ′(a²) are common to all of them is
/// what backpropagation will use. (Where the notes print ∂J/∂w²₁ with σ′(…)(1 − σ(…)), σ(…)(1 − σ(…)) is meant.)
/// </remarks>
internal sealed class ScalarSums : IGradientMethod
{
    /// <inheritdoc/>
    public string Name => "(a) sums";

    /// <inheritdoc/>
    public string Description => "each number on its own: ∂J/∂w¹ᵢⱼ = −1/N Σ (t − z) σ′(a²) w²ᵢ σ′(a¹ᵢ) xⱼ";

    /// <inheritdoc/>
    public NetworkGradient Gradient(Network network, TrainingSet data)
    {
        (double[,] w1, double[] b1, double[] w2, double b2) = network;
        double[][] x = data.Inputs;
        double[] t = data.Targets;

        return new NetworkGradient(
            new[,] { { ByW1(0, 0), ByW1(0, 1) }, { ByW1(1, 0), ByW1(1, 1) }, { ByW1(2, 0), ByW1(2, 1) } },
            [ByB1(0), ByB1(1), ByB1(2)],
            [ByW2(0), ByW2(1), ByW2(2)],
            ByB2());

        // The network, one scalar at a time.
        double A1(int i, int p) => w1[i, 0] * x[p][0] + w1[i, 1] * x[p][1] + b1[i];
        double H(int i, int p) => Sigmoid(A1(i, p));
        double A2(int p) => w2[0] * H(0, p) + w2[1] * H(1, p) + w2[2] * H(2, p) + b2;
        double Z(int p) => Sigmoid(A2(p));

        // The derivatives, one scalar at a time.
        double ByB2() => MinusMean(p => (t[p] - Z(p)) * Slope(A2(p)));
        double ByW2(int i) => MinusMean(p => (t[p] - Z(p)) * Slope(A2(p)) * H(i, p));
        double ByB1(int i) => MinusMean(p => (t[p] - Z(p)) * Slope(A2(p)) * w2[i] * Slope(A1(i, p)));
        double ByW1(int i, int j) => MinusMean(p => (t[p] - Z(p)) * Slope(A2(p)) * w2[i] * Slope(A1(i, p)) * x[p][j]);

        // −1/N Σₚ term(p).
        double MinusMean(Func<int, double> term)
        {
            double sum = 0;
            for (int p = 0; p < t.Length; p++) sum += term(p);
            return -sum / t.Length;
        }
    }

    private static double Sigmoid(double net) => 1 / (1 + Math.Exp(-net));

    private static double Slope(double net) => Sigmoid(net) * (1 - Sigmoid(net));
}
