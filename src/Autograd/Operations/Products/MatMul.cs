using System.Numerics;

namespace Autograd;

/// <summary>
/// Matrix product over the last two dimensions, leading ones broadcast: Y = A B, y[…, i, j] = Σₖ a[…, i, k] b[…, k, j]. Linear in each
/// operand, so the VJP is Ā = Ȳ Bᵀ, B̄ = Aᵀ Ȳ; where all slices share a matrix B, the latter is one product over the rows of all of them.
/// </summary>
/// <param name="Left">What the left factor is.</param>
/// <param name="Right">What the right factor is.</param>
internal readonly record struct MatMulOperation<T>(ProductRole Left = ProductRole.Value, ProductRole Right = ProductRole.Value) : IKernelOperation<MatMulOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>With more rows, copying the right factor takes no time beside the product.</summary>
    private const int MostRows = 32;

    /// <summary>Products with fewer elements stay as they are: nothing is gained, and equations are read.</summary>
    private const int LeastJoined = 1 << 12;

    /// <summary>What is joined takes no more memory than so many of the sum.</summary>
    private const int MostJoined = 4;

    internal ProductRole Left { get; init; } = Left;

    internal ProductRole Right { get; init; } = Right;

    /// <inheritdoc/>
    public static string Name => "MatMul";

    /// <inheritdoc/>
    public static Notation NotationOf(MatMulOperation<T> operation) => Notation.MatrixProduct;

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static bool AcceptsStrides => true;

    /// <inheritdoc/>
    public static long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) => (long)result.ElementCount * operands[0][^1];

    static bool IOperation<MatMulOperation<T>, T>.BroadcastsOperands => true;

    static bool IKernelOperation<MatMulOperation<T>, T>.CopiesTransposed(in Shape first, in Shape second) =>
        first.Rank == 2 && second.Rank == 2 && first[0] is > 1 and <= MostRows;

    /// <inheritdoc/>
    public static bool TryLift(MatMulOperation<T> operation, int count, out MatMulOperation<T> lifted)
    {
        lifted = operation;
        return true;
    }

    static IndexSets IKernelOperation<MatMulOperation<T>, T>.Depend(MatMulOperation<T> operation, in OperandSets operands) =>
        operands[0].Over(MatrixShapes.Columns(operands[0].Shape), keep: true).With(operands[1].Over(MatrixShapes.Rows(operands[1].Shape), keep: true), operands.Shape);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape a = operands[0], b = operands[1];
        if (a.Rank < 2 || b.Rank < 2) throw Errors.NotMatrices(a, b);
        if (a[^1] != b[^2]) throw Errors.InnerLengths(a, b, a[^1], b[^2]);
        if (a.Rank == 2 && b.Rank == 2) return a.With(1, b[1]);
        Shape batch = Batch(a, b);
        return batch.Insert(batch.Rank, a[^2]).Insert(batch.Rank + 1, b[^1]);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Strided<T> a = operands[0], b = operands[1];
        if (a.Shape.Rank == 2 && b.Shape.Rank == 2)
        {
            Multiply(a, b, destination, operands.Parallel);
            return;
        }

        Shape batch = Batch(a.Shape, b.Shape);
        int rank = batch.Rank;
        Multiply(
            a.BroadcastTo(batch.Insert(rank, a.Shape[^2]).Insert(rank + 1, a.Shape[^1])),
            b.BroadcastTo(batch.Insert(rank, b.Shape[^2]).Insert(rank + 1, b.Shape[^1])),
            destination,
            operands.Parallel);
    }

    /// <summary>
    /// The sum of two large products of few terms, A B + C D, as a weight that many steps share gets them: one product, [A C] times B above D. It adds up all terms
    /// in one chain, where a sum would be read and written again for each product.
    /// </summary>
    static bool IKernelOperation<MatMulOperation<T>, T>.TryJoin(Variable<T> a, Variable<T> b, out Variable<T> joined)
    {
        joined = default;
        Program<T> program = a.Tape.Program;
        if (program[a.Index].Operation != program[b.Index].Operation) return false;
        Variable<T> firstLeft = OperandOf(a, 0), firstRight = OperandOf(a, 1), left = OperandOf(b, 0), right = OperandOf(b, 1);
        if (firstLeft.Rank != 2 || firstRight.Rank != 2 || left.Rank != 2 || right.Rank != 2) return false;
        long count = b.Shape.ElementCount, border = b.Shape[0] + b.Shape[1], inner = left.Shape[1];
        if (count < LeastJoined || inner * border > count || (inner + firstLeft.Shape[1]) * border > MostJoined * count) return false;

        // A transposed factor is joined as what it shows, which lies contiguous.
        bool areTransposed = IsTransposedMatrix(firstLeft, a) && IsTransposedMatrix(left, b);
        if (areTransposed) (firstLeft, left) = (OperandOf(firstLeft, 0), OperandOf(left, 0));
        if (!ConcatenateOperation<T>.TryAppend(areTransposed ? 0 : 1, firstLeft, left, out left)) return false;
        if (!ConcatenateOperation<T>.TryAppend(0, firstRight, right, out right)) return false;
        joined = (areTransposed ? left.Transpose() : left).Apply(((Binding<MatMulOperation<T>, T>)program[b.Index].Operation).Declaration, right);
        return true;
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> a = context[0], b = context[1], cotangent = context.Cotangent;
        if (context.Needs(0))
        {
            (ProductRole own, ProductRole other) = ProductRoles.Of(cotangent, a, b, Right);
            context.Contribute(0, IsTransposedMatrix(a, cotangent)
                ? b.Apply(new MatMulOperation<T>(other, own), cotangent.Transpose()).Transpose()
                : cotangent.Apply(new MatMulOperation<T>(own, other), b.Transpose(-2, -1)));
        }

        if (context.Needs(1))
        {
            (ProductRole own, ProductRole other) = ProductRoles.Of(cotangent, b, a, Left);

            // A matrix that all slices share: the sum of their products is one product over all rows.
            if (b.Rank == 2 && a.Rank > 2 && b.Shape.ElementCount > 0) (a, cotangent) = (Rows(a), Rows(cotangent));
            context.Contribute(1, IsTransposedMatrix(b, cotangent)
                ? cotangent.Transpose().Apply(new MatMulOperation<T>(own, other), a).Transpose()
                : a.Transpose(-2, -1).Apply(new MatMulOperation<T>(other, own), cotangent));
        }
    }

    /// <summary>The product; what a mask cut off in a cotangent stays cut off.</summary>
    private void Multiply(scoped in Strided<T> a, scoped in Strided<T> b, Span<T> destination, ParallelLoop parallel)
    {
        MatrixProduct.Multiply(a, b, destination, parallel);
        if (Left == ProductRole.Cotangent || Right == ProductRole.Cotangent) CutOff.Restore(in a, Left, in b, Right, destination);
    }

    private static Variable<T> OperandOf(Variable<T> x, int operand) => x.Tape.At(x.Tape.Program.OperandsOf(x.Tape.Program[x.Index])[operand]);

    /// <summary>The rows of all slices, one below the other.</summary>
    private static Variable<T> Rows(Variable<T> x) => x.Reshape(x.Shape.ElementCount / x.Shape[^1], x.Shape[^1]);

    private static bool IsTransposedMatrix(Variable<T> factor, Variable<T> result)
    {
        Node<T> node = factor.Tape.Program[factor.Index];
        return node.Shape.Rank == 2 && result.Rank == 2 && node.Operation is Binding<PermuteOperation<T>, T> { Declaration.Order.ExchangesLastTwo: true };
    }

    private static Shape Batch(Shape a, Shape b)
    {
        Shape leftBatch = Shape.Concatenate(a, a.Rank - 2, a, a.Rank), rightBatch = Shape.Concatenate(b, b.Rank - 2, b, b.Rank);
        return Shape.TryBroadcast(in leftBatch, in rightBatch, out Shape batch) ? batch : throw Errors.BatchLengths(a, b);
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The matrix product A B. Lengths [..., m, k] and [..., k, n] give [..., m, n], leading dimensions broadcast; a vector on the
        /// left is a row, on the right a column, and that dimension is absent from the result: [m, k] by [k] gives [m], [k] by [k] a scalar.
        /// </summary>
        /// <param name="b">The right factor.</param>
        /// <returns>The product.</returns>
        /// <exception cref="ArgumentException">An operand is a scalar, the inner lengths differ, or the leading ones do not broadcast.</exception>
        /// <example><code>tape.Variable([1.0, 2, 3, 4], [2, 2]).MatMul(tape.Variable([1.0, 10], [2]))   // 21, 43</code></example>
        public Variable<T> MatMul(Variable<T> b)
        {
            Shape left = a.Shape, right = b.Shape;
            if (left.Rank == 0 || right.Rank == 0) throw Errors.MatMulScalar(left, right);
            if (left.Rank > 1 && right.Rank > 1) return a.Apply(new MatMulOperation<T>(), b);
            int inner = right.Rank == 1 ? right[0] : right[^2];
            if (left[^1] != inner) throw Errors.InnerLengths(left, right, left[^1], inner);
            if (a.Tape != b.Tape) throw Errors.OtherTape("MatMul");
            using var attempt = new Attempt<T>(a.Tape);
            Variable<T> row = left.Rank == 1 ? a.Unsqueeze(0) : a, column = right.Rank == 1 ? b.Unsqueeze(1) : b;
            Variable<T> product = row.Apply(new MatMulOperation<T>(), column);
            if (right.Rank == 1) product = product.Squeeze(-1);
            return attempt.Keep(left.Rank == 1 ? product.Squeeze(right.Rank == 1 ? -1 : -2) : product);
        }
    }
}
