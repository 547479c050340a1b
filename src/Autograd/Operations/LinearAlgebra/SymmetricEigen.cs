using System.Numerics;

namespace Autograd;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric matrix: A = V diag(w) Vᵀ with w in ascending order. The VJP is V (diag w̄ + F ⊙ (Vᵀ V̄)) Vᵀ, made symmetric, with
/// fᵢⱼ = 1/(wⱼ − wᵢ), and 0 where both are equal: there the eigenvectors are not determined, and nothing is contributed by how they turn into each other.
/// </summary>
internal readonly record struct SymmetricEigenOperation<T> : IKernelOperation<SymmetricEigenOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "SymmetricEigen";

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static Notation NotationOf(SymmetricEigenOperation<T> operation) =>
        Notation.Function("eigh").Explained("eigh(X)", "the eigenvalues w of X and, behind them, the eigenvectors V, with X = V diag(w) Vᵀ");

    /// <inheritdoc/>
    public static long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) => 4 * (long)operands[0].ElementCount * operands[0][^1];

    /// <inheritdoc/>
    public static bool TryLift(SymmetricEigenOperation<T> operation, int count, out SymmetricEigenOperation<T> lifted)
    {
        lifted = operation;
        return true;
    }

    static IndexSets IKernelOperation<SymmetricEigenOperation<T>, T>.Depend(SymmetricEigenOperation<T> operation, in OperandSets operands) => operands.Slices(operands[0].Shape.Rank - 2);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape a = MatrixShapes.Square(Name, "the matrix", operands[0]);
        return MatrixShapes.Batch(a, ((nint)a[^1] + 1) * a[^1]);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) => SymmetricEigenvectors.Find(operands[0].Span, operands[0].Shape[^1], destination);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Shape a = context[0].Shape, row = MatrixShapes.Batch(a, 1, a[^1]);
        Variable<T> values = context.Result.Part(0, row), vectors = context.Result.Part(a[^1], a), transposed = vectors.Transpose();
        Variable<T> ofValues = context.Cotangent.Part(0, row), ofVectors = context.Cotangent.Part(a[^1], a);
        Variable<T> inner = transposed.MatMul(ofVectors).ScaledBy(values.InverseGaps());
        Variable<T> sum = (ofValues.ScaledBy(vectors) + vectors.MatMul(inner)).MatMul(transposed);
        context.Contribute(0, (sum + sum.Transpose()).ScaledBy(sum.Tape.Constant(T.CreateTruncating(0.5))).KeepCut(context.Cotangent, context[0]));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The eigenvalues of a symmetric matrix in ascending order and orthonormal eigenvectors: A = V diag(w) Vᵀ. Of a matrix that is not symmetric the symmetric part
        /// (A + Aᵀ) / 2 is taken, and the gradient is symmetric. NumPy, PyTorch and JAX: <c>linalg.eigh</c>.
        /// </summary>
        /// <remarks>
        /// The largest element of each eigenvector is positive. Where eigenvalues are equal (to rounding), their eigenvectors are not determined: the gradient of
        /// what does not depend on their choice, the eigenvalues' own above all, is right; to that of anything else they contribute 0 for each other. So V f(w) Vᵀ,
        /// whose gradient exists there, lacks that part: take MatrixPower or MatrixExponential, or add a small matrix that tells the eigenvalues apart.
        /// </remarks>
        /// <returns>The eigenvalues w, of lengths [..., n], and the eigenvectors as columns of V, of lengths [..., n, n].</returns>
        /// <exception cref="ArgumentException">This is not a square matrix.</exception>
        /// <example><code>
        /// var (w, v) = covariance.SymmetricEigen();
        /// var whitened = centered.MatMul(v) / w.Sqrt();
        /// </code></example>
        public (Variable<T> Values, Variable<T> Vectors) SymmetricEigen()
        {
            using var attempt = new Attempt<T>(a.Tape);
            Variable<T> both = a.Apply(new SymmetricEigenOperation<T>());
            Shape shape = a.Shape;
            Variable<T> values = both.Part(0, MatrixShapes.Batch(shape, shape[^1]));
            return (values, attempt.Keep(both.Part(shape[^1], shape)));
        }
    }
}
