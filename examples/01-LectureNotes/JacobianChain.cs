namespace Autograd.Examples.LectureNotes;

/// <summary>The factors of the chain rule for one example, each the full Jacobian of one step of the network: rows for what comes out, columns for what goes in.</summary>
/// <param name="JByZ">∂J/∂z = −(t − z), 1×1.</param>
/// <param name="ZByA2">dz/da² = σ(a²)(1 − σ(a²)), 1×1.</param>
/// <param name="A2ByH">∂a²/∂h = (w²)ᵀ, 1×3.</param>
/// <param name="HByA1">∂h/∂a¹, 3×3: diagonal, since hᵢ depends on a¹ᵢ only.</param>
/// <param name="A1ByW1">∂a¹/∂W¹, 3×(3×2): the entry (i, k, j) is ∂a¹ᵢ/∂w¹ₖⱼ.</param>
/// <param name="A1ByB1">∂a¹/∂b¹, 3×3: the identity.</param>
/// <param name="A2ByW2">∂a²/∂w² = hᵀ, 1×3.</param>
/// <param name="A2ByB2">∂a²/∂b² = 1, 1×1.</param>
internal sealed record JacobianChain(
    double[,] JByZ,
    double[,] ZByA2,
    double[,] A2ByH,
    double[,] HByA1,
    double[,,] A1ByW1,
    double[,] A1ByB1,
    double[,] A2ByW2,
    double[,] A2ByB2)
{
    /// <summary>∂J/∂a² = ∂J/∂z · dz/da², 1×1.</summary>
    public double[,] JByA2 => FullJacobians.Multiply(JByZ, ZByA2);

    /// <summary>∂J/∂h = ∂J/∂a² · ∂a²/∂h, 1×3.</summary>
    public double[,] JByH => FullJacobians.Multiply(JByA2, A2ByH);

    /// <summary>∂J/∂a¹ = ∂J/∂h · ∂h/∂a¹, 1×3.</summary>
    public double[,] JByA1 => FullJacobians.Multiply(JByH, HByA1);

    /// <summary>∂J/∂b¹ = ∂J/∂a¹ · ∂a¹/∂b¹, 1×3.</summary>
    public double[,] JByB1 => FullJacobians.Multiply(JByA1, A1ByB1);

    /// <summary>∂J/∂w² = ∂J/∂a² · ∂a²/∂w², 1×3.</summary>
    public double[,] JByW2 => FullJacobians.Multiply(JByA2, A2ByW2);

    /// <summary>∂J/∂b² = ∂J/∂a² · ∂a²/∂b², 1×1.</summary>
    public double[,] JByB2 => FullJacobians.Multiply(JByA2, A2ByB2);

    /// <summary>∂J/∂W¹ = ∂J/∂a¹ · ∂a¹/∂W¹, 3×2, the row times the tensor in one of the two ways.</summary>
    public double[,] JByW1(Contraction contraction) => contraction == Contraction.Collate
        ? FullJacobians.Collate(JByA1, A1ByW1)
        : FullJacobians.Flatten(JByA1, A1ByW1);

    /// <summary>The Jacobians at one example.</summary>
    public static JacobianChain Of(ForwardPass forward, Network network, double target)
    {
        (double[] x, _, double[] h, _, double z) = forward;
        double[,] toHidden = new double[1, Network.Hidden];
        double[,] toActivation = new double[Network.Hidden, Network.Hidden];
        double[,,] toWeights = new double[Network.Hidden, Network.Hidden, Network.Inputs];
        double[,] toBias = new double[Network.Hidden, Network.Hidden];
        double[,] toOutputWeights = new double[1, Network.Hidden];
        for (int i = 0; i < Network.Hidden; i++)
        {
            toHidden[0, i] = network.W2[i];
            toActivation[i, i] = h[i] * (1 - h[i]);
            toBias[i, i] = 1;
            toOutputWeights[0, i] = h[i];
            for (int j = 0; j < Network.Inputs; j++) toWeights[i, i, j] = x[j];
        }

        return new JacobianChain(
            new[,] { { -(target - z) } }, new[,] { { z * (1 - z) } }, toHidden, toActivation,
            toWeights, toBias, toOutputWeights, new[,] { { 1.0 } });
    }
}
