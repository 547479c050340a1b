using System.Numerics;

namespace Autograd;

/// <summary>
/// Singular values of a matrix, in descending order: A = U diag(s) Vᵀ. The VJP is U diag(s̄) Vᵀ, with the vectors of the whole decomposition; equal singular values need no
/// exception.
/// </summary>
internal readonly record struct SingularValuesOperation<T> : IKernelOperation<SingularValuesOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "SingularValues";

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static Notation NotationOf(SingularValuesOperation<T> operation) => Notation.Function("svdvals").Explained("svdvals(X)", "the singular values of X");

    /// <inheritdoc/>
    public static long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) => 10 * (long)operands[0].ElementCount * result[^1];

    /// <inheritdoc/>
    public static bool TryLift(SingularValuesOperation<T> operation, int count, out SingularValuesOperation<T> lifted)
    {
        lifted = operation;
        return true;
    }

    static IndexSets IKernelOperation<SingularValuesOperation<T>, T>.Depend(SingularValuesOperation<T> operation, in OperandSets operands) => operands.Slices(operands[0].Shape.Rank - 2);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape a = operands[0];
        if (a.Rank < 2) throw MatrixErrors.NotMatrix(Name, "the matrix", a);
        return a[^2] >= a[^1] ? MatrixShapes.Batch(a, a[^1]) : throw MatrixErrors.Wide(Name, a);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Shape shape = operands[0].Shape;
        SingularVectors.Find(operands[0].Span, shape[^2], shape[^1], valuesOnly: true, destination);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        var (u, _, v) = context[0].Svd();
        context.Contribute(0, context.Cotangent.Unsqueeze(-2).ScaledBy(u).MatMul(v.Transpose()).KeepCut(context.Cotangent, context[0]));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The singular values of this matrix in descending order. PyTorch: <c>linalg.svdvals</c>, NumPy and JAX: <c>linalg.svd</c> with <c>compute_uv=False</c>.</summary>
        /// <returns>A node of lengths [..., k] where this one has [..., m, n] and k is the smaller of m and n.</returns>
        /// <exception cref="ArgumentException">This is not a matrix.</exception>
        /// <example><code>
        /// var nuclearNorm = a.SingularValues().Sum();
        /// </code></example>
        public Variable<T> SingularValues()
        {
            Shape shape = a.Shape;
            if (shape.Rank < 2 || shape[^2] >= shape[^1]) return a.Apply(new SingularValuesOperation<T>());
            using var attempt = new Attempt<T>(a.Tape);
            return attempt.Keep(a.Transpose().Apply(new SingularValuesOperation<T>()));
        }
    }
}
