using System.Numerics;

namespace Autograd;

/// <summary>
/// Elements chosen along one dimension, each by an index of its own: y[…, i, …] = x[…, indices[…, i, …], …]. The VJP adds each cotangent to the
/// element it came from, repeated indices in the order of their positions.
/// </summary>
/// <remarks>Leading dimensions of x that the indices do not have share them.</remarks>
/// <param name="Dimension">The dimension, from the front.</param>
internal readonly record struct GatherAlongOperation<T>(int Dimension) : IKernelOperation<GatherAlongOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "GatherAlong";

    /// <inheritdoc/>
    public static Notation NotationOf(GatherAlongOperation<T> operation) =>
        Notation.Function("gatheralong").WithDimensions(Dimensions.None.Add(operation.Dimension)).Moving()
            .Explained("gatheralong(X, t)", "elements of X, each found by its own index in t along the dimension");

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static uint IndexOperands => 0b10;

    /// <inheritdoc/>
    public static bool TryLift(GatherAlongOperation<T> operation, int count, out GatherAlongOperation<T> lifted)
    {
        lifted = operation with { Dimension = operation.Dimension + 1 };
        return true;
    }

    static IndexSets IKernelOperation<GatherAlongOperation<T>, T>.Depend(GatherAlongOperation<T> operation, in OperandSets operands) => operands.Take(operation.Dimension, keep: true);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape x = operands[0], indices = operands[1];
        int leading = x.Rank - indices.Rank;
        bool fits = leading >= 0 && Dimension >= leading && Dimension < x.Rank;
        if (fits) fits = indices.With(Dimension - leading, x[Dimension]).IsEndOf(in x);
        return fits ? x.With(Dimension, indices[Dimension - leading]) : throw MovementErrors.AlongShape(Name, x, indices, Dimension);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Shape x = operands[0].Shape;
        ReadOnlySpan<int> indices = operands.Indices(1, Name, x, Dimension);
        int leading = x.Rank - operands[1].Shape.Rank;
        Shape slice = Shape.Concatenate(x, 0, x, leading);
        ReadOnlySpan<T> rest = operands[0].Span;
        for (; !destination.IsEmpty; destination = destination[indices.Length..], rest = rest[slice.ElementCount..])
        {
            Gathering.GatherAlong(rest, slice, Dimension - leading, indices, destination);
        }
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context) =>
        context.Contribute(0, context.Cotangent.Apply(new ScatterAddAlongOperation<T>(Dimension, context[0].Shape[Dimension]), context.Indices(1)));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// Elements chosen along one dimension, each by an index of its own: y[…, i, …] = x[…, indices[…, i, …], …]. PyTorch's <c>gather</c>,
        /// <c>take_along_axis</c> of NumPy and JAX.
        /// </summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="indices">This node's lengths, but any length in the dimension; each index from 0 to this node's length there − 1, repeated ones are allowed.</param>
        /// <returns>A node with the lengths of the indices.</returns>
        /// <exception cref="ArgumentException">The lengths do not fit, or an index is out of range.</exception>
        /// <example><code>
        /// var sorted = x.GatherAlong(-1, x.ArgSort(-1));      // each row in its own order
        /// </code></example>
        public Variable<T> GatherAlong(int dimension, Indices<T> indices)
        {
            x.Tape.NodeOf(indices.Node, "GatherAlong");
            int d = Dimensions.Normalize("GatherAlong", dimension, x.Shape);
            if (indices.Shape.Rank != x.Rank) throw MovementErrors.AlongShape("GatherAlong", x.Shape, indices.Shape, d);
            indices.Verify("GatherAlong", x.Shape, d);
            return x.Apply(new GatherAlongOperation<T>(d), indices);
        }
    }
}
