using System.Numerics;

namespace Autograd;

/// <summary>
/// The adjoint of Convolution in the weight, of x and a cotangent: w̄[o, c, kh, kw] = Σ over n, i, j of ȳ[n, o, i, j] x[n, c, i · stride −
/// padding + kh · dilation, …]. Linear in each operand; its VJP is made of Convolution and the adjoint in x.
/// </summary>
/// <param name="Height">How the kernel moves down; of no effect with one dimension.</param>
/// <param name="Width">How the kernel moves across.</param>
/// <param name="Groups">Into how many groups channels are divided.</param>
/// <param name="KernelHeight">The height of the kernel; 1 with one dimension.</param>
/// <param name="KernelWidth">The width of the kernel.</param>
/// <param name="Left">What the first operand is.</param>
/// <param name="Right">What the second operand is.</param>
internal readonly record struct ConvolutionWeightGradientOperation<T>(
    ConvolutionWindow Height, ConvolutionWindow Width, int Groups, int KernelHeight, int KernelWidth, ProductRole Left = ProductRole.Value, ProductRole Right = ProductRole.Value) : IKernelOperation<ConvolutionWeightGradientOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal ProductRole Left { get; init; } = Left;

    internal ProductRole Right { get; init; } = Right;

    /// <inheritdoc/>
    public static string Name => "ConvolutionWeightGradient";

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static Notation NotationOf(ConvolutionWeightGradientOperation<T> operation) => Notation.Function("correlate").WithAttributes(
        [.. WindowText.Of(operation.Height, operation.Width, operation.Groups), .. WindowText.To(operation.Height, operation.Width, operation.KernelHeight, operation.KernelWidth)]).LinearIn(0, 1)
        .Explained("correlate(X, Y)", "for each weight what it met in X times the element of Y there, added up: the transpose of conv in W");

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape cotangent = operands[1], weight = Weight(operands[0], cotangent);
        Shape expected = Geometry(operands[0], weight).Result;
        return cotangent == expected ? weight : throw Errors.ShapesDiffer(Name, "the cotangent", cotangent, "the place for it", expected);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Shape x = operands[0].Shape;
        ConvolutionGeometry geometry = Geometry(x, Weight(x, operands[1].Shape));
        ConvolutionProduct.WeightGradient(in geometry, operands[0].Span, operands[1].Span, destination, operands.Parallel);
        if (Left != ProductRole.Cotangent && Right != ProductRole.Cotangent) return;
        CutOff.RestoreWeight(in geometry, operands[0].Span, Left, operands[1].Span, Right, destination);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> x = context[0], cotangent = context[1], weight = context.Cotangent;
        if (context.Needs(0))
        {
            (ProductRole own, ProductRole other) = ProductRoles.Of(weight, x, cotangent, Right);
            context.Contribute(0, cotangent.Apply(ConvolutionInputGradientOperation<T>.For(x.Shape, Height, Width, Groups) with { Left = other, Right = own }, weight));
        }

        if (context.Needs(1))
        {
            (ProductRole own, ProductRole other) = ProductRoles.Of(weight, cotangent, x, Left);
            context.Contribute(1, x.Apply(new ConvolutionOperation<T>(Height, Width, Groups, other, own), weight));
        }
    }

    /// <summary>The adjoint that gives a cotangent of the weight.</summary>
    internal static ConvolutionWeightGradientOperation<T> For(Shape weight, ConvolutionWindow height, ConvolutionWindow width, int groups) =>
        new(height, width, groups, weight.Rank == 4 ? weight[2] : 1, weight[^1]);

    private Shape Weight(Shape x, Shape cotangent)
    {
        if (x.Rank is not (3 or 4) || cotangent.Rank != x.Rank) throw ConvolutionErrors.CotangentRank(Name, cotangent, x);
        ConvolutionGeometry.CheckGroups(Name, Groups, x[1], x);
        nint channels = x[1] / Groups;
        return x.Rank == 4 ? [cotangent[1], channels, KernelHeight, KernelWidth] : [cotangent[1], channels, KernelWidth];
    }

    private ConvolutionGeometry Geometry(Shape x, Shape weight) => new(Name, x, weight, Height, Width, Groups);
}
