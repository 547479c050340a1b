using System.Numerics;

namespace Autograd;

/// <summary>
/// One element set along a new dimension for each position of the others, zeros elsewhere: y[i, indices[i]] = x[i] for the last
/// dimension. The adjoint of Pick; its VJP is Pick.
/// </summary>
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
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape x = operands[0];
        if ((uint)Dimension > (uint)x.Rank) throw Errors.PlaceOutOfRange(Name, Dimension, x);
        if (Length < 0 || x != operands[1]) throw Errors.ShapesDiffer(Name, "the operand", x, "the indices", operands[1]);
        return x.Insert(Dimension, Length);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) =>
        Gathering.Place(operands[0].Span, operands[0].Shape.Insert(Dimension, Length), Dimension, operands.Indices(1, Name, operands[0].Shape.Insert(Dimension, Length), Dimension), destination);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context) =>
        context.Contribute(0, context.Cotangent.Apply(new PickOperation<T>(Dimension), context.Indices(1)));
}
