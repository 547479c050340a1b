using System.Numerics;

namespace Autograd;

/// <summary>A triangle of each matrix over the last two dimensions, zeros elsewhere. The VJP is the same triangle of the cotangent.</summary>
/// <param name="Diagonal">The last diagonal that belongs to it: 0 the main one, above it positive.</param>
/// <param name="IsUpper">Whether it lies above the diagonal rather than below.</param>
/// <param name="IsCotangent">Whether the zeros are those of a cotangent: −0, to which nothing comes.</param>
/// <param name="HalvesDiagonal">Whether only a half of the main diagonal is taken, so that the triangle and its transpose add up to a symmetric matrix.</param>
internal readonly record struct TriangleOperation<T>(int Diagonal, bool IsUpper, bool IsCotangent = false, bool HalvesDiagonal = false) : IKernelOperation<TriangleOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal bool IsCotangent { get; init; } = IsCotangent;

    /// <inheritdoc/>
    public static string Name => "Triangle";

    /// <inheritdoc/>
    public static Notation NotationOf(TriangleOperation<T> operation)
    {
        string symbol = operation.IsUpper ? "triu" : "tril";
        string side = operation.IsUpper ? "upper" : "lower";
        if (operation.HalvesDiagonal) return Notation.Function(symbol + "half").Linear().Explained($"{symbol}half(X)", $"the {side} triangle of X, with half the diagonal");
        Notation notation = Notation.Function(symbol).Moving();
        return operation.Diagonal == 0
            ? notation.Explained($"{symbol}(X)", $"the {side} triangle of X, else zeros")
            : notation.WithAttributes(Notation.Text(operation.Diagonal)).Explained($"{symbol}(X, k)", $"the {side} triangle of X from its k-th diagonal on, else zeros");
    }

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static bool AcceptsStrides => true;

    /// <inheritdoc/>
    public static bool TryLift(TriangleOperation<T> operation, int count, out TriangleOperation<T> lifted)
    {
        lifted = operation;
        return true;
    }

    static IndexSets IKernelOperation<TriangleOperation<T>, T>.Depend(TriangleOperation<T> operation, in OperandSets operands)
    {
        int rows = operands.Shape[^2], columns = operands.Shape[^1], batch = rows * columns == 0 ? 0 : operands.Shape.ElementCount / (rows * columns);
        Relation kept = Relation.Taking(rows * columns, i => operation.IsUpper ? (i % columns) - (i / columns) >= operation.Diagonal ? i : -1 : (i % columns) - (i / columns) <= operation.Diagonal ? i : -1);
        return operands[0].Reshape((batch, rows * columns)).Along(1, kept).Reshape(operands.Shape);
    }

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0].Rank >= 2 ? operands[0] : throw MovementErrors.NotMatrices(IsUpper ? "Triu" : "Tril", operands[0]);

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Copying.Copy(operands[0], destination);
        int rows = operands[0].Shape[^2], columns = operands[0].Shape[^1];
        T zero = IsCotangent ? T.NegativeZero : T.Zero, half = T.CreateTruncating(0.5);
        for (int row = 0; !destination.IsEmpty; row = row + 1 < rows ? row + 1 : 0, destination = destination[columns..])
        {
            if (IsUpper) destination[..(int)Math.Clamp((long)row + Diagonal, 0, columns)].Fill(zero);
            else destination[(int)Math.Clamp((long)row + Diagonal + 1, 0, columns)..columns].Fill(zero);
            if (HalvesDiagonal && row < columns) destination[row] *= half;
        }
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context) => context.Contribute(0, context.Cotangent.Apply(this with { IsCotangent = true }));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The lower triangle of each matrix over the last two dimensions: y[…, i, j] = x[…, i, j] where j ≤ i + diagonal, else 0. The <c>tril</c> of
        /// PyTorch and NumPy.
        /// </summary>
        /// <param name="diagonal">The last diagonal that belongs to it: 0 the main one, −1 the one below.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">There are fewer than two dimensions.</exception>
        /// <example><code>
        /// var past = tape.Ones(n, n).Tril();      // 1 where a query may look
        /// </code></example>
        public Variable<T> Tril(int diagonal = 0) => x.Apply(new TriangleOperation<T>(diagonal, IsUpper: false));

        /// <summary>The lower or the upper triangle of a cotangent; the rest is cut off.</summary>
        internal Variable<T> CotangentTriangle(bool isUpper) => x.Apply(new TriangleOperation<T>(0, isUpper, IsCotangent: true));

        /// <summary>P + Pᵀ with the lower triangle P of a cotangent and half of its diagonal: the symmetric matrix that has this lower triangle.</summary>
        internal Variable<T> FromLower()
        {
            Variable<T> half = x.Apply(new TriangleOperation<T>(0, IsUpper: false, IsCotangent: true, HalvesDiagonal: true));
            return half + half.Transpose();
        }
    }
}
