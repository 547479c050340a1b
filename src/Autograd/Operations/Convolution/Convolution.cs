using System.Numerics;

namespace Autograd;

/// <summary>
/// Convolution (as the field says; the kernel is not mirrored): y[n, o, i, j] = Σ over c, kh, kw of w[o, c, kh, kw] x[n, c, i · stride −
/// padding + kh · dilation, …], zeros in the padding. Linear in each operand; the VJP is made of its two adjoints.
/// </summary>
/// <param name="Height">How the kernel moves down; of no effect with one dimension.</param>
/// <param name="Width">How the kernel moves across.</param>
/// <param name="Groups">Into how many groups channels are divided; each output channel reads those of one group.</param>
/// <param name="Left">What the first operand is.</param>
/// <param name="Right">What the second operand is.</param>
internal readonly record struct ConvolutionOperation<T>(ConvolutionWindow Height, ConvolutionWindow Width, int Groups, ProductRole Left = ProductRole.Value, ProductRole Right = ProductRole.Value)
    : IKernelOperation<ConvolutionOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal ProductRole Left { get; init; } = Left;

    internal ProductRole Right { get; init; } = Right;

    /// <inheritdoc/>
    public static string Name => "Convolution";

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static Notation NotationOf(ConvolutionOperation<T> operation) =>
        Notation.Function("conv").WithAttributes(WindowText.Of(operation.Height, operation.Width, operation.Groups)).LinearIn(0, 1)
        .Explained("conv(X, W)", "for each place of a window the elements of X in it times those of W, added up");

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => Geometry(operands[0], operands[1]).Result;

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        ConvolutionGeometry geometry = Geometry(operands[0].Shape, operands[1].Shape);
        ConvolutionProduct.Forward(in geometry, operands[0].Span, operands[1].Span, destination, operands.Parallel);
        if (Left != ProductRole.Cotangent && Right != ProductRole.Cotangent) return;
        CutOff.RestoreForward(in geometry, operands[0].Span, Left, operands[1].Span, Right, destination);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> x = context[0], weight = context[1], cotangent = context.Cotangent;
        if (context.Needs(0))
        {
            (ProductRole own, ProductRole other) = ProductRoles.Of(cotangent, x, weight, Right);
            context.Contribute(0, cotangent.Apply(ConvolutionInputGradientOperation<T>.For(x.Shape, Height, Width, Groups) with { Left = own, Right = other }, weight));
        }

        if (context.Needs(1))
        {
            (ProductRole own, ProductRole other) = ProductRoles.Of(cotangent, weight, x, Left);
            context.Contribute(1, x.Apply(ConvolutionWeightGradientOperation<T>.For(weight.Shape, Height, Width, Groups) with { Left = other, Right = own }, cotangent));
        }
    }

    private ConvolutionGeometry Geometry(Shape x, Shape weight) => new(Name, x, weight, Height, Width, Groups);
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The convolution of x with a kernel, in one dimension or two, moved alike in both. Lengths [N, C, H, W] and [O, C/groups, kH, kW]
        /// give [N, O, oH, oW], where oH = ⌊(H + 2 padding − dilation (kH − 1) − 1) / stride⌋ + 1; without the heights it is one-dimensional.
        /// The padding counts as zeros, so an infinite weight gives NaN there.
        /// </summary>
        /// <param name="weight">The kernel of each output channel.</param>
        /// <param name="stride">The distance from one window to the next, 1 or more.</param>
        /// <param name="padding">How many zeros stand on either side, 0 or more.</param>
        /// <param name="dilation">The distance between the elements that a window reads, 1 or more.</param>
        /// <param name="groups">How many groups of channels are kept apart; it divides C and O.</param>
        /// <returns>The result of all windows.</returns>
        /// <exception cref="ArgumentException">The lengths do not fit together, or the kernel is larger than x with its padding.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A stride, dilation or number of groups below 1, or a negative padding.</exception>
        public Variable<T> Convolution(Variable<T> weight, int stride = 1, int padding = 0, int dilation = 1, int groups = 1)
        {
            var window = new ConvolutionWindow(stride, padding, dilation);
            return x.Convolution(weight, window, window, groups);
        }

        /// <summary>The convolution of x with a kernel that moves down in another way than across. Lengths as with one way.</summary>
        /// <param name="weight">The kernel of each output channel.</param>
        /// <param name="height">How the kernel moves down; of no effect with one dimension.</param>
        /// <param name="width">How the kernel moves across.</param>
        /// <param name="groups">How many groups of channels are kept apart; it divides C and O.</param>
        /// <returns>The result of all windows.</returns>
        /// <exception cref="ArgumentException">The lengths do not fit together, or the kernel is larger than x with its padding.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A stride, dilation or number of groups below 1, or a negative padding.</exception>
        public Variable<T> Convolution(Variable<T> weight, ConvolutionWindow height, ConvolutionWindow width, int groups = 1) =>
            x.Apply(new ConvolutionOperation<T>(height, width, groups), weight);
    }
}
