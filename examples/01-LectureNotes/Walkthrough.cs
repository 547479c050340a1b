namespace Autograd.Examples.LectureNotes;

/// <summary>The text of the example: the network, its forward pass and the chain of its Jacobians for one example, with all numbers.</summary>
/// <param name="output">Where it goes.</param>
/// <param name="width">The length of the longest line, 80 or more.</param>
internal sealed class Walkthrough(TextWriter output, int width)
{
    private const string Indent = "   ";

    private const string Short = "0.00";
    private const string Long = "0.000000";
    private int _section;
    private bool _afterEmptyLine;

    /// <summary>Writes the heading of the next section.</summary>
    public void Heading(string title)
    {
        _section++;
        if (!_afterEmptyLine) Text("");
        Text($"{_section}. {title}", new string('─', width));
    }

    /// <summary>Writes lines of text.</summary>
    public void Text(params ReadOnlySpan<string> lines)
    {
        foreach (string line in lines)
        {
            output.WriteLine(line.TrimEnd());
            _afterEmptyLine = line.Length == 0;
        }
    }

    /// <summary>Writes words, as many in a line as there is room for.</summary>
    /// <param name="text">The words.</param>
    /// <param name="label">What stands before them in the first line; the following ones are indented as far.</param>
    public void Paragraph(string text, string label = Indent)
    {
        string line = label;
        foreach (string word in text.Split(' '))
        {
            if (line.Length + word.Length > width)
            {
                Text(line);
                line = new string(' ', label.Length);
            }

            line += word + " ";
        }

        Text(line);
    }

    /// <summary>
    /// Writes blocks side by side, and an empty line. Where they are too wide, further ones stand below; words and signs stay with the
    /// block behind them, unless it is too wide as well.
    /// </summary>
    public void Formula(params ReadOnlySpan<MathText.Block> blocks)
    {
        List<MathText.Block> row = [Indent];
        int taken = Indent.Length;
        for (int k = 0; k < blocks.Length; k++)
        {
            int with = blocks[k].Width + (blocks[k].Lines.Length == 1 && k + 1 < blocks.Length ? blocks[k + 1].Width : 0);
            if (row.Count > 1 && taken + Math.Min(with, width - (2 * Indent.Length)) > width)
            {
                Text(MathText.Beside([.. row]));
                row = [Indent + Indent];
                taken = 2 * Indent.Length;
            }

            row.Add(blocks[k]);
            taken += blocks[k].Width;
        }

        Text(MathText.Beside([.. row]));
        Text("");
    }

    /// <summary>The network and its numbers.</summary>
    public void Describe(Network network, double[] x, double target)
    {
        Heading("The network and its numbers");
        Text(
            "   2 inputs, 3 sigmoid hidden units, 1 sigmoid output; J = 1/(2N) Σ (t − z)²",
            "",
            "        W¹, b¹         σ         w², b²         σ         t",
            "   x ──────────▶ a¹ ──────▶ h ──────────▶ a² ──────▶ z ──────▶ J",
            "   2             3          3             1          1         1",
            "");
        Formula(
            "W¹ = ", MathText.Matrix(network.W1, Short), "    b¹ = ", MathText.Column(network.B1, Short),
            "    w² = ", MathText.Column(network.W2, Short), $"    b² = {MathText.Number(network.B2, Short)}");
        Formula("The example:  x = ", MathText.Column(x, Short), $"    t = {MathText.Number(target, Short)}");
    }

    /// <summary>The forward pass, with its numbers.</summary>
    public void Forward(Network network, ForwardPass forward, double loss)
    {
        Heading("The forward pass");
        Formula(
            "a¹ = W¹ x + b¹ = ", MathText.Matrix(network.W1, Short), " ", MathText.Column(forward.X, Short), " + ", MathText.Column(network.B1, Short),
            " = ", MathText.Column(forward.A1, Long));
        Formula("h  = σ(a¹)     = ", MathText.Column(forward.H, Long));
        Text(
            $"   a² = (w²)ᵀ h + b² = {MathText.Number(forward.A2, Long)}     z = σ(a²) = {MathText.Number(forward.Z, Long)}",
            $"   J  = ½ (t − z)²   = {MathText.Number(loss, Long)}");
    }

