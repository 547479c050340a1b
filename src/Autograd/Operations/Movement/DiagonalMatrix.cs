using System.Numerics;

namespace Autograd;

/// <summary>
/// Matrices with a given diagonal, zeros elsewhere: y[…, i, i + offset] = x[…, i]. The adjoint of Diagonal; its VJP is Diagonal.
/// </summary>
/// <param name="Offset">Which diagonal: 0 the main one, above it positive.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Columns">The number of columns.</param>
/// <param name="IsCotangent">Whether the zeros are those of a cotangent: −0, to which nothing comes.</param>
internal readonly record struct DiagonalMatrixOperation<T>(int Offset, int Rows, int Columns, bool IsCotangent = false) : IKernelOperation<DiagonalMatrixOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal bool IsCotangent { get; init; } = IsCotangent;

    /// <inheritdoc/>
    public static string Name => "DiagonalMatrix";

    /// <inheritdoc/>
    public static Notation NotationOf(DiagonalMatrixOperation<T> operation) =>
        Notation.Function("diag").WithAttributes(Notation.Text(operation.Offset), Notation.Text(operation.Rows), Notation.Text(operation.Columns)).Moving()
            .Explained("diag(x, k, m, n)", "the matrix of m rows and n columns with x as its k-th diagonal, else zeros");

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static bool AcceptsStrides => true;

    /// <inheritdoc/>
    public static bool TryLift(DiagonalMatrixOperation<T> operation, int count, out DiagonalMatrixOperation<T> lifted)
    {
        lifted = operation;
        return true;
    }

    static IndexSets IKernelOperation<DiagonalMatrixOperation<T>, T>.Depend(DiagonalMatrixOperation<T> operation, in OperandSets operands) =>
        operands[0].PutInto(operands.Shape, operation.Region(operands[0].Shape), operation.First);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape x = operands[0];
        if (x.Rank == 0) throw MovementErrors.Scalar(Name);
        Shape y = x.With(x.Rank - 1, Rows).Insert(x.Rank, Columns);
        int length = DiagonalOperation<T>.LengthOf(Rows, Columns, Offset);
        return x[^1] == length ? y : throw Errors.ShapesDiffer(Name, "the diagonal", x, "the place for it", x.With(x.Rank - 1, length));
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Shape x = operands[0].Shape;
        destination.Fill(IsCotangent ? T.NegativeZero : T.Zero);
        Copying.CopyInto(operands[0], destination, Region(x), First);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context) => context.Contribute(0, context.Cotangent.Apply(new DiagonalOperation<T>(Offset)));

    /// <summary>Where the diagonal begins in the matrix.</summary>
    private int First => Offset >= 0 ? Offset : -Offset * Columns;

    /// <summary>How the diagonals lie in the matrices.</summary>
    private Layout Region(Shape x)
    {
        Strides strides = x.With(x.Rank - 1, Rows).Insert(x.Rank, Columns).ContiguousStrides;
        return new Layout(x, strides.With(x.Rank - 1, Columns + 1).With(x.Rank, 0));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The square matrices with the last dimension as a diagonal, zeros elsewhere: y[…, i, i + offset] = x[…, i]. PyTorch's <c>diag_embed</c>, of
        /// a vector the <c>diag</c> of NumPy.
        /// </summary>
        /// <param name="offset">Which diagonal: 0 the main one, above it positive, below negative.</param>
        /// <returns>A node with two dimensions of length n + |offset| in place of the last one, of length n.</returns>
        /// <exception cref="ArgumentException">This node is a scalar, or the matrices have too many elements.</exception>
        /// <example><code>
        /// var scale = tape.Constant([1f, 2]).DiagonalMatrix();      // [[1, 0], [0, 2]]
        /// </code></example>
        public Variable<T> DiagonalMatrix(int offset = 0)
        {
            Shape shape = x.Shape;
            if (shape.Rank == 0) throw MovementErrors.Scalar("DiagonalMatrix");
            long length = shape[^1] + Math.Abs((long)offset);
            int side = new Shape((nint)length)[0];
            return x.Apply(new DiagonalMatrixOperation<T>(offset, side, side));
        }
    }
}
