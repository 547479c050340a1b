using System.Numerics;

namespace Autograd;

/// <summary>
/// Solution of A X = B for a square matrix, by elimination with partial pivoting: X = A⁻¹ B. The VJP is B̄ = A⁻ᵀ X̄ and Ā = −B̄ Xᵀ. A singular matrix is
/// refused.
/// </summary>
internal readonly record struct SolveOperation<T> : IKernelOperation<SolveOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Solve";

    /// <inheritdoc/>
    public static int OperandCount => 2;

    static bool IKernelOperation<SolveOperation<T>, T>.RefusesValues => true;

    static bool IOperation<SolveOperation<T>, T>.BroadcastsOperands => true;

    /// <inheritdoc/>
    public static Notation NotationOf(SolveOperation<T> operation) =>
        Notation.Function("solve").LinearIn(1).Explained("solve(A, B)", "the X with A X = B");

    /// <inheritdoc/>
    public static long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) =>
        ((long)operands[0].ElementCount * operands[0][^1] / 3) + ((long)result.ElementCount * operands[0][^1]);

    /// <inheritdoc/>
    public static bool TryLift(SolveOperation<T> operation, int count, out SolveOperation<T> lifted)
    {
        lifted = operation;
        return true;
    }

    static IndexSets IKernelOperation<SolveOperation<T>, T>.Depend(SolveOperation<T> operation, in OperandSets operands) =>
        operands[0].Over(MatrixShapes.RowsAndColumns(operands[0].Shape), keep: true).With(operands[1].Over(MatrixShapes.Rows(operands[1].Shape), keep: true), operands.Shape);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => MatrixShapes.Solution(Name, operands[0], operands[1]);

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        MatrixFault fault = LinearSystems.Solve(operands[0], operands[1], destination, operands.Parallel);
        if (!fault.IsNone) throw MatrixErrors.Singular(Name, fault, operands[0].Shape);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> right = context[0].Transpose().Solve(context.Cotangent);
        context.Contribute(1, right.KeepCut(context.Cotangent, context[1]));
        if (context.Needs(0)) context.Contribute(0, right.MatMul(context.Result.Transpose()).NegatedCotangent().KeepCut(context.Cotangent, context[0]));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The solution X of A X = B for this square matrix, by elimination with partial pivoting. Leading lengths broadcast. NumPy, PyTorch and JAX:
        /// <c>linalg.solve</c>.
        /// </summary>
        /// <param name="b">The right side, of lengths [..., n, m], or a vector of lengths [n].</param>
        /// <returns>A node of lengths [..., n, m], or [..., n] for a vector.</returns>
        /// <exception cref="ArgumentException">This is not a square matrix, or the lengths do not fit.</exception>
        /// <exception cref="SingularMatrixException">
        /// The matrix, or one of a batch, is singular: a pivot is 0; thrown where the value is computed. See <c>TrySolve</c>.
        /// </exception>
        /// <example><code>
        /// var x = stiffness.Solve(load);                                        // never stiffness.Inverse().MatMul(load)
        /// </code></example>
        public Variable<T> Solve(Variable<T> b) => MatrixShapes.WithColumn(a, b, new SolveOperation<T>());
    }
}
