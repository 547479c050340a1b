using System.Numerics;

namespace Autograd;

/// <summary>
/// One element along a dimension for each position of the others: y[i] = x[i, indices[i]] for the last dimension. The VJP places the
/// cotangent where the element was taken.
/// </summary>
/// <remarks>Leading dimensions of x that the indices do not have share them.</remarks>
/// <param name="Dimension">The dimension that is picked from, from the front.</param>
internal readonly record struct PickOperation<T>(int Dimension) : IKernelOperation<PickOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Pick";

    /// <inheritdoc/>
    public static Notation NotationOf(PickOperation<T> operation) => Notation.Function("pick").WithDimensions(Dimensions.None.Add(operation.Dimension)).Moving()
        .Explained("pick(X, t)", "of each row of X the element that t names");

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static uint IndexOperands => 0b10;

    /// <inheritdoc/>
    public static bool TryLift(PickOperation<T> operation, int count, out PickOperation<T> lifted)
    {
        lifted = operation with { Dimension = operation.Dimension + 1 };
        return true;
    }

    static IndexSets IKernelOperation<PickOperation<T>, T>.Depend(PickOperation<T> operation, in OperandSets operands) => operands.Take(operation.Dimension, keep: false);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape x = operands[0], indices = operands[1], y = x.Reduce(Dimensions.None.Add(Dimensions.FromFront(Name, Dimension, x)), keep: false);
        bool fits = indices.IsEndOf(in y) && Dimension >= y.Rank - indices.Rank;
        return fits ? y : throw Errors.ShapesDiffer(Name, "the indices", indices, "the place for them", y);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Shape x = operands[0].Shape;
        ReadOnlySpan<int> indices = operands.Indices(1, Name, x, Dimension);
        int leading = x.Rank - 1 - operands[1].Shape.Rank;
        Shape slice = Shape.Concatenate(x, 0, x, leading);
        ReadOnlySpan<T> rest = operands[0].Span;
        for (; !destination.IsEmpty; destination = destination[indices.Length..], rest = rest[slice.ElementCount..])
        {
            Gathering.Pick(rest, slice, Dimension - leading, indices, destination);
        }
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context) =>
        context.Contribute(0, context.Cotangent.Apply(new PlaceOperation<T>(Dimension, context[0].Shape[Dimension]), context.Indices(1)));
}

/// <summary>
/// One element set along a new dimension for each position of the others, zeros elsewhere: y[i, indices[i]] = x[i] for the last
/// dimension. The adjoint of Pick; its VJP is Pick.
/// </summary>
/// <remarks>Leading dimensions of x that the indices do not have share them.</remarks>
/// <param name="Dimension">Where the new dimension stands in the result.</param>
/// <param name="Length">Its length.</param>
internal readonly record struct PlaceOperation<T>(int Dimension, int Length) : IKernelOperation<PlaceOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Place";

    /// <inheritdoc/>
    public static Notation NotationOf(PlaceOperation<T> operation) => Notation.Indicator(operation.Dimension, operation.Length);

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static uint IndexOperands => 0b10;

    /// <inheritdoc/>
    public static bool TryLift(PlaceOperation<T> operation, int count, out PlaceOperation<T> lifted)
    {
        lifted = operation with { Dimension = operation.Dimension + 1 };
        return true;
    }

    static IndexSets IKernelOperation<PlaceOperation<T>, T>.Depend(PlaceOperation<T> operation, in OperandSets operands) => operands.Give(operation.Dimension, isNew: true);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape x = operands[0];
        if ((uint)Dimension > (uint)x.Rank) throw Errors.PlaceOutOfRange(Name, Dimension, x);
        bool fits = Length >= 0 && operands[1].IsEndOf(in x) && Dimension >= x.Rank - operands[1].Rank;
        if (!fits) throw Errors.ShapesDiffer(Name, "the operand", x, "the indices", operands[1]);
        return x.Insert(Dimension, Length);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Shape y = operands[0].Shape.Insert(Dimension, Length);
        ReadOnlySpan<int> indices = operands.Indices(1, Name, y, Dimension);
        int leading = operands[0].Shape.Rank - operands[1].Shape.Rank;
        Shape slice = Shape.Concatenate(y, 0, y, leading);
        ReadOnlySpan<T> rest = operands[0].Span;
        for (; !destination.IsEmpty; destination = destination[slice.ElementCount..], rest = rest[indices.Length..])
        {
            Gathering.Place(rest, slice, Dimension - leading, indices, destination);
        }
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context) =>
        context.Contribute(0, context.Cotangent.Apply(new PickOperation<T>(Dimension), context.Indices(1)));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>One element along a dimension for each position of the others.</summary>
        /// <param name="dimension">The dimension to pick from; negative counts from the end.</param>
        /// <param name="indices">For each position which element; this node's lengths without the dimension.</param>
        /// <returns>A node with the lengths of the indices.</returns>
        /// <exception cref="ArgumentException">The lengths do not fit, or an index is out of range.</exception>
        /// <example><code>tape.Variable([1.0, 2, 3, 4], [2, 2]).Pick(1, [0, 1])   // 1, 4: one of each row</code></example>
        public Variable<T> Pick(int dimension, Indices<T> indices) =>
            x.Apply(new PickOperation<T>(x.PickedDimension(dimension, indices, "Pick")), indices);

        /// <summary>One element along a dimension for each position of the others.</summary>
        /// <param name="dimension">The dimension to pick from; negative counts from the end.</param>
        /// <param name="indices">For each position of the others, in row-major order, which element. Copied onto the tape.</param>
        /// <returns>A node with this node's lengths without the dimension.</returns>
        /// <exception cref="ArgumentException">There are not as many indices as positions, or one is out of range.</exception>
        public Variable<T> Pick(int dimension, ReadOnlySpan<int> indices)
        {
            Shape shape = x.Shape;
            int d = Dimensions.Normalize("Pick", dimension, shape);
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.Pick(d, x.Tape.IndicesFor("Pick", indices, shape.Reduce(Dimensions.None.Add(d), keep: false))));
        }

        /// <summary>The dimension from the front, once it is certain that the indices fit it, but for one that stands for no element.</summary>
        internal int PickedDimension(int dimension, Indices<T> indices, string operation, int? except = null)
        {
            x.Tape.NodeOf(indices.Node, operation);
            int d = Dimensions.Normalize(operation, dimension, x.Shape);
            Shape expected = x.Shape.Reduce(Dimensions.None.Add(d), keep: false);
            if (indices.Shape != expected) throw Errors.ShapesDiffer(operation, "the indices", indices.Shape, "the place for them", expected);
            indices.Verify(operation, x.Shape, d, except);
            return d;
        }
    }
}
