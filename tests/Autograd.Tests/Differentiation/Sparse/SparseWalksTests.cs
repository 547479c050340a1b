using System.Numerics.Tensors;
using Autograd.Tests.Operations;

namespace Autograd.Tests.Differentiation.Sparse;

/// <summary>Sparse derivatives are the full ones, to the bit, in as few passes as there can be.</summary>
public class SparseWalksTests
{
    public static TheoryData<string> Residuals => [.. SparseProblems.Residuals.Keys];

    public static TheoryData<string> Energies => [.. SparseProblems.Energies.Keys];

    [Theory]
    [MemberData(nameof(Residuals))]
    public void A_sparse_jacobian_is_the_full_one_to_the_bit_in_the_fewest_passes(string name)
    {
        var (function, count, passes) = SparseProblems.Residuals[name];
        double[] x = SparseProblems.Point(count);
        SparsityPattern pattern = Differentiate.JacobianPattern(function, x);
        SparsityColoring coloring = SparsityColoring.OfJacobian(pattern), rows = SparsityColoring.OfRows(pattern), columns = SparsityColoring.OfColumns(pattern);
        Assert.Equal(passes, coloring.PassCount);
        Assert.Equal(passes, Math.Min(rows.PassCount, columns.PassCount));
        AssertSeparated(rows);
        AssertSeparated(columns);

        var (byRows, byColumns) = Full(function, x);
        double[] chosen = Dense(Differentiate.SparseJacobian(function, x));
        AssertBits(coloring.Compression == SparsityCompression.Rows ? byRows : byColumns, chosen);
        AssertBits(byRows, Dense(Differentiate.SparseJacobian(function, x, rows)));
        AssertBits(byColumns, Dense(Differentiate.SparseJacobian(function, x, columns)));
        Assert.True(Close.Difference<double>(byRows, byColumns) < 1e-14);
        Assert.True(pattern.EntryCount < byRows.Length / 2);
    }

