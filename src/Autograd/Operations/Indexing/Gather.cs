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

    static IndexSets IKernelOperation<GatherOperation<T>, T>.Depend(GatherOperation<T> operation, in OperandSets operands)
    {
        int d = operation.Dimension;
        IndexSets x = operands[0], chosen = operands.Indices(1) is { } indices ? x.Along(d, Relation.Taking(indices)) : x.Over(Dimensions.None.Add(d), keep: true);
        if (operands.Indices(1) is not null) return chosen.Reshape(operands.Shape);
        Shape ones = Shape.Concatenate(x.Shape, d, x.Shape, x.Shape.Rank);
        while (ones.Rank < operands.Shape.Rank - (x.Shape.Rank - d - 1)) ones = ones.Insert(ones.Rank, 1);
        return chosen.Reshape(Shape.Concatenate(ones, ones.Rank, x.Shape, d + 1)).BroadcastTo(operands.Shape);
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

/// <summary>
/// Elements added up at the places that indices name along one dimension, onto zeros: y[…, indices[i], …] += x[…, i, …], in the order of
/// i. The adjoint of Gather; its VJP is Gather.
/// </summary>
/// <param name="Dimension">The dimension, from the front; in the operand the dimensions of the indices stand there.</param>
/// <param name="Length">The length of the result in the dimension.</param>
/// <param name="IsValue">Whether zeros are those of a value; in a cotangent −0 is where nothing comes.</param>
internal readonly record struct ScatterAddOperation<T>(int Dimension, int Length, bool IsValue = false) : IKernelOperation<ScatterAddOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal bool IsValue { get; init; } = IsValue;

    /// <inheritdoc/>
    public static string Name => "ScatterAdd";

    /// <inheritdoc/>
    public static Notation NotationOf(ScatterAddOperation<T> operation) => Notation.Function("scatter").WithDimensions(Dimensions.None.Add(operation.Dimension)).WithAttributes(Notation.Text(operation.Length)).Moving()
        .Explained("scatter(X, t, n)", "zeros in n places with the parts of X added where t says: the transpose of taking those of t");

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static uint IndexOperands => 0b10;

    /// <inheritdoc/>
    public static bool TryLift(ScatterAddOperation<T> operation, int count, out ScatterAddOperation<T> lifted)
    {
        lifted = operation with { Dimension = operation.Dimension + 1 };
        return true;
    }

    static IndexSets IKernelOperation<ScatterAddOperation<T>, T>.Depend(ScatterAddOperation<T> operation, in OperandSets operands)
    {
        // The dimensions of the indices become one, which the result has in their place.
        int d = operation.Dimension, end = operands[0].Shape.Rank - (operands.Shape.Rank - d - 1);
        Shape x = operands[0].Shape, outer = Shape.Concatenate(x, d, x, x.Rank);
        int count = 1;
        for (int k = d; k < end; k++) count *= x[k];
        IndexSets updates = operands[0].Reshape(Shape.Concatenate(outer.Insert(d, count), d + 1, x, end));
        return operands.Indices(1) is { } indices
            ? updates.Along(d, Relation.Taking(indices).Transposed(operation.Length))
            : updates.Over(Dimensions.None.Add(d), keep: true).BroadcastTo(operands.Shape);
    }

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape x = operands[0], indices = operands[1];
        bool fits = Dimension >= 0 && Length >= 0 && x.Rank >= Dimension + indices.Rank;
        for (int d = 0; fits && d < indices.Rank; d++) fits = x[Dimension + d] == indices[d];
        if (!fits) throw Errors.ShapesDiffer(Name, "the updates", x, "the indices", indices);
        Shape front = Shape.Concatenate(operands[0], Dimension, [Length], 0);
        return Shape.Concatenate(front, front.Rank, operands[0], Dimension + operands[1].Rank);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) =>
        ScatterAdd(in operands, InferShape([operands[0].Shape, operands[1].Shape]), destination);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context) =>
        context.Contribute(0, context.Cotangent.Apply(new GatherOperation<T>(Dimension), context.Indices(1)));

    private void ScatterAdd(in Operands<T> operands, Shape result, Span<T> destination)
    {
        Gathering.ScatterAdd(operands[0].Span, operands.Indices(1, Name, result, Dimension), Dimension, result, destination);
        if (!IsValue) return;
        foreach (ref T sum in destination) sum += T.Zero;
    }
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
        /// <example><code>tape.Variable([1.0, 2, 3], [3]).Gather(0, [2, 0, 2])   // 3, 1, 3</code></example>
        public Variable<T> Gather(int dimension, Indices<T> indices)
        {
            int d = Dimensions.Normalize("Gather", dimension, x.Shape);
            indices.Verify("Gather", x.Shape, d);
            return x.Apply(new GatherOperation<T>(d), indices);
        }

        /// <summary>
        /// The elements that several indices name together, one for each of the first dimensions: y[p, …] = x[i[p], j[p], …]. <c>x[i, j]</c> of NumPy,
        /// PyTorch and JAX.
        /// </summary>
        /// <param name="indices">For each of the first dimensions which elements, all with the same lengths.</param>
        /// <returns>A node with the lengths of the indices, then those of the other dimensions.</returns>
        /// <exception cref="ArgumentException">There are none or too many indices, lengths do not fit, or an index is out of range.</exception>
        public Variable<T> Gather(params ReadOnlySpan<Indices<T>> indices)
        {
            x.CheckPlaces("Gather", indices);
            using var attempt = new Attempt<T>(x.Tape);
            Indices<T> positions = x.Positions(indices);
            return attempt.Keep(x.Apply(new ReshapeOperation<T>(Merged(x.Shape, indices.Length))).Apply(new GatherOperation<T>(0), positions));
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
    }
}
