namespace Autograd.Tests.Operations;

/// <content>Linear algebra.</content>
internal static partial class OperationCases<T>
{
    private static Operand Square(OperandKind kind, params ReadOnlySpan<nint> lengths) => new(lengths, -1, 1, kind);

    private static Operand Invertible(params ReadOnlySpan<nint> lengths) => Square(OperandKind.Invertible, lengths);

    private static Operand PositiveDefinite(params ReadOnlySpan<nint> lengths) => Square(OperandKind.PositiveDefinite, lengths);

    private static Operand Symmetric(params ReadOnlySpan<nint> lengths) => Square(OperandKind.Symmetric, lengths);

    private static Operand Orthogonal(params ReadOnlySpan<nint> lengths) => Square(OperandKind.Orthogonal, lengths);

    private static Operand Triangular(params ReadOnlySpan<nint> lengths) => Square(OperandKind.Triangular, lengths);

    private static OperationCase<T>[] LinearAlgebra() =>
    [
        Row("Cholesky", [PositiveDefinite(1, 1)], x => x[0].Cholesky(), Traits.SumsProducts),
        Row("Cholesky", [PositiveDefinite(3, 3)], x => x[0].Cholesky(), Traits.SumsProducts, order: 3),
        Row("Cholesky", [PositiveDefinite(2, 1, 3, 3)], x => x[0].Cholesky(), Traits.SumsProducts),
        Row("Cholesky", [PositiveDefinite(0, 0)], x => x[0].Cholesky(), Traits.SumsProducts),
        Row("Cholesky", [PositiveDefinite(0, 2, 2)], x => x[0].Cholesky(), Traits.SumsProducts),
        Row("Cholesky", [Invertible(3, 3)], x => x[0].MatMul(x[0].Transpose()).Cholesky(), Traits.SumsProducts, slack: 4),
        Row("TryCholesky", [PositiveDefinite(3, 3)], x => x[0].TryCholesky(out Variable<T> l) ? l : x[0].Cholesky(), Traits.SumsProducts),
        Row("SolveTriangular", [Triangular(3, 3), Real(3, 2)], x => x[0].SolveTriangular(x[1]), Traits.SumsProducts),
        Row("SolveTriangular", [Triangular(3, 3), Real(3, 2)], x => x[0].SolveTriangular(x[1], upper: true), Traits.SumsProducts),
        Row("SolveTriangular", [Triangular(4, 4), Real(4)], x => x[0].SolveTriangular(x[1]), Traits.SumsProducts),
        Row("SolveTriangular", [Triangular(2, 2, 2), Real(2, 3)], x => x[0].SolveTriangular(x[1], upper: true), Traits.SumsProducts),
        Row("SolveTriangular", [Triangular(2, 2), Real(2, 1, 2, 3)], x => x[0].SolveTriangular(x[1]), Traits.SumsProducts),
        Row("SolveTriangular", [Triangular(3, 3)], x => x[0].SolveTriangular(x[0]), Traits.SumsProducts),
        Row("SolveTriangular", [Triangular(0, 0), Real(0, 2)], x => x[0].SolveTriangular(x[1]), Traits.SumsProducts),
        Row("SolveTriangular", [Triangular(2, 2), Real(2, 0)], x => x[0].SolveTriangular(x[1]), Traits.SumsProducts),
        Row("Solve", [Invertible(1, 1), Real(1)], x => x[0].Solve(x[1]), Traits.SumsProducts),
        Row("Solve", [Invertible(3, 3), Real(3, 2)], x => x[0].Solve(x[1]), Traits.SumsProducts, slack: 4),
        Row("Solve", [Invertible(3, 3), Real(3)], x => x[0].Solve(x[1]), Traits.SumsProducts, order: 3, slack: 4),
        Row("Solve", [Invertible(2, 2, 2), Real(2, 3)], x => x[0].Solve(x[1]), Traits.SumsProducts, slack: 4),
        Row("Solve", [Invertible(2, 2), Real(2, 1, 2, 3)], x => x[0].Solve(x[1]), Traits.SumsProducts, slack: 4),
        Row("Solve", [Invertible(2, 2, 2), Real(2)], x => x[0].Solve(x[1]), Traits.SumsProducts, slack: 4),
        Row("Solve", [Invertible(3, 3)], x => x[0].Solve(x[0].Transpose()), Traits.SumsProducts, slack: 4),
        Row("Solve", [Invertible(0, 0), Real(0, 2)], x => x[0].Solve(x[1]), Traits.SumsProducts),
        Row("TrySolve", [Invertible(3, 3), Real(3)], x => x[0].TrySolve(x[1], out Variable<T> y) ? y : x[0].Solve(x[1]), Traits.SumsProducts, slack: 4),
        Row("Inverse", [Invertible(1, 1)], x => x[0].Inverse(), Traits.SumsProducts),
        Row("Inverse", [Invertible(3, 3)], x => x[0].Inverse(), Traits.SumsProducts, order: 3, slack: 4),
        Row("Inverse", [Invertible(2, 1, 3, 3)], x => x[0].Inverse(), Traits.SumsProducts, slack: 4),
        Row("Inverse", [Invertible(0, 0)], x => x[0].Inverse(), Traits.SumsProducts),
        Row("TryInverse", [Invertible(3, 3)], x => x[0].TryInverse(out Variable<T> y) ? y : x[0].Inverse(), Traits.SumsProducts, slack: 4),
        Row("Determinant", [Real(1, 1)], x => x[0].Determinant(), Traits.SumsProducts | Traits.Linear),
        Row("Determinant", [Real(2, 2)], x => x[0].Determinant(), Traits.SumsProducts),
        Row("Determinant", [Invertible(3, 3)], x => x[0].Determinant(), Traits.SumsProducts, order: 4),
        Row("Determinant", [Invertible(2, 1, 3, 3)], x => x[0].Determinant(), Traits.SumsProducts),
        Row("Determinant", [Invertible(4, 4)], x => x[0].Determinant(), Traits.SumsProducts, slack: 4),
        Row("Determinant", [Real(0, 0)], x => x[0].Determinant(), Traits.SumsProducts),
        Row("Determinant", [Real(0, 2, 2)], x => x[0].Determinant(), Traits.SumsProducts),
        Row("LogDeterminant", [Invertible(1, 1)], x => x[0].LogDeterminant().Logarithm, Traits.SumsProducts),
        Row("LogDeterminant", [Invertible(3, 3)], x => x[0].LogDeterminant().Logarithm, Traits.SumsProducts, order: 3, slack: 4),
        Row("LogDeterminant", [Invertible(2, 3, 3)], x => x[0].LogDeterminant().Logarithm, Traits.SumsProducts, slack: 4),
        Row("LogDeterminant", [Invertible(3, 3)], x => x[0].LogDeterminant().Sign, Traits.NotDifferentiable),
        Row("LogDeterminant", [Invertible(0, 0)], x => x[0].LogDeterminant().Logarithm, Traits.SumsProducts),
        .. Decompositions(),
        .. Compositions(),
    ];

