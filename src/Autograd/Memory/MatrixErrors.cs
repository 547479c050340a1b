namespace Autograd;

/// <summary>The wording of exceptions about matrices, in the style of <see cref="Errors"/>.</summary>
internal static class MatrixErrors
{
    public static ArgumentException NotMatrix(string operation, string operand, Shape shape) =>
        new($"{operation}: {operand} has shape {shape}; it must be a matrix, of shape [..., rows, columns].");

    public static ArgumentException NotSquare(string operation, string operand, Shape shape) =>
        new($"{operation}: {operand} has shape {shape}; it must be a square matrix, its last two lengths the same.");

    public static ArgumentException Scalar(string operation, string operand) =>
        new($"{operation}: {operand} is a scalar, of shape []; it must be a vector, of shape [rows], or a matrix, of shape [..., rows, columns].");

    public static ArgumentException RightSide(string operation, Shape matrix, Shape right) =>
        new($"{operation}: the matrix has shape {matrix}, the right side {right}; they must have the same number of rows, {matrix[^2]}.");

    public static ArgumentException Leading(string operation, Shape a, Shape b) =>
        new($"{operation}: the operands have shapes {a} and {b}; the lengths before the last two do not broadcast to each other.");

    public static ArgumentException Wide(string operation, Shape shape) =>
        new($"{operation}: the matrix has shape {shape}; the operation itself takes no matrices with more columns than rows. Use the method {operation}.");

    public static SingularMatrixException Singular(string operation, MatrixFault fault, Shape shape) =>
        new($"{operation}: {Text(fault, shape)} is singular: pivot {fault.Pivot} is 0. LeastSquares and PseudoInverse take matrices of any rank, Determinant and LogDeterminant square ones.", fault.Matrix, fault.Pivot);

    public static NotPositiveDefiniteException NotPositiveDefinite(string operation, MatrixFault fault, Shape shape) =>
        new($"{operation}: {Text(fault, shape)} is not positive definite: pivot {fault.Pivot} is not above 0. Add a multiple of the identity, or use SymmetricEigen.", fault.Matrix, fault.Pivot);

    private static string Text(MatrixFault fault, Shape shape) =>
        shape.Rank == 2 ? $"the matrix of shape {shape}" : $"matrix {fault.Matrix} of the batch of shape {shape}";
}