    /// <summary>The factors of the chain rule with their lengths, and their products from the left.</summary>
    public void Chain(JacobianChain chain)
    {
        Heading("The chain of full Jacobians");
        Text(
            "   One factor for each arrow of the network, from J back to W¹:",
            "",
            "   ∂J     ∂J   dz    ∂a²   ∂h    ∂a¹",
            "   ─── =  ── · ─── · ─── · ─── · ───",
            "   ∂W¹    ∂z   da²   ∂h    ∂a¹   ∂W¹",
            "",
            "   3×2    1×1  1×1   1×3   3×3   3×(3×2)",
            "");
        Formula("∂J/∂z  = −(t − z)         = ", MathText.Matrix(chain.JByZ, Long));
        Formula("dz/da² = σ(a²)(1 − σ(a²)) = ", MathText.Matrix(chain.ZByA2, Long));
        Formula("∂a²/∂h = (w²)ᵀ            = ", MathText.Matrix(chain.A2ByH, Long));
        Formula("∂h/∂a¹ = diag σ′(a¹)      = ", MathText.Matrix(chain.HByA1, Long), "    hᵢ depends on a¹ᵢ only");
        Text("   Multiplied from the left, every product is a row, never a matrix:", "");
        Formula("∂J/∂a² = ∂J/∂z  · dz/da² = ", MathText.Matrix(chain.JByA2, Long), "   = ∂J/∂b²");
        Formula("∂J/∂w² = ∂J/∂a² · hᵀ     = ", MathText.Matrix(chain.JByW2, Long));
        Formula("∂J/∂h  = ∂J/∂a² · ∂a²/∂h = ", MathText.Matrix(chain.JByH, Long));
        Formula("∂J/∂a¹ = ∂J/∂h  · ∂h/∂a¹ = ", MathText.Matrix(chain.JByA1, Long), "   = ∂J/∂b¹");
    }

    /// <summary>The tensor ∂a¹/∂W¹, and its product with ∂J/∂a¹ in the two ways of the notes and as an outer product.</summary>
    public void Tensor(JacobianChain chain, double[] x)
    {
        double[,,] tensor = chain.A1ByW1;
        Heading("The tensor ∂a¹/∂W¹, of 3×(3×2) numbers");
        Paragraph("∂a¹ᵢ/∂w¹ₖⱼ is xⱼ where i = k, and else 0. One 3×2 matrix for each of the three numbers of a¹:");
        Text("");
        string gap = width < 88 ? " " : "     ";
        Formula(
            "∂a¹₁/∂W¹ = ", MathText.Matrix(Row(tensor, 0), Short), gap + "∂a¹₂/∂W¹ = ", MathText.Matrix(Row(tensor, 1), Short),
            gap + "∂a¹₃/∂W¹ = ", MathText.Matrix(Row(tensor, 2), Short));

        Paragraph("Approach 1, collating. The row ∂J/∂a¹ times each slice Bᵏ = ∂a¹/∂W¹ₖ,: is a row of the result. "
            + "(Bᵏ is all of a¹ by row k of W¹; it looks like ∂a¹ₖ/∂W¹ as the tensor is symmetric in i, k.)");
        Text("");
        for (int k = 0; k < Network.Hidden; k++)
        {
            double[,] slice = FullJacobians.Slice(tensor, k);
            Formula(
                $"∂J/∂a¹ · B{"¹²³"[k]} = ", MathText.Matrix(chain.JByA1, Long), " ", MathText.Matrix(slice, Short),
                " = ", MathText.Matrix(FullJacobians.Multiply(chain.JByA1, slice), Long));
        }

        Formula("collated:  ∂J/∂W¹ = ", MathText.Matrix(chain.JByW1(Contraction.Collate), Long));

        double[,] flat = FullJacobians.Flattened(tensor);
        Paragraph("Approach 2, flattening. The slices side by side are one 3×6 matrix: one product, then a reshape.");
        Text("");
        Formula("[B¹ B² B³] = ", MathText.Matrix(flat, Short));
        Formula("∂J/∂a¹ · [B¹ B² B³] = ", MathText.Matrix(FullJacobians.Multiply(chain.JByA1, flat), Long));
        Formula("reshaped to 3×2:  ∂J/∂W¹ = ", MathText.Matrix(chain.JByW1(Contraction.Flatten), Long));

        double[] row = [.. chain.JByA1.Cast<double>()];
        double[,] outer = new double[row.Length, x.Length];
        for (int i = 0; i < row.Length; i++)
        {
            for (int j = 0; j < x.Length; j++) outer[i, j] = row[i] * x[j];
        }

        Paragraph("Neither is needed: multiplying by a tensor of zeros and copies of x is an outer product.");
        Text("");
        Formula(
            "∂J/∂W¹ = (∂J/∂a¹)ᵀ xᵀ = ", MathText.Column(row, Long), " ", MathText.Matrix(new[,] { { x[0], x[1] } }, Short),
            " = ", MathText.Matrix(outer, Long));
    }

    /// <summary>∂a¹ᵢ/∂W¹, the 3×2 matrix at index i of the first dimension.</summary>
    private static double[,] Row(double[,,] tensor, int i)
    {
        double[,] row = new double[tensor.GetLength(1), tensor.GetLength(2)];
        for (int k = 0; k < row.GetLength(0); k++)
        {
            for (int j = 0; j < row.GetLength(1); j++) row[k, j] = tensor[i, k, j];
        }

        return row;
    }
}
