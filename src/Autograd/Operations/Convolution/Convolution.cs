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
    public static long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) => ConvolutionGeometry.CountMultiplyAdds(result, operands[1]);

    /// <inheritdoc/>
    public static Notation NotationOf(ConvolutionOperation<T> operation) =>
        Notation.Function("conv").WithAttributes(WindowText.Of(operation.Height, operation.Width, operation.Groups)).LinearIn(0, 1)
        .Explained("conv(X, W)", "for each place of a window the elements of X in it times those of W, added up");

    static bool IOperation<ConvolutionOperation<T>, T>.IsLiftedInParts => true;

    static Variable<T> IOperation<ConvolutionOperation<T>, T>.LiftInParts(ConvolutionOperation<T> operation, int count, ReadOnlySpan<Variable<T>> operands, uint lifted) =>
        ImageSlices.Images(operation, operation with { Groups = count * operation.Groups }, count, operands, lifted);

    static IndexSets IKernelOperation<ConvolutionOperation<T>, T>.Depend(ConvolutionOperation<T> operation, in OperandSets operands) =>
        ConvolutionSets.Forward(operands, operation.Geometry(operands[0].Shape, operands[1].Shape));

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
    public static long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) => ConvolutionGeometry.CountMultiplyAdds(operands[0], operands[1]);

    /// <inheritdoc/>
    public static Notation NotationOf(ConvolutionInputGradientOperation<T> operation) => Notation.Function("convtranspose").WithAttributes(
        [.. WindowText.Of(operation.Height, operation.Width, operation.Groups), .. WindowText.To(operation.Height, operation.Width, operation.InputHeight, operation.InputWidth)]).LinearIn(0, 1)
        .Explained("convtranspose(Y, W)", "each element of Y times W, added into the window that it came from: the transpose of conv in X");

    static bool IOperation<ConvolutionInputGradientOperation<T>, T>.IsLiftedInParts => true;

    static Variable<T> IOperation<ConvolutionInputGradientOperation<T>, T>.LiftInParts(ConvolutionInputGradientOperation<T> operation, int count, ReadOnlySpan<Variable<T>> operands, uint lifted) =>
        ImageSlices.Images(operation, operation with { Groups = count * operation.Groups }, count, operands, lifted);

    static IndexSets IKernelOperation<ConvolutionInputGradientOperation<T>, T>.Depend(ConvolutionInputGradientOperation<T> operation, in OperandSets operands) =>
        ConvolutionSets.InputGradient(operands, operation.Geometry(operands.Shape, operands[1].Shape));

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
    public static long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) => ConvolutionGeometry.CountMultiplyAdds(operands[1], result);

    /// <inheritdoc/>
    public static Notation NotationOf(ConvolutionWeightGradientOperation<T> operation) => Notation.Function("correlate").WithAttributes(
        [.. WindowText.Of(operation.Height, operation.Width, operation.Groups), .. WindowText.To(operation.Height, operation.Width, operation.KernelHeight, operation.KernelWidth)]).LinearIn(0, 1)
        .Explained("correlate(X, Y)", "for each weight what it met in X times the element of Y there, added up: the transpose of conv in W");

    static bool IOperation<ConvolutionWeightGradientOperation<T>, T>.IsLiftedInParts => true;

    static Variable<T> IOperation<ConvolutionWeightGradientOperation<T>, T>.LiftInParts(ConvolutionWeightGradientOperation<T> operation, int count, ReadOnlySpan<Variable<T>> operands, uint lifted) =>
        ImageSlices.Weights(operation with { Groups = count * operation.Groups }, count, operands, lifted);

    static IndexSets IKernelOperation<ConvolutionWeightGradientOperation<T>, T>.Depend(ConvolutionWeightGradientOperation<T> operation, in OperandSets operands) =>
        ConvolutionSets.WeightGradient(operands, operation.Geometry(operands[0].Shape, operands.Shape));

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

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The convolution of x with a kernel, in one dimension, two or three, moved alike in all. Lengths [N, C, H, W] and [O, C/groups, kH, kW]
        /// give [N, O, oH, oW], where oH = ⌊(H + 2 padding − dilation (kH − 1) − 1) / stride⌋ + 1; without the heights it is one-dimensional, with
        /// depths before them three-dimensional. The padding counts as zeros, so an infinite weight gives NaN there.
        /// </summary>
        /// <param name="weight">The kernel of each output channel.</param>
        /// <param name="stride">The distance from one window to the next, 1 or more.</param>
        /// <param name="padding">How many zeros stand on either side, 0 or more.</param>
        /// <param name="dilation">The distance between the elements that a window reads, 1 or more.</param>
        /// <param name="groups">How many groups of channels are kept apart; it divides C and O.</param>
        /// <returns>The result of all windows.</returns>
        /// <exception cref="ArgumentException">The lengths do not fit together, or the kernel is larger than x with its padding.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A stride, dilation or number of groups below 1, or a negative padding.</exception>
        /// <remarks>
        /// It multiplies and adds, whatever the lengths. In one dimension, with kernels of 256 elements or more whose gradients are wanted, of 1,000 and more where
        /// not, <c>FourierConvolution</c> is faster (13 to 22 times with gradients at 1,024), with another rounding; it mirrors the kernel.
        /// </remarks>
        /// <example><code>
        /// var features = (images.Convolution(kernels, stride: 2, padding: 1) + bias).Relu();      // bias of shape [O, 1, 1]
        /// </code></example>
        public Variable<T> Convolution(Variable<T> weight, int stride = 1, int padding = 0, int dilation = 1, int groups = 1)
        {
            var window = new ConvolutionWindow(stride, padding, dilation);
            return x.Rank == 5 ? x.Convolution(weight, window, window, window, groups) : x.Convolution(weight, window, window, groups);
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

        /// <summary>
        /// The convolution of volumes [N, C, D, H, W] with a kernel [O, C/groups, kD, kH, kW] that moves in three ways. Computed as one in two dimensions,
        /// in which the kD slices that a window reads are channels: x is copied kD times.
        /// </summary>
        /// <param name="weight">The kernel of each output channel.</param>
        /// <param name="depth">How the kernel moves from slice to slice.</param>
        /// <param name="height">How the kernel moves down.</param>
        /// <param name="width">How the kernel moves across.</param>
        /// <param name="groups">How many groups of channels are kept apart; it divides C and O.</param>
        /// <returns>The result of all windows, [N, O, oD, oH, oW].</returns>
        /// <exception cref="ArgumentException">The lengths do not fit together, or the kernel is larger than x with its padding.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A stride, dilation or number of groups below 1, or a negative padding.</exception>
        public Variable<T> Convolution(Variable<T> weight, ConvolutionWindow depth, ConvolutionWindow height, ConvolutionWindow width, int groups = 1)
        {
            var geometry = new VolumeGeometry("Convolution", x.Shape, x.Tape.NodeOf(weight, "Convolution").Shape, depth, height, width, groups);
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.ToSlices(in geometry).Convolution(weight.Flatten(1, 2), height, width, groups).FromImages(in geometry));
        }
    }
}
