namespace Autograd;

/// <summary>
/// All lengths of a convolution of volumes x [N, C, D, H, W] with a weight [O, C/groups, kD, kH, kW] to y [N, O, oD, oH, oW]. Each of the oD slices of y is
/// one image of a convolution in two dimensions, where the channels are the C · kD slices of x that its windows read: the weight's elements lie so.
/// </summary>
internal readonly struct VolumeGeometry
{
    private readonly ConvolutionGeometry _images;

    /// <summary>Verifies that the shapes fit together.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public VolumeGeometry(string operation, Shape x, Shape weight, ConvolutionWindow depth, ConvolutionWindow height, ConvolutionWindow width, int groups)
    {
        if (x.Rank != 5 || weight.Rank != 5) throw ConvolutionErrors.Ranks(operation, x, weight);
        ConvolutionGeometry.CheckGroups(operation, groups, x[1], x);
        if (x[1] != (long)weight[1] * groups) throw ConvolutionErrors.Channels(operation, x, weight, groups);
        ConvolutionGeometry.CheckGroups(operation, groups, weight[0], weight);
        if (weight[2] == 0) throw ConvolutionErrors.EmptyKernel(operation, weight);
        Batch = x[0];
        Channels = x[1];
        Slices = x[2];
        Depth = depth;
        KernelDepth = weight[2];
        OutputDepth = (int)depth.CountWindows(operation, "depth", Slices, KernelDepth);
        _images = new ConvolutionGeometry(operation, [1, 1, x[3], x[4]], [1, 1, weight[3], weight[4]], height, width, 1);
    }

    /// <summary>How the kernel moves from slice to slice.</summary>
    public ConvolutionWindow Depth { get; }

    public int Batch { get; }

    /// <summary>The channels of x, in all groups.</summary>
    public int Channels { get; }

    /// <summary>The slices of x.</summary>
    public int Slices { get; }

    /// <summary>The slices that a window reads.</summary>
    public int KernelDepth { get; }

    /// <summary>The slices from the first to the last that a window reads.</summary>
    public int Span => ((KernelDepth - 1) * Depth.Dilation) + 1;

    /// <summary>The slices of y.</summary>
    public int OutputDepth { get; }

    /// <summary>The rows of x.</summary>
    public int Height => _images.Height;

    /// <summary>The columns of x.</summary>
    public int Width => _images.Width;
}
