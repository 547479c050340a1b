using System.Numerics;

namespace Autograd;

/// <summary>
/// One element set along a new dimension for each position of the others, zeros elsewhere: y[i, indices[i]] = x[i] for the last
/// dimension. The adjoint of Pick; its VJP is Pick.
/// </summary>
/// <remarks>Leading dimensions of x that the indices do not have share them.</remarks>
/// <param name="Dimension">Where the new dimension stands in the result.</param>
/// <param name="Length">Its length.</param>
internal readonly record struct PlaceOperation<T>(int Dimension, int Length) : IKernelOperation<PlaceOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Place";

    /// <inheritdoc/>
    public static Notation NotationOf(PlaceOperation<T> operation) => Notation.Indicator(operation.Dimension, operation.Length);

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static uint IndexOperands => 0b10;

    /// <inheritdoc/>
    public static bool TryLift(PlaceOperation<T> operation, int count, out PlaceOperation<T> lifted)
    {
        lifted = operation with { Dimension = operation.Dimension + 1 };
        return true;
    }

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape x = operands[0];
        if ((uint)Dimension > (uint)x.Rank) throw Errors.PlaceOutOfRange(Name, Dimension, x);
        bool fits = Length >= 0 && operands[1].IsEndOf(in x) && Dimension >= x.Rank - operands[1].Rank;
        if (!fits) throw Errors.ShapesDiffer(Name, "the operand", x, "the indices", operands[1]);
        return x.Insert(Dimension, Length);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Shape y = operands[0].Shape.Insert(Dimension, Length);
        ReadOnlySpan<int> indices = operands.Indices(1, Name, y, Dimension);
        int leading = operands[0].Shape.Rank - operands[1].Shape.Rank;
        Shape slice = Shape.Concatenate(y, 0, y, leading);
        ReadOnlySpan<T> rest = operands[0].Span;
        for (; !destination.IsEmpty; destination = destination[slice.ElementCount..], rest = rest[indices.Length..])
        {
            Gathering.Place(rest, slice, Dimension - leading, indices, destination);
        }
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context) =>
        context.Contribute(0, context.Cotangent.Apply(new PickOperation<T>(Dimension), context.Indices(1)));
}
