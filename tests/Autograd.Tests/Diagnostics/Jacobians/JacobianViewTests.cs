using System.Numerics.Tensors;

namespace Autograd.Tests.Diagnostics;

public class JacobianViewTests
{
    [Fact]
    public void The_weights_of_the_notes_give_equal_blocks_of_the_input()
    {
        using var tape = new Tape<double>();
        var nodes = NotesNetwork.Forward(tape);
        int count = tape.NodeCount;
        var view = JacobianView.Of(nodes["a1"], nodes["W1"]);
        Assert.Equal(count, tape.NodeCount);
        Assert.Equal([3, 3, 2], view.Shape);
        Assert.Equal(new JacobianStructure(JacobianKind.RepeatedBlock, "I₃ ⊗ xᵀ", 3, 1, 2), view.Structure);
        Assert.Equal(12, view.StructuralZeros);
        Assert.Equal(
            """
            ∂a1/∂W1 is 3 × (3 × 2); numerator layout, a gradient is a row: ∇W1 = ∇a1 · ∂a1/∂W1
            ∂a1/∂W1 as a 3 × 6 matrix: I₃ ⊗ xᵀ, 3 times the same 1 × 2 block on the diagonal; 12 of 18 entries are structurally zero

            ∂a1[0]/∂W1       ∂a1[1]/∂W1       ∂a1[2]/∂W1
            ⎡ 0.5  -1.5 ⎤    ⎡   0     0 ⎤    ⎡   0     0 ⎤
            ⎢   0     0 ⎥    ⎢ 0.5  -1.5 ⎥    ⎢   0     0 ⎥
            ⎣   0     0 ⎦    ⎣   0     0 ⎦    ⎣ 0.5  -1.5 ⎦

            flattened to 3 × 6:
            ⎡ 0.5  -1.5    0     0    0     0 ⎤
            ⎢   0     0  0.5  -1.5    0     0 ⎥
            ⎣   0     0    0     0  0.5  -1.5 ⎦

            """,
            view.ToText());
        var contraction = view.Contract([2, 3, 5]);
        Assert.Equal([1.0, -3, 1.5, -4.5, 2.5, -7.5], Flat(contraction.Vjp));
        Assert.Equal(0, contraction.LargestDifference);
        Assert.Equal("cotangent · Jacobian: 18 multiply-adds in full, 6 by the vector-Jacobian product, 12 saved; largest difference 0", contraction.ToString());
        Assert.Equal((18, 6, 12), (contraction.FullMultiplyAdds, contraction.VjpMultiplyAdds, contraction.SavedMultiplyAdds));
    }

    [Fact]
    public void The_activation_of_the_notes_is_diagonal()
    {
        using var tape = new Tape<double>();
        var nodes = NotesNetwork.Forward(tape);
        var view = JacobianView.Of(nodes["h"], nodes["a1"]);
        Assert.Equal(new JacobianStructure(JacobianKind.Diagonal, "diag(d₁ … d₃)", 3, 1, 1), view.Structure);
        for (int i = 0; i < 3; i++)
        {
            double h = nodes["h"].Span[i];
            for (int j = 0; j < 3; j++)
            {
                Assert.Equal(i == j ? h * (1 - h) : 0, view[i, j], 1e-15);
                Assert.Equal(i != j, view.IsStructuralZero(i, j));
            }
        }

        Assert.Equal((9, 3), (view.Contract([1, 2, 3]).FullMultiplyAdds, view.Contract([1, 2, 3]).VjpMultiplyAdds));
    }

    [Fact]
    public void The_output_weights_of_the_notes_are_a_row_and_transposed_a_column()
    {
        using var tape = new Tape<double>();
        var nodes = NotesNetwork.Forward(tape);
        var view = JacobianView.Of(nodes["a2"], nodes["h"]);
        Assert.Equal(
            """
            ∂a2/∂h is 1 × 3; numerator layout, a gradient is a row: ∇h = ∇a2 · ∂a2/∂h
            ∂a2/∂h as a 1 × 3 matrix: w2ᵀ, dense

            [ 0.7  -0.8  0.9 ]

            """,
            view.ToText());
        Assert.Equal(
            """
            (∂a2/∂h)ᵀ is 3 × 1; denominator layout, a gradient is shaped as its variable: ∇h = (∂a2/∂h)ᵀ · ∇a2
            ∂a2/∂h as a 1 × 3 matrix: w2ᵀ, dense

            ⎡  0.7 ⎤
            ⎢ -0.8 ⎥
            ⎣  0.9 ⎦

            """,
            view.ToText(JacobianLayout.Denominator));
    }

