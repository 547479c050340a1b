using static Autograd.Tests.Spellings.Spelling;

namespace Autograd.Tests.Spellings;

/// <content>Products and linear algebra; a is [[2, 1], [1, 3]] where a matrix has to be square.</content>
public partial class SpellingTests
{
    private static Spelling[] Algebra() =>
    [
        Node("""einsum("ij,kj->ik", x, y)""", (t, x, y) => t.Einsum("ij,kj->ik", x, y), [28, 10, 73, 28]),
        Node("""einsum("bij,bjk->bik", x[None], y.T[None])""", (t, x, y) => t.Einsum("bij,bkj->bik", x.Unsqueeze(0), y.Unsqueeze(0)), [28, 10, 73, 28]),
        Node("""einsum("ij->j", x)""", (t, x, y) => t.Einsum("ij->j", x), [5, 7, 9]),
        Node("torch.tensordot(x, y, 2)", (t, x, y) => x.TensorDot(y, 2), [56]),
        Node("torch.tensordot(x, y, ([1], [1]))", (t, x, y) => x.TensorDot(y, [1], [1]), [28, 10, 73, 28]),
        Node("torch.linalg.vecdot(x, y)", (t, x, y) => x.Dot(y), [28, 28]),
        Node("np.dot(x[0], y[0])", (t, x, y) => x[0].Dot(y[0]), [28]),
        Node("np.kron(x[:1], [[1], [10]])", (t, x, y) => x[..1].Kronecker(t.Constant([1.0, 10], [2, 1])), [1, 2, 3, 10, 20, 30]),
        Node("torch.kron(x[0], x[0, :2])", (t, x, y) => x[0].Kronecker(x[0, ..2]), [1, 2, 2, 4, 3, 6]),
        Node("torch.linalg.solve(a, b)", (t, x, y) => Matrix(t).Solve(t.Constant([5.0, 10])), [1, 3]),
        Node("torch.linalg.solve_triangular(a, b, upper=True)", (t, x, y) => Matrix(t).SolveTriangular(t.Constant([5.0, 9], [2, 1]), upper: true), [1, 3]),
        Node("torch.linalg.inv(a)", (t, x, y) => Matrix(t).Inverse(), [0.6, -0.2, -0.2, 0.4]),
        Node("torch.linalg.det(a)", (t, x, y) => Matrix(t).Determinant(), [5]),
        Node("torch.linalg.slogdet(a).logabsdet", (t, x, y) => Matrix(t).LogDeterminant().Logarithm, [Math.Log(5)]),
        Node("torch.logdet(a)", (t, x, y) => { var (sign, logarithm) = Matrix(t).LogDeterminant(); return sign * logarithm; }, [Math.Log(5)]),
        Node("torch.linalg.cholesky(a)", (t, x, y) => Matrix(t).Cholesky(), [Math.Sqrt(2), 0, Math.Sqrt(0.5), Math.Sqrt(2.5)]),
        Node("torch.cholesky_solve(b, l)", (t, x, y) => { var l = Matrix(t).Cholesky(); return l.Transpose().SolveTriangular(l.SolveTriangular(t.Constant([5.0, 10])), upper: true); }, [1, 3]),
        Node("torch.linalg.qr(x).R", (t, x, y) => x.Transpose().Qr().R, [Math.Sqrt(14), 32 / Math.Sqrt(14), 0, Math.Sqrt(77 - (1024 / 14.0))]),
        Node("torch.linalg.eigh(a).eigenvalues", (t, x, y) => Matrix(t).SymmetricEigen().Values, [2.5 - Math.Sqrt(1.25), 2.5 + Math.Sqrt(1.25)]),
        Node("u @ diag(s) @ vh of torch.linalg.svd(x, full_matrices=False)", (t, x, y) => { var (u, s, v) = x.Svd(); return (u * s).MatMul(v.Transpose()); }, Data),
        Node("torch.linalg.svdvals(x)", (t, x, y) => x.SingularValues(), [9.508032000695724, 0.7728696356734838]),
        Node("torch.linalg.pinv(x) @ x @ ones", (t, x, y) => x.PseudoInverse().MatMul(x.MatMul(t.Ones([3]))), [1, 1, 1]),
        Node("torch.linalg.lstsq(a, b).solution", (t, x, y) => x.Transpose().LeastSquares(t.Constant([5.0, 7, 9])), [1, 1]),
        Node("torch.linalg.matrix_power(a, 3)", (t, x, y) => Matrix(t).MatrixPower(3), [15, 20, 20, 35]),
        Node("torch.matrix_exp(0 * a)", (t, x, y) => (0 * Matrix(t)).MatrixExponential(), [1, 0, 0, 1]),
    ];

    private static Variable<double> Matrix(Tape<double> tape) => tape.Variable([2.0, 1, 1, 3], [2, 2], "a");
}
