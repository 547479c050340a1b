namespace Autograd;

/// <summary>
/// All lengths of a convolution of x [N, C, H, W] with a weight [O, C/groups, kH, kW] to y [N, O, oH, oW]. Without the heights it
/// has one dimension and counts as of height 1.
/// </summary>
internal readonly struct ConvolutionGeometry
{
    private readonly bool _isPlane;

    /// <summary>Verifies that the shapes fit together.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public ConvolutionGeometry(string operation, Shape x, Shape weight, ConvolutionWindow vertical, ConvolutionWindow horizontal, int groups)
    {
        if (x.Rank is not (3 or 4) || weight.Rank != x.Rank) throw ConvolutionErrors.Ranks(operation, x, weight);
        CheckGroups(operation, groups, x[1], x);
        if (x[1] != (long)weight[1] * groups) throw ConvolutionErrors.Channels(operation, x, weight, groups);
        CheckGroups(operation, groups, weight[0], weight);
        _isPlane = x.Rank == 4;
        Vertical = _isPlane ? vertical : ConvolutionWindow.Dense;
        Horizontal = horizontal;
        Batch = x[0];
        Groups = groups;
        Channels = weight[1];
        Outputs = weight[0] / groups;
        Height = _isPlane ? x[2] : 1;
        Width = x[^1];
        KernelHeight = _isPlane ? weight[2] : 1;
        KernelWidth = weight[^1];
        if (KernelHeight == 0 || KernelWidth == 0) throw ConvolutionErrors.EmptyKernel(operation, weight);
        OutputHeight = Vertical.CountWindows(operation, "height", Height, KernelHeight);
        OutputWidth = Horizontal.CountWindows(operation, "width", Width, KernelWidth);
    }

    /// <summary>How the kernel moves down.</summary>
    public ConvolutionWindow Vertical { get; }

    /// <summary>How the kernel moves across.</summary>
    public ConvolutionWindow Horizontal { get; }

    public int Batch { get; }

    public int Groups { get; }

    /// <summary>The channels of x in one group.</summary>
    public int Channels { get; }

    /// <summary>The channels of y in one group.</summary>
    public int Outputs { get; }

    public int Height { get; }

    public int Width { get; }

    public int KernelHeight { get; }

    public int KernelWidth { get; }

    public nint OutputHeight { get; }

    public nint OutputWidth { get; }

    /// <summary>The elements of one channel of x.</summary>
    public nint Plane => (nint)Height * Width;

    /// <summary>The elements of one channel of y: the windows.</summary>
    public nint Windows => OutputHeight * OutputWidth;

    /// <summary>The elements that one channel has in a window.</summary>
    public nint Taps => (nint)KernelHeight * KernelWidth;

    /// <summary>The elements of a window: the terms of one element of y.</summary>
    public nint Terms => Channels * Taps;

    /// <summary>The shape of y.</summary>
    public Shape Result => _isPlane
        ? [Batch, (nint)Groups * Outputs, OutputHeight, OutputWidth]
        : [Batch, (nint)Groups * Outputs, OutputWidth];

    /// <summary>
    /// The windows of one image and group as a matrix [terms, windows] where x itself lies so: without padding, and when all steps
    /// along either dimension of the matrix are equally long.
    /// </summary>
    public bool TryView(out nint rowStride, out nint columnStride)
    {
        columnStride = rowStride = 0;
        return Vertical.Padding == 0 && Horizontal.Padding == 0
            && TryMerge(Channels, Plane, KernelHeight, (nint)Vertical.Dilation * Width, KernelWidth, Horizontal.Dilation, out rowStride)
            && TryMerge(1, 0, OutputHeight, (nint)Vertical.Stride * Width, OutputWidth, Horizontal.Stride, out columnStride);
    }

    /// <summary>The arithmetic of a convolution or one of its adjoints: for each element of what the forward one gives, the weights of one output channel.</summary>
    public static long CountMultiplyAdds(in Shape forward, in Shape weight) => (long)forward.ElementCount * (weight.ElementCount / Math.Max(weight[0], 1));

    /// <summary>Verifies that there are equally many channels in each group.</summary>
    public static void CheckGroups(string operation, int groups, int channels, Shape shape)
    {
        if (groups < 1) throw ConvolutionErrors.TooSmall(operation, "groups", groups, 1);
        if (channels % groups != 0) throw ConvolutionErrors.Groups(operation, groups, channels, shape);
    }

    /// <summary>The one stride of three nested loops in a row, if they have one.</summary>
    private static bool TryMerge(nint outer, nint outerStride, nint middle, nint middleStride, nint inner, nint innerStride, out nint stride)
    {
        stride = inner > 1 ? innerStride : middle > 1 ? middleStride : outer > 1 ? outerStride : 1;
        return (middle == 1 || middleStride == inner * stride) && (outer == 1 || outerStride == middle * inner * stride);
    }
}
