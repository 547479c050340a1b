using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// Running products along one dimension, of each segment by itself: y[k] = the product of the x[j] with j ≤ k and segments[j] = segments[k]. The VJP is
/// y[j] s[k] with the j before k in its segment and s[k] = g[k] + x[l] s[l] with the l behind it, and s[k] for the first: no division, exact where
/// elements are 0.
/// </summary>
/// <param name="Dimension">The dimension, from the front.</param>
/// <param name="Count">The number of segments.</param>
internal readonly record struct SegmentProductsOperation<T>(int Dimension, int Count) : IKernelOperation<SegmentProductsOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "SegmentProducts";

    /// <inheritdoc/>
    public static Notation NotationOf(SegmentProductsOperation<T> operation) =>
        Notation.Function("segmentcumprod").WithDimensions(Dimensions.None.Add(operation.Dimension))
            .Explained("segmentcumprod(X, t)", "the running products of those elements of X that t gives to the same segment");

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static uint IndexOperands => 0b10;

    /// <inheritdoc/>
    public static bool TryLift(SegmentProductsOperation<T> operation, int count, out SegmentProductsOperation<T> lifted)
    {
        lifted = operation with { Dimension = operation.Dimension + 1 };
        return true;
    }

    static IndexSets IKernelOperation<SegmentProductsOperation<T>, T>.Depend(SegmentProductsOperation<T> operation, in OperandSets operands) =>
        operands.WithinSegments(operands[0], operation.Dimension, operation.Count);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => SegmentShapes.Of(Name, Dimension, operands[0], operands[1]);

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Shape shape = operands[0].Shape;
        SegmentScanning.Products(operands[0].Span, operands.Indices(1, Name, shape.With(Dimension, Count), Dimension), Count, shape, Dimension, destination);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Indices<T> segments = context.Indices(1);
        Variable<T> sums = context.Cotangent.Apply(new SegmentRecurrenceOperation<T>(Dimension, Count, Reversed: true), context[0], segments.Node);
        Variable<T> one = context.Cotangent.Tape.Ones(context.Result.Shape.With(Dimension, 1));
        Variable<T> products = context.Cotangent.Tape.Concatenate(Dimension, one, context.Result);
        context.Contribute(0, sums.ScaledBy(products.Apply(new GatherOperation<T>(Dimension), segments.Previous(Count))));
    }
}

