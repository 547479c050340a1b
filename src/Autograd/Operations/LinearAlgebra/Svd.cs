using System.Numerics;

namespace Autograd;

/// <summary>
/// Singular value decomposition of a matrix that is not wider than high: A = U diag(s) Vᵀ with orthonormal columns of U and V and s in descending order. The VJP is
/// U ((F ⊙ (Uᵀ Ū − Ūᵀ U)) S + S (F ⊙ (Vᵀ V̄ − V̄ᵀ V)) + diag s̄) Vᵀ + (Ū − U Uᵀ Ū) S⁻¹ Vᵀ with fᵢⱼ = 1/(sⱼ² − sᵢ²), and 0 where both are equal, as is 1/sᵢ at 0: there
/// the vectors are not determined, and nothing is contributed by how they turn.
/// </summary>
internal readonly record struct SvdOperation<T> : IKernelOperation<SvdOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Svd";

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static Notation NotationOf(SvdOperation<T> operation) =>
        Notation.Function("svd").Explained("svd(X)", "the elements of U, s and V, one behind the other, with X = U diag(s) Vᵀ");

    /// <inheritdoc/>
    public static long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) => 20 * (long)operands[0].ElementCount * operands[0][^1];

    /// <inheritdoc/>
    public static bool TryLift(SvdOperation<T> operation, int count, out SvdOperation<T> lifted)
    {
        lifted = operation;
        return true;
    }

    static IndexSets IKernelOperation<SvdOperation<T>, T>.Depend(SvdOperation<T> operation, in OperandSets operands) => operands.Slices(operands[0].Shape.Rank - 2);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape a = operands[0];
        if (a.Rank < 2) throw MatrixErrors.NotMatrix(Name, "the matrix", a);
        return a[^2] >= a[^1] ? MatrixShapes.Batch(a, ((nint)a[^2] + a[^1] + 1) * a[^1]) : throw MatrixErrors.Wide(Name, a);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Shape shape = operands[0].Shape;
        SingularVectors.Find(operands[0].Span, shape[^2], shape[^1], valuesOnly: false, destination);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        var (u, s, v) = Parts(context.Result, context[0].Shape);
        var (ofU, ofS, ofV) = Parts(context.Cotangent, context[0].Shape);
        if (u.Shape.ElementCount == 0)
        {
            context.Contribute(0, ofU);
            return;
        }

        Tape<T> tape = u.Tape;

        // sⱼ/(sⱼ² − sᵢ²), and the same with sᵢ above, by parts of which none is the square of a value: small ones keep their digits, whatever the matrix's scale.
        Variable<T> transposedV = v.Transpose(), column = s.Transpose(), sum = s + column, divisor = tape.Where(sum > T.Zero, sum, T.One);
        Variable<T> turnsU = u.Transpose().MatMul(ofU), turnsV = transposedV.MatMul(ofV);
        Variable<T> inner = (turnsU.SubtractCotangent(turnsU.Transpose()).ScaledBy(s / divisor)
            + turnsV.SubtractCotangent(turnsV.Transpose()).ScaledBy(column / divisor)).ScaledBy(s.InverseGaps());
        Variable<T> left = u.MatMul(inner) + ofS.ScaledBy(u);
        if (u.Shape[^2] > u.Shape[^1])
        {
            T tolerance = T.CreateTruncating(u.Shape[^2]) * (T.BitIncrement(T.One) - T.One);
            Variable<T> isAbove = s > s.Max([-1], keep: true) * tolerance;
            Variable<T> inverse = tape.Where(isAbove, tape.Where(isAbove, s, T.One).Reciprocal(), T.Zero);
            left += ofU.SubtractCotangent(u.MatMul(turnsU)).ScaledBy(inverse);
        }

        context.Contribute(0, left.MatMul(transposedV).KeepCut(context.Cotangent, context[0]));
    }

    /// <summary>U, s as a row, and V.</summary>
    private static (Variable<T> U, Variable<T> S, Variable<T> V) Parts(Variable<T> packed, Shape a)
    {
        int m = a[^2], n = a[^1];
        return (packed.Part(0, a), packed.Part(m * n, MatrixShapes.Batch(a, 1, n)), packed.Part((m + 1) * n, MatrixShapes.Batch(a, n, n)));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The reduced singular value decomposition A = U diag(s) Vᵀ, singular values in descending order, by rotations that keep the digits of small ones. NumPy, PyTorch
        /// and JAX: <c>linalg.svd</c> with <c>full_matrices=False</c>, where Vᵀ is given; for the values alone see SingularValues.
        /// </summary>
        /// <remarks>
        /// The largest element of each column of U (of V, where there are more columns than rows) is positive. Where singular values are equal (to rounding), their
        /// vectors are not determined: the gradient of what does not depend on their choice, the singular values' own above all, is right; to that of anything else
        /// they contribute 0 for each other, so that of U f(s) Vᵀ lacks a part there.
        /// </remarks>
        /// <returns>U of lengths [..., m, k], s of lengths [..., k] and V of lengths [..., n, k] where this node has [..., m, n] and k is the smaller of m and n.</returns>
        /// <exception cref="ArgumentException">This is not a matrix.</exception>
        /// <example><code>
        /// var (u, s, v) = a.Svd();
        /// var lowRank = (u * s).Slice(-1, ..r).MatMul(v.Slice(-1, ..r).Transpose());
        /// </code></example>
        public (Variable<T> U, Variable<T> S, Variable<T> V) Svd()
        {
            Shape shape = a.Shape;
            if (shape.Rank < 2) throw MatrixErrors.NotMatrix("Svd", "the matrix", shape);
            int m = shape[^2], n = shape[^1], k = Math.Min(m, n), large = Math.Max(m, n);
            using var attempt = new Attempt<T>(a.Tape);
            Variable<T> all = (n > m ? a.Transpose() : a).Apply(new SvdOperation<T>());
            Variable<T> first = all.Part(0, MatrixShapes.Batch(shape, large, k)), second = all.Part((large + 1) * k, MatrixShapes.Batch(shape, k, k));
            Variable<T> values = attempt.Keep(all.Part(large * k, MatrixShapes.Batch(shape, k)));
            return n > m ? (second, values, first) : (first, values, second);
        }
    }
}