    private static OperationCase<T>[] Compositions() =>
    [
        Row("PseudoInverse", [Invertible(3, 3)], x => x[0].PseudoInverse(), Traits.SumsProducts, slack: 16),
        Row("PseudoInverse", [Orthogonal(3, 3)], x => x[0].PseudoInverse(), Traits.SumsProducts, slack: 16),
        Row("PseudoInverse", [Orthogonal(4, 2)], x => x[0].PseudoInverse(), Traits.SumsProducts, order: 3, slack: 16),
        Row("PseudoInverse", [Invertible(2, 4)], x => x[0].PseudoInverse(), Traits.SumsProducts, slack: 16),
        Row("PseudoInverse", [Invertible(2, 1, 3, 2)], x => x[0].PseudoInverse(), Traits.SumsProducts, slack: 16),
        Row("PseudoInverse", [Real(0, 2)], x => x[0].PseudoInverse(), Traits.SumsProducts),
        Row("LeastSquares", [Invertible(4, 2), Real(4, 3)], x => x[0].LeastSquares(x[1]), Traits.SumsProducts, slack: 16),
        Row("LeastSquares", [Invertible(4, 2), Real(4)], x => x[0].LeastSquares(x[1]), Traits.SumsProducts, slack: 16),
        Row("LeastSquares", [Invertible(2, 4), Real(2)], x => x[0].LeastSquares(x[1]), Traits.SumsProducts, slack: 16),
        Row("LeastSquares", [Invertible(3, 3), Real(2, 3, 1)], x => x[0].LeastSquares(x[1]), Traits.SumsProducts, slack: 16),
        Row("LeastSquares", [Invertible(2, 3, 2), Real(3, 2)], x => x[0].LeastSquares(x[1]), Traits.SumsProducts, slack: 16),
        Row("LeastSquares", [Real(3, 0), Real(3)], x => x[0].LeastSquares(x[1]), Traits.SumsProducts),
        Row("MatrixPower", [Real(2, 2)], x => x[0].MatrixPower(1), Traits.Elementwise | Traits.Linear),
        Row("MatrixPower", [Real(3, 3)], x => x[0].MatrixPower(2), Traits.SumsProducts, order: 3),
        Row("MatrixPower", [Real(2, 2, 2)], x => x[0].MatrixPower(7), Traits.SumsProducts, slack: 4),
        Row("MatrixPower", [Invertible(3, 3)], x => x[0].MatrixPower(-3), Traits.SumsProducts, slack: 16),
        Row("MatrixPower", [Real(2, 3, 3)], x => x[0].MatrixPower(0), Traits.NotDifferentiable),
        Row("MatrixExponential", [Real(1, 1)], x => x[0].MatrixExponential(), Traits.SumsProducts | Traits.Elementwise),
        Row("MatrixExponential", [Real(3, 3)], x => x[0].MatrixExponential(), Traits.SumsProducts, order: 3, slack: 4),
        Row("MatrixExponential", [Real(2, 1, 2, 2)], x => x[0].MatrixExponential(), Traits.SumsProducts, slack: 4),
        Row("MatrixExponential", [new Operand([3, 3], -8, 8)], x => x[0].MatrixExponential(), Traits.SumsProducts, slack: 256),
        Row("MatrixExponential", [Real(0, 0)], x => x[0].MatrixExponential(), Traits.SumsProducts),
    ];

