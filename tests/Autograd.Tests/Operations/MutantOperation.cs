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
internal sealed class MutantOperation : DifferentiableOperation<double>
{
    private readonly DifferentiableOperation<double> _inner;
    private readonly Mutation _mutation;
    private readonly int _operand;

    public MutantOperation(DifferentiableOperation<double> inner, Mutation mutation, int operand, MutantOperation? before)
        : base(inner.Name, inner.Kind, inner.OperandCount, inner.IsDifferentiable, inner.AcceptsStrides, inner.KeepsOrder)
    {
        (_inner, _mutation, _operand) = (inner, mutation, operand);
        Formula = inner.Formula;
        Applied = before is { Applied: true };
    }

    /// <summary>Whether a walk came by, in this recording or one before, and there was something to make wrong.</summary>
    public bool Applied { get; private set; }

    public override void Vjp(in VjpContext<double> context)
    {
        var contributions = new Variable<double>[context.Count];
        _inner.Vjp(new VjpContext<double>(context.Result.Tape, context.Result.Index, context.Cotangent, contributions));
        Mutate(in context, contributions);
        for (int k = 0; k < contributions.Length; k++) context.Contribute(k, contributions[k]);
    }

    internal override void Evaluate(in Operands<double> operands, Span<double> destination) => _inner.Evaluate(in operands, destination);

    internal override bool TryView(in Layout layout, out Layout result, out int offset) => _inner.TryView(in layout, out result, out offset);

    private protected override Shape ShapeOf(ReadOnlySpan<Shape> operands) => _inner.InferShape(operands);

    private void Mutate(in VjpContext<double> context, Variable<double>[] contributions)
    {
        if (_mutation == Mutation.Swapped)
        {
            // Of the same node twice, the two contributions are added up: their order does not matter.
            if (_operand + 1 >= contributions.Length || context[_operand] == context[_operand + 1]) return;
            if (contributions[_operand].IsDefault || contributions[_operand + 1].IsDefault) return;
            if (!context.Needs(_operand) && !context.Needs(_operand + 1)) return;
            (contributions[_operand], contributions[_operand + 1]) = (contributions[_operand + 1], contributions[_operand]);
            Applied = true;
            return;
        }

        Variable<double> right = contributions[_operand];
        if (right.IsDefault || !context.Needs(_operand) || right.Shape.ElementCount == 0) return;
        Shape shape = context[_operand].Shape;
        if (_mutation == Mutation.FirstSliceOfBroadcast && right.Shape.ElementCount == shape.ElementCount) return;
        contributions[_operand] = _mutation switch
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
