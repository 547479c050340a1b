using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// The windows of a pooling along one dimension: <see cref="Kernel"/> elements each, <see cref="Stride"/> apart, from
/// <see cref="Padding"/> before the first element on. Padding holds no elements: a window that reaches into it, or beyond it, is shorter.
/// </summary>
/// <param name="Kernel">The length of a window, 1 or more; 0 where windows are adaptive.</param>
/// <param name="Stride">The distance from one window to the next, 1 or more; where windows are adaptive, their number.</param>
/// <param name="Padding">How far windows may begin before the first and end after the last element; less than the kernel.</param>
/// <param name="Dilation">The distance between the elements of a window, 1 or more.</param>
/// <param name="Ceiling">Whether elements that are left over at the end have a window of their own; it begins before the end of the elements.</param>
public readonly record struct PoolWindow(int Kernel, int Stride, int Padding, int Dilation = 1, bool Ceiling = false)
{
    /// <summary>Windows of one element: what leaves a dimension as it is.</summary>
    public static PoolWindow Single => new(1, 1, 0);

    /// <summary>
    /// Windows that divide any length n into a given number m of nearly equal parts, where it is not a multiple overlapping by an
    /// element: window i reaches from ⌊i n / m⌋ to before ⌈(i + 1) n / m⌉.
    /// </summary>
    /// <param name="windows">Their number m, 1 or more.</param>
    /// <returns>The windows.</returns>
    public static PoolWindow Adaptive(int windows) => new(0, windows, 0);

    /// <summary>Windows as a method is given them.</summary>
    internal static PoolWindow Of(string operation, int kernel, int? stride, int padding, int dilation, bool ceiling)
    {
        if (kernel < 1) throw ConvolutionErrors.TooSmall(operation, "kernel", kernel, 1);
        return new(kernel, stride ?? kernel, padding, dilation, ceiling);
    }

    private bool IsAdaptive => Kernel == 0;

    /// <summary>The number of windows over a dimension.</summary>
    internal nint Count(string operation, string dimension, int length, Shape x)
    {
        if (IsAdaptive && Stride < 1) throw ConvolutionErrors.TooSmall(operation, "windows", Stride, 1);
        if (Kernel < 0 || (IsAdaptive && Padding != 0)) throw ConvolutionErrors.TooSmall(operation, "kernel", Kernel, 1);
        if (Stride < 1) throw ConvolutionErrors.TooSmall(operation, "stride", Stride, 1);
        if (Padding < 0) throw ConvolutionErrors.TooSmall(operation, "padding", Padding, 0);
        if (Dilation < 1) throw ConvolutionErrors.TooSmall(operation, "dilation", Dilation, 1);
        if (!IsAdaptive && Padding >= Kernel) throw ConvolutionErrors.PaddingTooLarge(operation, Padding, Kernel);
        if (length == 0) throw ConvolutionErrors.NothingToPool(operation, dimension, x);
        if (IsAdaptive) return Stride;
        if (Padding > 0 && Dilation > length) throw ConvolutionErrors.DilationTooLarge(operation, dimension, Dilation, Padding, length);
        nint count = new ConvolutionWindow(Stride, Padding, Dilation).CountWindows(operation, dimension, length, Kernel, Ceiling);
        return Ceiling && (count - 1) * Stride >= (nint)length + Padding ? count - 1 : count;
    }

    /// <summary>The elements in a window, from <c>First</c> to before <c>End</c>, <see cref="Dilation"/> apart; one at least.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal (nint First, nint End) Bounds(nint window, nint length)
    {
        if (IsAdaptive) return (window * length / Stride, (((window + 1) * length) + Stride - 1) / Stride);
        nint first = (window * Stride) - Padding;
        nint end = Math.Min(first + ((Kernel - 1) * (nint)Dilation) + 1, length);
        if (first < 0) first = Dilation == 1 ? 0 : ((first % Dilation) + Dilation) % Dilation;
        return (first, end);
    }

    /// <summary>The most windows that share an element.</summary>
    internal nint Overlap(int length) => IsAdaptive ? (Stride / length) + 2 : Dilation > 1 ? Kernel : ((nint)Kernel + Stride - 1) / Stride;

    /// <summary>The number of elements between bounds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal nint CountElements(nint first, nint end) => Dilation == 1 ? end - first : (end - first + Dilation - 1) / Dilation;

    /// <summary>What the sum of a window is divided by: the number of its elements, with those in the padding or without; beyond the padding nothing counts.</summary>
    internal nint Divisor(nint window, nint first, nint end, nint length, bool countsPadding)
    {
        if (!countsPadding || IsAdaptive) return CountElements(first, end);
        return !Ceiling ? Kernel : Math.Min(Kernel, CountElements((window * Stride) - Padding, length + Padding));
    }
}
