namespace Autograd;

/// <summary>All lengths of a pooling of x [N, C, H, W]. Without the height it has one dimension and counts as of height 1.</summary>
internal readonly struct PoolGeometry
{
    private readonly Shape _x;

    /// <summary>Verifies that the windows fit.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public PoolGeometry(string operation, Shape x, PoolWindow vertical, PoolWindow horizontal)
    {
        if (x.Rank is not (3 or 4)) throw ConvolutionErrors.PoolingRank(operation, x);
        _x = x;
        Vertical = x.Rank == 4 ? vertical : PoolWindow.Single;
        Horizontal = horizontal;
        Planes = (nint)x[0] * x[1];
        Height = x.Rank == 4 ? x[2] : 1;
        Width = x[^1];
        OutputHeight = Vertical.Count(operation, "height", Height, x);
        OutputWidth = Horizontal.Count(operation, "width", Width, x);
    }

    /// <summary>The windows down.</summary>
    public PoolWindow Vertical { get; }

    /// <summary>The windows across.</summary>
    public PoolWindow Horizontal { get; }

    /// <summary>The channels of all images.</summary>
    public nint Planes { get; }

    public int Height { get; }

    public int Width { get; }

    public nint OutputHeight { get; }

    public nint OutputWidth { get; }

    /// <summary>Whether so many windows may share an element that their sum there is to be compensated.</summary>
    public bool IsLong => Math.Min(Vertical.Overlap(Height), OutputHeight) * Math.Min(Horizontal.Overlap(Width), OutputWidth) > PoolingBand.ChainLength;

    /// <summary>The shape of the result.</summary>
    public Shape Result => _x.Rank == 4 ? [_x[0], _x[1], OutputHeight, OutputWidth] : [_x[0], _x[1], OutputWidth];
}
