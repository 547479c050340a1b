namespace Autograd.Tests.Operations;

/// <content>Singular, degenerate and empty matrices.</content>
public partial class KinkTests
{
    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void A_matrix_that_is_not_positive_definite_is_refused_and_the_pivot_named(EvaluationMode evaluation)
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = evaluation });
        Variable<double> single = tape.Variable([1.0, 2, 2, 1], [2, 2]), several = tape.Variable([1.0, 0, 0, 1, 0, 0, 0, 1], [2, 2, 2]);
        var thrown = Assert.Throws<NotPositiveDefiniteException>(() => single.Cholesky().ToArray());
        Assert.Equal("Cholesky: the matrix of shape [2, 2] is not positive definite: pivot 1 is not above 0. Add a multiple of the identity, or use SymmetricEigen.", thrown.Message);
        Assert.Equal((0, 1), (thrown.Matrix, thrown.Pivot));
        thrown = Assert.Throws<NotPositiveDefiniteException>(() => several.Cholesky().ToArray());
        Assert.Equal((1, 0), (thrown.Matrix, thrown.Pivot));
        Assert.Contains("matrix 1 of the batch of shape [2, 2, 2]", thrown.Message);
        int count = tape.NodeCount;
        Assert.False(single.TryCholesky(out _));
        Assert.Equal(count, tape.NodeCount);
        Assert.True((single + tape.Eye(2) * 2).TryCholesky(out Variable<double> l));
        Same([Math.Sqrt(3), 0, 2 / Math.Sqrt(3), Math.Sqrt(5.0 / 3)], l.ToArray());
        Assert.False(tape.Variable([NaN], [1, 1]).TryCholesky(out _));
    }

    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void A_singular_matrix_is_refused_and_the_pivot_named(EvaluationMode evaluation)
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = evaluation });
        Variable<double> a = tape.Variable([1.0, 2, 2, 4], [2, 2]), b = tape.Variable([1.0, 2]), several = tape.Variable([1.0, 0, 0, 1, 0, 1, 0, 0], [2, 2, 2]);
        var thrown = Assert.Throws<SingularMatrixException>(() => a.Solve(b).ToArray());
        Assert.Equal("Solve: the matrix of shape [2, 2] is singular: pivot 1 is 0. PseudoInverse takes matrices of any rank, Determinant and LogDeterminant square ones.", thrown.Message);
        Assert.Equal((0, 1), (thrown.Matrix, thrown.Pivot));
        Assert.Equal((1, 0), (Assert.Throws<SingularMatrixException>(() => several.Inverse().ToArray()) is { } e ? (e.Matrix, e.Pivot) : default));
        Assert.Equal(1, Assert.Throws<SingularMatrixException>(() => tape.Variable([1.0, 2, 2, 0], [2, 2]).SolveTriangular(b).ToArray()).Pivot);
        int count = tape.NodeCount;
        Assert.False(a.TrySolve(b, out _));
        Assert.False(several.TryInverse(out _));
        Assert.Equal(count, tape.NodeCount);
        Assert.True((a + tape.Eye(2)).TrySolve(b, out Variable<double> x));
        Same([1.0 / 6, 1.0 / 3], x.ToArray());
    }

    /// <summary>PyTorch 1.13 gives zeros here, HIPS throws.</summary>
    [Fact]
    public void The_gradient_of_a_determinant_is_that_of_its_cofactors_where_the_matrix_is_singular()
    {
        Determinant([1, 2, 3, 4, 5, 6, 7, 8, 9], [-3, 6, -3, 6, -12, 6, -3, 6, -3]);
        Determinant([1, 2, 2, 4], [4, -2, -2, 1]);
        Determinant([0, 0, 1, 2], [2, -1, 0, 0]);
        Determinant([0, 1, 0, 2], [2, 0, -1, 0]);
        Determinant([1, 2, 3, 2, 4, 6, 3, 6, 9], new double[9]);
        Determinant(new double[9], new double[9]);
        Determinant([0], [1]);

        static void Determinant(double[] a, double[] cofactors)
        {
            using var tape = new Tape<double>();
            int n = (int)Math.Sqrt(a.Length);
            Variable<double> x = tape.Variable(a, [n, n]), y = x.Determinant();
            Same([0], y.ToArray(), 1e-14);
            Same(cofactors, y.Backward()[x].ToArray(), 2e-14);
            GradientReport report = GradientCheck.Check(v => v.Determinant(), a, [n, n]);
            Assert.True(report.Passed, report.ToString());
        }
    }

    [Fact]
    public void LogDeterminant_of_a_singular_matrix_is_minus_infinity_and_has_no_gradient()
    {
        using var tape = new Tape<double>();
        Variable<double> a = tape.Variable([1.0, 2, 2, 4, 0, 1, 1, 0], [2, 2, 2]);
        var (sign, logarithm) = a.LogDeterminant();
        Assert.Equal([0, -1], sign.ToArray());
        Assert.Equal([-Inf, 0], logarithm.ToArray());
        Gradients<double> gradients = logarithm.Sum().Backward();
        Assert.Throws<SingularMatrixException>(() => gradients[a].ToArray());
    }

    [Fact]
    public void LogDeterminant_does_not_overflow()
    {
        using var tape = new Tape<double>();
        Variable<double> a = -1e200 * tape.Eye(3);
        Assert.Equal(-1, a.LogDeterminant().Sign.Scalar);
        Same([3 * Math.Log(1e200)], a.LogDeterminant().Logarithm.ToArray());
    }

    [Fact]
    public void Matrices_without_elements()
    {
        using var tape = new Tape<double>();
        Variable<double> none = tape.Variable([], [0, 0]);
        Assert.Equal(1, none.Determinant().Scalar);
        Assert.Equal((1, 0), (none.LogDeterminant().Sign.Scalar, none.LogDeterminant().Logarithm.Scalar));
        Assert.Empty(none.Inverse().ToArray());
    }

    /// <summary>A triangle is read, the rest is not, and gets no cotangent.</summary>
    [Fact]
    public void SolveTriangular_does_not_read_the_other_triangle()
    {
        using var tape = new Tape<double>();
        Variable<double> t = tape.Variable([2.0, NaN, 1, 4], [2, 2]), x = t.SolveTriangular(tape.Constant([2.0, 5]));
        Same([1, 1], x.ToArray());
        Same([-0.375, 0, -0.25, -0.25], x.Sum().Backward()[t].ToArray());
    }

    /// <summary>Equal values: what does not depend on the choice of the vectors is right, the rest is 0, not infinite.</summary>
    [Fact]
    public void Equal_eigenvalues_have_gradients_and_their_vectors_contribute_nothing()
    {
        using var tape = new Tape<double>();
        Variable<double> a = tape.Variable([2.0, 0, 0, 0, 2, 0, 0, 0, 5], [3, 3], "a");
        var (values, vectors) = a.SymmetricEigen();
        Assert.Equal([2, 2, 5], values.ToArray());
        Same([1, 0, 0, 0, 1, 0, 0, 0, 1], values.Sum().Backward()[a].ToArray());
        Same([4, 0, 0, 0, 4, 0, 0, 0, 10], values.Square().Sum().Backward()[a].ToArray());
        double[] gradient = (vectors * tape.Arange(9).Reshape(3, 3)).Sum().Backward()[a].ToArray();
        Assert.All(gradient, g => Assert.True(double.IsFinite(g)));
        Assert.Equal(0, gradient[1]);
        GradientReport report = GradientCheck.Check(x => (x.SymmetricEigen().Vectors * x.SymmetricEigen().Values.Exp().Unsqueeze(0)).MatMul(x.SymmetricEigen().Vectors.Transpose()), [2.0, 0, 0, 5], [2, 2]);
        Assert.True(report.Passed, report.ToString());
    }

    [Fact]
    public void Equal_and_vanishing_singular_values_have_gradients_and_their_vectors_contribute_nothing()
    {
        using var tape = new Tape<double>();
        Variable<double> a = tape.Variable([3.0, 0, 0, 3, 0, 0], [3, 2], "a"), none = tape.Variable([1.0, 1, 1, 1], [2, 2], "none");
        Same([1, 0, 0, 1, 0, 0], a.SingularValues().Sum().Backward()[a].ToArray());
        Same([3, 3], a.Svd().S.ToArray());
        var (u, s, v) = none.Svd();
        Same([2, 0], s.ToArray());
        Same([1, 0, 0, 1], u.Transpose().MatMul(u).ToArray());
        Same([1, 1, 1, 1], (u * s).MatMul(v.Transpose()).ToArray());
        Assert.All((u * v).Sum().Backward()[none].ToArray(), g => Assert.True(double.IsFinite(g)));
    }

    [Fact]
    public void Qr_of_dependent_columns_is_given_and_its_gradient_refused()
    {
        using var tape = new Tape<double>();
        Variable<double> a = tape.Variable([1.0, 0, 2, 0], [2, 2]);
        var (q, r) = a.Qr();
        Same([1, 0, 0, 1], q.Transpose().MatMul(q).ToArray());
        Same(a.ToArray(), q.MatMul(r).ToArray());
        Gradients<double> gradients = r.Sum().Backward();
        Assert.Equal(1, Assert.Throws<SingularMatrixException>(() => gradients[a].ToArray()).Pivot);
    }

    /// <summary>Rounding leaves a little of columns that depend on others in exact arithmetic; a solution that divided by it would be noise, 1e15 times too large.</summary>
    [Theory]
    [InlineData(3, 3, 1)]
    [InlineData(50, 3, 1e-9)]
    [InlineData(200, 40, 1e100)]
    [InlineData(1000, 90, 1)]
    public void Least_squares_refuse_columns_that_depend_on_others_but_for_rounding(int rows, int columns, double scale)
    {
        using var tape = new Tape<double>();
        double[] random = new SplitMix64(5).NextDirection(rows * columns);
        double[] dependent = [.. random.Select((x, i) => scale * (i % columns < columns - 1 ? x : (random[i - 1] + random[i - 2]) / 3))];
        double[] small = [.. random.Select((x, i) => i % columns < columns - 1 ? x : 1e-9 * random[i - 1] + 1e-15 * x)];
        Variable<double> y = tape.Constant([.. random.Take(rows)], [rows]), a = tape.Variable(dependent, [rows, columns], "a");
        Assert.Equal(columns - 1, Assert.Throws<SingularMatrixException>(() => a.LeastSquares(y).ToArray()).Pivot);
        Variable<double> q = a.Qr().Q;
        Assert.Equal(columns - 1, Assert.Throws<SingularMatrixException>(() => q.Sum().Backward()[a].ToArray()).Pivot);
        Assert.True(double.IsFinite(tape.Variable(small, [rows, columns]).LeastSquares(y).ToArray()[^1]));
    }

    [Fact]
    public void PseudoInverse_of_any_rank()
    {
        using var tape = new Tape<double>();
        Variable<double> a = tape.Variable([1.0, 2, 2, 4], [2, 2]);
        Same([0.04, 0.08, 0.08, 0.16], a.PseudoInverse().ToArray());
        Assert.Equal(new double[6], tape.Variable(new double[6], [2, 3]).PseudoInverse().ToArray());
        Assert.Throws<SingularMatrixException>(() => tape.Variable([1.0, 0, 2, 0], [2, 2]).LeastSquares(tape.Constant([1.0, 2])).ToArray());
    }

    [Fact]
    public void MatrixPower_of_any_exponent()
    {
        using var tape = new Tape<double>();
        Variable<double> a = tape.Variable([1.0, 1, 0, 1], [2, 2]);
        foreach (int exponent in (int[])[0, 1, -1, 5, -6, int.MaxValue, int.MinValue]) Assert.Equal([1, exponent, 0, 1], a.MatrixPower(exponent).ToArray());
        Assert.Throws<SingularMatrixException>(() => tape.Zeros([2, 2]).MatrixPower(-1).ToArray());
        Assert.Equal([1, 0, 0, 1], tape.Zeros([2, 2]).MatrixPower(0).ToArray());
    }

    [Fact]
    public void MatrixExponential_of_special_matrices()
    {
        using var tape = new Tape<double>();
        Same([1, 0, 0, 1], tape.Zeros([2, 2]).MatrixExponential().ToArray());
        Same([1, 3, 0, 1], tape.Variable([0.0, 3, 0, 0], [2, 2]).MatrixExponential().ToArray());
        Same([Math.Cos(40), -Math.Sin(40), Math.Sin(40), Math.Cos(40)], tape.Variable([0.0, -40, 40, 0], [2, 2]).MatrixExponential().ToArray(), 1e-12);
        Assert.All(tape.Variable([Inf, 0, 0, NaN], [2, 2]).MatrixExponential().ToArray(), y => Assert.Equal(NaN, y));
        Assert.All(tape.Variable([1e300, 0, 0, 1e300], [2, 2]).MatrixExponential().ToArray(), y => Assert.False(double.IsFinite(y)));
    }
}
