using System.Numerics;

namespace Autograd;

/// <summary>Inverse of a square matrix: Y = A⁻¹. The VJP is −Yᵀ Ȳ Yᵀ. A singular matrix is refused.</summary>
/// <param name="GivesNaN">Whether the inverse of a singular matrix is NaN instead, within a rule whose other results it must not prevent.</param>
internal readonly record struct InverseOperation<T>(bool GivesNaN = false) : IKernelOperation<InverseOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal bool GivesNaN { get; init; } = GivesNaN;

    /// <inheritdoc/>
    public static string Name => "Inverse";

    /// <inheritdoc/>
    public static int OperandCount => 1;

    static bool IKernelOperation<InverseOperation<T>, T>.RefusesValues => true;

    /// <inheritdoc/>
    public static Notation NotationOf(InverseOperation<T> operation) => Notation.Function("inv").Explained("inv(X)", "the inverse of the matrix X");

    /// <inheritdoc/>
    public static long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) => (long)result.ElementCount * result[^1] * 4 / 3;

    /// <inheritdoc/>
    public static bool TryLift(InverseOperation<T> operation, int count, out InverseOperation<T> lifted)
    {
        lifted = operation;
        return true;
    }

    static IndexSets IKernelOperation<InverseOperation<T>, T>.Depend(InverseOperation<T> operation, in OperandSets operands) => operands.Slices(operands[0].Shape.Rank - 2);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => MatrixShapes.Square(Name, "the matrix", operands[0]);

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Shape shape = operands[0].Shape;
        MatrixFault fault = LinearSystems.Invert(operands[0].Span, shape[^1], destination, operands.Parallel);
        if (!fault.IsNone && GivesNaN) destination.Fill(T.NaN);
        else if (!fault.IsNone) throw MatrixErrors.Singular(Name, fault, shape);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> transposed = context.Result.Transpose();
        context.Contribute(0, transposed.MatMul(context.Cotangent).MatMul(transposed).NegatedCotangent().KeepCut(context.Cotangent, context[0]));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The inverse of this square matrix. To solve equations, Solve is faster and more accurate. NumPy, PyTorch and JAX: <c>linalg.inv</c>.</summary>
        /// <returns>A node of this one's lengths, [..., n, n].</returns>
        /// <exception cref="ArgumentException">This is not a square matrix.</exception>
        /// <exception cref="SingularMatrixException">
        /// The matrix, or one of a batch, is singular: a pivot is 0; thrown where the value is computed. See <c>TryInverse</c>.
        /// </exception>
        /// <example><code>
        /// var precision = covariance.Inverse();
        /// </code></example>
        public Variable<T> Inverse() => a.Apply(new InverseOperation<T>());
    }
}
