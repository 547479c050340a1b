namespace Autograd.Examples.LectureNotes;

/// <summary>The two ways of the notes to multiply a row by a tensor.</summary>
internal enum Contraction
{
    /// <summary>Multiply the row by each slice of the tensor and collate the rows that come out.</summary>
    Collate,

    /// <summary>Lay the slices side by side as one matrix, multiply once, and reshape the row that comes out.</summary>
    Flatten,
}

/// <summary>
/// (b) The chain of full Jacobians, ∂J/∂W¹ = ∂J/∂z · dz/da² · ∂a²/∂h · ∂h/∂a¹ · ∂a¹/∂W¹, multiplied out from the left,
/// zeros and all, and the mean of that over the examples.
/// </summary>
internal sealed class FullJacobians(Contraction contraction) : IGradientMethod
{
    /// <inheritdoc/>
    public string Name => contraction == Contraction.Collate ? "(b) collate" : "(b) flatten";

    /// <inheritdoc/>
    public string Description => contraction == Contraction.Collate
        ? "the chain of full Jacobians, the slices of the tensor multiplied and collated"
        : "the chain of full Jacobians, the tensor flattened and the product reshaped";

    /// <inheritdoc/>
    public NetworkGradient Gradient(Network network, TrainingSet data)
    {
        double[,] w1 = new double[Network.Hidden, Network.Inputs];
        double[,] b1 = new double[1, Network.Hidden];
        double[,] w2 = new double[1, Network.Hidden];
        double[,] b2 = new double[1, 1];
        for (int p = 0; p < data.Count; p++)
        {
            JacobianChain chain = JacobianChain.Of(ForwardPass.Of(network, data.Inputs[p]), network, data.Targets[p]);
            AddMean(w1, chain.JByW1(contraction));
            AddMean(b1, chain.JByB1);
            AddMean(w2, chain.JByW2);
            AddMean(b2, chain.JByB2);
        }

        // The gradients of vectors are rows; a row of 3 and a vector of 3 hold the same numbers.
        return new NetworkGradient(w1, [.. b1.Cast<double>()], [.. w2.Cast<double>()], b2[0, 0]);

        void AddMean(double[,] mean, double[,] gradient)
        {
            for (int i = 0; i < mean.GetLength(0); i++)
            {
                for (int j = 0; j < mean.GetLength(1); j++) mean[i, j] += gradient[i, j] / data.Count;
            }
        }
    }

    /// <summary>
    /// Approach 1: for the row a (1×m) and the tensor B (m×(n×k)), row r of the result is a · Bʳ, where Bʳ (m×k) is the slice of B
    /// at index r of its middle dimension.
    /// </summary>
    /// <remarks>
    /// For ∂a¹/∂W¹ the slice is Bʳ = ∂a¹/∂W¹ᵣ,: (all of a¹ by one row of W¹) and not ∂a¹ᵣ/∂W¹ (one number of a¹ by all of W¹). The two
    /// look alike only because ∂a¹ᵢ/∂w¹ᵣⱼ is xⱼ for i = r and else 0, which is symmetric in i and r.
    /// </remarks>
    public static double[,] Collate(double[,] row, double[,,] tensor)
    {
        double[,] result = new double[tensor.GetLength(1), tensor.GetLength(2)];
        for (int r = 0; r < result.GetLength(0); r++)
        {
            double[,] product = Multiply(row, Slice(tensor, r));
            for (int j = 0; j < result.GetLength(1); j++) result[r, j] = product[0, j];
        }

        return result;
    }

    /// <summary>Approach 2: a · B̄, where B̄ (m×nk) is <see cref="Flattened"/>, cut into n rows of k.</summary>
    public static double[,] Flatten(double[,] row, double[,,] tensor)
    {
        double[,] product = Multiply(row, Flattened(tensor));
        double[,] result = new double[tensor.GetLength(1), tensor.GetLength(2)];
        Buffer.BlockCopy(product, 0, result, 0, result.Length * sizeof(double));
        return result;
    }

    /// <summary>The m×k slice Bʳ of an m×(n×k) tensor.</summary>
    public static double[,] Slice(double[,,] tensor, int r)
    {
        double[,] slice = new double[tensor.GetLength(0), tensor.GetLength(2)];
        for (int i = 0; i < slice.GetLength(0); i++)
        {
            for (int j = 0; j < slice.GetLength(1); j++) slice[i, j] = tensor[i, r, j];
        }

        return slice;
    }

    /// <summary>The slices side by side: B̄ = [B¹ B² … Bⁿ], of m rows and n·k columns.</summary>
    public static double[,] Flattened(double[,,] tensor)
    {
        int width = tensor.GetLength(2);
        double[,] flat = new double[tensor.GetLength(0), tensor.GetLength(1) * width];
        for (int i = 0; i < flat.GetLength(0); i++)
        {
            for (int column = 0; column < flat.GetLength(1); column++) flat[i, column] = tensor[i, column / width, column % width];
        }

        return flat;
    }

    /// <summary>The matrix product, by its definition.</summary>
    public static double[,] Multiply(double[,] left, double[,] right)
    {
        double[,] product = new double[left.GetLength(0), right.GetLength(1)];
        for (int i = 0; i < product.GetLength(0); i++)
        {
            for (int j = 0; j < product.GetLength(1); j++)
            {
                for (int k = 0; k < left.GetLength(1); k++) product[i, j] += left[i, k] * right[k, j];
            }
        }

        return product;
    }
}