    [Fact]
    public void A_path_holds_everything_else_fixed()
    {
        using var tape = new Tape<double>();
        var nodes = NotesNetwork.Forward(tape);
        var view = JacobianView.Of(nodes["J"], nodes["W1"]);
        var gradients = nodes["J"].Backward();
        Assert.Equal(gradients[nodes["W1"]].ToArray(), Flat(view.ToTensor()));
        Assert.Equal(JacobianKind.Dense, view.Structure.Kind);
        var x = tape.Variable([1.0, 2], [2], "x");
        var h = x.Square();
        var y = h * x;
        Assert.Equal([1, 0, 0, 2], Flat(JacobianView.Of(y, h).ToMatrix()));
        Assert.Equal(JacobianKind.Zero, JacobianView.Of(x, y).Structure.Kind);
        Assert.Equal(JacobianKind.Identity, JacobianView.Of(y, y).Structure.Kind);
    }

    /// <summary>
    /// Of many outputs and few inputs, columns are computed: row by row there would be a walk over all outputs for each, a dozen times, which
    /// no test would wait for. The entries are those of the rows.
    /// </summary>
    [Fact]
    public void A_tall_Jacobian_is_computed_by_columns()
    {
        using var tape = new Tape<double>();
        const int rows = 20_000;
        var s = tape.Variable([0.5, 2], [2], "s");
        var c = tape.Constant([.. Enumerable.Range(0, rows).Select(i => i % 7 * 0.25)], [rows, 1], "c");
        var y = ((c * s).Sin() * s).Sum([1]);
        var view = JacobianView.Of(y, s);
        Assert.Equal((rows, 2), (view.Rows, view.Columns));
        for (int row = 0; row < 7; row++)
        {
            double k = row * 0.25;
            Assert.Equal(Math.Sin(0.5 * k) + (0.5 * k * Math.Cos(0.5 * k)), view[row, 0], 1e-14);
            Assert.Equal(Math.Sin(2 * k) + (2 * k * Math.Cos(2 * k)), view[row + 14_000, 1], 1e-14);
        }

        Assert.Contains("20000 × 2 matrix", view.ToText(), StringComparison.Ordinal);
    }

    /// <summary>Kronecker factors with their names, whichever side the identity stands on.</summary>
    [Fact]
    public void Structures_are_recognised()
    {
        using var tape = new Tape<double>();
        var X = tape.Constant([1.0, 2, 3, 4, 5, 6, 7, 8], [4, 2], "X");
        var W = tape.Variable([1.0, -2, 3, 0.5, -0.25, 2], [2, 3], "W");
        var b = tape.Variable([1.0, 2, 3], [3], "b");
        var Y = X.MatMul(W).Named("Y");
        AssertStructure("X ⊗ I₃", JacobianKind.ScaledIdentities, Y, W);
        AssertStructure("I₄ ⊗ Wᵀ", JacobianKind.RepeatedBlock, Y, X);
        AssertStructure("1₄ ⊗ I₃", JacobianKind.ScaledIdentities, Y + b, b);
        AssertStructure("1₄ᵀ ⊗ I₃", JacobianKind.ScaledIdentities, Y.Sum([0]), Y);
        AssertStructure("I₄ ⊗ 1₃ᵀ", JacobianKind.RepeatedBlock, Y.Sum([1]), Y);
        AssertStructure("I₁₂", JacobianKind.Identity, Y + b, Y);
        AssertStructure("-I₁₂", JacobianKind.Diagonal, b - Y, Y);
        AssertStructure("2 I₁₂", JacobianKind.Diagonal, 2 * Y, Y);
        var c = tape.Variable([3.0, -1, 2], [3], "c");
        AssertStructure("diag(b)", JacobianKind.Diagonal, b * c, c);
        AssertStructure("a permutation of the identity's rows", JacobianKind.Selection, Y.Transpose(), Y);
        AssertStructure("rows of the identity", JacobianKind.Selection, b.Slice(0, 1, 2), b);
        AssertStructure("blockdiag(A₁ … A₄)", JacobianKind.BlockDiagonal, Y.Softmax(-1), Y);
        AssertStructure("4 × 1 diagonal blocks", JacobianKind.DiagonalBlocks, Y * b, b);
        AssertStructure("A", JacobianKind.Dense, Y.Sum().Exp(), Y);
        AssertStructure("A", JacobianKind.Sparse, b * b.Flip(0), b);
    }

    [Fact]
    public void A_zero_in_the_values_is_no_structural_zero()
    {
        using var tape = new Tape<double>();
        var x = tape.Constant([0.0, 2], [2], "x");
        var W = tape.Variable(new double[6], [3, 2], "W");
        var view = JacobianView.Of(W.MatMul(x).Relu(), W);
        Assert.Equal(new JacobianStructure(JacobianKind.BlockDiagonal, "blockdiag(A₁ … A₃)", 3, 1, 2), view.Structure);
        Assert.Equal(12, view.StructuralZeros);
        Assert.Equal(0, view[0, 1]);
        Assert.Contains("0.0", view.ToText(), StringComparison.Ordinal);
        var v = tape.Variable([5.0, 1, 2, 3, 4], [5], "v");
        Assert.Equal(0, JacobianView.Of(v.Max([0]), v).StructuralZeros);
        Assert.Equal(4, JacobianView.Of(v.Tape.Where(v > 2.0, v, tape.Constant(0.0)).Slice(0, 0, 1), v).StructuralZeros);
    }

