namespace Autograd.Tests.Operations;

/// <content>Linear algebra.</content>
public partial class BadInputTests
{
    private static Case[] LinearAlgebraCases() =>
    [
        Matrices("Cholesky wide", [[2, 3]], x => x[0].Cholesky(), "Cholesky: the matrix has shape [2, 3]; it must be a square matrix, its last two lengths the same."),
        Matrices("Cholesky vector", [[3]], x => x[0].Cholesky(), "Cholesky: the matrix has shape [3]; it must be a matrix, of shape [..., rows, columns]."),
        Matrices("TryCholesky", [[2, 3]], x => x[0].TryCholesky(out Variable<double> l) ? l : x[0], "Cholesky: the matrix has shape [2, 3]; it must be a square matrix, its last two lengths the same."),
        Matrices("SolveTriangular", [[2, 2], [3, 2]], x => x[0].SolveTriangular(x[1]), "SolveTriangular: the matrix has shape [2, 2], the right side [3, 2]; they must have the same number of rows, 2."),
        Matrices("SolveTriangular batch", [[2, 2, 2], [3, 2, 2]], x => x[0].SolveTriangular(x[1]), "SolveTriangular: the operands have shapes [2, 2, 2] and [3, 2, 2]; the lengths before the last two do not broadcast to each other."),
        Matrices("SolveTriangular wide", [[2, 3], [2]], x => x[0].SolveTriangular(x[1]), "SolveTriangular: the matrix has shape [2, 3]; it must be a square matrix, its last two lengths the same."),
        Matrices("Solve wide", [[2, 3], [2, 2]], x => x[0].Solve(x[1]), "Solve: the matrix has shape [2, 3]; it must be a square matrix, its last two lengths the same."),
        Matrices("Solve rows", [[2, 2], [3]], x => x[0].Solve(x[1]), "Solve: the matrix has shape [2, 2], the right side [3, 1]; they must have the same number of rows, 2."),
        Matrices("Solve scalar", [[2, 2], []], x => x[0].Solve(x[1]), "Solve: the right side is a scalar, of shape []; it must be a vector, of shape [rows], or a matrix, of shape [..., rows, columns]."),
        Matrices("Solve declared", [[2, 2], [2]], x => x[0].Apply(new SolveOperation<double>(), x[1]), "Solve: the right side has shape [2]; it must be a matrix, of shape [..., rows, columns]."),
        Matrices("TrySolve", [[2, 2], [3]], x => x[0].TrySolve(x[1], out Variable<double> y) ? y : x[0], "Solve: the matrix has shape [2, 2], the right side [3, 1]; they must have the same number of rows, 2."),
        Matrices("Inverse", [[2, 3]], x => x[0].Inverse(), "Inverse: the matrix has shape [2, 3]; it must be a square matrix, its last two lengths the same."),
        Matrices("TryInverse", [[3]], x => x[0].TryInverse(out Variable<double> y) ? y : x[0], "Inverse: the matrix has shape [3]; it must be a matrix, of shape [..., rows, columns]."),
        Matrices("Determinant", [[2, 3]], x => x[0].Determinant(), "Determinant: the matrix has shape [2, 3]; it must be a square matrix, its last two lengths the same."),
        Matrices("Cofactors", [[2, 3]], x => x[0].Apply(new CofactorsOperation<double>()), "Cofactors: the matrix has shape [2, 3]; it must be a square matrix, its last two lengths the same."),
        Matrices("CofactorsDerivative", [[2, 2], [3, 3]], x => x[0].Apply(new CofactorsDerivativeOperation<double>(), x[1]), "CofactorsDerivative: the matrix has shape [2, 2], the right side [3, 3]; they must have the same number of rows, 2."),
        Matrices("LogDeterminant", [[2, 3]], x => x[0].LogDeterminant().Logarithm, "LogDeterminant: the matrix has shape [2, 3]; it must be a square matrix, its last two lengths the same."),
        Matrices("KeepCutMatrices", [[2, 2, 2], [3, 2]], x => x[0].Apply(new KeepCutMatricesOperation<double>(1), x[1]), "KeepCutMatrices: the batch has shape [2, 2, 2], that of the cotangents has shape [3, 2]; they must be the same. Reshape one of them."),
        Matrices("Qr", [[3]], x => x[0].Qr().R, "Qr: the matrix has shape [3]; it must be a matrix, of shape [..., rows, columns]."),
        Matrices("Qr declared", [[2, 3]], x => x[0].Apply(new QrOperation<double>()), "Qr: the matrix has shape [2, 3]; the operation itself takes no matrices with more columns than rows. Use the method Qr."),
        Matrices("SymmetricEigen", [[2, 3]], x => x[0].SymmetricEigen().Values, "SymmetricEigen: the matrix has shape [2, 3]; it must be a square matrix, its last two lengths the same."),
        Matrices("Svd", [[3]], x => x[0].Svd().S, "Svd: the matrix has shape [3]; it must be a matrix, of shape [..., rows, columns]."),
        Matrices("Svd declared", [[2, 3]], x => x[0].Apply(new SvdOperation<double>()), "Svd: the matrix has shape [2, 3]; the operation itself takes no matrices with more columns than rows. Use the method Svd."),
        Matrices("SingularValues", [[]], x => x[0].SingularValues(), "SingularValues: the matrix has shape []; it must be a matrix, of shape [..., rows, columns]."),
        Matrices("PseudoInverse", [[3]], x => x[0].PseudoInverse(), "PseudoInverse: the matrix has shape [3]; it must be a matrix, of shape [..., rows, columns]."),
        Matrices("LeastSquares", [[3], [3]], x => x[0].LeastSquares(x[1]), "LeastSquares: the matrix has shape [3]; it must be a matrix, of shape [..., rows, columns]."),
        Matrices("LeastSquares rows", [[3, 2], [2]], x => x[0].LeastSquares(x[1]), "LeastSquares: the matrix has shape [3, 2], the right side [2]; they must have the same number of rows, 3."),
        Matrices("LeastSquares scalar", [[3, 2], []], x => x[0].LeastSquares(x[1]), "LeastSquares: the right side is a scalar, of shape []; it must be a vector, of shape [rows], or a matrix, of shape [..., rows, columns]."),
        Matrices("LeastSquares batch", [[2, 3, 2], [3, 3, 2]], x => x[0].LeastSquares(x[1]), "LeastSquares: the operands have shapes [2, 3, 2] and [3, 3, 2]; the lengths before the last two do not broadcast to each other."),
        Matrices("MatrixPower", [[2, 3]], x => x[0].MatrixPower(0), "MatrixPower: the matrix has shape [2, 3]; it must be a square matrix, its last two lengths the same."),
        Matrices("MatrixExponential", [[2, 3]], x => x[0].MatrixExponential(), "MatrixExponential: the matrix has shape [2, 3]; it must be a square matrix, its last two lengths the same."),
        Matrices("Dot", [[3], [2]], x => x[0].Dot(x[1]), "Dot: the operands have shapes [3] and [2]; both must be vectors of the same length, of shape [..., n]."),
        Matrices("Dot scalar", [[3], []], x => x[0].Dot(x[1]), "Dot: the operands have shapes [3] and []; both must be vectors of the same length, of shape [..., n]."),
        Matrices("Kronecker", [[3], [2, 2]], x => x[0].Kronecker(x[1]), "Kronecker: the operands have shapes [3] and [2, 2]; both must be matrices, of shape [..., rows, columns], or both vectors."),
        Matrices("Kronecker batch", [[2, 1, 1], [3, 1, 1]], x => x[0].Kronecker(x[1]), "Kronecker: the operands have shapes [2, 1, 1] and [3, 1, 1]; the lengths before the last two do not broadcast to each other."),
        new("TensorDot count", t => t.M.TensorDot(t.V2, 2), "dimensions", "TensorDot: 2 dimensions were asked for; of shapes [2, 3] and [2] it must be from 0 to 1.", typeof(ArgumentOutOfRangeException)),
        Matrices("TensorDot counts", [[2], [2]], x => x[0].TensorDot(x[1], [0], []), "TensorDot: 1 dimensions of one tensor and 0 of the other were named; each needs one.", "dimensionsOfB"),
        Matrices("TensorDot lengths", [[2, 3], [2]], x => x[0].TensorDot(x[1], 1), "TensorDot: dimension 1 of shape [2, 3] and dimension 0 of shape [2] have lengths 3 and 2; they must be the same."),
        Sums("ij,jk", "names 2 tensors, but 1 were given.", "tensors", [2, 3]),
        Sums("ij", "names 2 dimensions of tensor 0, which has shape [2], of rank 1.", "tensors", [2]),
        Sums("ij...", "names 2 dimensions of tensor 0 beside the ellipsis, which has shape [2], of rank 1.", "tensors", [2]),
        Sums("i1->i", "cannot be read; '1' is none of the letters that name dimensions. Write it as \"ij,jk->ik\".", "notation", [2, 2]),
        Sums("i..->i", "cannot be read; dots stand for further dimensions in threes, once in each tensor. Write it as \"ij,jk->ik\".", "notation", [2, 2]),
        Sums("i->...", "cannot be read; dots in the result stand for the further dimensions of the tensors, in threes and once. Write it as \"ij,jk->ik\".", "notation", [2]),
        Sums("i->ij", "cannot be read; 'j' is a dimension of the result, but of no tensor. Write it as \"ij,jk->ik\".", "notation", [2]),
        Sums("i->ii", "cannot be read; 'i' is named twice in the result. Write it as \"ij,jk->ik\".", "notation", [2]),
        Matrices("Einsum lengths", [[2, 3], [2, 3]], x => x[0].Tape.Einsum("ij,jk", x[0], x[1]), "Einsum: the dimensions 'j' of \"ij,jk\" have lengths 3 and 2; they must be the same.", "tensors"),
        Matrices("Einsum ellipsis", [[2, 3], [2, 2]], x => x[0].Tape.Einsum("...,...", x[0], x[1]), "Einsum: the dimensions '...' of \"...,...\" have lengths 3 and 2; they must be the same.", "tensors"),
        new("Einsum null", t => t.Tape.Einsum(null!, t.M), "notation", "Value cannot be null.", typeof(ArgumentNullException)),
        new("Einsum no tape", t => ((Tape<double>)null!).Einsum("ij", t.M), "tape", "Value cannot be null.", typeof(ArgumentNullException)),
    ];

    private static Case Sums(string notation, string message, string parameter, Shape shape) =>
        Matrices($"Einsum {notation}", [shape], x => x[0].Tape.Einsum(notation, x[0]), $"Einsum: \"{notation}\" {message}", parameter);

    private static Case Matrices(string name, Shape[] shapes, Func<List<Variable<double>>, Variable<double>> call, string message, string? parameter = null) =>
        new(name, t => call(t.Own), parameter, message, Shapes: shapes);
}
