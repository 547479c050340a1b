using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// Where elements lie, counted in row-major order, each of which an index of its own names along one dimension: y = (o n + indices[o, k, i]) m + i of
/// lengths [o, n, m]. Indices have no derivative: cotangents stop here.
/// </summary>
/// <param name="Lengths">The lengths of what they lie in.</param>
/// <param name="Dimension">The dimension of the indices, from the front; −1 where there is one dimension and indices of any rank name places of it.</param>
internal readonly record struct FlatPlacesOperation<T>(Shape Lengths, int Dimension) : IKernelOperation<FlatPlacesOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "FlatPlaces";

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    public static Notation NotationOf(FlatPlacesOperation<T> operation)
    {
        var lengths = new string[operation.Lengths.Rank];
        for (int d = 0; d < lengths.Length; d++) lengths[d] = Notation.Text(operation.Lengths[d]);
        Notation notation = Notation.Function("flatplaces").WithAttributes(lengths).ConstantIn(0)
            .Explained("flatplaces(t, m, n)", "where the elements that t names along a dimension lie in the row-major order of lengths m and n");
        return operation.Dimension < 0 ? notation : notation.WithDimensions(Dimensions.None.Add(operation.Dimension));
    }

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static uint IndexOperands => 0b1;

    static bool IKernelOperation<FlatPlacesOperation<T>, T>.GivesIndices => true;

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => [operands[0].ElementCount];

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Span<int> places = MemoryMarshal.Cast<T, int>(destination)[..destination.Length];
        ReadOnlySpan<int> indices = operands.Indices(0, "ScatterReduce", Lengths, Math.Max(Dimension, 0));
        if (Dimension < 0)
        {
            indices.CopyTo(places);
            return;
        }

        int run = 1, length = Lengths[Dimension], block = operands[0].Shape[Dimension];
        for (int d = Dimension + 1; d < Lengths.Rank; d++) run *= Lengths[d];
        block *= run;
        for (int j = 0, start = 0; j < places.Length; start += length * run)
        {
            for (int end = j + block; j < end;)
            {
                for (int i = 0; i < run; i++, j++) places[j] = start + (indices[j] * run) + i;
            }
        }
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// This node with updates brought along one dimension, each to the place that an index of its own names, and all that comes to one place made one:
        /// y[…, p, …] = the sum, product, mean, minimum or maximum of x[…, p, …] and the updates[…, k, …] with indices[…, k, …] = p. A place that no index
        /// names keeps its element. PyTorch's <c>scatter_reduce</c>.
        /// </summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="indices">This node's lengths, but any length in the dimension; each index from 0 to this node's length there − 1.</param>
        /// <param name="updates">What is brought, with the lengths of the indices.</param>
        /// <param name="reduction">How it is made one.</param>
        /// <param name="includeSelf">Whether the element that is there takes part; otherwise what comes replaces it, and it has no derivative there.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">The lengths do not fit, an index is out of range, or there is no such reduction.</exception>
        /// <example><code>
        /// var highest = scores.ScatterReduceAlong(1, classes, found, ScatterReduction.Maximum);      // in each row the best of each class
        /// </code></example>
        public Variable<T> ScatterReduceAlong(int dimension, Indices<T> indices, Variable<T> updates, ScatterReduction reduction, bool includeSelf = true)
        {
            Shape shape = x.Shape;
            int d = x.AlongDimension("ScatterReduceAlong", dimension, indices, updates);
            CheckReduction("ScatterReduceAlong", reduction);
            using var attempt = new Attempt<T>(x.Tape);
            var places = new Indices<T>(indices.Node.Apply(new FlatPlacesOperation<T>(shape, d)));
            Variable<T> flat = x.Reshape(shape.ElementCount), rows = updates.Reshape(updates.Shape.ElementCount);
            return attempt.Keep(flat.ScatterReduced(0, places, rows, reduction, includeSelf).Reshape(shape));
        }
    }
}
