using System.Numerics;

namespace Autograd;

/// <summary>
/// For each window the value at the place of the largest element of x. The adjoint of MaxPoolPlace, which is its VJP; x only chooses, and
/// has none.
/// </summary>
/// <param name="Height">The windows down; of no effect with one dimension.</param>
/// <param name="Width">The windows across.</param>
internal readonly record struct MaxPoolPickOperation<T>(PoolWindow Height, PoolWindow Width) : IKernelOperation<MaxPoolPickOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "MaxPoolPick";

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static Notation NotationOf(MaxPoolPickOperation<T> operation) =>
        Notation.Function("maxpick").WithAttributes(WindowText.Of(operation.Height, operation.Width)).LinearIn(1).ConstantIn(0)
        .Explained("maxpick(X, Y)", "for each window the element of Y where X has its largest");

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape x = operands[0], values = operands[1], result = new PoolGeometry(Name, x, Height, Width).Result;
        return values == x ? result : throw Errors.ShapesDiffer(Name, "x", x, "the values", values);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        var geometry = new PoolGeometry(Name, operands[0].Shape, Height, Width);
        Pooling.Pick(in geometry, operands[0].Span, operands[1].Span, destination);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        if (context.Needs(1)) context.Contribute(1, context[0].Apply(new MaxPoolPlaceOperation<T>(Height, Width), context.Cotangent));
    }
}
