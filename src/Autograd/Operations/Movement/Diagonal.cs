using System.Numerics;

namespace Autograd;

/// <summary>A diagonal of each matrix over the last two dimensions, as a view: y[…, i] = x[…, i, i + offset]. The VJP is the matrix with that diagonal.</summary>
/// <param name="Offset">Which diagonal: 0 the main one, above it positive.</param>
internal readonly record struct DiagonalOperation<T>(int Offset) : IViewOperation<DiagonalOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Diagonal";

    /// <inheritdoc/>
    public static Notation NotationOf(DiagonalOperation<T> operation)
    {
        Notation notation = Notation.Function("diagonal").Moving();
        return operation.Offset == 0
            ? notation.Explained("diagonal(X)", "the diagonal of X")
            : notation.WithAttributes(Notation.Text(operation.Offset)).Explained("diagonal(X, k)", "the k-th diagonal of X above the main one");
    }

    /// <inheritdoc/>
    public static bool TryLift(DiagonalOperation<T> operation, int count, out DiagonalOperation<T> lifted)
    {
        lifted = operation;
        return true;
    }

    /// <inheritdoc/>
    public Shape InferShape(Shape x)
    {
        if (x.Rank < 2) throw MovementErrors.NotMatrices(Name, x);
        return Shape.Concatenate(x, x.Rank - 1, x, x.Rank).With(x.Rank - 2, LengthOf(x[^2], x[^1], Offset));
    }

    /// <inheritdoc/>
    public bool TryView(in Layout x, out Layout y, out int offset)
    {
        int last = x.Shape.Rank - 1, row = x.Strides[last - 1], column = x.Strides[last];
        Shape shape = InferShape(x.Shape);
        y = new Layout(shape, x.Strides.With(last - 1, row + column).With(last, 0));
        offset = shape[^1] == 0 ? 0 : Offset >= 0 ? Offset * column : -Offset * row;
        return true;
    }

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> cotangent) =>
        cotangent.Apply(new DiagonalMatrixOperation<T>(Offset, x.Shape[^2], x.Shape[^1], IsCotangent: true));

    /// <summary>How many elements a diagonal has.</summary>
    internal static int LengthOf(int rows, int columns, int offset) =>
        (int)Math.Max(0, Math.Min(rows + Math.Min((long)offset, 0), columns - Math.Max((long)offset, 0)));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// A diagonal of each matrix over two dimensions: y[…, i] = x[…, i, …, i + offset, …]. A view. The <c>diagonal</c> of PyTorch and NumPy.
        /// </summary>
        /// <param name="offset">Which one: 0 the main diagonal, above it positive, below negative.</param>
        /// <param name="first">The dimension of the rows; negative counts from the end.</param>
        /// <param name="second">The dimension of the columns; negative counts from the end.</param>
        /// <returns>A node without these two dimensions, with one for the diagonal as its last. Empty where the diagonal lies outside.</returns>
        /// <exception cref="ArgumentException">No such dimensions, or twice the same one.</exception>
        /// <example><code>
        /// var variances = covariance.Diagonal();
        /// </code></example>
        public Variable<T> Diagonal(int offset = 0, int first = -2, int second = -1)
        {
            Shape shape = x.Shape;
            int rows = Dimensions.Normalize("Diagonal", first, shape), columns = Dimensions.Normalize("Diagonal", second, shape);
            if (rows == columns) throw Errors.DimensionTwice("Diagonal", second, shape);
            if (rows == shape.Rank - 2 && columns == shape.Rank - 1) return x.Apply(new DiagonalOperation<T>(offset));
            Span<int> order = stackalloc int[shape.Rank];
            int k = 0;
            for (int d = 0; d < shape.Rank; d++)
            {
                if (d != rows && d != columns) order[k++] = d;
            }

            (order[k], order[k + 1]) = (rows, columns);
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.Permute(order).Apply(new DiagonalOperation<T>(offset)));
        }
    }
}