    private static OperationCase<T>[] Decompositions() =>
    [
        Row("Qr", [Invertible(1, 1)], x => x[0].Qr().R, Traits.SumsProducts | Traits.Elementwise),
        Row("Qr", [Invertible(3, 3)], x => x[0].Qr().Q, Traits.SumsProducts, slack: 8),
        Row("Qr", [Invertible(3, 3)], x => x[0].Qr().R, Traits.SumsProducts, order: 3, slack: 8),
        Row("Qr", [Invertible(4, 2)], x => x[0].Qr().Q, Traits.SumsProducts, slack: 8),
        Row("Qr", [Invertible(4, 2)], x => Together(x[0].Qr()), Traits.SumsProducts, slack: 8),
        Row("Qr", [Invertible(2, 4)], x => Together(x[0].Qr()), Traits.SumsProducts, slack: 8),
        Row("Qr", [Invertible(2, 1, 3, 2)], x => Together(x[0].Qr()), Traits.SumsProducts, slack: 8),
        Row("Qr", [Real(0, 2)], x => x[0].Qr().R, Traits.SumsProducts),
        Row("Qr", [Real(2, 0)], x => x[0].Qr().Q, Traits.SumsProducts),
        Row("SymmetricEigen", [Symmetric(1, 1)], x => x[0].SymmetricEigen().Vectors * x[0].SymmetricEigen().Values, Traits.SumsProducts),
        Row("SymmetricEigen", [Symmetric(3, 3)], x => x[0].SymmetricEigen().Values, Traits.SumsProducts, order: 3, slack: 8),
        Row("SymmetricEigen", [Symmetric(3, 3)], x => x[0].SymmetricEigen().Vectors, Traits.SumsProducts, slack: 8),
        Row("SymmetricEigen", [Symmetric(2, 1, 3, 3)], x => Together(x[0].SymmetricEigen()), Traits.SumsProducts, slack: 8),
        Row("SymmetricEigen", [Symmetric(5, 5)], x => Together(x[0].SymmetricEigen()), Traits.SumsProducts, slack: 16),
        Row("SymmetricEigen", [Real(0, 0)], x => x[0].SymmetricEigen().Values, Traits.SumsProducts),
        Row("Svd", [Invertible(3, 3)], x => x[0].Svd().U, Traits.SumsProducts, slack: 64),
        Row("Svd", [Invertible(3, 3)], x => x[0].Svd().V, Traits.SumsProducts, slack: 64),
        Row("Svd", [Invertible(3, 3)], x => x[0].Svd().S, Traits.SumsProducts, slack: 8),
        Row("Svd", [Invertible(4, 2)], x => Together(x[0].Svd()), Traits.SumsProducts, slack: 64),
        Row("Svd", [Invertible(2, 4)], x => Together(x[0].Svd()), Traits.SumsProducts, slack: 64),
        Row("Svd", [Invertible(2, 1, 3, 2)], x => Together(x[0].Svd()), Traits.SumsProducts, slack: 64),
        Row("Svd", [Real(0, 2)], x => x[0].Svd().S, Traits.SumsProducts),
        Row("SingularValues", [Invertible(3, 3)], x => x[0].SingularValues(), Traits.SumsProducts, slack: 16),
        Row("SingularValues", [Invertible(2, 4)], x => x[0].SingularValues(), Traits.SumsProducts, slack: 16),
        Row("SingularValues", [Invertible(2, 3, 2)], x => x[0].SingularValues(), Traits.SumsProducts, slack: 16),
        Row("SingularValues", [Real(3, 0)], x => x[0].SingularValues(), Traits.SumsProducts),
    ];

    /// <summary>Two results as one: a function of both.</summary>
    private static Variable<T> Together((Variable<T> First, Variable<T> Second) results) =>
        results.First.Tape.Concatenate(0, results.First.Flatten(), results.Second.Flatten() * C(0.75));

    private static Variable<T> Together((Variable<T> First, Variable<T> Second, Variable<T> Third) results) =>
        results.First.Tape.Concatenate(0, results.First.Flatten(), results.Second.Flatten() * C(0.75), results.Third.Flatten() * C(1.25));
}
