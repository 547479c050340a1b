using System.Numerics;

namespace Autograd;

/// <summary>
/// Windows put back where they were taken from along one dimension, added up where they overlap: y[…, w · step + k, …] += x[…, w, …, k]. The adjoint
/// of Unfold; its VJP is Unfold.
/// </summary>
/// <param name="Dimension">The dimension of the windows, from the front; the last one is that of their elements.</param>
/// <param name="Length">The length of the result in the dimension.</param>
/// <param name="Step">How far windows are apart, at least 1.</param>
/// <param name="IsCotangent">Whether a zero is that of a cotangent: −0 where no window reaches.</param>
internal readonly record struct FoldOperation<T>(int Dimension, int Length, int Step, bool IsCotangent = false) : IKernelOperation<FoldOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal bool IsCotangent { get; init; } = IsCotangent;

    /// <inheritdoc/>
    public static string Name => "Fold";

    /// <inheritdoc/>
    public static Notation NotationOf(FoldOperation<T> operation) =>
        Notation.Function("fold").WithDimensions(Dimensions.None.Add(operation.Dimension)).WithAttributes(Notation.Text(operation.Length), Notation.Text(operation.Step)).Moving()
            .Explained("fold(X, n, s)", "n places with the windows of X added in, s apart: the transpose of unfold");

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static bool TryLift(FoldOperation<T> operation, int count, out FoldOperation<T> lifted)
    {
        lifted = operation with { Dimension = operation.Dimension + 1 };
        return true;
    }

    static IndexSets IKernelOperation<FoldOperation<T>, T>.Depend(FoldOperation<T> operation, in OperandSets operands)
    {
        Shape x = operands[0].Shape;
        int run = 1, size = x[^1];
        for (int d = operation.Dimension + 1; d < x.Rank - 1; d++) run *= x[d];
        int part = x[operation.Dimension] * run * size, places = operation.Length * run, outer = part == 0 ? 0 : x.ElementCount / part;
        if (outer == 0) return IndexSets.NoneLike(operands[0], operands.Shape);
        Relation windows = Relation.Taking(part, i => (((i / size / run * operation.Step) + (i % size)) * run) + (i / size % run));
        return operands[0].Reshape((outer, part)).Along(1, windows.Transposed(places)).Reshape(operands.Shape);
    }

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape x = operands[0];
        bool fits = Dimension >= 0 && Dimension < x.Rank - 1 && Length >= 0 && Step >= 1;
        if (fits) fits = x[Dimension] == 0 || ((x[Dimension] - 1L) * Step) + x[^1] <= Length;
        return fits ? Shape.Concatenate(x, x.Rank - 1, x, x.Rank).With(Dimension, Length) : throw MovementErrors.FoldOutOfRange(Length, Step, Dimension, x);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Shape x = operands[0].Shape;
        int outer = 1, run = 1;
        for (int d = 0; d < Dimension; d++) outer *= x[d];
        for (int d = Dimension + 1; d < x.Rank - 1; d++) run *= x[d];
        destination.Fill(T.NegativeZero);
        if (x.ElementCount > 0) Gathering.Fold(operands[0].Span, outer, x[Dimension], run, x[^1], Step, Length, destination);
        if (IsCotangent) return;
        foreach (ref T sum in destination) sum += T.Zero;
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context) => context.Contribute(0, UnfoldedTo(context.Cotangent, context[0].Shape));

    /// <summary>As many windows as there were; a longer result has room for more.</summary>
    private Variable<T> UnfoldedTo(Variable<T> cotangent, Shape shape)
    {
        if (shape.ElementCount == 0) return cotangent.Tape.Zeros(shape);
        Variable<T> windows = cotangent.Apply(new UnfoldOperation<T>(Dimension, shape[^1], Step));
        return windows.Shape == shape ? windows : windows.Apply(new SliceOperation<T>(Dimension, 0, shape[Dimension], 1));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// Windows put back where <c>Unfold</c> took them from, added up where they overlap: y[…, w · step + k, …] = Σ x[…, w, …, k]. What PyTorch's
        /// <c>Fold</c> does, for one dimension.
        /// </summary>
        /// <param name="dimension">The dimension of the windows, not the last one, which is that of their elements; negative counts from the end.</param>
        /// <param name="length">The length of the result in the dimension; at least what the windows reach.</param>
        /// <param name="step">How far windows are apart, at least 1.</param>
        /// <returns>A node without the last dimension.</returns>
        /// <exception cref="ArgumentException">No such dimension, or windows that reach beyond the length.</exception>
        /// <example><code>
        /// var signal = frames.Fold(0, samples, hop);      // overlapping frames [count, size] added up
        /// </code></example>
        public Variable<T> Fold(int dimension, int length, int step = 1) => x.Apply(new FoldOperation<T>(Dimensions.Normalize("Fold", dimension, x.Shape), length, step));
    }
}
