using System.Numerics;

namespace Autograd;

/// <summary>
/// A cotangent added, for each window, at the place of the largest element of x, onto zeros. The adjoint of MaxPool, and of MaxPoolPick in
/// the values. Its VJP picks there; x only chooses, and has none.
/// </summary>
/// <param name="Height">The windows down; of no effect with one dimension.</param>
/// <param name="Width">The windows across.</param>
internal readonly record struct MaxPoolPlaceOperation<T>(PoolWindow Height, PoolWindow Width) : IKernelOperation<MaxPoolPlaceOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "MaxPoolPlace";

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static Notation NotationOf(MaxPoolPlaceOperation<T> operation) =>
        Notation.Function("maxunpool").WithAttributes(WindowText.Of(operation.Height, operation.Width)).LinearIn(1).ConstantIn(0)
        .Explained("maxunpool(X, Y)", "zeros, with each element of Y where its window of X has the largest element");

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape x = operands[0], cotangent = operands[1], expected = new PoolGeometry(Name, x, Height, Width).Result;
        return cotangent == expected ? x : throw Errors.ShapesDiffer(Name, "the cotangent", cotangent, "the place for it", expected);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        var geometry = new PoolGeometry(Name, operands[0].Shape, Height, Width);
        Pooling.Place(in geometry, operands[0].Span, operands[1].Span, destination);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        if (context.Needs(1)) context.Contribute(1, context[0].Apply(new MaxPoolPickOperation<T>(Height, Width), context.Cotangent));
    }
}
