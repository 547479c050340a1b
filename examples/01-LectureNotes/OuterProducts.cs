namespace Autograd.Examples.LectureNotes;

/// <summary>
/// (c) The matrix form: no tensor and no diagonal matrix is ever built. With the column δ¹ = (−(t − z) σ′(a²)) w² ⊙ σ′(a¹),
/// <code>
/// ∂J/∂W¹ = δ¹ xᵀ        ∂J/∂b¹ = δ¹        ∂J/∂w² = −(t − z) σ′(a²) h        ∂J/∂b² = −(t − z) σ′(a²)
/// </code>
/// for one example; J is the mean over the examples, and so is its gradient.
/// </summary>
/// <remarks>The notes print the outer product as (…)ᵀ x; their shapes, 3×1 times 1×2, say that xᵀ is meant.</remarks>
internal sealed class OuterProducts : IGradientMethod
{
    /// <inheritdoc/>
    public string Name => "(c) outer";

    /// <inheritdoc/>
    public string Description => "the outer product, without the tensor: ∂J/∂W¹ = (−(t − z) σ′(a²) w² ⊙ σ′(a¹)) xᵀ";

    /// <inheritdoc/>
    public NetworkGradient Gradient(Network network, TrainingSet data)
    {
        double[,] w1 = new double[Network.Hidden, Network.Inputs];
        double[] b1 = new double[Network.Hidden];
        double[] w2 = new double[Network.Hidden];
        double b2 = 0;
        for (int p = 0; p < data.Count; p++)
        {
            ForwardPass forward = ForwardPass.Of(network, data.Inputs[p]);
            double outputDelta = -(data.Targets[p] - forward.Z) * (forward.Z * (1 - forward.Z));
            double[] hiddenDelta = Hadamard(Scale(outputDelta, network.W2), Slopes(forward.H));
            AddOuter(w1, hiddenDelta, forward.X);
            Add(b1, hiddenDelta);
            Add(w2, Scale(outputDelta, forward.H));
            b2 += outputDelta;
        }

        double share = 1.0 / data.Count;
        for (int i = 0; i < Network.Hidden; i++)
        {
            for (int j = 0; j < Network.Inputs; j++) w1[i, j] *= share;
        }

        return new NetworkGradient(w1, Scale(share, b1), Scale(share, w2), share * b2);
    }

    /// <summary>The vector of slopes σ′(a) = h ⊙ (1 − h), the diagonal that takes the place of the matrix ∂h/∂a¹.</summary>
    private static double[] Slopes(double[] h)
    {
        double[] slopes = new double[h.Length];
        for (int i = 0; i < h.Length; i++) slopes[i] = h[i] * (1 - h[i]);
        return slopes;
    }

    private static double[] Hadamard(double[] left, double[] right)
    {
        double[] product = new double[left.Length];
        for (int i = 0; i < left.Length; i++) product[i] = left[i] * right[i];
        return product;
    }

    private static double[] Scale(double factor, double[] vector)
    {
        double[] scaled = new double[vector.Length];
        for (int i = 0; i < vector.Length; i++) scaled[i] = factor * vector[i];
        return scaled;
    }

    private static void Add(double[] sum, double[] term)
    {
        for (int i = 0; i < sum.Length; i++) sum[i] += term[i];
    }

    /// <summary>Adds the outer product of a column and a row: sumᵢⱼ += columnᵢ rowⱼ.</summary>
    private static void AddOuter(double[,] sum, double[] column, double[] row)
    {
        for (int i = 0; i < column.Length; i++)
        {
            for (int j = 0; j < row.Length; j++) sum[i, j] += column[i] * row[j];
        }
    }
}
