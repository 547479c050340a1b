using System.Numerics;

namespace Autograd;

/// <summary>
/// Exponential of a square matrix: Y = Σ Aᵏ / k!. The VJP is the upper right block of the exponential of [[Aᵀ, Ȳ], [0, Aᵀ]]; NaN where an element is not finite.
/// </summary>
internal readonly record struct MatrixExponentialOperation<T> : IKernelOperation<MatrixExponentialOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "MatrixExponential";

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static Notation NotationOf(MatrixExponentialOperation<T> operation) => Notation.Function("expm").Explained("expm(X)", "the exponential of the matrix X, I + X + ½ X X + …");

    /// <inheritdoc/>
    public static long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) => 8 * (long)result.ElementCount * result[^1];

    /// <inheritdoc/>
    public static bool TryLift(MatrixExponentialOperation<T> operation, int count, out MatrixExponentialOperation<T> lifted)
    {
        lifted = operation;
        return true;
    }

    static IndexSets IKernelOperation<MatrixExponentialOperation<T>, T>.Depend(MatrixExponentialOperation<T> operation, in OperandSets operands) => operands.Slices(operands[0].Shape.Rank - 2);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => MatrixShapes.Square(Name, "the matrix", operands[0]);

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) => Exponentials.Find(operands[0].Span, operands[0].Shape[^1], destination, operands.Parallel);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> transposed = context[0].Transpose();
        Tape<T> tape = transposed.Tape;
        int n = transposed.Shape[^1], rank = transposed.Rank;
        Variable<T> upper = tape.Concatenate(rank - 1, transposed, context.Cotangent), lower = transposed.Pad(-1, n, 0);
        Variable<T> both = tape.Concatenate(rank - 2, upper, lower).Apply(this);
        context.Contribute(0, both.Slice(-2, 0, n).Slice(-1, n, n).KeepCut(context.Cotangent, context[0]));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The exponential of this square matrix, Σ Aᵏ / k!, not element by element: what solves y′ = A y. SciPy and JAX: <c>linalg.expm</c>, PyTorch: <c>linalg.matrix_exp</c>.
        /// </summary>
        /// <returns>A node of this one's lengths, [..., n, n].</returns>
        /// <exception cref="ArgumentException">This is not a square matrix.</exception>
        /// <example><code>
        /// var later = (generator * time).MatrixExponential().MatMul(now);
        /// </code></example>
        public Variable<T> MatrixExponential() => a.Apply(new MatrixExponentialOperation<T>());
    }
}
