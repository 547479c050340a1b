using System.Numerics;

namespace Autograd;

/// <summary>
/// The layer y = x ∗ W + b, a convolution over one dimension, two or three, as many as the kernel has: lengths [N, C, H, W] give [N, O, oH, oW], where
/// oH = ⌊(H + 2 padding − dilation (kH − 1) − 1) / stride⌋ + 1. W has shape [O, C/groups, kH, kW], one kernel per output channel, and b [O].
/// </summary>
/// <remarks>
/// <c>x.Convolution(weight, …)</c> with parameters; elsewhere <c>torch.nn.Conv1d</c> to <c>Conv3d</c>. It moves alike in all dimensions; a layer of one's own
/// may call the operation with a window for each.
/// </remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class Convolution<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _stride;
    private readonly int _padding;
    private readonly int _dilation;
    private readonly int _groups;

    /// <summary>A layer with random weights and a bias of zeros.</summary>
    /// <param name="name">Its name: the parameters are called W and b with this behind, so "1" makes W1 and b1.</param>
    /// <param name="inputs">The number of channels of the input, at least 1.</param>
    /// <param name="outputs">The number of channels of the output, at least 1.</param>
    /// <param name="kernel">The lengths of the kernel, from one to three: <c>[3, 3]</c>, or <c>[5]</c> for a convolution over one dimension.</param>
    /// <param name="initializer">The distribution of the weights.</param>
    /// <param name="random">Where the weights come from.</param>
    /// <param name="stride">The distance from one window to the next, 1 or more.</param>
    /// <param name="padding">How many zeros stand on either side, 0 or more.</param>
    /// <param name="dilation">The distance between the elements that a window reads, 1 or more.</param>
    /// <param name="groups">How many groups of channels are kept apart; it divides both numbers of channels. With as many as inputs, the layer is depth-wise.</param>
    /// <param name="hasBias">Whether there is a bias; before a normalization it has no effect.</param>
    /// <exception cref="ArgumentException">The kernel has no dimension or too many, or the groups do not divide the channels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <example><code>new Convolution&lt;float&gt;("1", inputs: 3, outputs: 16, kernel: [3, 3], Initializer.HeNormal, random, padding: 1)</code></example>
    public Convolution(
        string name, int inputs, int outputs, Shape kernel, Initializer initializer, RandomGenerator random, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool hasBias = true)
        : this(
            ConvolutionParameters.Weight<T>("Convolution", name, inputs, outputs, kernel, groups, isTransposed: false).Initialize(initializer, random),
            hasBias ? new Parameter<T>("b" + name, [outputs]) : null,
            stride,
            padding,
            dilation,
            groups)
    {
    }

    /// <summary>A layer of given parameters: shared ones, saved ones, or without a bias.</summary>
    /// <param name="weight">W, of shape [outputs, inputs/groups, ...kernel].</param>
    /// <param name="bias">b, of shape [outputs], or null.</param>
    /// <param name="stride">The distance from one window to the next, 1 or more.</param>
    /// <param name="padding">How many zeros stand on either side, 0 or more.</param>
    /// <param name="dilation">The distance between the elements that a window reads, 1 or more.</param>
    /// <param name="groups">How many groups of channels are kept apart.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Convolution(Parameter<T> weight, Parameter<T>? bias, int stride = 1, int padding = 0, int dilation = 1, int groups = 1)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ConvolutionParameters.Check("Convolution", stride, padding, dilation, groups);
        ConvolutionParameters.Check("Convolution", weight.Shape, bias, groups, isTransposed: false);
        (_stride, _padding, _dilation, _groups) = (stride, padding, dilation, groups);
        Weight = Add("weight", weight);
        if (bias is not null) Bias = Add("bias", bias);
    }

    /// <summary>W, of shape [outputs, inputs/groups, ...kernel].</summary>
    public Parameter<T> Weight { get; }

    /// <summary>b, of shape [outputs], or null where there is none.</summary>
    public Parameter<T>? Bias { get; }

    /// <summary>Records y = x ∗ W + b.</summary>
    /// <param name="x">The input, of shape [examples, inputs, ...lengths].</param>
    /// <param name="pass">Either.</param>
    /// <returns>The output, of shape [examples, outputs, ...lengths].</returns>
    /// <exception cref="ArgumentException">The input has other channels or another rank, or the kernel is larger than it with its padding.</exception>
    public override Variable<T> Forward(Variable<T> x, Pass pass)
    {
        using var attempt = new Attempt<T>(x.Tape);
        Variable<T> y = x.Convolution(Watch(x.Tape, Weight), _stride, _padding, _dilation, _groups);
        return pass.Noted(this, attempt.Keep(Bias is null ? y : y + Watch(x.Tape, Bias).PerChannel(y.Rank)));
    }

    /// <summary>The number of channels, the kernel, and what is not as usual.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        $"Convolution {Weight.Shape[1] * _groups} → {Weight.Shape[0]}{ConvolutionParameters.Text(Weight.Shape, _stride, _padding, _dilation, _groups)}";
}
