using System.Numerics;

namespace Autograd;

/// <summary>Each element in equal parts to the elements of its window, summed: the adjoint of AveragePool, which is its VJP.</summary>
/// <param name="Height">The windows down; of no effect with one dimension.</param>
/// <param name="Width">The windows across.</param>
/// <param name="CountIncludePadding">Whether parts are those of the whole kernel.</param>
/// <param name="InputHeight">The height of the result; 1 with one dimension.</param>
/// <param name="InputWidth">The width of the result.</param>
internal readonly record struct AveragePoolSpreadOperation<T>(
    PoolWindow Height, PoolWindow Width, bool CountIncludePadding, int InputHeight, int InputWidth) : IKernelOperation<AveragePoolSpreadOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "AveragePoolSpread";

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static Notation NotationOf(AveragePoolSpreadOperation<T> operation) => Notation.Function("avgunpool").WithAttributes(
        [.. WindowText.Of(operation.Height, operation.Width, operation.CountIncludePadding), .. WindowText.To(operation.Height, operation.Width, operation.InputHeight, operation.InputWidth)]).Linear()
        .Explained("avgunpool(Y)", "each element of Y in equal parts to the elements of its window");

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape cotangent = operands[0], x = Input(cotangent), expected = new PoolGeometry(Name, x, Height, Width).Result;
        return cotangent == expected ? x : throw Errors.ShapesDiffer(Name, "the cotangent", cotangent, "the place for it", expected);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        var geometry = new PoolGeometry(Name, Input(operands[0].Shape), Height, Width);
        Pooling.Spread(in geometry, CountIncludePadding, operands[0].Span, destination);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context) =>
        context.Contribute(0, context.Cotangent.Apply(new AveragePoolOperation<T>(Height, Width, CountIncludePadding)));

    private Shape Input(Shape cotangent)
    {
        if (cotangent.Rank is not (3 or 4)) throw ConvolutionErrors.PoolingRank(Name, cotangent);
        return cotangent.Rank == 4 ? [cotangent[0], cotangent[1], InputHeight, InputWidth] : [cotangent[0], cotangent[1], InputWidth];
    }
}
