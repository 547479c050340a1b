using System.Globalization;
using System.Numerics;

namespace Autograd;

/// <summary>
/// The layer of a transposed convolution with a bias, which makes images larger by the stride: lengths [N, C, H, W] give [N, O, oH, oW], where
/// oH = (H − 1) stride − 2 padding + dilation (kH − 1) + 1 + outputPadding. W has shape [C, O/groups, kH, kW], the kernels from each input channel, and b [O].
/// </summary>
/// <remarks><c>x.ConvolutionTranspose(weight, …)</c> with parameters; elsewhere <c>torch.nn.ConvTranspose1d</c> to <c>ConvTranspose3d</c>.</remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class ConvolutionTranspose<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _stride;
    private readonly int _padding;
    private readonly int _outputPadding;
    private readonly int _dilation;
    private readonly int _groups;

    /// <summary>A layer with random weights and a bias of zeros.</summary>
    /// <param name="name">Its name: the parameters are called W and b with this behind, so "1" makes W1 and b1.</param>
    /// <param name="inputs">The number of channels of the input, at least 1.</param>
    /// <param name="outputs">The number of channels of the output, at least 1.</param>
    /// <param name="kernel">The lengths of the kernel, from one to three: <c>[3, 3]</c>.</param>
    /// <param name="initializer">The distribution of the weights; to it, this layer's inputs are outputs, and the other way round, as in PyTorch.</param>
    /// <param name="random">Where the weights come from.</param>
    /// <param name="stride">The distance from one window to the next, 1 or more.</param>
    /// <param name="padding">How many elements of the result are cut off on either side, 0 or more.</param>
    /// <param name="outputPadding">How many elements more the result has at its end, from 0 to the stride − 1.</param>
    /// <param name="dilation">The distance between the elements of a window, 1 or more.</param>
    /// <param name="groups">How many groups of channels are kept apart; it divides both numbers of channels.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <exception cref="ArgumentException">The kernel has no dimension or too many, or the groups do not divide the channels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <example><code>new ConvolutionTranspose&lt;float&gt;("1", inputs: 16, outputs: 8, kernel: [4, 4], Initializer.HeNormal, random, stride: 2, padding: 1)   // H to 2H</code></example>
    public ConvolutionTranspose(
        string name, int inputs, int outputs, Shape kernel, Initializer initializer, RandomGenerator random,
        int stride = 1, int padding = 0, int outputPadding = 0, int dilation = 1, int groups = 1, bool hasBias = true)
        : this(
            ConvolutionParameters.Weight<T>("ConvolutionTranspose", name, inputs, outputs, kernel, groups, isTransposed: true).Initialize(initializer, random),
            hasBias ? new Parameter<T>("b" + name, [outputs]) : null,
            stride,
            padding,
            outputPadding,
            dilation,
            groups)
    {
    }

    /// <summary>A layer of given parameters: shared ones, saved ones, or without a bias.</summary>
    /// <param name="weight">W, of shape [inputs, outputs/groups, ...kernel].</param>
    /// <param name="bias">b, of shape [outputs], or null.</param>
    /// <param name="stride">The distance from one window to the next, 1 or more.</param>
    /// <param name="padding">How many elements of the result are cut off on either side, 0 or more.</param>
    /// <param name="outputPadding">How many elements more the result has at its end, from 0 to the stride − 1.</param>
    /// <param name="dilation">The distance between the elements of a window, 1 or more.</param>
    /// <param name="groups">How many groups of channels are kept apart.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ConvolutionTranspose(Parameter<T> weight, Parameter<T>? bias, int stride = 1, int padding = 0, int outputPadding = 0, int dilation = 1, int groups = 1)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ConvolutionParameters.Check("ConvolutionTranspose", stride, padding, dilation, groups);
        if (outputPadding < 0) throw TrainingErrors.LengthBelow("ConvolutionTranspose", "output padding", outputPadding, 0, nameof(outputPadding));
        if (outputPadding >= stride) throw TrainingErrors.LengthAbove("ConvolutionTranspose", "output padding", outputPadding, stride - 1, nameof(outputPadding));
        ConvolutionParameters.Check("ConvolutionTranspose", weight.Shape, bias, groups, isTransposed: true);
        (_stride, _padding, _outputPadding, _dilation, _groups) = (stride, padding, outputPadding, dilation, groups);
        Weight = Add("weight", weight);
        if (bias is not null) Bias = Add("bias", bias);
    }

    /// <summary>W, of shape [inputs, outputs/groups, ...kernel].</summary>
    public Parameter<T> Weight { get; }

    /// <summary>b, of shape [outputs], or null where there is none.</summary>
    public Parameter<T>? Bias { get; }

    /// <summary>Records the transposed convolution and the bias.</summary>
    /// <param name="x">The input, of shape [examples, inputs, ...lengths].</param>
    /// <param name="pass">Either.</param>
    /// <returns>The output, of shape [examples, outputs, ...lengths].</returns>
    /// <exception cref="ArgumentException">The input has other channels or another rank, or nothing is left of the result within its padding.</exception>
    public override Variable<T> Forward(Variable<T> x, Pass pass)
    {
        using var attempt = new Attempt<T>(x.Tape);
        Variable<T> y = x.ConvolutionTranspose(Watch(x.Tape, Weight), _stride, _padding, _outputPadding, _dilation, _groups);
        return pass.Noted(this, attempt.Keep(Bias is null ? y : y + Watch(x.Tape, Bias).PerChannel(y.Rank)));
    }

    /// <summary>The number of channels, the kernel, and what is not as usual.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        string over = _outputPadding == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", output padding {_outputPadding}");
        return $"ConvolutionTranspose {Weight.Shape[0]} → {Weight.Shape[1] * _groups}{ConvolutionParameters.Text(Weight.Shape, _stride, _padding, _dilation, _groups)}{over}";
    }
}
