namespace Autograd;

/// <summary>What the elements of a convolution and of its adjoints depend on: windows, elements and taps of the kernel, along each dimension by itself.</summary>
internal static class ConvolutionSets
{
    private static readonly Dimensions Batch = Dimensions.None.Add(0), Outputs = Dimensions.None.Add(2), Channels = Dimensions.None.Add(3);

    // All three have the lengths [batch, group, output of the group, channel of the group, down, across], 1 where they have no such dimension.

    /// <summary>y: of x all channels of the group in its window, of the weight the taps that do not meet padding.</summary>
    public static IndexSets Forward(in OperandSets operands, in ConvolutionGeometry geometry)
    {
        Shape all = Outer(in geometry, geometry.Batch, geometry.Outputs, 1).Insert(4, (int)geometry.OutputHeight).Insert(5, (int)geometry.OutputWidth);
        ConvolutionReads down = Down(in geometry), across = Across(in geometry);
        IndexSets x = Input(operands[0], in geometry).Over(Channels, keep: true).Along(4, down.ElementsOfWindow).Along(5, across.ElementsOfWindow);
        IndexSets weight = Weight(operands[1], in geometry).Over(Channels, keep: true).Along(4, down.TapsOfWindow).Along(5, across.TapsOfWindow);
        return x.With(weight, all).Reshape(operands.Shape);
    }

    /// <summary>x̄: of ȳ all outputs of the group whose window has the element, of the weight the taps that meet it.</summary>
    public static IndexSets InputGradient(in OperandSets operands, in ConvolutionGeometry geometry)
    {
        Shape all = Outer(in geometry, geometry.Batch, 1, geometry.Channels).Insert(4, geometry.Height).Insert(5, geometry.Width);
        ConvolutionReads down = Down(in geometry), across = Across(in geometry);
        IndexSets y = Output(operands[0], in geometry).Over(Outputs, keep: true).Along(4, down.WindowsOfElement).Along(5, across.WindowsOfElement);
        IndexSets weight = Weight(operands[1], in geometry).Over(Outputs, keep: true).Along(4, down.TapsOfElement).Along(5, across.TapsOfElement);
        return y.With(weight, all).Reshape(operands.Shape);
    }

    /// <summary>w̄: of x what the tap meets in all images, of ȳ the windows in which it does not meet padding.</summary>
    public static IndexSets WeightGradient(in OperandSets operands, in ConvolutionGeometry geometry)
    {
        Shape all = Outer(in geometry, 1, geometry.Outputs, geometry.Channels).Insert(4, geometry.KernelHeight).Insert(5, geometry.KernelWidth);
        ConvolutionReads down = Down(in geometry), across = Across(in geometry);
        IndexSets x = Input(operands[0], in geometry).Over(Batch, keep: true).Along(4, down.ElementsOfTap).Along(5, across.ElementsOfTap);
        IndexSets y = Output(operands[1], in geometry).Over(Batch, keep: true).Along(4, down.WindowsOfTap).Along(5, across.WindowsOfTap);
        return x.With(y, all).Reshape(operands.Shape);
    }

    private static Shape Outer(in ConvolutionGeometry geometry, int batch, int outputs, int channels) => (batch, geometry.Groups, outputs, channels);

    private static IndexSets Input(IndexSets x, in ConvolutionGeometry geometry) =>
        x.Reshape(Outer(in geometry, geometry.Batch, 1, geometry.Channels).Insert(4, geometry.Height).Insert(5, geometry.Width));

    private static IndexSets Output(IndexSets y, in ConvolutionGeometry geometry) =>
        y.Reshape(Outer(in geometry, geometry.Batch, geometry.Outputs, 1).Insert(4, (int)geometry.OutputHeight).Insert(5, (int)geometry.OutputWidth));

    private static IndexSets Weight(IndexSets weight, in ConvolutionGeometry geometry) =>
        weight.Reshape(Outer(in geometry, 1, geometry.Outputs, geometry.Channels).Insert(4, geometry.KernelHeight).Insert(5, geometry.KernelWidth));

    private static ConvolutionReads Down(in ConvolutionGeometry geometry) => new(geometry.Vertical, (int)geometry.OutputHeight, geometry.KernelHeight, geometry.Height);

    private static ConvolutionReads Across(in ConvolutionGeometry geometry) => new(geometry.Horizontal, (int)geometry.OutputWidth, geometry.KernelWidth, geometry.Width);
}

/// <summary>Along one dimension, which elements windows read by which taps of the kernel: the element is window · stride − padding + tap · dilation.</summary>
internal sealed class ConvolutionReads(ConvolutionWindow window, int windows, int taps, int length)
{
    public Relation ElementsOfWindow => Elements(windows, taps, (i, tap) => ElementOf(i, tap));

    public Relation TapsOfWindow => Elements(windows, taps, (i, tap) => ElementOf(i, tap) >= 0 ? tap : -1);

    public Relation ElementsOfTap => Elements(taps, windows, (tap, i) => ElementOf(i, tap));

    public Relation WindowsOfTap => Elements(taps, windows, (tap, i) => ElementOf(i, tap) >= 0 ? i : -1);

    public Relation WindowsOfElement => ElementsOfWindow.Transposed(length);

    public Relation TapsOfElement => ElementsOfTap.Transposed(length);

    private static Relation Elements(int count, int terms, Func<int, int, int> place) =>
        Relation.Of(count, i => Enumerable.Range(0, terms).Select(term => place(i, term)).Where(place => place >= 0).Distinct());

    private int ElementOf(int i, int tap) => window.IndexOf(i, tap) is var place && place >= 0 && place < length ? (int)place : -1;
}