    [Theory]
    [MemberData(nameof(Energies))]
    public void A_sparse_hessian_is_the_full_one_to_the_bit_in_the_fewest_passes(string name)
    {
        var (function, count, star, acyclic) = SparseProblems.Energies[name];
        double[] x = SparseProblems.Point(count);
        SparsityPattern pattern = Differentiate.HessianPattern(function, x);
        SparsityColoring direct = SparsityColoring.OfHessian(pattern), substituted = SparsityColoring.OfHessianBySubstitution(pattern);
        Assert.Equal((star, acyclic), (direct.PassCount, substituted.PassCount));

        double[] full = Differentiate.Hessian(function, x).ToArray();
        double[] sparse = Dense(Differentiate.SparseHessian(function, x));
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                // The full Hessian has each entry twice, rounded in one way or the other.
                double value = sparse[(i * count) + j];
                Assert.True(value.Equals(full[(i * count) + j] + 0.0) || value.Equals(full[(j * count) + i] + 0.0), $"{i}, {j}: {value}, {full[(i * count) + j]}");
                Assert.Equal(value, sparse[(j * count) + i]);
            }
        }

        double[] solved = Dense(Differentiate.SparseHessian(function, x, substituted));
        Assert.True(Close.Difference<double>(full, solved) < 1e-13, Close.Difference<double>(full, solved).ToString());
        Assert.Equal(direct.PassCount, Dense(Differentiate.SparseHessian(function, x, direct)) is { } again && Close.Bits(sparse, again) ? star : -1);
    }

    /// <summary>What a coloring keeps from call to call fits the type and the shape of the call before, not of this one.</summary>
    [Fact]
    public void One_coloring_serves_types_and_shapes_in_turn()
    {
        SparsityColoring coloring = SparsityColoring.OfRows(SparsityPattern.FromEntries(4, 4, [(0, 0), (1, 1), (2, 2), (3, 3), (3, 0)]));
        double[] x = [1, 2, 3, 4];
        float[] y = [1, 2, 3, 4];
        for (int round = 0; round < 2; round++)
        {
            Assert.Equal([2, 4, 6, 1, 8], Differentiate.SparseJacobian(v => v.Square() + v.Slice(0, 0, 1).Pad(0, 3, 0) - v.Slice(0, 0, 1).StopGradient(), x, coloring).Values.ToArray());
            Assert.Equal([2, 4, 6, 0, 8], Differentiate.SparseJacobian(v => v.Square().Reshape([2, 2]), x, coloring).Values.ToArray());
            Assert.Equal([2f, 4, 6, 0, 8], Differentiate.SparseJacobian(v => v.Square(), y, coloring).Values.ToArray());
        }
    }

    /// <summary>Within a walk −0 is what a mask cut off; an entry is a zero like any other.</summary>
    [Fact]
    public void What_a_mask_cut_off_is_a_zero_without_a_sign()
    {
        double[] values = Differentiate.SparseJacobian(x => x.Relu(), [-1.0, 2]).Values.ToArray();
        Assert.Equal([0L, BitConverter.DoubleToInt64Bits(1)], values.Select(BitConverter.DoubleToInt64Bits));
    }

    /// <summary>Ten thousand unknowns in three passes: of some rows the full ones, of the others that they add up.</summary>
    [Fact]
    public void Ten_thousand_unknowns_take_three_passes()
    {
        const int count = 10_000;
        double[] x = SparseProblems.Point(count);
        SparseMatrix<double> jacobian = Differentiate.SparseJacobian(SparseProblems.Tridiagonal, x);
        Assert.Equal(3, SparsityColoring.OfJacobian(jacobian.Pattern).PassCount);
        Assert.Equal((3 * count) - 2, jacobian.Pattern.EntryCount);
        foreach (int row in (int[])[0, 1, 2, 4_999, 5_000, 9_998, 9_999])
        {
            var unit = new double[count];
            unit.AsSpan().Fill(double.NegativeZero);
            unit[row] = 1;
            double[] expected = Differentiate.Vjp(SparseProblems.Tridiagonal, x, unit).Cotangent.ToArray();
            Assert.Equal(expected, Enumerable.Range(0, count).Select(column => jacobian[row, column]));
        }

        double[] ones = [.. Enumerable.Repeat(1.0, count)], sums = Differentiate.Jvp(SparseProblems.Tridiagonal, x, ones).Tangent.ToArray();
        var added = new double[count];
        foreach (var (row, _, value) in jacobian.Coordinates) added[row] += value;
        Assert.True(Close.Difference<double>(sums, added) < 1e-14);
    }

    [Fact]
    public void A_coloring_serves_for_other_points_and_writes_to_given_memory()
    {
        var (function, count, _) = SparseProblems.Residuals["chain of masses"];
        using var kept = new DifferentiableFunction<double>(function);
        double[] x = SparseProblems.Point(count);
        SparsityColoring coloring = SparsityColoring.OfJacobian(kept.JacobianPattern(x));
        var values = new double[coloring.Pattern.EntryCount + 1];
        values[^1] = 77;
        for (int step = 0; step < 3; step++)
        {
            for (int i = 0; i < count; i++) x[i] *= 1.125;
            kept.SparseJacobian(x, coloring, values);
            AssertBits(Full(function, x).Rows, Dense(new SparseMatrix<double>(coloring.Pattern, values.AsSpan(..^1))));
            Assert.Equal(77, values[^1]);
        }
    }

    /// <summary>One walk repeated, forward products, and nine walks at once.</summary>
    [Fact]
    public void The_steady_state_allocates_nothing()
    {
        foreach (Func<Variable<double>, Variable<double>> function in (Func<Variable<double>, Variable<double>>[])[SparseProblems.Tridiagonal, x => (x * x[..1]).Square(), x => x.CumulativeSum(0)[..9]])
        {
            using var kept = new DifferentiableFunction<double>(function);
            double[] x = SparseProblems.Point(40);
            SparsityColoring coloring = SparsityColoring.OfJacobian(kept.JacobianPattern(x));
            var values = new double[coloring.Pattern.EntryCount];
            long least = long.MaxValue;
            for (int step = 0; step < 60; step++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                kept.SparseJacobian(x, coloring, values);
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            Assert.Equal(0, least);
        }
    }

    [Fact]
    public void A_kept_function_has_the_same_hessians()
    {
        var (function, count, _, _) = SparseProblems.Energies["random"];
        using var kept = new DifferentiableFunction<double>(function);
        double[] x = SparseProblems.Point(count);
        SparsityColoring coloring = SparsityColoring.OfHessianBySubstitution(kept.HessianPattern(x));
        var values = new double[coloring.Pattern.EntryCount];
        kept.SparseHessian(x, coloring, values);
        Assert.Equal(Differentiate.SparseHessian(function, x, coloring).Values, values);
        Assert.Equal(kept.SparseHessian(x).Values, Differentiate.SparseHessian(function, x).Values);
        Assert.Equal(kept.SparseHessian(x, coloring).Values, values);
    }

    /// <summary>√ has an infinite slope at 0, which must not reach the entries of other rows in the same pass.</summary>
    [Fact]
    public void An_infinite_slope_stays_in_its_entry()
    {
        double[] x = [0, 4, 0, 1];
        SparseMatrix<double> jacobian = Differentiate.SparseJacobian(v => v.Sqrt(), x);
        Assert.Equal(1, SparsityColoring.OfJacobian(jacobian.Pattern).PassCount);
        Assert.Equal([double.PositiveInfinity, 0.25, double.PositiveInfinity, 0.5], jacobian.Values);
    }

    [Fact]
    public void Single_precision_scalars_empty_and_constant_results_have_sparse_derivatives()
    {
        float[] x = [1, 4];
        Assert.Equal([2f, 8f], Differentiate.SparseJacobian(v => v.Square().Sum(), x).Values);
        Assert.Equal([2f, 2f], Differentiate.SparseHessian(v => v.Square().Sum(), x).Values);
        Assert.Equal(0, Differentiate.SparseHessian(v => v.Sum(), x).Pattern.EntryCount);
        Assert.Equal("0 × 2, 0 entries (0 %)", Differentiate.SparseJacobian(v => v[0..0], x).ToString());
        Assert.Equal("3 × 2, 0 entries (0 %)", Differentiate.SparseJacobian(v => v.Tape.Constant([1f, 2, 3], [3]), x).ToString());
        Assert.Equal("3 × 0, 0 entries (0 %)", Differentiate.SparseJacobian(v => v.Tape.Constant([1f, 2, 3], [3]), Array.Empty<float>()).ToString());
        Assert.Equal("2 × 2, 0 entries (0 %)", Differentiate.SparseJacobian(v => v.StopGradient(), x).ToString());
        Assert.Equal("2 × 2, 0 entries (0 %)", Differentiate.SparseJacobian(v => v > 2, x).ToString());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        double[] x = [1, 2, 3];
        SparsityColoring jacobian = SparsityColoring.OfJacobian(Differentiate.JacobianPattern(v => v.Square(), x));
        SparsityColoring hessian = SparsityColoring.OfHessian(jacobian.Pattern);
        Assert.Contains("which does not fit; use SparsityColoring.OfJacobian", Assert.Throws<ArgumentException>(() => Differentiate.SparseJacobian(v => v, x, hessian)).Message, StringComparison.Ordinal);
        Assert.Contains("which does not fit; use SparsityColoring.OfHessian", Assert.Throws<ArgumentException>(() => Differentiate.SparseHessian(v => v.Sum(), x, jacobian)).Message, StringComparison.Ordinal);
        Assert.Contains("3 rows and 3 columns, the derivative at x has 2 rows and 3 columns", Assert.Throws<ArgumentException>(() => Differentiate.SparseJacobian(v => v[1..], x, jacobian)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Differentiate.SparseHessian(v => v, x));
        using var kept = new DifferentiableFunction<double>(v => v.Square());
        Assert.Contains("2", Assert.Throws<ArgumentException>(() => kept.SparseJacobian(x, jacobian, new double[2])).Message, StringComparison.Ordinal);
    }

    private static (double[] Rows, double[] Columns) Full(Func<Variable<double>, Variable<double>> function, double[] x)
    {
        using var tape = new Tape<double>();
        Variable<double> input = tape.Variable(x, [x.Length], "x"), output = function(input);
        double[] rows = new double[output.Shape.ElementCount * x.Length], columns = new double[rows.Length];
        Differentiate.WriteRows(output, [input], rows);
        Differentiate.WriteColumns(output, [input], columns);
        return (rows, columns);
    }

    private static double[] Dense(SparseMatrix<double> matrix) => matrix.ToDense().ToArray();

    private static void AssertBits(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int k = 0; k < expected.Length; k++) Assert.Equal(BitConverter.DoubleToInt64Bits(expected[k] + 0.0), BitConverter.DoubleToInt64Bits(actual[k]));
    }

    private static void AssertSeparated(SparsityColoring coloring)
    {
        SparsityPattern pattern = coloring.Compression == SparsityCompression.Rows ? coloring.Pattern : coloring.Pattern.Transpose();
        var seen = new HashSet<(int Group, int Column)>();
        for (int row = 0; row < pattern.RowCount; row++)
        {
            foreach (int column in pattern.Row(row)) Assert.True(seen.Add((coloring.Groups[row], column)));
        }
    }
}
