using System.Numerics;

namespace Autograd;

/// <summary>
/// QR decomposition of a matrix that is not wider than high: A = Q R with QᵀQ = I and an upper triangle R whose diagonal is not negative. With M = R R̄ᵀ − Q̄ᵀ Q
/// the VJP is (Q̄ + Q sym M) R⁻ᵀ, where sym M is symmetric and has the lower triangle of M. It is refused where the columns depend on each other.
/// </summary>
internal readonly record struct QrOperation<T> : IKernelOperation<QrOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Qr";

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static Notation NotationOf(QrOperation<T> operation) =>
        Notation.Function("qr").Explained("qr(X)", "the elements of Q and, behind them, those of R, with X = Q R");

    /// <inheritdoc/>
    public static long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) => 2 * (long)operands[0].ElementCount * operands[0][^1];

    /// <inheritdoc/>
    public static bool TryLift(QrOperation<T> operation, int count, out QrOperation<T> lifted)
    {
        lifted = operation;
        return true;
    }

    static IndexSets IKernelOperation<QrOperation<T>, T>.Depend(QrOperation<T> operation, in OperandSets operands) => operands.Slices(operands[0].Shape.Rank - 2);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape a = operands[0];
        if (a.Rank < 2) throw MatrixErrors.NotMatrix(Name, "the matrix", a);
        return a[^2] >= a[^1] ? MatrixShapes.Batch(a, ((nint)a[^2] + a[^1]) * a[^1]) : throw MatrixErrors.Wide(Name, a);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Shape shape = operands[0].Shape;
        OrthogonalFactors.Find(operands[0].Span, shape[^2], shape[^1], destination, operands.Parallel);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Shape a = context[0].Shape, square = MatrixShapes.Batch(a, a[^1], a[^1]);
        int start = a[^2] * a[^1];
        Variable<T> q = context.Result.Part(0, a), r = context.Result.Part(start, square);
        Variable<T> ofQ = context.Cotangent.Part(0, a), ofR = context.Cotangent.Part(start, square).CotangentTriangle(isUpper: true);
        Variable<T> m = r.MatMul(ofR.Transpose()).SubtractCotangent(ofQ.Transpose().MatMul(q));
        Variable<T> left = ofQ + q.MatMul(m.FromLower());

        // X Rᵀ = left, transposed: R Xᵀ = leftᵀ.
        context.Contribute(0, r.SolveTriangular(left.Transpose(), upper: true).Transpose().KeepCut(context.Cotangent, context[0]));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The reduced QR decomposition A = Q R: columns of Q are orthonormal, R is an upper triangle whose diagonal is not negative, which makes both unique for a matrix of
        /// full rank. NumPy, PyTorch and JAX: <c>linalg.qr</c> (there the signs are left open).
        /// </summary>
        /// <returns>Q of lengths [..., m, k] and R of lengths [..., k, n] where this node has [..., m, n] and k is the smaller of m and n.</returns>
        /// <exception cref="ArgumentException">This is not a matrix.</exception>
        /// <exception cref="SingularMatrixException">A gradient is computed where the first k columns depend on each other: R has a 0 on its diagonal, also where rounding alone would have left something else there.</exception>
        /// <example><code>
        /// var (q, r) = features.Qr();
        /// var weights = r.SolveTriangular(q.Transpose().MatMul(targets), upper: true);      // least squares
        /// </code></example>
        public (Variable<T> Q, Variable<T> R) Qr()
        {
            Shape shape = a.Shape;
            if (shape.Rank < 2) throw MatrixErrors.NotMatrix("Qr", "the matrix", shape);
            int m = shape[^2], n = shape[^1], k = Math.Min(m, n);
            using var attempt = new Attempt<T>(a.Tape);
            Variable<T> both = (n > m ? a.Slice(-1, 0, m) : a).Apply(new QrOperation<T>());
            Variable<T> q = both.Part(0, MatrixShapes.Batch(shape, m, k)), r = both.Part(m * k, MatrixShapes.Batch(shape, k, k));
            if (n > m) r = a.Tape.Concatenate(-1, r, q.Transpose().MatMul(a.Slice(-1, m, n - m)));
            return (q, attempt.Keep(r));
        }
    }
}