    [Fact]
    public void Values_outside_the_domain_of_the_probes_do_no_harm()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([10.0, 20, 30], [3], "x");
        Assert.Equal(JacobianKind.Diagonal, JacobianView.Of((x - 5).Log().Sqrt(), x).Structure.Kind);
        var classes = tape.Indices([2, 0, 2], "classes");
        var view = JacobianView.Of(x.Gather(0, classes), x);
        Assert.Equal([0, 0, 1, 1, 0, 0, 0, 0, 1], Flat(view.ToMatrix()));
        Assert.Equal(6, view.StructuralZeros);
    }

    [Fact]
    public void Flattening_can_be_undone_in_both_layouts()
    {
        using var tape = new Tape<float>();
        var A = tape.Variable([1f, 2, 3, 4, 5, 6], [2, 3], "A");
        var view = JacobianView.Of(A.Exp().MatMul(A.Transpose()), A);
        foreach (JacobianLayout layout in Enum.GetValues<JacobianLayout>())
        {
            Tensor<float> full = view.ToTensor(layout), matrix = view.ToMatrix(layout);
            nint[] lengths = layout == JacobianLayout.Numerator ? [2, 2, 2, 3] : [2, 3, 2, 2];
            Assert.Equal(lengths, full.Lengths.ToArray());
            Assert.Equal(Flat(full), Flat(matrix));
            Assert.Equal(Flat(full), Flat(view.Unflatten(matrix, layout)));
        }

        for (int i = 0; i < view.Rows; i++)
        {
            for (int j = 0; j < view.Columns; j++)
            {
                Assert.Equal(view[i, j], view.ToMatrix()[i, j]);
                Assert.Equal(view[i, j], view.ToMatrix(JacobianLayout.Denominator)[j, i]);
            }
        }

        Assert.Throws<ArgumentException>(() => view.Unflatten(view.ToMatrix(), JacobianLayout.Denominator));
        Assert.Throws<ArgumentOutOfRangeException>(() => view[4, 0]);
    }

    [Fact]
    public void Entries_and_contractions_agree_with_the_other_ways_to_compute_them()
    {
        Func<Variable<double>, Variable<double>> f = x => ((x.Tanh() * x.Sum()).Softmax(0) + x.Flip(0).Square()).Slice(0, 0, 3);
        double[] at = [0.3, -0.7, 1.1, 0.2, -0.4];
        Tensor<double> expected = Differentiate.Jacobian(f, at);
        using var tape = new Tape<double>();
        var x = tape.Variable(at, [5], "x");
        var view = JacobianView.Of(f(x), x);
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 5; j++) Assert.Equal(expected[i, j], view[i, j], 1e-14);
        }

        var contraction = view.Contract([0.5, -2, 3]);
        Assert.Equal(Flat(Differentiate.Vjp(f, at, (double[])[0.5, -2, 3]).Cotangent), Flat(contraction.Vjp));
        Assert.InRange(contraction.LargestDifference, 0, 1e-14);
        Assert.Throws<ArgumentException>(() => view.Contract([1]));
    }

    [Fact]
    public void Higher_ranks_print_slices_and_large_ones_are_cut()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable(new double[8], [2, 2, 2], "x");
        string text = JacobianView.Of(x.Exp().Sum([1]).Named("y"), x).ToText();
        Assert.Contains("∂y[0, 1]/∂x[1, :, :]", text, StringComparison.Ordinal);
        Assert.StartsWith("∂y/∂x is (2 × 2) × (2 × 2 × 2)", text, StringComparison.Ordinal);
        var v = tape.Variable(new double[40], [40], "v");
        text = JacobianView.Of(v.Square(), v).ToText();
        Assert.Contains("⋮", text, StringComparison.Ordinal);
        Assert.True(text.Split('\n').Length < 25);
        var none = tape.Variable([], [0], "none");
        Assert.Contains("[ ]", JacobianView.Of(none.Exp(), none).ToText(), StringComparison.Ordinal);
    }

    private static void AssertStructure(string formula, JacobianKind kind, Variable<double> output, Variable<double> input)
    {
        JacobianStructure structure = JacobianView.Of(output, input).Structure;
        Assert.Equal((kind, formula), (structure.Kind, structure.Formula));
    }

    private static T[] Flat<T>(Tensor<T> tensor)
    {
        var flat = new T[tensor.FlattenedLength];
        tensor.FlattenTo(flat);
        return flat;
    }
}
