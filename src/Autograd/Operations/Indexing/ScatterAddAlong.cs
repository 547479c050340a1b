using System.Numerics;

namespace Autograd;

/// <summary>
/// Elements added up along one dimension, each at the place that an index of its own names, onto zeros: y[…, indices[…, i, …], …] += x[…, i, …],
/// in the order of i. The adjoint of GatherAlong; its VJP is GatherAlong.
/// </summary>
/// <remarks>Leading dimensions of x that the indices do not have share them. Where nothing comes, the result is −0.</remarks>
/// <param name="Dimension">The dimension, from the front.</param>
/// <param name="Length">The length of the result in the dimension.</param>
internal readonly record struct ScatterAddAlongOperation<T>(int Dimension, int Length) : IKernelOperation<ScatterAddAlongOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "ScatterAddAlong";

    /// <inheritdoc/>
    public static Notation NotationOf(ScatterAddAlongOperation<T> operation) =>
        Notation.Function("scatteralong").WithDimensions(Dimensions.None.Add(operation.Dimension)).WithAttributes(Notation.Text(operation.Length)).Moving()
            .Explained("scatteralong(X, t, n)", "zeros in n places along the dimension, with each element of X added where its own index in t says");

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static uint IndexOperands => 0b10;

    /// <inheritdoc/>
    public static bool TryLift(ScatterAddAlongOperation<T> operation, int count, out ScatterAddAlongOperation<T> lifted)
    {
        lifted = operation with { Dimension = operation.Dimension + 1 };
        return true;
    }

    static IndexSets IKernelOperation<ScatterAddAlongOperation<T>, T>.Depend(ScatterAddAlongOperation<T> operation, in OperandSets operands) => operands.Give(operation.Dimension, isNew: false);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape x = operands[0], indices = operands[1];
        bool fits = Length >= 0 && indices.IsEndOf(in x) && Dimension >= x.Rank - indices.Rank && Dimension < x.Rank;
        return fits ? x.With(Dimension, Length) : throw Errors.ShapesDiffer(Name, "the updates", x, "the indices", indices);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Shape y = operands[0].Shape.With(Dimension, Length);
        ReadOnlySpan<int> indices = operands.Indices(1, Name, y, Dimension);
        int leading = y.Rank - operands[1].Shape.Rank;
        Shape slice = Shape.Concatenate(y, 0, y, leading);
        ReadOnlySpan<T> rest = operands[0].Span;
        for (; !destination.IsEmpty; destination = destination[slice.ElementCount..], rest = rest[indices.Length..])
        {
            Gathering.ScatterAddAlong(rest, slice, Dimension - leading, indices, destination);
        }
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context) =>
        context.Contribute(0, context.Cotangent.Apply(new GatherAlongOperation<T>(Dimension), context.Indices(1)));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// This node with updates added along one dimension, each at the place that an index of its own names: y[…, indices[…, i, …], …] +=
        /// updates[…, i, …]; repeated indices add up, in order. PyTorch's <c>scatter_add</c>.
        /// </summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="indices">This node's lengths, but any length in the dimension; each index from 0 to this node's length there − 1.</param>
        /// <param name="updates">What is added, with the lengths of the indices.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">The lengths do not fit, or an index is out of range.</exception>
        /// <example><code>
        /// var histogram = tape.Zeros(1, 10).ScatterAddAlong(1, bins, weights);      // bins and weights of shape [1, n]
        /// </code></example>
        public Variable<T> ScatterAddAlong(int dimension, Indices<T> indices, Variable<T> updates)
        {
            int d = x.AlongDimension("ScatterAddAlong", dimension, indices, updates);
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x + updates.Apply(new ScatterAddAlongOperation<T>(d, x.Shape[d]), indices));
        }

        /// <summary>The dimension from the front, once it is certain that indices and updates fit each other and this node.</summary>
        internal int AlongDimension(string operation, int dimension, Indices<T> indices, Variable<T> updates)
        {
            Shape given = x.Tape.NodeOf(updates, operation).Shape;
            x.Tape.NodeOf(indices.Node, operation);
            int d = Dimensions.Normalize(operation, dimension, x.Shape);
            bool fits = indices.Shape.Rank == x.Rank && indices.Shape.With(d, 0) == x.Shape.With(d, 0);
            if (!fits) throw MovementErrors.AlongShape(operation, x.Shape, indices.Shape, d);
            if (given != indices.Shape) throw Errors.ShapesDiffer(operation, "the updates", given, "the indices", indices.Shape);
            indices.Verify(operation, x.Shape, d);
            return d;
        }
    }
}
