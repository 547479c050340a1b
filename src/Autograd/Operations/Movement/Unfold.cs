using System.Numerics;

namespace Autograd;

/// <summary>
/// Windows along one dimension, as a view: y[…, w, …, k] = x[…, w · step + k, …], the window's elements as a new last dimension. The VJP is Fold.
/// </summary>
/// <param name="Dimension">The dimension, from the front.</param>
/// <param name="Size">The number of elements of a window, at least 1.</param>
/// <param name="Step">How far windows are apart, at least 1.</param>
internal readonly record struct UnfoldOperation<T>(int Dimension, int Size, int Step) : IViewOperation<UnfoldOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Unfold";

    /// <inheritdoc/>
    public static Notation NotationOf(UnfoldOperation<T> operation) =>
        Notation.Function("unfold").WithDimensions(Dimensions.None.Add(operation.Dimension)).WithAttributes(Notation.Text(operation.Size), Notation.Text(operation.Step)).Moving()
            .Explained("unfold(X, n, s)", "windows of n elements of X, s apart; their elements are the last dimension");

    /// <inheritdoc/>
    public static bool TryLift(UnfoldOperation<T> operation, int count, out UnfoldOperation<T> lifted)
    {
        lifted = operation with { Dimension = operation.Dimension + 1 };
        return true;
    }

    /// <inheritdoc/>
    public Shape InferShape(Shape x)
    {
        int length = x[Dimensions.FromFront(Name, Dimension, x)];
        bool fits = Size >= 1 && Step >= 1 && Size <= length;
        return fits ? x.With(Dimension, ((length - Size) / Step) + 1).Insert(x.Rank, Size) : throw MovementErrors.WindowOutOfRange(Size, Step, Dimension, x);
    }

    /// <inheritdoc/>
    public bool TryView(in Layout x, out Layout y, out int offset)
    {
        Shape shape = InferShape(x.Shape);
        int stride = x.Strides[Dimension];
        y = new Layout(shape, x.Strides.With(Dimension, shape[Dimension] > 1 ? stride * Step : stride).With(x.Shape.Rank, stride));
        offset = 0;
        return true;
    }

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> cotangent) => cotangent.Apply(new FoldOperation<T>(Dimension, x.Shape[Dimension], Step, IsCotangent: true));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// Windows along a dimension: y[…, w, …, k] = x[…, w · step + k, …]. A view, even where they overlap. PyTorch's <c>Tensor.unfold</c>, NumPy's
        /// <c>sliding_window_view</c>; twice, over the rows and columns of images, the windows of a convolution.
        /// </summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="size">The number of elements of a window, at least 1.</param>
        /// <param name="step">How far windows are apart, at least 1.</param>
        /// <returns>A node with ⌊(n − size) / step⌋ + 1 windows in the dimension, and their elements as a last one.</returns>
        /// <exception cref="ArgumentException">No such dimension, a window longer than it, or a step below 1.</exception>
        /// <example><code>
        /// var average = x.Unfold(-1, 7).Mean(-1);      // moving average
        /// </code></example>
        public Variable<T> Unfold(int dimension, int size, int step = 1) => x.Apply(new UnfoldOperation<T>(Dimensions.Normalize("Unfold", dimension, x.Shape), size, step));
    }
}
