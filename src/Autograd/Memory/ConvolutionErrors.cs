namespace Autograd;

/// <summary>The wording of exceptions about convolutions and pooling, in the style of <see cref="Errors"/>.</summary>
internal static class ConvolutionErrors
{
    public static ArgumentException Ranks(string operation, Shape x, Shape weight) =>
        new($"{operation}: x is {x}, weight is {weight}; they must be [N, C, W] and [O, C/groups, kW], [N, C, H, W] and [O, C/groups, kH, kW], or [N, C, D, H, W] and [O, C/groups, kD, kH, kW].");

    public static ArgumentException CotangentRank(string operation, Shape cotangent, Shape other) =>
        new($"{operation}: the cotangent is {cotangent}, the other operand {other}; both must have rank 3, or both rank 4.");

    public static ArgumentOutOfRangeException TooSmall(string operation, string name, int value, int least) =>
        new(name, $"{operation}: {name} is {value}; it must be {least} or more.");

    public static ArgumentException Channels(string operation, Shape x, Shape weight, int groups) =>
        new($"{operation}: x is {x}, weight is {weight}, groups is {groups}; the {x[1]} channels of x must be {groups} times the {weight[1]} of the weight.", "weight");

    public static ArgumentException Groups(string operation, int groups, int channels, Shape shape) =>
        new($"{operation}: groups is {groups}, which does not divide the {channels} channels of shape {shape}.", "groups");

    public static ArgumentException KernelTooLarge(string operation, string dimension, int kernel, int dilation, int length, int padding) =>
        new($"{operation}: a kernel of {kernel} with dilation {dilation} spans {1 + ((kernel - 1L) * dilation)} elements of the {dimension}, but there are {length + (2L * padding)}, {padding} of padding on either side included. Use a smaller kernel or more padding.");

    public static ArgumentException EmptyKernel(string operation, Shape weight) =>
        new($"{operation}: the weight has shape {weight}; its kernel must have an element at least.", "weight");

    public static ArgumentException PoolingRank(string operation, Shape x) =>
        new($"{operation}: x has shape {x}; it must be [N, C, W], [N, C, H, W] or [N, C, D, H, W].");

    public static ArgumentException NothingToPool(string operation, string dimension, Shape x) =>
        new($"{operation}: x has shape {x}, without an element in the {dimension}; a window must hold one at least.");

    public static ArgumentException DilationTooLarge(string operation, string dimension, int dilation, int padding, int length) =>
        new($"{operation}: dilation is {dilation} and padding {padding}; over the {length} elements of the {dimension} a window may hold none. Use a smaller dilation, or no padding.");

    public static ArgumentOutOfRangeException OutputPadding(int outputPadding, int stride) =>
        new(nameof(outputPadding), $"ConvolutionTranspose: outputPadding is {outputPadding} and the stride {stride}; it must be from 0 to the stride − 1, as many as a convolution with the stride leaves over.");

    public static ArgumentException TransposeRanks(Shape x, Shape weight) =>
        new($"ConvolutionTranspose: x is {x}, weight is {weight}; they must be [N, C, W] and [C, O/groups, kW], [N, C, H, W] and [C, O/groups, kH, kW], or [N, C, D, H, W] and [C, O/groups, kD, kH, kW].");

    public static ArgumentException TransposeLength(string dimension, int windows, int kernel, long length) =>
        new($"ConvolutionTranspose: {windows} windows with a kernel of {kernel} give a {dimension} of {length}; it must be from 1 to {int.MaxValue}, padding taken off. Use less padding or a larger kernel.");

    /// <summary>Verifies that the channels of x are those that the weight reads, in equal groups.</summary>
    public static void CheckTranspose(Shape x, Shape weight, int groups)
    {
        if (groups < 1) throw TooSmall("ConvolutionTranspose", nameof(groups), groups, 1);
        if (x[1] != weight[0]) throw new ArgumentException($"ConvolutionTranspose: x is {x}, weight is {weight}; the {x[1]} channels of x must be the {weight[0]} of the weight's dimension 0.", nameof(weight));
        if (x[1] % groups != 0) throw Groups("ConvolutionTranspose", groups, x[1], x);
    }

    public static ArgumentException Unpooled(Shape x, int lengths) =>
        new($"MaxUnpool: x has shape {x} and {lengths} lengths are given; it must be [N, C, …] with a length for each dimension behind the channels.", nameof(lengths));

    public static ArgumentOutOfRangeException PaddingTooLarge(string operation, int padding, int kernel) =>
        new("padding", $"{operation}: padding is {padding} and the kernel {kernel}; a window of padding alone holds no element. Padding must be smaller than the kernel.");
}
