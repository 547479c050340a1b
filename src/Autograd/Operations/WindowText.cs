using System.Globalization;

namespace Autograd;

/// <summary>
/// How windows are written in a formula: <c>stride 2</c>, <c>padding 1×0</c>; two numbers, down and across, where they differ, and
/// nothing where it goes without saying.
/// </summary>
internal static class WindowText
{
    /// <summary>The windows of a convolution; without them stride 1, no padding, no dilation, one group.</summary>
    public static string[] Of(ConvolutionWindow height, ConvolutionWindow width, int groups) =>
    [
        .. Unless(1, "stride", height.Stride, width.Stride),
        .. Unless(0, "padding", height.Padding, width.Padding),
        .. Unless(1, "dilation", height.Dilation, width.Dilation),
        .. Unless(1, "groups", groups, groups),
    ];

    /// <summary>The windows of a pooling: their length, or their number where they are adaptive; without more they do not overlap.</summary>
    public static string[] Of(PoolWindow height, PoolWindow width, bool countsPadding = false)
    {
        bool adaptive = height.Kernel == 0 || width.Kernel == 0;
        if (height.Kernel == 0 && width.Kernel == 0) return [Both("windows", height.Stride, width.Stride)];

        // Where one dimension alone is adaptive, a window of 0 elements says so, and the stride how many there are.
        bool dilated = height.Dilation != 1 || width.Dilation != 1, ceiled = height.Ceiling || width.Ceiling;
        bool apart = adaptive || height.Stride != height.Kernel || width.Stride != width.Kernel, padded = height.Padding != 0 || width.Padding != 0;
        return
        [
            Both("window", height.Kernel, width.Kernel),
            .. apart ? new[] { Both("stride", height.Stride, width.Stride) } : [],
            .. padded ? new[] { Both(countsPadding ? "zeros" : "padding", height.Padding, width.Padding) } : [],
            .. dilated ? new[] { Both("dilation", height.Dilation, width.Dilation) } : [],
            .. ceiled ? new[] { height.Ceiling == width.Ceiling ? "ceiling" : height.Ceiling ? "ceiling down" : "ceiling across" } : [],
        ];
    }

    /// <summary>How windows go from slice to slice, where they do.</summary>
    public static string[] Slices(PoolWindow depth)
    {
        string[] parts = Of(depth, depth);
        return depth == PoolWindow.Single ? [] : [string.Create(CultureInfo.InvariantCulture, $"slices ({string.Join(", ", parts)})")];
    }

    /// <summary>The lengths of what the windows read, where the result of the windows does not tell: with larger strides some of it may be left over.</summary>
    public static string[] To(ConvolutionWindow height, ConvolutionWindow width, int down, int across) =>
        height.Stride == 1 && width.Stride == 1 ? [] : [Lengths(down, across)];

    /// <summary>The lengths of what the windows read.</summary>
    public static string[] To(PoolWindow height, PoolWindow width, int down, int across) =>
        height is { Kernel: > 0, Stride: 1 } && width is { Kernel: > 0, Stride: 1 } ? [] : [Lengths(down, across)];

    /// <summary>One number says that there is no height, or one of 1.</summary>
    private static string Lengths(int down, int across) =>
        down == 1 ? string.Create(CultureInfo.InvariantCulture, $"to {across}") : string.Create(CultureInfo.InvariantCulture, $"to {down}×{across}");

    private static string[] Unless(int value, string name, int down, int across) => down == value && across == value ? [] : [Both(name, down, across)];

    private static string Both(string name, int down, int across) => down == across
        ? string.Create(CultureInfo.InvariantCulture, $"{name} {across}")
        : string.Create(CultureInfo.InvariantCulture, $"{name} {down}×{across}");
}
