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
        new($"{operation}: {Text(fault, shape)} is singular: pivot {fault.Pivot} is 0. PseudoInverse takes matrices of any rank, Determinant and LogDeterminant square ones.", fault.Matrix, fault.Pivot);

    public static NotPositiveDefiniteException NotPositiveDefinite(string operation, MatrixFault fault, Shape shape) =>
        new($"{operation}: {Text(fault, shape)} is not positive definite: pivot {fault.Pivot} is not above 0. Add a multiple of the identity, or use SymmetricEigen.", fault.Matrix, fault.Pivot);

    public static ArgumentException EinsumText(string notation, string complaint) =>
        new($"Einsum: \"{notation}\" cannot be read; {complaint}. Write it as \"ij,jk->ik\".", "notation");

    public static ArgumentException EinsumCount(string notation, int named, int given) =>
        new($"Einsum: \"{notation}\" names {named} tensors, but {given} were given.", "tensors");

    public static ArgumentException EinsumRank(string notation, int operand, int letters, bool hasEllipsis, Shape shape) =>
        new($"Einsum: \"{notation}\" names {letters} dimensions of tensor {operand}{(hasEllipsis ? " beside the ellipsis" : "")}, which has shape {shape}, of rank {shape.Rank}.", "tensors");

    public static ArgumentException EinsumLength(string notation, string name, int known, int length) =>
        new($"Einsum: the dimensions '{name}' of \"{notation}\" have lengths {known} and {length}; they must be the same.", "tensors");

    public static ArgumentOutOfRangeException DotCount(int count, Shape a, Shape b) =>
        new("dimensions", $"TensorDot: {count} dimensions were asked for; of shapes {a} and {b} it must be from 0 to {Math.Min(a.Rank, b.Rank)}.");

    public static ArgumentException DotCounts(int count, int other) =>
        new($"TensorDot: {count} dimensions of one tensor and {other} of the other were named; each needs one.", "dimensionsOfB");

    public static ArgumentException DotLengths(int dimension, Shape a, int other, Shape b) =>
        new($"TensorDot: dimension {dimension} of shape {a} and dimension {other} of shape {b} have lengths {a[dimension]} and {b[other]}; they must be the same.");

    public static ArgumentException DotVectors(Shape a, Shape b) =>
        new($"Dot: the operands have shapes {a} and {b}; both must be vectors of the same length, of shape [..., n].");

    public static ArgumentException KroneckerRanks(Shape a, Shape b) =>
        new($"Kronecker: the operands have shapes {a} and {b}; both must be matrices, of shape [..., rows, columns], or both vectors.");

    private static string Text(MatrixFault fault, Shape shape) =>
        shape.Rank == 2 ? $"the matrix of shape {shape}" : $"matrix {fault.Matrix} of the batch of shape {shape}";
}
