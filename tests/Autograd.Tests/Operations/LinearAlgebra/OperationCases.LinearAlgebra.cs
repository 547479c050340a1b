namespace Autograd.Tests.Operations;

/// <content>Linear algebra.</content>
internal static partial class OperationCases<T>
{
    private static Operand Square(OperandKind kind, params ReadOnlySpan<nint> lengths) => new(lengths, -1, 1, kind);

    private static Operand Invertible(params ReadOnlySpan<nint> lengths) => Square(OperandKind.Invertible, lengths);

    private static Operand PositiveDefinite(params ReadOnlySpan<nint> lengths) => Square(OperandKind.PositiveDefinite, lengths);

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
    ];
}
