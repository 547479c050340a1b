using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>The three products of a convolution.</content>
internal static partial class CutOff
{
    /// <summary>Restores a convolution, of which a factor is a cotangent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RestoreForward<T>(in ConvolutionGeometry geometry, ReadOnlySpan<T> x, ProductRole left, ReadOnlySpan<T> weight, ProductRole right, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int at = IndexOfDoubt<T>(y); at >= 0; at = Next(y, at))
        {
            var (plane, oh, ow) = Place(at, (int)geometry.OutputHeight, (int)geometry.OutputWidth);
            int n = plane / (geometry.Groups * geometry.Outputs), o = plane % (geometry.Groups * geometry.Outputs), group = o / geometry.Outputs;
            var inner = new Doubt<T>(y[at], left, right);
            for (int c = 0; c < geometry.Channels; c++)
            {
                for (int kh = 0; kh < geometry.KernelHeight; kh++)
                {
                    int h = (int)geometry.Vertical.IndexOf(oh, kh);
                    if ((uint)h >= (uint)geometry.Height) continue;
                    for (int kw = 0; kw < geometry.KernelWidth && !inner.IsSettled; kw++)
                    {
                        int w = (int)geometry.Horizontal.IndexOf(ow, kw);
                        if ((uint)w < (uint)geometry.Width) inner.Add(x[XAt(in geometry, n, group, c, h, w)], weight[WeightAt(in geometry, o, c, kh, kw)]);
                    }
                }
            }

            y[at] = inner.Result;
        }
    }

    /// <summary>Restores a cotangent of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RestoreInput<T>(in ConvolutionGeometry geometry, ReadOnlySpan<T> cotangent, ProductRole left, ReadOnlySpan<T> weight, ProductRole right, Span<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int at = IndexOfDoubt<T>(x); at >= 0; at = Next(x, at))
        {
            var (plane, h, w) = Place(at, geometry.Height, geometry.Width);
            int channels = geometry.Groups * geometry.Channels, n = plane / channels, group = plane % channels / geometry.Channels, c = plane % geometry.Channels;
            var inner = new Doubt<T>(x[at], left, right);
            for (int o = group * geometry.Outputs; o < (group + 1) * geometry.Outputs; o++)
            {
                for (int kh = 0; kh < geometry.KernelHeight; kh++)
                {
                    if (!TryWindow(geometry.Vertical, h, kh, geometry.OutputHeight, out int oh)) continue;
                    for (int kw = 0; kw < geometry.KernelWidth && !inner.IsSettled; kw++)
                    {
                        if (!TryWindow(geometry.Horizontal, w, kw, geometry.OutputWidth, out int ow)) continue;
                        inner.Add(cotangent[YAt(in geometry, n, o, oh, ow)], weight[WeightAt(in geometry, o, c, kh, kw)]);
                    }
                }
            }

            x[at] = inner.Result;
        }
    }

    /// <summary>Restores a cotangent of the weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RestoreWeight<T>(in ConvolutionGeometry geometry, ReadOnlySpan<T> x, ProductRole left, ReadOnlySpan<T> cotangent, ProductRole right, Span<T> weight)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int at = IndexOfDoubt<T>(weight); at >= 0; at = Next(weight, at))
        {
            var (plane, kh, kw) = Place(at, geometry.KernelHeight, geometry.KernelWidth);
            int o = plane / geometry.Channels, c = plane % geometry.Channels, group = o / geometry.Outputs;
            var inner = new Doubt<T>(weight[at], left, right);
            for (int n = 0; n < geometry.Batch; n++)
            {
                for (int oh = 0; oh < geometry.OutputHeight; oh++)
                {
                    int h = (int)geometry.Vertical.IndexOf(oh, kh);
                    if ((uint)h >= (uint)geometry.Height) continue;
                    for (int ow = 0; ow < geometry.OutputWidth && !inner.IsSettled; ow++)
                    {
                        int w = (int)geometry.Horizontal.IndexOf(ow, kw);
                        if ((uint)w < (uint)geometry.Width) inner.Add(x[XAt(in geometry, n, group, c, h, w)], cotangent[YAt(in geometry, n, o, oh, ow)]);
                    }
                }
            }

            weight[at] = inner.Result;
        }
    }

    private static int Next<T>(ReadOnlySpan<T> values, int at)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int next = IndexOfDoubt(values[(at + 1)..]);
        return next < 0 ? -1 : at + 1 + next;
    }

    private static (int Plane, int Row, int Column) Place(int at, int height, int width) => (at / (height * width), at / width % height, at % width);

    private static int XAt(in ConvolutionGeometry geometry, int n, int group, int c, int h, int w) =>
        ((((((n * geometry.Groups) + group) * geometry.Channels) + c) * geometry.Height) + h) * geometry.Width + w;

    private static int YAt(in ConvolutionGeometry geometry, int n, int o, int oh, int ow) =>
        (((((n * geometry.Groups * geometry.Outputs) + o) * (int)geometry.OutputHeight) + oh) * (int)geometry.OutputWidth) + ow;

    private static int WeightAt(in ConvolutionGeometry geometry, int o, int c, int kh, int kw) =>
        (((((o * geometry.Channels) + c) * geometry.KernelHeight) + kh) * geometry.KernelWidth) + kw;

    /// <summary>The window that reads an element with a tap of its kernel.</summary>
    private static bool TryWindow(ConvolutionWindow window, int element, int tap, nint count, out int found)
    {
        long distance = element + (long)window.Padding - ((long)tap * window.Dilation);
        found = (int)(distance / window.Stride);
        return distance >= 0 && distance % window.Stride == 0 && found < count;
    }
}
