using System.Numerics;

namespace Autograd;

/// <summary>
/// Sign and logarithm of the absolute value of a determinant: det A = sign · eʸ. The VJP of y is ȳ A⁻ᵀ, that of the sign is 0. Of a singular matrix both
/// are given, 0 and −∞, but the cotangent is refused.
/// </summary>
internal readonly record struct LogDeterminantOperation<T> : IKernelOperation<LogDeterminantOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "LogDeterminant";

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static Notation NotationOf(LogDeterminantOperation<T> operation) =>
        Notation.Function("slogdet").Explained("slogdet(X)", "the sign of det X and, behind it, ln |det X|");

    /// <inheritdoc/>
    public static long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) => (long)operands[0].ElementCount * operands[0][^1] / 3;

    /// <inheritdoc/>
    public static bool TryLift(LogDeterminantOperation<T> operation, int count, out LogDeterminantOperation<T> lifted)
    {
        lifted = operation;
        return true;
    }

    static IndexSets IKernelOperation<LogDeterminantOperation<T>, T>.Depend(LogDeterminantOperation<T> operation, in OperandSets operands) => operands.Slices(operands[0].Shape.Rank - 2);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => MatrixShapes.Batch(MatrixShapes.Square(Name, "the matrix", operands[0]), 2);

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) =>
        LinearSystems.Determinants(operands[0].Span, operands[0].Shape[^1], isLogarithm: true, destination, operands.Parallel);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> cotangent = context.Cotangent.Part(1, MatrixShapes.Batch(context[0].Shape, 1, 1));
        context.Contribute(0, cotangent.ScaledBy(context[0].Inverse().Transpose()));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The sign and the logarithm of the absolute value of the determinant, det A = sign · e^logarithm, where the determinant itself would overflow or
        /// underflow. The sign of a singular matrix is 0, its logarithm −∞. NumPy, PyTorch and JAX: <c>linalg.slogdet</c>.
        /// </summary>
        /// <returns>Two nodes of lengths [...], scalars for a single matrix of lengths [n, n]; the sign has no derivative.</returns>
        /// <exception cref="ArgumentException">This is not a square matrix.</exception>
        /// <exception cref="SingularMatrixException">A gradient is computed where the matrix is singular.</exception>
        /// <example><code>
        /// var (_, logarithm) = covariance.LogDeterminant();
        /// var logLikelihood = -0.5 * (logarithm + squaredDistance);
        /// </code></example>
        public (Variable<T> Sign, Variable<T> Logarithm) LogDeterminant()
        {
            using var attempt = new Attempt<T>(a.Tape);
            Variable<T> both = a.Apply(new LogDeterminantOperation<T>());
            Shape shape = MatrixShapes.Batch(a.Shape);
            Variable<T> sign = both.Part(0, shape).StopGradient();
            return (sign, attempt.Keep(both.Part(1, shape)));
        }
    }
}
