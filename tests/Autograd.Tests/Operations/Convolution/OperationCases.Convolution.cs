namespace Autograd.Tests.Operations;

/// <content>Convolutions with their adjoints.</content>
internal static partial class OperationCases<T>
{
    private static readonly ConvolutionWindow Dense = ConvolutionWindow.Dense;

    private static ConvolutionWindow Window(int stride, int padding, int dilation) => new(stride, padding, dilation);

    private static OperationCase<T>[] Convolutions() =>
    [
        Row("Convolution", [Real(2, 2, 5), Real(3, 2, 2)], x => x[0].Convolution(x[1])),
        Row("Convolution", [Real(1, 2, 5), Real(2, 2, 3)], x => x[0].Convolution(x[1], stride: 2, padding: 1)),
        Row("Convolution", [Real(1, 1, 6), Real(2, 1, 3)], x => x[0].Convolution(x[1], padding: 2, dilation: 2)),
        Row("Convolution", [Real(2, 4, 3), Real(4, 2, 2)], x => x[0].Convolution(x[1], groups: 2)),
        Row("Convolution", [Real(1, 2, 3), Real(3, 2, 3)], x => x[0].Convolution(x[1])),
        Row("Convolution", [Real(2, 3, 4), Real(2, 3, 1)], x => x[0].Convolution(x[1])),
        Row("Convolution", [Real(0, 2, 5), Real(3, 2, 2)], x => x[0].Convolution(x[1])),
        Row("Convolution", [Real(1, 0, 3), Real(2, 0, 2)], x => x[0].Convolution(x[1])),
        Row("Convolution", [Real(1, 1, 4), Real(0, 1, 2)], x => x[0].Convolution(x[1])),
        Row("Convolution", [Real(2, 2, 3, 4), Real(3, 2, 2, 2)], x => x[0].Convolution(x[1])),
        Row("Convolution", [Real(1, 2, 4, 3), Real(2, 2, 3, 2)], x => x[0].Convolution(x[1], padding: 1)),
        Row("Convolution", [Real(1, 1, 5, 4), Real(2, 1, 2, 2)], x => x[0].Convolution(x[1], Window(2, 1, 1), Window(1, 0, 2))),
        Row("Convolution", [Real(1, 1, 5, 5), Real(1, 1, 2, 2)], x => x[0].Convolution(x[1], Window(1, 0, 3), Window(2, 2, 2))),
        Row("Convolution", [Real(1, 4, 3, 3), Real(2, 2, 2, 2)], x => x[0].Convolution(x[1], groups: 2)),
        Row("Convolution", [Real(1, 3, 3, 2), Real(6, 1, 2, 2)], x => x[0].Convolution(x[1], padding: 1, groups: 3)),
        Row("Convolution", [Real(2, 3, 2, 2), Real(2, 3, 1, 1)], x => x[0].Convolution(x[1])),
        Row("Convolution", [Real(1, 2, 3, 3), Real(2, 2, 1, 1)], x => x[0].Convolution(x[1], stride: 2)),
        Row("Convolution", [Real(2, 2, 2, 3), Real(2, 2, 2, 3)], x => x[0].Convolution(x[1])),
        Row("Convolution", [Real(0, 2, 3, 3), Real(2, 2, 2, 2)], x => x[0].Convolution(x[1])),
        Row("Convolution", [Real(2, 2, 3)], x => x[0].Convolution(x[0], padding: 1)),
        Row("Convolution", [Real(1, 1, 2, 2)], x => x[0].Convolution(x[0], padding: 1), order: 3),
        Row("Convolution", [Real(1, 2, 4), Real(2, 2, 2), Real(1, 2, 2)], x => x[0].Convolution(x[1]).Tanh().Convolution(x[2])),
        Row("Convolution", [Real(2, 2, 3, 2, 3), Real(2, 2, 2, 2, 2)], x => x[0].Convolution(x[1])),
        Row("Convolution", [Real(1, 2, 4, 3, 2), Real(4, 1, 2, 2, 1)], x => x[0].Convolution(x[1], stride: 2, padding: 1, groups: 2)),
        Row("Convolution", [Real(1, 1, 5, 2, 3), Real(1, 1, 2, 2, 2)], x => x[0].Convolution(x[1], Window(1, 1, 2), Window(1, 0, 1), Window(2, 1, 1))),
        Row("Convolution", [Real(0, 1, 2, 2, 2), Real(2, 1, 2, 1, 1)], x => x[0].Convolution(x[1])),
        Row("ConvolutionTranspose", [Real(2, 2, 3), Real(2, 3, 2)], x => x[0].ConvolutionTranspose(x[1]), Traits.SumsProducts),
        Row("ConvolutionTranspose", [Real(1, 4, 3), Real(4, 1, 3)], x => x[0].ConvolutionTranspose(x[1], stride: 3, padding: 1, outputPadding: 2, dilation: 2, groups: 2), Traits.SumsProducts),
        Row("ConvolutionTranspose", [Real(1, 2, 2, 3), Real(2, 2, 3, 3)], x => x[0].ConvolutionTranspose(x[1], stride: 2, padding: 1, outputPadding: 1), Traits.SumsProducts),
        Row("ConvolutionTranspose", [Real(2, 1, 2, 2), Real(1, 2, 2, 1)], x => x[0].ConvolutionTranspose(x[1], Window(2, 0, 1), Window(3, 1, 1), (1, 2)), Traits.SumsProducts),
        Row("ConvolutionTranspose", [Real(0, 1, 2, 2), Real(1, 1, 2, 2)], x => x[0].ConvolutionTranspose(x[1]), Traits.SumsProducts),
        Row("ConvolutionTranspose", [Real(1, 2, 2, 2, 2), Real(2, 2, 2, 1, 2)], x => x[0].ConvolutionTranspose(x[1]), Traits.SumsProducts),
        Row("ConvolutionTranspose", [Real(1, 2, 3, 2, 1), Real(2, 1, 2, 2, 3)], x => x[0].ConvolutionTranspose(x[1], stride: 2, padding: 1, outputPadding: 1, groups: 2), Traits.SumsProducts),
        Row("ConvolutionTranspose", [Real(2, 1, 2, 1, 2), Real(1, 1, 2, 2, 2)], x => x[0].ConvolutionTranspose(x[1], Window(2, 1, 2), Window(1, 0, 1), Window(1, 0, 2), (1, 0, 0)), Traits.SumsProducts),
    ];

