using System.Numerics;

namespace Autograd;

/// <summary>
/// The largest element of each segment along one dimension: y[s] = max x[i] over the i with segments[i] = s, NaN where there is one, −∞ of an empty
/// segment. The VJP gives the cotangent to the winner; ties share it evenly.
/// </summary>
/// <param name="Dimension">The dimension, from the front.</param>
/// <param name="Count">The number of segments.</param>
internal readonly record struct SegmentMaxOperation<T>(int Dimension, int Count) : IKernelOperation<SegmentMaxOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "SegmentMax";

    /// <inheritdoc/>
    public static Notation NotationOf(SegmentMaxOperation<T> operation) =>
        Notation.Function("segmentmax").WithDimensions(Dimensions.None.Add(operation.Dimension)).WithAttributes(Notation.Text(operation.Count)).Choosing()
            .Explained("segmentmax(X, t, n)", "for each of n segments the largest of those elements of X that t gives to it");

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static uint IndexOperands => 0b10;

    /// <inheritdoc/>
    public static bool TryLift(SegmentMaxOperation<T> operation, int count, out SegmentMaxOperation<T> lifted)
    {
        lifted = operation with { Dimension = operation.Dimension + 1 };
        return true;
    }

    static IndexSets IKernelOperation<SegmentMaxOperation<T>, T>.Depend(SegmentMaxOperation<T> operation, in OperandSets operands) => operands.Indices(1) is { } segments
        ? operands[0].Along(operation.Dimension, Relation.Taking(segments).Transposed(operation.Count))
        : operands[0].Over(Dimensions.None.Add(operation.Dimension), keep: true).BroadcastTo(operands.Shape);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0].With(Dimensions.FromFront(Name, Dimension, operands[0]), Count);

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Shape y = operands[0].Shape.With(Dimension, Count);
        Gathering.ScatterMax(operands[0].Span, operands.Indices(1, Name, y, Dimension), Dimension, y, destination);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Indices<T> segments = context.Indices(1);
        var gather = new GatherOperation<T>(Dimension);
        Variable<T> winners = context[0].Apply(new MatchesOperation<T>(), context.Result.Apply(gather, segments));
        Variable<T> ties = winners.Apply(new ScatterAddOperation<T>(Dimension, Count, IsValue: true), segments).Apply(gather, segments);
        context.Contribute(0, context.Cotangent.Apply(gather, segments).MaskedBy(winners / ties));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The largest elements of each segment, along one dimension; −∞ of an empty one. Ties share a cotangent evenly. JAX's <c>segment_max</c>.
        /// </summary>
        /// <param name="dimension">The dimension along which segments are; negative counts from the end.</param>
        /// <param name="segments">For each element along the dimension the segment it belongs to, in any order, each from 0 to count − 1.</param>
        /// <param name="count">The number of segments.</param>
        /// <returns>A node with that length in the dimension.</returns>
        /// <exception cref="ArgumentException">There are not as many segments named as elements, or one is out of range.</exception>
        /// <example><code>
        /// var strongest = edges.SegmentMax(0, receivers, nodeCount);
        /// </code></example>
        public Variable<T> SegmentMax(int dimension, Indices<T> segments, int count)
        {
            int d = x.SegmentDimension("SegmentMax", dimension, segments, count);
            return x.Apply(new SegmentMaxOperation<T>(d, count), segments);
        }
    }
}
