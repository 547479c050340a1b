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
///   w̄  [outputs, terms]   = ȳ                        · windows of xᵀ          in the order (image, window)
///   windows of x̄          = weightᵀ                  · ȳ                      over outputs, then added up in the order of the windows
/// </code>
/// Each sum is one chain of fused multiply-adds in that order (for x̄: one for each window), whatever the tiles are; of more than
/// <see cref="MatrixChains.Longest"/> terms it is a compensated sum of chains, which begin anew with each tile. So is the sum of the windows of x̄.
/// All tensors are contiguous.
/// </remarks>
internal static unsafe class ConvolutionProduct
{
    /// <summary>y[n, o, oh, ow] = Σ over c, kh, kw of weight[o, c, kh, kw] x[n, c, oh · stride − padding + kh · dilation, …].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<T>(in ConvolutionGeometry geometry, ReadOnlySpan<T> x, ReadOnlySpan<T> weight, Span<T> y, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(in geometry, x.Length, weight.Length, y.Length);
        if (y.IsEmpty) return;
        if (weight.IsEmpty)
        {
            y.Clear();
            return;
        }

        fixed (T* xStart = x, weightStart = weight, yStart = y)
        {
            var images = new ConvolutionByImage<T> { Geometry = geometry, X = xStart, Weight = weightStart, Y = yStart };
            images.Run(parallel);
        }
    }

    /// <summary>x̄: the sums, over all windows that read an element of x, of weight times ȳ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InputGradient<T>(
        in ConvolutionGeometry geometry, ReadOnlySpan<T> cotangent, ReadOnlySpan<T> weight, Span<T> x, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(in geometry, x.Length, weight.Length, cotangent.Length);
        x.Clear();
        if (x.IsEmpty || weight.IsEmpty) return;
        fixed (T* xStart = x, weightStart = weight, cotangentStart = cotangent)
        {
            var images = new ConvolutionByImage<T> { Geometry = geometry, X = xStart, Weight = weightStart, Y = cotangentStart, IsGradient = true };
            images.Run(parallel);
        }
    }

    /// <summary>w̄: the sums, over all images and windows, of ȳ times what the window reads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WeightGradient<T>(in ConvolutionGeometry geometry, ReadOnlySpan<T> x, ReadOnlySpan<T> cotangent, Span<T> weight, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(in geometry, x.Length, weight.Length, cotangent.Length);
        if (weight.IsEmpty) return;
        if (cotangent.IsEmpty)
        {
            weight.Clear();
            return;
        }

        using SpanOwner<T> excessOwner = SpanOwner<T>.Allocate(
            geometry.Batch * geometry.Windows > MatrixChains.Longest ? weight.Length : 0, AllocationMode.Clear);
        if (excessOwner.Length > 0) weight.Clear();
        fixed (T* xStart = x, weightStart = weight, cotangentStart = cotangent, excess = excessOwner.Span)
        {
            if (geometry.TryView(out nint viewRow, out nint viewColumn))
            {
                WeightGradientOfView(in geometry, viewRow, viewColumn, xStart, cotangentStart, weight, excess, parallel);
            }
            else
            {
                var channels = new ConvolutionByChannel<T> { Geometry = geometry, X = xStart, Cotangent = cotangentStart, Weight = weightStart, Excess = excess };
                channels.Run(parallel);
            }
        }
    }

    /// <summary>Where x itself is the matrix of windows. Summed as w̄ᵀ = windows of x · ȳᵀ: the right factor is what a product packs, and ȳ is the smaller one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WeightGradientOfView<T>(
        in ConvolutionGeometry geometry, nint viewRow, nint viewColumn, T* x, T* cotangent, Span<T> weight, T* excess, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint outputs = geometry.Outputs, terms = geometry.Terms, windows = geometry.Windows;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(weight.Length);
        if (excess != null) owner.Span.Clear();
        fixed (T* weightStart = weight, buffer = owner.Span)
        {
            for (int n = 0; n < geometry.Batch; n++)
            {
                T* transposed = buffer;
                for (int g = 0; g < geometry.Groups; g++)
                {
                    if (excess == null)
                    {
                        MatrixProduct.Multiply(terms, outputs, windows, x, viewRow, viewColumn, cotangent, 1, windows, transposed, outputs, n > 0, parallel);
                    }
                    else
                    {
                        MatrixProduct.AddChains(
                            terms, outputs, windows, x, viewRow, viewColumn, cotangent, 1, windows, transposed, outputs,
                            excess + (transposed - buffer), outputs, parallel);
                    }

                    x += geometry.Channels * geometry.Plane;
                    transposed += outputs * terms;
                    cotangent += outputs * windows;
                }
            }

            for (nint at = 0; at < weight.Length; at += outputs * terms)
            {
                MatrixCopy.Copy(outputs, terms, buffer + at, 1, outputs, weightStart + at, terms);
            }
        }
    }

    /// <summary>Verifies that the memory is what the lengths say: from here on it is addressed by pointers.</summary>
    private static void Check(in ConvolutionGeometry geometry, int x, int weight, int y)
    {
        long images = (long)geometry.Batch * geometry.Groups, outputs = geometry.Outputs;
        Check("x", x, images * geometry.Channels * geometry.Plane);
        Check("the weight", weight, geometry.Groups * outputs * geometry.Terms);
        Check("y", y, images * outputs * geometry.Windows);

        static void Check(string what, int given, long expected)
        {
            if (given != expected) throw Errors.ElementCount("Convolution", what, given, expected);
        }
    }

    /// <summary>One image and group, tile by tile; the excess of a tile of sums is there where they are long, else null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward<T>(in ConvolutionGeometry geometry, in ConvolutionPlan plan, T* x, T* weight, T* y, T* buffer, T* excess)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint taps = geometry.Taps, terms = geometry.Terms;
        ConvolutionTile tile = plan.First(in geometry);
        do
        {
            T* to = y + tile.Start(in geometry);
            for (int o = 0; o < geometry.Outputs && excess != null; o++) new Span<T>(to + (o * geometry.Windows), (int)tile.Count).Clear();
            if (excess != null) new Span<T>(excess, (int)(geometry.Outputs * tile.Count)).Clear();
            for (int c = 0; c < geometry.Channels; c += plan.Channels)
            {
                nint depth = Math.Min(plan.Channels, geometry.Channels - c) * taps;
                T* weights = weight + (c * taps);
                ConvolutionTiles.Pack(in geometry, in tile, x + (c * geometry.Plane), (int)(depth / taps), buffer, buffer + plan.TileLength);
                if (excess == null)
                {
                    MatrixProduct.Multiply(
                        geometry.Outputs, tile.Count, depth, weights, terms, 1, buffer, tile.Count, 1, to, geometry.Windows, accumulate: c > 0);
                }
                else
                {
                    MatrixProduct.AddChains(
                        geometry.Outputs, tile.Count, depth, weights, terms, 1, buffer, tile.Count, 1, to, geometry.Windows, excess, tile.Count);
                }
            }
        }
        while (plan.Next(in geometry, ref tile));
    }

    /// <summary>One image and group, tile by tile; the excess of the sums in x is there, and 0, where they are long, else null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void InputGradient<T>(in ConvolutionGeometry geometry, in ConvolutionPlan plan, T* cotangent, T* weight, T* x, T* buffer, T* excess)
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
                nint at = c * geometry.Plane;
                ConvolutionTiles.Unpack(in geometry, in tile, buffer, channels, x + at, excess == null ? null : excess + at);
            }
        }
        while (plan.Next(in geometry, ref tile));
    }

    /// <summary>Some of the channels of one image and group, tile by tile, as they lie in the tiles; the sums' excess is there where they are long, else null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void WeightGradient<T>(
        in ConvolutionGeometry geometry, in ConvolutionPlan plan, int channels, T* x, T* cotangent, T* weight, T* excess, T* buffer, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint outputs = geometry.Outputs, terms = geometry.Terms, windows = geometry.Windows, columns = channels * geometry.Taps;
        var rows = new WindowRows<T>(in geometry, in plan, channels);
        ConvolutionTile tile = plan.First(in geometry);
        do
        {
            T* tileRows = rows.Pack(in tile, x, buffer), given = cotangent + tile.Start(in geometry);
            if (excess == null) MatrixProduct.Multiply(outputs, columns, tile.Count, given, windows, 1, tileRows, rows.Pitch, 1, weight, terms, accumulate);
            else MatrixProduct.AddChains(outputs, columns, tile.Count, given, windows, 1, tileRows, rows.Pitch, 1, weight, terms, excess, terms);
            accumulate = true;
        }
        while (plan.Next(in geometry, ref tile));
    }
}
