using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// The windows of a pooling along one dimension: <see cref="Kernel"/> elements each, <see cref="Stride"/> apart, from
/// <see cref="Padding"/> before the first element on. Padding holds no elements: a window that reaches into it is shorter.
/// </summary>
/// <param name="Kernel">The length of a window, 1 or more; 0 where windows are adaptive.</param>
/// <param name="Stride">The distance from one window to the next, 1 or more; where windows are adaptive, their number.</param>
/// <param name="Padding">How far windows may begin before the first and end after the last element; less than the kernel.</param>
public readonly record struct PoolWindow(int Kernel, int Stride, int Padding)
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

    private bool IsAdaptive => Kernel == 0;

    /// <summary>The number of windows over a dimension.</summary>
    internal nint Count(string operation, string dimension, int length, Shape x)
    {
        if (IsAdaptive && Stride < 1) throw ConvolutionErrors.TooSmall(operation, "windows", Stride, 1);
        if (Kernel < 0 || (IsAdaptive && Padding != 0)) throw ConvolutionErrors.TooSmall(operation, "kernel", Kernel, 1);
        if (Stride < 1) throw ConvolutionErrors.TooSmall(operation, "stride", Stride, 1);
        if (Padding < 0) throw ConvolutionErrors.TooSmall(operation, "padding", Padding, 0);
        if (!IsAdaptive && Padding >= Kernel) throw ConvolutionErrors.PaddingTooLarge(operation, Padding, Kernel);
        if (length == 0) throw ConvolutionErrors.NothingToPool(operation, dimension, x);
        if (IsAdaptive) return Stride;
        return new ConvolutionWindow(Stride, Padding, 1).CountWindows(operation, dimension, length, Kernel);
    }

    /// <summary>The elements in a window, from <c>First</c> to before <c>End</c>; one at least.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal (nint First, nint End) Bounds(nint window, nint length)
    {
        if (IsAdaptive) return (window * length / Stride, (((window + 1) * length) + Stride - 1) / Stride);
        nint first = (window * Stride) - Padding;
        return (Math.Max(first, 0), Math.Min(first + Kernel, length));
    }

    /// <summary>The most windows that share an element.</summary>
    internal nint Overlap(int length) => IsAdaptive ? (Stride / length) + 2 : ((nint)Kernel + Stride - 1) / Stride;

    /// <summary>What the sum of a window is divided by, from the number of its elements.</summary>
    internal nint Divisor(nint count, bool countsPadding) => countsPadding && !IsAdaptive ? Kernel : count;
}
