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
        Pooling("MaxPool rank", [2, 3], x => x.MaxPool(1), null, "MaxPool: x has shape [2, 3]; it must be [N, C, W] or [N, C, H, W]."),
        Pooling("MaxPool kernel", [1, 1, 3], x => x.MaxPool(0), "kernel", "MaxPool: kernel is 0; it must be 1 or more.", typeof(ArgumentOutOfRangeException)),
        Pooling("MaxPool negative kernel", [1, 1, 3], x => x.MaxPool(PoolWindow.Single, new PoolWindow(-1, 1, 0)), "kernel", "MaxPool: kernel is -1; it must be 1 or more.", typeof(ArgumentOutOfRangeException)),
        Pooling("MaxPool stride", [1, 1, 3, 3], x => x.MaxPool(2, 0), "stride", "MaxPool: stride is 0; it must be 1 or more.", typeof(ArgumentOutOfRangeException)),
        Pooling("MaxPool padding", [1, 1, 3], x => x.MaxPool(2, 1, -1), "padding", "MaxPool: padding is -1; it must be 0 or more.", typeof(ArgumentOutOfRangeException)),
        Pooling("MaxPool padding alone", [1, 1, 3], x => x.MaxPool(2, 1, 2), "padding", "MaxPool: padding is 2 and the kernel 2; a window of padding alone holds no element. Padding must be smaller than the kernel.", typeof(ArgumentOutOfRangeException)),
        Pooling("MaxPool too large", [1, 1, 3, 2], x => x.MaxPool(3), null, "MaxPool: a kernel of 3 with dilation 1 spans 3 elements of the width, but there are 2, 0 of padding on either side included. Use a smaller kernel or more padding."),
        Pooling("MaxPool nothing", [1, 1, 0, 2], x => x.MaxPool(2, 1, 1), null, "MaxPool: x has shape [1, 1, 0, 2], without an element in the height; a window must hold one at least."),
        Pooling("MaxPool declared", [1, 1, 3], x => x.Apply(default(MaxPoolOperation<double>)), "windows", "MaxPool: windows is 0; it must be 1 or more.", typeof(ArgumentOutOfRangeException)),
        Pooling("MaxPoolPlace", [1, 1, 3], x => x.Apply(new MaxPoolPlaceOperation<double>(PoolWindow.Single, new(2, 1, 0)), x), null, "MaxPoolPlace: the cotangent has shape [1, 1, 3], the place for it has shape [1, 1, 2]; they must be the same. Reshape one of them."),
        new("MaxPoolPick", t => t.Own[0].Apply(new MaxPoolPickOperation<double>(PoolWindow.Single, new(2, 1, 0)), t.Own[1]), null, "MaxPoolPick: x has shape [1, 1, 3], the values has shape [1, 1, 2]; they must be the same. Reshape one of them.", Shapes: [[1, 1, 3], [1, 1, 2]]),
        Pooling("AveragePool rank", [1, 1, 1, 1, 1], x => x.AveragePool(1), null, "AveragePool: x has shape [1, 1, 1, 1, 1]; it must be [N, C, W] or [N, C, H, W]."),
        Pooling("AveragePool kernel", [1, 1, 3], x => x.AveragePool(-1), "kernel", "AveragePool: kernel is -1; it must be 1 or more.", typeof(ArgumentOutOfRangeException)),
        Pooling("AveragePool padded adaptive", [1, 1, 3], x => x.AveragePool(PoolWindow.Single, new PoolWindow(0, 1, 1)), "kernel", "AveragePool: kernel is 0; it must be 1 or more.", typeof(ArgumentOutOfRangeException)),
        Pooling("AveragePoolSpread", [1, 1, 3], x => x.Apply(new AveragePoolSpreadOperation<double>(PoolWindow.Single, new(2, 1, 0), false, 1, 3)), null, "AveragePoolSpread: the cotangent has shape [1, 1, 3], the place for it has shape [1, 1, 2]; they must be the same. Reshape one of them."),
        Pooling("AveragePoolSpread rank", [3], x => x.Apply(new AveragePoolSpreadOperation<double>(PoolWindow.Single, new(2, 1, 0), false, 1, 3)), null, "AveragePoolSpread: x has shape [3]; it must be [N, C, W] or [N, C, H, W]."),
        Pooling("AdaptiveAveragePool", [1, 1, 3], x => x.AdaptiveAveragePool(2, 0), "width", "AdaptiveAveragePool: width is 0; it must be 1 or more.", typeof(ArgumentOutOfRangeException)),
        Pooling("AdaptiveAveragePool height", [1, 1, 3, 3], x => x.AdaptiveAveragePool(0), "height", "AdaptiveAveragePool: height is 0; it must be 1 or more.", typeof(ArgumentOutOfRangeException)),
    ];

    private static Case Pooling(string name, Shape x, Func<Variable<double>, Variable<double>> call, string? parameter, string message, Type? type = null) =>
        new(name, t => call(t.Own[0]), parameter, message, type, Shapes: [x]);

    private static Case Convolution(string name, Shape x, Shape weight, Func<Variable<double>, Variable<double>, Variable<double>> call, string? parameter, string message, Type? type = null) =>
        new($"Convolution {name}", t => call(t.Own[0], t.Own[1]), parameter, message, type, Shapes: [x, weight]);
}
