using System.Numerics;

namespace Autograd;

/// <summary>
/// Elements chosen by index along one dimension: y[…, i, …] = x[…, indices[i], …]. The VJP adds each cotangent to the element it came
/// from, repeated indices in the order of their positions.
/// </summary>
/// <param name="Dimension">The dimension, from the front; the dimensions of the indices take its place.</param>
internal readonly record struct GatherOperation<T>(int Dimension) : IKernelOperation<GatherOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Gather";

    /// <inheritdoc/>
    public static Notation NotationOf(GatherOperation<T> operation) => operation.Dimension == 0
        ? Notation.Index()
        : Notation.Function("gather").WithDimensions(Dimensions.None.Add(operation.Dimension)).Moving();

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static uint IndexOperands => 0b10;

    /// <inheritdoc/>
    public static bool AcceptsStrides => true;

    /// <inheritdoc/>
    public static bool TryLift(GatherOperation<T> operation, int count, out GatherOperation<T> lifted)
    {
        lifted = operation with { Dimension = operation.Dimension + 1 };
        return true;
    }

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Dimensions.FromFront(Name, Dimension, operands[0]);
        Shape front = Shape.Concatenate(operands[0], Dimension, operands[1], 0);
        return Shape.Concatenate(front, front.Rank, operands[0], Dimension + 1);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) =>
        Gathering.Gather(operands[0], Dimension, operands.Indices(1, Name, operands[0].Shape, Dimension), destination);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context) =>
        context.Contribute(0, context.Cotangent.Apply(new ScatterAddOperation<T>(Dimension, context[0].Shape[Dimension]), context.Indices(1)));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The elements with the given indices along one dimension.</summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="indices">Which elements, each from 0 to the length − 1; repeated ones are allowed.</param>
        /// <returns>A node in whose lengths those of the indices stand in place of the dimension.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension, or an index outside it.</exception>
        public Variable<T> Gather(int dimension, Indices<T> indices)
        {
            int d = Dimensions.Normalize("Gather", dimension, x.Shape);
            indices.Verify("Gather", x.Shape, d);
            return x.Apply(new GatherOperation<T>(d), indices);
        }

        /// <summary>The elements with the given indices along one dimension.</summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="indices">Which elements, each from 0 to the length − 1; repeated ones are allowed. Copied onto the tape.</param>
        /// <returns>A node with as many elements in the dimension as there are indices.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension, or an index outside it.</exception>
        public Variable<T> Gather(int dimension, ReadOnlySpan<int> indices)
        {
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.Gather(dimension, x.Tape.Indices(indices, name: null)));
        }

        /// <summary>The rows of this table with the given indices.</summary>
        /// <param name="indices">Which rows, each from 0 to the number of rows − 1.</param>
        /// <returns>A node of lengths [...indices, d] where this table has [rows, d].</returns>
        /// <exception cref="ArgumentException">This node is not a matrix, or an index is out of range.</exception>
        public Variable<T> Embedding(Indices<T> indices)
        {
            if (x.Rank != 2) throw Errors.NotMatrix("Embedding", "table", x.Shape);
            indices.Verify("Embedding", x.Shape, 0);
            return x.Apply(new GatherOperation<T>(0), indices);
        }

        /// <summary>The rows of this table with the given indices.</summary>
        /// <param name="indices">Which rows, each from 0 to the number of rows − 1. Copied onto the tape.</param>
        /// <returns>A node of lengths [n, d] where this table has [rows, d] and n indices are given.</returns>
        /// <exception cref="ArgumentException">This node is not a matrix, or an index is out of range.</exception>
        public Variable<T> Embedding(ReadOnlySpan<int> indices)
        {
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.Embedding(x.Tape.Indices(indices, name: null)));
        }
    }
}
