namespace Autograd.Tests.Operations;

/// <content>Convolutions and pooling.</content>
public partial class BadInputTests
{
    private static Case[] ConvolutionCases() =>
    [
        Convolution("rank", [2, 3], [2, 3], (x, w) => x.Convolution(w), null, "Convolution: x is [2, 3], weight is [2, 3]; they must be [N, C, W] and [O, C/groups, kW], or [N, C, H, W] and [O, C/groups, kH, kW]."),
        Convolution("ranks differ", [1, 1, 2, 3], [1, 1, 3], (x, w) => x.Convolution(w), null, "Convolution: x is [1, 1, 2, 3], weight is [1, 1, 3]; they must be [N, C, W] and [O, C/groups, kW], or [N, C, H, W] and [O, C/groups, kH, kW]."),
        Convolution("channels", [1, 2, 3], [2, 3, 1], (x, w) => x.Convolution(w), "weight", "Convolution: x is [1, 2, 3], weight is [2, 3, 1], groups is 1; the 2 channels of x must be 1 times the 3 of the weight."),
        Convolution("groups", [1, 3, 3], [2, 1, 1], (x, w) => x.Convolution(w, groups: 2), "groups", "Convolution: groups is 2, which does not divide the 3 channels of shape [1, 3, 3]."),
        Convolution("groups of outputs", [1, 2, 3], [3, 1, 1], (x, w) => x.Convolution(w, groups: 2), "groups", "Convolution: groups is 2, which does not divide the 3 channels of shape [3, 1, 1]."),
        Convolution("no groups", [1, 2, 3], [3, 1, 1], (x, w) => x.Convolution(w, groups: 0), "groups", "Convolution: groups is 0; it must be 1 or more.", typeof(ArgumentOutOfRangeException)),
        Convolution("kernel", [1, 1, 3], [1, 1, 6], (x, w) => x.Convolution(w, padding: 1), null, "Convolution: a kernel of 6 with dilation 1 spans 6 elements of the width, but there are 5, 1 of padding on either side included. Use a smaller kernel or more padding."),
        Convolution("dilated kernel", [1, 1, 3, 4], [1, 1, 3, 2], (x, w) => x.Convolution(w, new ConvolutionWindow(1, 0, 2), new ConvolutionWindow(1, 0, 1)), null, "Convolution: a kernel of 3 with dilation 2 spans 5 elements of the height, but there are 3, 0 of padding on either side included. Use a smaller kernel or more padding."),
        Convolution("empty kernel", [1, 1, 3], [1, 1, 0], (x, w) => x.Convolution(w), "weight", "Convolution: the weight has shape [1, 1, 0]; its kernel must have an element at least."),
        Convolution("padding", [1, 1, 3], [1, 1, 2], (x, w) => x.Convolution(w, padding: -1), "padding", "Convolution: padding is -1; it must be 0 or more.", typeof(ArgumentOutOfRangeException)),
        Convolution("stride", [1, 1, 3], [1, 1, 2], (x, w) => x.Convolution(w, stride: 0), "stride", "Convolution: stride is 0; it must be 1 or more.", typeof(ArgumentOutOfRangeException)),
        Convolution("dilation", [1, 1, 3, 3], [1, 1, 2, 2], (x, w) => x.Convolution(w, dilation: 0), "dilation", "Convolution: dilation is 0; it must be 1 or more.", typeof(ArgumentOutOfRangeException)),
        Convolution("size", [1, 1, 3, 3], [1, 1, 2, 2], (x, w) => x.Convolution(w, padding: int.MaxValue), "lengths", "Shape: [1, 1, 4294967296, 4294967296] has more than 2147483647 elements, the most a tensor can hold.", typeof(ArgumentOutOfRangeException)),
        Convolution("declared", [1, 1, 3], [1, 1, 2], (x, w) => x.Apply(default(ConvolutionOperation<double>), w), "groups", "Convolution: groups is 0; it must be 1 or more.", typeof(ArgumentOutOfRangeException)),
        Convolution("input gradient", [1, 1, 3], [1, 1, 2], (x, w) => x.Apply(new ConvolutionInputGradientOperation<double>(ConvolutionWindow.Dense, ConvolutionWindow.Dense, 1, 1, 5), w), null, "ConvolutionInputGradient: the cotangent has shape [1, 1, 3], the place for it has shape [1, 1, 4]; they must be the same. Reshape one of them."),
        Convolution("input gradient rank", [1, 1, 3], [1, 1, 2, 2], (x, w) => x.Apply(new ConvolutionInputGradientOperation<double>(ConvolutionWindow.Dense, ConvolutionWindow.Dense, 1, 1, 5), w), null, "ConvolutionInputGradient: the cotangent is [1, 1, 3], the other operand [1, 1, 2, 2]; both must have rank 3, or both rank 4."),
        Convolution("input gradient groups", [1, 1, 3], [1, 1, 2], (x, w) => x.Apply(new ConvolutionInputGradientOperation<double>(ConvolutionWindow.Dense, ConvolutionWindow.Dense, -1, 1, 5), w), "groups", "ConvolutionInputGradient: groups is -1; it must be 1 or more.", typeof(ArgumentOutOfRangeException)),
        Convolution("weight gradient", [1, 1, 3], [1, 1, 3], (x, g) => x.Apply(new ConvolutionWeightGradientOperation<double>(ConvolutionWindow.Dense, ConvolutionWindow.Dense, 1, 1, 2), g), null, "ConvolutionWeightGradient: the cotangent has shape [1, 1, 3], the place for it has shape [1, 1, 2]; they must be the same. Reshape one of them."),
        Convolution("weight gradient rank", [1, 3], [1, 3], (x, g) => x.Apply(new ConvolutionWeightGradientOperation<double>(ConvolutionWindow.Dense, ConvolutionWindow.Dense, 1, 1, 2), g), null, "ConvolutionWeightGradient: the cotangent is [1, 3], the other operand [1, 3]; both must have rank 3, or both rank 4."),
        Convolution("weight gradient groups", [1, 1, 3], [1, 1, 3], (x, g) => x.Apply(new ConvolutionWeightGradientOperation<double>(ConvolutionWindow.Dense, ConvolutionWindow.Dense, 0, 1, 2), g), "groups", "ConvolutionWeightGradient: groups is 0; it must be 1 or more.", typeof(ArgumentOutOfRangeException)),
    ];

    private static Case Convolution(string name, Shape x, Shape weight, Func<Variable<double>, Variable<double>, Variable<double>> call, string? parameter, string message, Type? type = null) =>
        new($"Convolution {name}", t => call(t.Own[0], t.Own[1]), parameter, message, type, [x, weight]);
}
