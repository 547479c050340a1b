using System.Numerics;

namespace Autograd;

/// <summary>
/// The adjoint of Convolution in x, of a cotangent and the weight: x̄[n, c, h, w] = Σ w[o, c, kh, kw] ȳ[n, o, i, j] over all windows that read
/// the element, in their order. Linear in each operand; its VJP is made of Convolution and the adjoint in the weight.
/// </summary>
/// <param name="Height">How the kernel moves down; of no effect with one dimension.</param>
/// <param name="Width">How the kernel moves across.</param>
/// <param name="Groups">Into how many groups channels are divided.</param>
/// <param name="InputHeight">The height of x; 1 with one dimension.</param>
/// <param name="InputWidth">The width of x.</param>
/// <param name="Left">What the first operand is.</param>
/// <param name="Right">What the second operand is.</param>
internal readonly record struct ConvolutionInputGradientOperation<T>(
    ConvolutionWindow Height, ConvolutionWindow Width, int Groups, int InputHeight, int InputWidth, ProductRole Left = ProductRole.Value, ProductRole Right = ProductRole.Value) : IKernelOperation<ConvolutionInputGradientOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal ProductRole Left { get; init; } = Left;

    internal ProductRole Right { get; init; } = Right;

    /// <inheritdoc/>
    public static string Name => "ConvolutionInputGradient";

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static Notation NotationOf(ConvolutionInputGradientOperation<T> operation) => Notation.Function("convtranspose").WithAttributes(
        [.. WindowText.Of(operation.Height, operation.Width, operation.Groups), .. WindowText.To(operation.Height, operation.Width, operation.InputHeight, operation.InputWidth)]).LinearIn(0, 1)
        .Explained("convtranspose(Y, W)", "each element of Y times W, added into the window that it came from: the transpose of conv in X");

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape cotangent = operands[0], x = Input(cotangent, operands[1]);
        Shape expected = Geometry(x, operands[1]).Result;
        return cotangent == expected ? x : throw Errors.ShapesDiffer(Name, "the cotangent", cotangent, "the place for it", expected);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Shape weight = operands[1].Shape;
        ConvolutionGeometry geometry = Geometry(Input(operands[0].Shape, weight), weight);
        ConvolutionProduct.InputGradient(in geometry, operands[0].Span, operands[1].Span, destination, operands.Parallel);
        if (Left != ProductRole.Cotangent && Right != ProductRole.Cotangent) return;
        CutOff.RestoreInput(in geometry, operands[0].Span, Left, operands[1].Span, Right, destination);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> cotangent = context[0], weight = context[1], x = context.Cotangent;
        if (context.Needs(0))
        {
            (ProductRole own, ProductRole other) = ProductRoles.Of(x, cotangent, weight, Right);
            context.Contribute(0, x.Apply(new ConvolutionOperation<T>(Height, Width, Groups, own, other), weight));
        }

        if (context.Needs(1))
        {
            (ProductRole own, ProductRole other) = ProductRoles.Of(x, weight, cotangent, Left);
            context.Contribute(1, x.Apply(ConvolutionWeightGradientOperation<T>.For(weight.Shape, Height, Width, Groups) with { Left = own, Right = other }, cotangent));
        }
    }

    /// <summary>The adjoint that gives a cotangent of x.</summary>
    internal static ConvolutionInputGradientOperation<T> For(Shape x, ConvolutionWindow height, ConvolutionWindow width, int groups) =>
        new(height, width, groups, x.Rank == 4 ? x[2] : 1, x[^1]);

    private Shape Input(Shape cotangent, Shape weight)
    {
        if (cotangent.Rank is not (3 or 4) || weight.Rank != cotangent.Rank) throw ConvolutionErrors.CotangentRank(Name, cotangent, weight);
        ConvolutionGeometry.CheckGroups(Name, Groups, weight[0], weight);
        nint channels = (nint)weight[1] * Groups;
        return cotangent.Rank == 4 ? [cotangent[0], channels, InputHeight, InputWidth] : [cotangent[0], channels, InputWidth];
    }

    private ConvolutionGeometry Geometry(Shape x, Shape weight) => new(Name, x, weight, Height, Width, Groups);
}
