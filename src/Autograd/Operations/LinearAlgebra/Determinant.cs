using System.Numerics;

namespace Autograd;

/// <summary>
/// Determinant of a square matrix: y = det A. The VJP is the cotangent times the cofactors of A, which need no inverse: it is right where A is singular,
/// and so is the second derivative.
/// </summary>
internal readonly record struct DeterminantOperation<T> : IKernelOperation<DeterminantOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Determinant";

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static Notation NotationOf(DeterminantOperation<T> operation) => Notation.Function("det", @"\det").Explained("det(X)", "the determinant of the matrix X");

    /// <inheritdoc/>
    public static long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) => (long)operands[0].ElementCount * operands[0][^1] / 3;

    /// <inheritdoc/>
    public static bool TryLift(DeterminantOperation<T> operation, int count, out DeterminantOperation<T> lifted)
    {
        lifted = operation;
        return true;
    }

    static IndexSets IKernelOperation<DeterminantOperation<T>, T>.Depend(DeterminantOperation<T> operation, in OperandSets operands) => operands.Slices(operands[0].Shape.Rank - 2);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => MatrixShapes.Batch(MatrixShapes.Square(Name, "the matrix", operands[0]));

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) =>
        LinearSystems.Determinants(operands[0].Span, operands[0].Shape[^1], isLogarithm: false, destination, operands.Parallel);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Shape shape = context[0].Shape;
        context.Contribute(0, context.Cotangent.Reshape(MatrixShapes.Batch(shape, 1, 1)).ScaledBy(context[0].Apply(new CofactorsOperation<T>())));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The determinant of this square matrix; 1 of one without elements. The gradient is right for singular matrices, too; where numbers overflow, see
        /// LogDeterminant. NumPy, PyTorch and JAX: <c>linalg.det</c>.
        /// </summary>
        /// <returns>A node of lengths [...], a scalar for a single matrix of lengths [n, n].</returns>
        /// <exception cref="ArgumentException">This is not a square matrix.</exception>
        /// <example><code>
        /// var volume = edges.Determinant().Abs();
        /// </code></example>
        public Variable<T> Determinant() => a.Apply(new DeterminantOperation<T>());
    }
}
