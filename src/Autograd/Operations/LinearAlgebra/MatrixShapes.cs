using System.Numerics;

namespace Autograd;

/// <summary>What operations on matrices have in common: their shape rules, and results that lie one behind the other.</summary>
internal static class MatrixShapes
{
    /// <summary>A shape, made sure to be that of square matrices.</summary>
    public static Shape Square(string operation, string operand, Shape shape)
    {
        if (shape.Rank < 2) throw MatrixErrors.NotMatrix(operation, operand, shape);
        return shape[^1] == shape[^2] ? shape : throw MatrixErrors.NotSquare(operation, operand, shape);
    }

    /// <summary>The lengths before those of the matrices, followed by others.</summary>
    public static Shape Batch(Shape shape, params ReadOnlySpan<nint> lengths)
    {
        int batch = shape.Rank - 2;
        if (batch + lengths.Length > Shape.MaxRank) throw Errors.RankTooHigh(batch + lengths.Length);
        Span<nint> all = stackalloc nint[Shape.MaxRank];
        for (int d = 0; d < batch; d++) all[d] = shape[d];
        lengths.CopyTo(all[batch..]);
        return new Shape(all[..(batch + lengths.Length)]);
    }

    /// <summary>The shape of the solution of a system of equations with matrices on both sides.</summary>
    public static Shape Solution(string operation, Shape matrix, Shape right)
    {
        Square(operation, "the matrix", matrix);
        if (right.Rank < 2) throw MatrixErrors.NotMatrix(operation, "the right side", right);
        if (right[^2] != matrix[^1]) throw MatrixErrors.RightSide(operation, matrix, right);
        Shape batch = MatrixBatch.OfBoth(matrix, right) ?? throw MatrixErrors.Leading(operation, matrix, right);
        return batch.Insert(batch.Rank, right[^2]).Insert(batch.Rank + 1, right[^1]);
    }

    /// <summary>The dimension along which one goes from row to row.</summary>
    public static Dimensions Rows(Shape shape) => Dimensions.None.Add(shape.Rank - 2);

    /// <summary>The dimension along which one goes from column to column.</summary>
    public static Dimensions Columns(Shape shape) => Dimensions.None.Add(shape.Rank - 1);

    /// <summary>Both dimensions of the matrices.</summary>
    public static Dimensions RowsAndColumns(Shape shape) => Rows(shape).Add(shape.Rank - 1);

    /// <summary>Records what solves equations: with a vector on the right side, it is a column, and so is the result.</summary>
    public static Variable<T> WithColumn<T, TOperation>(Variable<T> matrix, Variable<T> right, TOperation operation)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IKernelOperation<TOperation, T>, IEquatable<TOperation>
    {
        Shape a = matrix.Shape, b = matrix.Tape.NodeOf(right, TOperation.Name).Shape;
        if (b.Rank == 0) throw MatrixErrors.Scalar(TOperation.Name, "the right side");
        if (b.Rank > 1) return matrix.Apply(operation, right);
        Solution(TOperation.Name, a, b.Insert(1, 1));
        using var attempt = new Attempt<T>(matrix.Tape);
        return attempt.Keep(matrix.Apply(operation, right.Unsqueeze(1)).Squeeze(-1));
    }

    /// <summary>One of the results that lie one behind the other along the last dimension.</summary>
    /// <param name="packed">All of them.</param>
    /// <param name="start">Where this one begins.</param>
    /// <param name="shape">Its shape.</param>
    public static Variable<T> Part<T>(this Variable<T> packed, int start, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = 1;
        for (int d = packed.Rank - 1; d < shape.Rank; d++) length *= shape[d];
        return packed.Slice(-1, start, length).Reshape(shape);
    }
}