/// <summary>
/// y[k] = x[k] + a[k] y[j] along one dimension, with the j before k in its segment, or reversed y[k] = x[k] + a[l] y[l] with the l behind it. The two are
/// each other's transposes in x, so the VJP is x̄ = the other direction of the cotangent, and ā[k] = x̄[k] y[j], reversed ā[k] = x̄[j] y[k]. It carries
/// cotangents: a y of 0 contributes nothing, even through an infinite a.
/// </summary>
/// <param name="Dimension">The dimension, from the front.</param>
/// <param name="Count">The number of segments.</param>
/// <param name="Reversed">Whether it runs from the last element to the first.</param>
internal readonly record struct SegmentRecurrenceOperation<T>(int Dimension, int Count, bool Reversed) : IKernelOperation<SegmentRecurrenceOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "SegmentRecurrence";

    public static Notation NotationOf(SegmentRecurrenceOperation<T> operation)
    {
        Notation notation = operation.Reversed
            ? Notation.Function("segmentrecurrev").Explained("segmentrecurrev(x, a, t)", "the transpose of segmentrecur in x")
            : Notation.Function("segmentrecur").Explained("segmentrecur(x, a, t)", "y with yₖ = xₖ + aₖ yⱼ, and yⱼ the one before in the segment that t says");
        return notation.WithDimensions(Dimensions.None.Add(operation.Dimension)).LinearIn(0);
    }

    public static int OperandCount => 3;

    public static uint IndexOperands => 0b100;

    public static bool TryLift(SegmentRecurrenceOperation<T> operation, int count, out SegmentRecurrenceOperation<T> lifted)
    {
        lifted = operation with { Dimension = operation.Dimension + 1 };
        return true;
    }

    static IndexSets IKernelOperation<SegmentRecurrenceOperation<T>, T>.Depend(SegmentRecurrenceOperation<T> operation, in OperandSets operands) =>
        operands.WithinSegments(operands[0].With(operands[1], operands.Shape), operation.Dimension, operation.Count);

    public Shape InferShape(ReadOnlySpan<Shape> operands) =>
        operands[0] == operands[1] ? SegmentShapes.Of(Name, Dimension, operands[0], operands[2]) : throw Errors.ShapesDiffer(Name, "the addend", operands[0], "the factor", operands[1]);

    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Shape shape = operands[0].Shape;
        ReadOnlySpan<int> segments = operands.Indices(2, Name, shape.With(Dimension, Count), Dimension);
        SegmentScanning.Recur(operands[0].Span, operands[1].Span, segments, Count, shape, Dimension, Reversed, destination);
    }

    public void Vjp(in VjpContext<T> context)
    {
        Indices<T> segments = context.Indices(2);
        Variable<T> added = context.Cotangent.Apply(this with { Reversed = !Reversed }, context[1], segments.Node);
        context.Contribute(0, added);
        if (!context.Needs(1)) return;
        Variable<T> result = context.Result, before = Reversed ? added : result;
        before = before.Apply(new EmbedOperation<T>(Dimension, 1, 1, before.Shape[Dimension] + 1, IsCotangent: true))
            .Apply(new GatherOperation<T>(Dimension), segments.Previous(Count));
        context.Contribute(1, Reversed ? before.MaskedBy(result) : added.MaskedBy(before));
    }
}

/// <summary>
/// For each place the one before in its segment, counted from 1, and 0 for the first: y[k] = 1 + the last j &lt; k with segments[j] = segments[k]. Indices
/// have no derivative: cotangents stop here.
/// </summary>
/// <param name="Count">The number of segments.</param>
internal readonly record struct PreviousOperation<T>(int Count) : IKernelOperation<PreviousOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Previous";

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    public static Notation NotationOf(PreviousOperation<T> operation) => Notation.Function("previous").ConstantIn(0)
        .Explained("previous(t)", "for each index of t the place of the one before that is equal, counted from 1, or 0");

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static uint IndexOperands => 0b1;

    static bool IKernelOperation<PreviousOperation<T>, T>.GivesIndices => true;

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) =>
        SegmentScanning.Previous(operands.Indices(0, Name, [Count], 0), Count, MemoryMarshal.Cast<T, int>(destination)[..destination.Length]);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
    }
}

/// <summary>What operations on segments have in common.</summary>
internal static class SegmentShapes
{
    /// <summary>The lengths of the elements, once it is certain that each along the dimension has a segment.</summary>
    public static Shape Of(string operation, int dimension, Shape x, Shape segments)
    {
        int length = x[Dimensions.FromFront(operation, dimension, x)];
        return segments == new Shape(length) ? x : throw Errors.ShapesDiffer(operation, "the segments", segments, "the dimension", [length]);
    }

    /// <summary>Each element with all those of its segment, which the last operand names.</summary>
    public static IndexSets WithinSegments(this in OperandSets operands, IndexSets x, int dimension, int count)
    {
        if (operands.Indices(operands.All.Length - 1) is not { } segments) return x.Over(Dimensions.None.Add(dimension), keep: true).BroadcastTo(operands.Shape);
        Relation members = Relation.Taking(segments);
        return x.Along(dimension, members.Transposed(count)).Along(dimension, members);
    }

    /// <summary>For each place the one before in its segment, counted from 1.</summary>
    public static Indices<T> Previous<T>(this Indices<T> segments, int count)
        where T : unmanaged, IFloatingPointIeee754<T> => new(segments.Node.Apply(new PreviousOperation<T>(count)));
}
