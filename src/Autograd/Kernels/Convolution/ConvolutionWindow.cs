using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>How the kernel of a convolution moves along one dimension.</summary>
/// <param name="Stride">The distance from one window to the next, 1 or more.</param>
/// <param name="Padding">How many zeros stand before and after the elements, 0 or more.</param>
/// <param name="Dilation">The distance between the elements that a window reads, 1 or more.</param>
/// <example>
/// <code>
///   7 elements, kernel 2, stride 2, padding 1, dilation 2:
///
///   index      0 | 1  2  3  4  5  6  7 | 0
///   window 0   ^-----^
///   window 1         ^-----^
///   window 2               ^-----^
///   window 3                     ^-------^
/// </code>
/// </example>
public readonly record struct ConvolutionWindow(int Stride, int Padding, int Dilation)
{
    /// <summary>Stride 1, no padding, no dilation.</summary>
    public static ConvolutionWindow Dense => new(1, 0, 1);

    /// <summary>The number of windows; with a ceiling, one more where elements are left over.</summary>
    internal nint CountWindows(string operation, string dimension, int length, int kernel, bool ceiling = false)
    {
        if (Stride < 1) throw ConvolutionErrors.TooSmall(operation, "stride", Stride, 1);
        if (Padding < 0) throw ConvolutionErrors.TooSmall(operation, "padding", Padding, 0);
        if (Dilation < 1) throw ConvolutionErrors.TooSmall(operation, "dilation", Dilation, 1);
        long free = length + (2L * Padding) - 1 - ((kernel - 1L) * Dilation);
        if (ceiling) free += Stride - 1;
        if (free < 0) throw ConvolutionErrors.KernelTooLarge(operation, dimension, kernel, Dilation, length, Padding);
        return (nint)(free / Stride) + 1;
    }

    /// <summary>The number of elements that so many windows are the transpose of: what they reach, without the padding, and some that they leave over.</summary>
    internal int CountElements(int windows, int kernel, int over, string dimension)
    {
        if (Stride < 1) throw ConvolutionErrors.TooSmall("ConvolutionTranspose", "stride", Stride, 1);
        if (Padding < 0) throw ConvolutionErrors.TooSmall("ConvolutionTranspose", "padding", Padding, 0);
        if (Dilation < 1) throw ConvolutionErrors.TooSmall("ConvolutionTranspose", "dilation", Dilation, 1);
        if (over < 0 || over >= Stride) throw ConvolutionErrors.OutputPadding(over, Stride);
        long length = ((windows - 1L) * Stride) - (2L * Padding) + ((kernel - 1L) * Dilation) + 1 + over;
        if (windows < 1 || kernel < 1 || length < 1 || length > int.MaxValue) throw ConvolutionErrors.TransposeLength(dimension, windows, kernel, length);
        return (int)length;
    }

    /// <summary>The index that a window reads with one element of the kernel; outside of 0..length − 1 lies padding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal nint IndexOf(nint window, nint tap) => (window * Stride) - Padding + (tap * Dilation);

    /// <summary>The number of elements, padding among them, from the first that so many windows read to the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal nint Reach(nint windows, nint kernel) => ((windows - 1) * Stride) + ((kernel - 1) * Dilation) + 1;

    /// <summary>The windows, from <paramref name="first"/> to before <paramref name="end"/>, that read an element and not padding with one element of the kernel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal (nint First, nint End) Inside(nint tap, nint length, nint first, nint end)
    {
        nint before = Padding - (tap * Dilation), last = length - 1 + before;
        if (Stride > 1)
        {
            before = before > 0 ? (before + Stride - 1) / Stride : 0;
            last = last >= 0 ? last / Stride : -1;
        }

        first = Math.Min(Math.Max(first, before), end);
        return (first, Math.Max(first, Math.Min(end, last + 1)));
    }
}
