using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>
/// The three products of a convolution, as matrix products with the matrix of windows [terms, windows] of each image and group. That matrix
/// exists one tile at a time, in a buffer that fits the cache, or not at all where x itself lies so.
/// </summary>
/// <remarks>
/// <code>
///   y  [outputs, windows] = weight [outputs, terms]  · windows of x           terms in the order (channel, kernel row, kernel column)
///   w̄  [outputs, terms]   = ȳ [outputs, windows]     · (windows of x)ᵀ        in the order (image, window)
///   windows of x̄          = weightᵀ                  · ȳ                      over outputs, then added up in the order of the windows
/// </code>
/// Each sum is one chain of fused multiply-adds in that order (for x̄: one for each window), whatever the tiles are.
/// All tensors are contiguous.
/// </remarks>
internal static unsafe class ConvolutionProduct
{
    /// <summary>y[n, o, oh, ow] = Σ over c, kh, kw of weight[o, c, kh, kw] x[n, c, oh · stride − padding + kh · dilation, …].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<T>(in ConvolutionGeometry geometry, ReadOnlySpan<T> x, ReadOnlySpan<T> weight, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y.IsEmpty) return;
        if (weight.IsEmpty)
        {
            y.Clear();
            return;
        }

        nint outputs = geometry.Outputs, terms = geometry.Terms, windows = geometry.Windows;
        bool isView = geometry.TryView(out nint viewRow, out nint viewColumn);
        var plan = new ConvolutionPlan(in geometry, sizeof(T));
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(isView ? 0 : plan.BufferLength);
        fixed (T* xStart = x, weightStart = weight, yStart = y, buffer = owner.Span)
        {
            T* image = xStart, result = yStart;
            for (int n = 0; n < geometry.Batch; n++)
            {
                T* kernel = weightStart;
                for (int g = 0; g < geometry.Groups; g++)
                {
                    if (isView)
                    {
                        MatrixProduct.Multiply(outputs, windows, terms, kernel, terms, 1, image, viewRow, viewColumn, result, windows, accumulate: false);
                    }
                    else
                    {
                        Forward(in geometry, in plan, image, kernel, result, buffer);
                    }

                    image += geometry.Channels * geometry.Plane;
                    kernel += outputs * terms;
                    result += outputs * windows;
                }
            }
        }
    }

    /// <summary>x̄: the sums, over all windows that read an element of x, of weight times ȳ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InputGradient<T>(in ConvolutionGeometry geometry, ReadOnlySpan<T> cotangent, ReadOnlySpan<T> weight, Span<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        x.Clear();
        if (x.IsEmpty || weight.IsEmpty) return;
        nint outputs = geometry.Outputs, terms = geometry.Terms, windows = geometry.Windows;

        // Into x at once where no two windows share an element, and windows that follow each other lie so.
        bool isView = geometry.TryView(out nint viewRow, out nint viewColumn) && (viewColumn == 1 || windows == 1) && (terms == 1 || viewRow >= windows);
        var plan = new ConvolutionPlan(in geometry, sizeof(T));
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(isView ? 0 : plan.BufferLength);
        fixed (T* xStart = x, weightStart = weight, cotangentStart = cotangent, buffer = owner.Span)
        {
            T* image = xStart, given = cotangentStart;
            for (int n = 0; n < geometry.Batch; n++)
            {
                T* kernel = weightStart;
                for (int g = 0; g < geometry.Groups; g++)
                {
                    if (isView)
                    {
                        MatrixProduct.Multiply(terms, windows, outputs, kernel, 1, terms, given, windows, 1, image, viewRow, accumulate: false);
                    }
                    else
                    {
                        InputGradient(in geometry, in plan, given, kernel, image, buffer);
                    }

                    image += geometry.Channels * geometry.Plane;
                    kernel += outputs * terms;
                    given += outputs * windows;
                }
            }
        }
    }

    /// <summary>w̄: the sums, over all images and windows, of ȳ times what the window reads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WeightGradient<T>(in ConvolutionGeometry geometry, ReadOnlySpan<T> x, ReadOnlySpan<T> cotangent, Span<T> weight)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (weight.IsEmpty) return;
        if (cotangent.IsEmpty)
        {
            weight.Clear();
            return;
        }

        nint outputs = geometry.Outputs, terms = geometry.Terms, windows = geometry.Windows;
        bool isView = geometry.TryView(out nint viewRow, out nint viewColumn);
        var plan = new ConvolutionPlan(in geometry, sizeof(T));
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(isView ? 0 : plan.BufferLength);
        fixed (T* xStart = x, weightStart = weight, cotangentStart = cotangent, buffer = owner.Span)
        {
            T* image = xStart, given = cotangentStart;
            for (int n = 0; n < geometry.Batch; n++)
            {
                T* kernel = weightStart;
                for (int g = 0; g < geometry.Groups; g++)
                {
                    if (isView)
                    {
                        MatrixProduct.Multiply(outputs, terms, windows, given, windows, 1, image, viewColumn, viewRow, kernel, terms, accumulate: n > 0);
                    }
                    else
                    {
                        WeightGradient(in geometry, in plan, image, given, kernel, buffer, accumulate: n > 0);
                    }

                    image += geometry.Channels * geometry.Plane;
                    kernel += outputs * terms;
                    given += outputs * windows;
                }
            }
        }
    }

    /// <summary>One image and group, tile by tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<T>(in ConvolutionGeometry geometry, in ConvolutionPlan plan, T* x, T* weight, T* y, T* buffer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint taps = geometry.Taps, terms = geometry.Terms;
        ConvolutionTile tile = plan.First(in geometry);
        do
        {
            for (int c = 0; c < geometry.Channels; c += plan.Channels)
            {
                int channels = Math.Min(plan.Channels, geometry.Channels - c);
                ConvolutionTiles.Pack(in geometry, in tile, x + (c * geometry.Plane), channels, buffer);
                MatrixProduct.Multiply(
                    geometry.Outputs, tile.Count, channels * taps, weight + (c * taps), terms, 1, buffer, tile.Count, 1,
                    y + tile.Start(in geometry), geometry.Windows, accumulate: c > 0);
            }
        }
        while (plan.Next(in geometry, ref tile));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InputGradient<T>(in ConvolutionGeometry geometry, in ConvolutionPlan plan, T* cotangent, T* weight, T* x, T* buffer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint taps = geometry.Taps, terms = geometry.Terms;
        ConvolutionTile tile = plan.First(in geometry);
        do
        {
            for (int c = 0; c < geometry.Channels; c += plan.Channels)
            {
                int channels = Math.Min(plan.Channels, geometry.Channels - c);
                MatrixProduct.Multiply(
                    channels * taps, tile.Count, geometry.Outputs, weight + (c * taps), 1, terms,
                    cotangent + tile.Start(in geometry), geometry.Windows, 1, buffer, tile.Count, accumulate: false);
                ConvolutionTiles.Unpack(in geometry, in tile, buffer, channels, x + (c * geometry.Plane));
            }
        }
        while (plan.Next(in geometry, ref tile));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WeightGradient<T>(
        in ConvolutionGeometry geometry, in ConvolutionPlan plan, T* x, T* cotangent, T* weight, T* buffer, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint taps = geometry.Taps, terms = geometry.Terms;
        ConvolutionTile tile = plan.First(in geometry);
        do
        {
            for (int c = 0; c < geometry.Channels; c += plan.Channels)
            {
                int channels = Math.Min(plan.Channels, geometry.Channels - c);
                ConvolutionTiles.Pack(in geometry, in tile, x + (c * geometry.Plane), channels, buffer);
                MatrixProduct.Multiply(
                    geometry.Outputs, channels * taps, tile.Count, cotangent + tile.Start(in geometry), geometry.Windows, 1, buffer, 1, tile.Count,
                    weight + (c * taps), terms, accumulate);
            }

            accumulate = true;
        }
        while (plan.Next(in geometry, ref tile));
    }
}
