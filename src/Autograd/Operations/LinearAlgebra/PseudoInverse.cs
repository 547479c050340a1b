using System.Numerics;

namespace Autograd;

/// <summary>
/// Pseudo-inverse (Moore and Penrose) of a matrix that is not wider than high: P = V S⁺ Uᵀ, where singular values are left out that rounding cannot tell from 0. While the rank
/// stays as it is, the VJP is −Pᵀ P̄ Pᵀ + (I − A P) P̄ᵀ P Pᵀ + PᵀP P̄ᵀ (I − P A).
/// </summary>
internal readonly record struct PseudoInverseOperation<T> : IKernelOperation<PseudoInverseOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "PseudoInverse";

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static Notation NotationOf(PseudoInverseOperation<T> operation) => Notation.Function("pinv").Explained("pinv(X)", "the pseudo-inverse of the matrix X");

    /// <inheritdoc/>
    public static long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) => 20 * (long)operands[0].ElementCount * operands[0][^1];

    /// <inheritdoc/>
    public static bool TryLift(PseudoInverseOperation<T> operation, int count, out PseudoInverseOperation<T> lifted)
    {
        lifted = operation;
        return true;
    }

    static IndexSets IKernelOperation<PseudoInverseOperation<T>, T>.Depend(PseudoInverseOperation<T> operation, in OperandSets operands) => operands.Slices(operands[0].Shape.Rank - 2);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape a = operands[0];
        if (a.Rank < 2) throw MatrixErrors.NotMatrix(Name, "the matrix", a);
        return a[^2] >= a[^1] ? MatrixShapes.Batch(a, a[^1], a[^2]) : throw MatrixErrors.Wide(Name, a);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Shape shape = operands[0].Shape;
        SingularVectors.Invert(operands[0].Span, shape[^2], shape[^1], destination);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> a = context[0], p = context.Result, transposed = p.Transpose(), g = context.Cotangent, gt = g.Transpose();
        Variable<T> outside = gt.SubtractCotangent(a.MatMul(p.MatMul(gt))).MatMul(p).MatMul(transposed);
        Variable<T> inside = transposed.MatMul(p.MatMul(gt.SubtractCotangent(gt.MatMul(p).MatMul(a))));
        context.Contribute(0, (outside + inside).SubtractCotangent(transposed.MatMul(g).MatMul(transposed)).KeepCut(g, a));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The pseudo-inverse of this matrix, of any lengths and any rank: X = P B has the least ‖A X − B‖, and among those the least ‖X‖. Singular values of up to max(m, n) units in the last
        /// place of the largest count as 0. NumPy, PyTorch and JAX: <c>linalg.pinv</c>.
        /// </summary>
        /// <returns>A node of lengths [..., n, m] where this one has [..., m, n].</returns>
        /// <exception cref="ArgumentException">This is not a matrix.</exception>
        /// <example><code>
        /// var weights = features.PseudoInverse().MatMul(targets);
        /// </code></example>
        public Variable<T> PseudoInverse()
        {
            Shape shape = a.Shape;
            if (shape.Rank < 2 || shape[^2] >= shape[^1]) return a.Apply(new PseudoInverseOperation<T>());
            using var attempt = new Attempt<T>(a.Tape);
            return attempt.Keep(a.Transpose().Apply(new PseudoInverseOperation<T>()).Transpose());
        }
    }
}
