using System.Numerics;

namespace Autograd;

/// <summary>
/// Cholesky factor of a symmetric positive definite matrix: A = L Lᵀ with a lower triangle L. The VJP is ½ L⁻ᵀ (P + Pᵀ) L⁻¹, where P is the lower
/// triangle of Lᵀ L̄ with half its diagonal; it is symmetric. A matrix that is not positive definite is refused.
/// </summary>
internal readonly record struct CholeskyOperation<T> : IKernelOperation<CholeskyOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Cholesky";

    /// <inheritdoc/>
    public static int OperandCount => 1;

    static bool IKernelOperation<CholeskyOperation<T>, T>.RefusesValues => true;

    /// <inheritdoc/>
    public static Notation NotationOf(CholeskyOperation<T> operation) =>
        Notation.Function("chol").Explained("chol(X)", "the lower triangle L with L Lᵀ = X");

    /// <inheritdoc/>
    public static long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) => (long)result.ElementCount * result[^1] / 6;

    /// <inheritdoc/>
    public static bool TryLift(CholeskyOperation<T> operation, int count, out CholeskyOperation<T> lifted)
    {
        lifted = operation;
        return true;
    }

    static IndexSets IKernelOperation<CholeskyOperation<T>, T>.Depend(CholeskyOperation<T> operation, in OperandSets operands) => operands.Slices(operands[0].Shape.Rank - 2);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => MatrixShapes.Square(Name, "the matrix", operands[0]);

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Shape shape = operands[0].Shape;
        MatrixFault fault = CholeskyFactor.Find(operands[0].Span, shape[^1], destination, operands.Parallel);
        if (!fault.IsNone) throw MatrixErrors.NotPositiveDefinite(Name, fault, shape);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> transposed = context.Result.Transpose(), cotangent = context.Cotangent.CotangentTriangle(isUpper: false);
        Variable<T> left = transposed.SolveTriangular(transposed.MatMul(cotangent).FromLower(), upper: true);
        Variable<T> both = transposed.SolveTriangular(left.Transpose(), upper: true);
        context.Contribute(0, both.ScaledBy(cotangent.Tape.Constant(T.CreateTruncating(0.5))).KeepCut(cotangent, context[0]));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The Cholesky factor of a symmetric positive definite matrix: the lower triangle L with A = L Lᵀ and a positive diagonal. Of a matrix that is not
        /// symmetric the symmetric part (A + Aᵀ) / 2 is taken, and the gradient is symmetric. NumPy, PyTorch and JAX: <c>linalg.cholesky</c>.
        /// </summary>
        /// <returns>A node of this one's lengths, [..., n, n].</returns>
        /// <exception cref="ArgumentException">This is not a square matrix.</exception>
        /// <exception cref="NotPositiveDefiniteException">
        /// The matrix, or one of a batch, is not positive definite; thrown where the value is computed. See <c>TryCholesky</c>.
        /// </exception>
        /// <example><code>
        /// var l = covariance.Cholesky();
        /// var sample = mean + l.MatMul(noise);                                  // normal with that covariance
        /// </code></example>
        public Variable<T> Cholesky() => a.Apply(new CholeskyOperation<T>());
    }
}
