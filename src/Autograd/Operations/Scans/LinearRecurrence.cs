using System.Numerics;

namespace Autograd;

/// <summary>
/// y[k] = x[k] + a[k] y[k − 1] along one dimension, or reversed y[k] = x[k] + a[k + 1] y[k + 1]. The two are each other's transposes in x,
/// so the VJP is x̄ = the other direction of the cotangent, and ā[k] = x̄[k] y[k − 1], reversed ā[k] = x̄[k − 1] y[k]. It carries cotangents:
/// a y of 0 contributes nothing, even through an infinite a.
/// </summary>
/// <param name="Dimension">The dimension, from the front.</param>
/// <param name="Reversed">Whether it runs from the last element to the first.</param>
internal readonly record struct LinearRecurrenceOperation<T>(int Dimension, bool Reversed) : IKernelOperation<LinearRecurrenceOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "LinearRecurrence";

    public static Notation NotationOf(LinearRecurrenceOperation<T> operation)
    {
        Notation notation = operation.Reversed
            ? Notation.Function("recurrev").Explained("recurrev(x, a)", "y with yₖ = xₖ + aₖ₊₁ yₖ₊₁: the transpose of recur in x")
            : Notation.Function("recur").Explained("recur(x, a)", "y with yₖ = xₖ + aₖ yₖ₋₁");
        return notation.WithDimensions(Dimensions.None.Add(operation.Dimension)).LinearIn(0);
    }

    public static int OperandCount => 2;

    public static bool TryLift(LinearRecurrenceOperation<T> operation, int count, out LinearRecurrenceOperation<T> lifted)
    {
        lifted = operation with { Dimension = operation.Dimension + 1 };
        return true;
    }

    static IndexSets IKernelOperation<LinearRecurrenceOperation<T>, T>.Depend(LinearRecurrenceOperation<T> operation, in OperandSets operands)
    {
        int d = operation.Dimension, length = operands.Shape[d];
        IndexSets factors = operands[1].Along(d, Relation.Taking(length, i => operation.Reversed ? i + 1 < length ? i + 1 : -1 : i > 0 ? i : -1));
        return operands[0].With(factors, operands.Shape).Scan(d, operation.Reversed);
    }

    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Dimensions.FromFront(Name, Dimension, operands[0]);
        return operands[0] == operands[1] ? operands[0] : throw Errors.ShapesDiffer(Name, "the addend", operands[0], "the factor", operands[1]);
    }

    public void Evaluate(in Operands<T> operands, Span<T> destination) =>
        Scanning.Recur(operands[0].Span, operands[1].Span, operands[0].Shape, Dimension, Reversed, destination);

    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> added = context.Cotangent.Apply(this with { Reversed = !Reversed }, context[1]);
        context.Contribute(0, added);
        int length = added.Shape[Dimension];
        if (length < 2 || !context.Needs(1)) return;
        Range first = ..^1, last = 1..;
        Variable<T> factors = added.Slice(Dimension, Reversed ? first : last).MaskedBy(context.Result.Slice(Dimension, Reversed ? last : first));
        context.Contribute(1, factors.Apply(new EmbedOperation<T>(Dimension, 1, 1, length, IsCotangent: true)));
    }
}
