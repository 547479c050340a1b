namespace Autograd.Tests.Operations;

/// <summary>What is made wrong in a vector-Jacobian product.</summary>
public enum Mutation
{
    SignFlipped,
    Doubled,
    SlightlyScaled,
    Dropped,
    Swapped,
    FirstSliceOfBroadcast,
}

/// <summary>
/// An operation whose rule is wrong in one way for one operand. It takes the place of the right one in a node that is already
/// evaluated, so that the reverse walk meets it; the library knows nothing of it.
/// </summary>
internal sealed class MutantOperation(DifferentiableOperation<double> inner, Mutation mutation, int operand, MutantOperation? before)
    : DifferentiableOperation<double>(inner.Kind, inner.IsDifferentiable, inner.AcceptsStrides, inner.KeepsOrder)
{
    /// <summary>Whether a walk came by, in this recording or one before, and there was something to make wrong.</summary>
    public bool Applied { get; private set; } = before is { Applied: true };

    public override string Name => inner.Name;

    public override void Vjp(in VjpContext<double> context)
    {
        var contributions = new Variable<double>[context.Count];
        inner.Vjp(new VjpContext<double>(context.Result.Tape, context.Result.Index, context.Cotangent, contributions));
        Mutate(in context, contributions);
        for (int k = 0; k < contributions.Length; k++) context.Contribute(k, contributions[k]);
    }

    internal override Shape InferShape(ReadOnlySpan<Shape> operands) => inner.InferShape(operands);

    internal override void Evaluate(in Operands<double> operands, Span<double> destination) => inner.Evaluate(in operands, destination);

    internal override bool TryView(in Layout layout, out Layout result, out int offset) => inner.TryView(in layout, out result, out offset);

    private void Mutate(in VjpContext<double> context, Variable<double>[] contributions)
    {
        if (mutation == Mutation.Swapped)
        {
            // Of the same node twice, the two contributions are added up: their order does not matter.
            if (operand + 1 >= contributions.Length || context[operand] == context[operand + 1]) return;
            if (contributions[operand].IsDefault || contributions[operand + 1].IsDefault) return;
            if (!context.Needs(operand) && !context.Needs(operand + 1)) return;
            (contributions[operand], contributions[operand + 1]) = (contributions[operand + 1], contributions[operand]);
            Applied = true;
            return;
        }

        Variable<double> right = contributions[operand];
        if (right.IsDefault || !context.Needs(operand) || right.Shape.ElementCount == 0) return;
        Shape shape = context[operand].Shape;
        if (mutation == Mutation.FirstSliceOfBroadcast && right.Shape.ElementCount == shape.ElementCount) return;
        contributions[operand] = mutation switch
        {
            Mutation.SignFlipped => -right,
            Mutation.Doubled => right * 2,
            Mutation.SlightlyScaled => right * (1 + 1e-4),
            Mutation.Dropped => default,
            _ => FirstSlice(right, shape),
        };
        Applied = true;
    }

    private static Variable<double> FirstSlice(Variable<double> contribution, Shape shape)
    {
        Shape full = contribution.Shape;
        Dimensions stretched = shape.StretchedIn(full);
        for (int d = 0; d < full.Rank; d++)
        {
            if (stretched.Contains(d)) contribution = contribution.Slice(d, 0, 1);
        }

        return contribution.Reshape(shape.ToArray());
    }
}