    /// <summary>The operations that rules record, as a user's own rule may.</summary>
    private static OperationCase<T>[] Adjoints() =>
    [
        Row("Convolution", [Real(2, 3, 4), Real(3, 2, 2)], x => x[0].Apply(new ConvolutionInputGradientOperation<T>(Dense, Dense, 1, 1, 5), x[1])),
        Row("Convolution", [Real(1, 4, 2), Real(4, 1, 2)], x => x[0].Apply(new ConvolutionInputGradientOperation<T>(Dense, new(2, 1, 1), 2, 1, 3), x[1])),
        Row("Convolution", [Real(1, 2, 2, 3), Real(2, 2, 2, 2)], x => x[0].Apply(new ConvolutionInputGradientOperation<T>(new(2, 1, 1), new(1, 0, 2), 1, 3, 5), x[1])),
        Row("Convolution", [Real(0, 2, 2, 2), Real(2, 1, 1, 1)], x => x[0].Apply(new ConvolutionInputGradientOperation<T>(Dense, Dense, 1, 2, 2), x[1])),
        Row("Convolution", [Real(2, 2, 5), Real(2, 3, 4)], x => x[0].Apply(new ConvolutionWeightGradientOperation<T>(Dense, Dense, 1, 1, 2), x[1])),
        Row("Convolution", [Real(1, 2, 3), Real(1, 4, 2)], x => x[0].Apply(new ConvolutionWeightGradientOperation<T>(Dense, new(2, 1, 1), 2, 1, 2), x[1])),
        Row("Convolution", [Real(1, 2, 3, 5), Real(1, 2, 2, 3)], x => x[0].Apply(new ConvolutionWeightGradientOperation<T>(new(2, 1, 1), new(1, 0, 2), 1, 2, 2), x[1])),
        Row("Convolution", [Real(0, 1, 2, 2), Real(0, 2, 2, 2)], x => x[0].Apply(new ConvolutionWeightGradientOperation<T>(Dense, Dense, 1, 1, 1), x[1])),
    ];
}
