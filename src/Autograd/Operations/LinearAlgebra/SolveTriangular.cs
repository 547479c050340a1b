using System.Numerics;

namespace Autograd;

/// <summary>
/// Solution of T X = B with a triangle T: X = T⁻¹ B, the other triangle not being read. The VJP is B̄ = T⁻ᵀ X̄ and T̄ = −B̄ Xᵀ within the triangle. A 0 on
/// the diagonal is refused.
/// </summary>
/// <param name="IsUpper">Which triangle is read.</param>
internal readonly record struct SolveTriangularOperation<T>(bool IsUpper) : IKernelOperation<SolveTriangularOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "SolveTriangular";

    /// <inheritdoc/>
    public static int OperandCount => 2;

    static bool IKernelOperation<SolveTriangularOperation<T>, T>.RefusesValues => true;

    static bool IOperation<SolveTriangularOperation<T>, T>.BroadcastsOperands => true;

    /// <inheritdoc/>
    public static Notation NotationOf(SolveTriangularOperation<T> operation)
    {
        string symbol = operation.IsUpper ? "solveu" : "solvel";
        return Notation.Function(symbol).LinearIn(1).Explained($"{symbol}(T, B)", $"the X with T X = B, where T is {(operation.IsUpper ? "an upper" : "a lower")} triangle");
    }

    /// <inheritdoc/>
    public static long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) => (long)result.ElementCount * operands[0][^1] / 2;

    /// <inheritdoc/>
    public static bool TryLift(SolveTriangularOperation<T> operation, int count, out SolveTriangularOperation<T> lifted)
    {
        lifted = operation;
        return true;
    }

    static IndexSets IKernelOperation<SolveTriangularOperation<T>, T>.Depend(SolveTriangularOperation<T> operation, in OperandSets operands)
    {
        Shape a = operands[0].Shape;
        int n = a[^1], batch = n == 0 ? 0 : a.ElementCount / (n * n);
        if (batch == 0) return IndexSets.NoneLike(operands[0], operands.Shape);
        IndexSets rows = operands[0].Reshape((batch, n * n))
            .Along(1, Relation.Taking(n * n, i => operation.IsUpper == i % n > i / n || i % n == i / n ? i : -1)).Reshape(a).Over(MatrixShapes.Columns(a), keep: true);
        return rows.Scan(a.Rank - 2, operation.IsUpper).With(operands[1].Scan(operands[1].Shape.Rank - 2, operation.IsUpper), operands.Shape);
    }

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => MatrixShapes.Solution(Name, operands[0], operands[1]);

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        MatrixFault fault = TriangularSystems.Solve(operands[0], operands[1], IsUpper, destination, operands.Parallel);
        if (!fault.IsNone) throw MatrixErrors.Singular(Name, fault, operands[0].Shape);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> right = context[0].Transpose().SolveTriangular(context.Cotangent, !IsUpper);
        context.Contribute(1, right.KeepCut(context.Cotangent, context[1]));
        if (context.Needs(0)) context.Contribute(0, right.MatMul(context.Result.Transpose()).NegatedCotangent().CotangentTriangle(IsUpper).KeepCut(context.Cotangent, context[0]));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The solution X of T X = B, where T is the lower or the upper triangle of this matrix; the other triangle is not read. Leading lengths broadcast.
        /// SciPy: <c>linalg.solve_triangular</c>, PyTorch: <c>linalg.solve_triangular</c>, JAX: <c>scipy.linalg.solve_triangular</c>.
        /// </summary>
        /// <param name="b">The right side, of lengths [..., n, m], or a vector of lengths [n].</param>
        /// <param name="upper">Whether the upper triangle is taken.</param>
        /// <returns>A node of lengths [..., n, m], or [..., n] for a vector.</returns>
        /// <exception cref="ArgumentException">This is not a square matrix, or the lengths do not fit.</exception>
        /// <exception cref="SingularMatrixException">An element of the diagonal is 0; thrown where the value is computed.</exception>
        /// <example><code>
        /// var y = a.Cholesky().SolveTriangular(b);                              // L y = b
        /// </code></example>
        public Variable<T> SolveTriangular(Variable<T> b, bool upper = false) =>
            MatrixShapes.WithColumn(a, b, new SolveTriangularOperation<T>(upper));
    }
}
