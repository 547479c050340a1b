using System.Numerics;

namespace Autograd;

/// <summary>Operations of windows over the last dimension, or the last two, as nodes of the ONNX format.</summary>
internal static class OnnxWindows
{
    /// <summary>A pooling; null where windows differ in length, count what lies beyond the padding, or reach further beyond the end than they are long, which the format does not know.</summary>
    public static OnnxTerm<T>? Pool<T>(string type, OnnxTerm<T> x, Shape shape, Shape result, PoolWindow height, PoolWindow width, bool countsPadding = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        PoolWindow[] windows = shape.Rank == 4 ? [height, width] : [width];
        var ends = new long[windows.Length];
        for (int k = 0; k < windows.Length; k++)
        {
            int dimension = shape.Rank - windows.Length + k, length = shape[dimension];
            if (windows[k].Kernel == 0)
            {
                int count = windows[k].Stride;
                if (length % count != 0) return null;
                windows[k] = new PoolWindow(length / count, length / count, 0);
            }

            // A window of its own for what is left over is one that reaches as far beyond the end as it needs.
            PoolWindow window = windows[k];
            ends[k] = window.Padding;
            if (!window.Ceiling) continue;
            ends[k] = Math.Max(0, ((result[dimension] - 1L) * window.Stride) + ((window.Kernel - 1L) * window.Dilation) + 1 - length - window.Padding);
            if ((countsPadding && ends[k] > window.Padding) || ends[k] >= window.Kernel) return null;
        }

        List<(string Name, object Value)> attributes =
        [
            ("kernel_shape", Array.ConvertAll(windows, window => (long)window.Kernel)),
            ("strides", Array.ConvertAll(windows, window => (long)window.Stride)),
            ("pads", (long[])[.. windows.Select(window => (long)window.Padding), .. ends]),
        ];
        if (windows.Any(window => window.Dilation > 1)) attributes.Add(("dilations", Array.ConvertAll(windows, window => (long)window.Dilation)));
        if (countsPadding) attributes.Add(("count_include_pad", 1L));
        return x.Then(type, [.. attributes]);
    }

    public static OnnxTerm<T> Convolution<T>(OnnxTerm<T> x, OnnxTerm<T> weight, Shape kernel, ConvolutionWindow height, ConvolutionWindow width, int groups)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Then("Conv", weight, Attributes(kernel, height, width, groups));

    /// <summary>The transposed convolution. Where several lengths give as many windows, the format wants to know how many elements the last ones leave out.</summary>
    public static OnnxTerm<T> Transposed<T>(OnnxTerm<T> x, OnnxTerm<T> weight, Shape shape, Shape kernel, Shape result, ConvolutionWindow height, ConvolutionWindow width, int groups)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ConvolutionWindow[] windows = kernel.Rank == 4 ? [height, width] : [width];
        var rest = new long[windows.Length];
        for (int k = 0; k < rest.Length; k++)
        {
            ConvolutionWindow window = windows[k];
            rest[k] = result[k + 2] - (((shape[k + 2] - 1L) * window.Stride) - (2L * window.Padding) + ((kernel[k + 2] - 1L) * window.Dilation) + 1);
        }

        return x.Then("ConvTranspose", weight, [.. Attributes(kernel, height, width, groups), ("output_padding", rest)]);
    }

    private static (string Name, object Value)[] Attributes(Shape kernel, ConvolutionWindow height, ConvolutionWindow width, int groups)
    {
        ConvolutionWindow[] windows = kernel.Rank == 4 ? [height, width] : [width];
        long[] padding = Array.ConvertAll(windows, window => (long)window.Padding);
        return
        [
            ("kernel_shape", (long[])[.. Enumerable.Range(2, windows.Length).Select(d => (long)kernel[d])]),
            ("strides", Array.ConvertAll(windows, window => (long)window.Stride)),
            ("pads", (long[])[.. padding, .. padding]),
            ("dilations", Array.ConvertAll(windows, window => (long)window.Dilation)),
            ("group", (long)groups),
        ];
    }
}
