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
        Matrices("Triangle", [[2, 3]], x => x[0].Triangle(isUpper: true), "Triangle: the matrix has shape [2, 3]; it must be a square matrix, its last two lengths the same."),
    ];

    private static Case Matrices(string name, Shape[] shapes, Func<List<Variable<double>>, Variable<double>> call, string message, string? parameter = null) =>
        new(name, t => call(t.Own), parameter, message, Shapes: shapes);
}
