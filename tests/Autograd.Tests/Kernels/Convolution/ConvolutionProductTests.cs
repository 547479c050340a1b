using System.Numerics;

namespace Autograd.Tests.Kernels;

/// <summary>
/// The three products against naive loops: the same bits for forward and weight gradient, whose sums are one chain of fused
/// multiply-adds unless they are long; for the input gradient too, window by window.
/// </summary>
public class ConvolutionProductTests
{
    /// <summary>N, C, H, W, O, kH, kW, then stride, padding, dilation down and across, then groups.</summary>
    private static readonly int[][] Cases =
    [
        [2, 3, 5, 6, 4, 3, 3, 1, 0, 1, 1, 0, 1, 1],
        [2, 3, 5, 6, 4, 3, 3, 1, 1, 1, 1, 1, 1, 1],
        [1, 2, 7, 9, 3, 3, 2, 2, 1, 1, 3, 0, 1, 1],
        [2, 4, 8, 7, 6, 2, 3, 1, 2, 2, 2, 1, 1, 2],
        [1, 1, 28, 28, 8, 5, 5, 1, 0, 1, 1, 0, 1, 1],
        [3, 6, 5, 5, 6, 3, 3, 1, 1, 1, 1, 1, 1, 6],
        [2, 5, 4, 6, 7, 1, 1, 1, 0, 1, 1, 0, 1, 1],
        [2, 5, 4, 6, 7, 1, 1, 2, 0, 1, 2, 0, 1, 1],
        [2, 5, 4, 6, 7, 1, 1, 1, 1, 1, 1, 2, 1, 1],
        [2, 3, 4, 5, 2, 4, 5, 1, 0, 1, 1, 0, 1, 1],
        [2, 1, 1, 40, 3, 1, 5, 1, 0, 1, 1, 0, 1, 1],
        [2, 1, 1, 40, 3, 1, 5, 1, 0, 1, 2, 0, 3, 1],
        [1, 1, 40, 1, 3, 5, 1, 2, 0, 2, 1, 0, 1, 1],
        [1, 1, 2, 2, 1, 2, 2, 1, 4, 1, 1, 4, 1, 1],
        [1, 2, 3, 3, 2, 2, 2, 5, 4, 3, 4, 5, 4, 1],
        [1, 64, 12, 12, 16, 3, 3, 1, 1, 1, 1, 1, 1, 1],
        [1, 600, 9, 12, 2, 3, 3, 1, 1, 1, 1, 1, 1, 1],
        [1, 1, 3, 9000, 2, 2, 3, 1, 0, 1, 1, 1, 1, 1],
        [2, 3, 3, 9000, 4, 2, 3, 1, 0, 1, 1, 1, 1, 1],
        [1, 5, 3, 9000, 3, 2, 9, 1, 1, 1, 2, 4, 2, 1],
        [1, 1, 203, 193, 1, 200, 190, 1, 0, 1, 1, 3, 1, 1],
        [0, 3, 5, 5, 2, 3, 3, 1, 0, 1, 1, 0, 1, 1],
        [2, 0, 5, 5, 2, 3, 3, 1, 0, 1, 1, 0, 1, 1],
        [2, 3, 5, 5, 0, 3, 3, 1, 0, 1, 1, 0, 1, 1],
        [2, 3, 0, 5, 2, 2, 3, 1, 1, 1, 1, 0, 1, 1],
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Cases.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Float(int row) => Check<float>(Cases[row]);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Double(int row) => Check<double>(Cases[row]);

    [Fact]
    public void Every_way_through_the_kernels_is_taken()
    {
        bool anyView = false, anyPart = false, anyRows = false, anyChannels = false;
        foreach (int[] c in Cases)
        {
            ConvolutionGeometry geometry = Geometry(c);
            bool isView = geometry.TryView(out _, out _);
            anyView |= isView;
            var plan = new ConvolutionPlan(in geometry, sizeof(float));
            anyPart |= !isView && plan.Columns < geometry.OutputWidth;
            anyRows |= !isView && plan.Columns == geometry.OutputWidth && plan.Rows < geometry.OutputHeight;
            anyChannels |= !isView && plan.Channels < geometry.Channels;
            long padded = (long)geometry.Vertical.Reach(plan.Rows, geometry.KernelHeight) * geometry.Horizontal.Reach(plan.Columns, geometry.KernelWidth);
            Assert.True(plan.TileLength * sizeof(float) <= Math.Max(1 << 17, geometry.Taps * sizeof(float)));
            Assert.True((plan.BufferLength - plan.TileLength) * sizeof(float) <= Math.Max(1 << 17, padded * sizeof(float)));
        }

        Assert.True(anyView && anyPart && anyRows && anyChannels, $"{anyView} {anyPart} {anyRows} {anyChannels}");
    }

    [Fact]
    public void Memory_that_is_not_as_long_as_the_lengths_say_is_refused()
    {
        ConvolutionGeometry geometry = Geometry(Cases[0]);
        float[] x = new float[2 * 3 * 5 * 6], weight = new float[4 * 3 * 3 * 3], y = new float[geometry.Result.ElementCount];
        Assert.Throws<ArgumentException>(() => ConvolutionProduct.Forward(in geometry, x, weight, y.AsSpan()[1..], ParallelLoop.Serial));
        Assert.Throws<ArgumentException>(() => ConvolutionProduct.Forward(in geometry, x.AsSpan()[1..], weight, y, ParallelLoop.Serial));
        Assert.Throws<ArgumentException>(() => ConvolutionProduct.Forward(in geometry, x, weight.AsSpan()[1..], y, ParallelLoop.Serial));
        Assert.Throws<ArgumentException>(() => ConvolutionProduct.InputGradient(in geometry, y, weight, x.AsSpan()[1..], ParallelLoop.Serial));
        Assert.Throws<ArgumentException>(() => ConvolutionProduct.InputGradient(in geometry, y.AsSpan()[1..], weight, x, ParallelLoop.Serial));
        Assert.Throws<ArgumentException>(() => ConvolutionProduct.WeightGradient(in geometry, x, y, weight.AsSpan()[1..], ParallelLoop.Serial));
        Assert.Throws<ArgumentException>(() => ConvolutionProduct.WeightGradient(in geometry, x, y.AsSpan()[1..], weight, ParallelLoop.Serial));
    }

    private static ConvolutionGeometry Geometry(int[] c) => new(
        "Convolution", [c[0], c[1], c[2], c[3]], [c[4], c[1] / c[13], c[5], c[6]], new(c[7], c[8], c[9]), new(c[10], c[11], c[12]), c[13]);

    private static void Check<T>(int[] c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ConvolutionGeometry geometry = Geometry(c);
        int weightCount = c[4] * (c[1] / c[13]) * c[5] * c[6];
        T[] x = Views.Values<T>(c[0] * c[1] * c[2] * c[3], 1), weight = Views.Values<T>(weightCount, 2), cotangent = Views.Values<T>(geometry.Result.ElementCount, 3);
        T[] y = Filled<T>(cotangent.Length), xGradient = Filled<T>(x.Length), weightGradient = Filled<T>(weight.Length);
        ConvolutionProduct.Forward(in geometry, x, weight, y, ParallelLoop.Serial);
        ConvolutionProduct.InputGradient(in geometry, cotangent, weight, xGradient, ParallelLoop.Serial);
        ConvolutionProduct.WeightGradient(in geometry, x, cotangent, weightGradient, ParallelLoop.Serial);

        // Output channels innermost, because the input gradient sums them within each window.
        T[] ySum = new T[y.Length], xSum = new T[x.Length], weightSum = new T[weight.Length];
        int channels = geometry.Channels, outputs = geometry.Outputs, oH = (int)geometry.OutputHeight, oW = (int)geometry.OutputWidth;
        for (int n = 0; n < c[0]; n++)
            for (int g = 0; g < c[13]; g++)
                for (int i = 0; i < oH; i++)
                    for (int j = 0; j < oW; j++)
                        for (int k = 0; k < channels; k++)
                            for (int kh = 0; kh < c[5]; kh++)
                                for (int kw = 0; kw < c[6]; kw++)
                                {
                                    int h = (i * c[7]) - c[8] + (kh * c[9]), w = (j * c[10]) - c[11] + (kw * c[12]);
                                    if (h < 0 || h >= c[2] || w < 0 || w >= c[3]) continue;
                                    int at = (((((n * c[1]) + (g * channels) + k) * c[2]) + h) * c[3]) + w;
                                    T window = T.Zero;
                                    for (int o = g * outputs; o < (g + 1) * outputs; o++)
                                    {
                                        int of = (((((n * c[4]) + o) * oH) + i) * oW) + j, weightAt = (((((o * channels) + k) * c[5]) + kh) * c[6]) + kw;
                                        ySum[of] = T.FusedMultiplyAdd(weight[weightAt], x[at], ySum[of]);
                                        weightSum[weightAt] = T.FusedMultiplyAdd(cotangent[of], x[at], weightSum[weightAt]);
                                        window = T.FusedMultiplyAdd(weight[weightAt], cotangent[of], window);
                                    }

                                    xSum[at] += window;
                                }

        Equal(ySum, y, geometry.Terms);
        Equal(weightSum, weightGradient, geometry.Batch * geometry.Windows);
        Equal(xSum, xGradient, geometry.Taps);
    }

    /// <summary>Long sums are compensated sums of chains, more exact than the one chain that is expected.</summary>
    private static void Equal<T>(T[] expected, T[] actual, nint terms)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (terms <= MatrixChains.Longest)
        {
            Assert.Equal(expected, actual);
            return;
        }

        double largest = expected.Max(x => Math.Abs(double.CreateChecked(x)));
        double tolerance = largest * terms / 4 * (typeof(T) == typeof(float) ? Math.ScaleB(1, -24) : Math.ScaleB(1, -53));
        for (int i = 0; i < expected.Length; i++) Assert.Equal(double.CreateChecked(expected[i]), double.CreateChecked(actual[i]), tolerance);
    }

    /// <summary>Terms of one size, of which one accumulator loses the more the longer it is. Cases of many images, of large ones, of views and of many terms.</summary>
    [Theory]
    [InlineData(20_000, 2, 8, 3, 1, 0)]
    [InlineData(1000, 3, 30, 2, 2, 1)]
    [InlineData(3, 1, 90_000, 3, 3, 0)]
    [InlineData(3, 2, 90_000, 2, 1, 0)]
    [InlineData(1, 2000, 40, 2, 3, 1)]
    [InlineData(1, 2, 150_010, 1, 150_000, 0)]
    [InlineData(2, 2, 150_010, 1, 150_000, 3)]
    public void Long_sums_stay_within_a_millionth_on_any_number_of_threads(int batch, int channels, int width, int outputs, int kernel, int padding)
    {
        var geometry = new ConvolutionGeometry(
            "Convolution", [batch, channels, width], [outputs, channels, kernel], ConvolutionWindow.Dense, new(1, padding, 1), 1);
        float[] x = new float[batch * channels * width], weight = new float[outputs * channels * kernel];
        float[] cotangent = new float[geometry.Result.ElementCount], y = new float[cotangent.Length], gradient = new float[weight.Length];
        float[] ySerial = new float[y.Length], serial = new float[weight.Length];
        using ParallelLoop parallel = ParallelLoop.Of(3);
        foreach ((float a, float b) in ((float, float)[])[(0.1f, 0.1f), (0.3f, 0.7f), (1, 0.57f)])
        {
            Array.Fill(x, a);
            Array.Fill(weight, b);
            Array.Fill(cotangent, b);
            ConvolutionProduct.Forward(in geometry, x, weight, y, parallel);
            ConvolutionProduct.Forward(in geometry, x, weight, ySerial, ParallelLoop.Serial);
            Assert.Equal(ySerial, y);
            ConvolutionProduct.WeightGradient(in geometry, x, cotangent, gradient, parallel);
            ConvolutionProduct.WeightGradient(in geometry, x, cotangent, serial, ParallelLoop.Serial);
            Assert.Equal(serial, gradient);
            if (geometry.Terms > MatrixChains.Longest) Assert.InRange(y[padding] / ((double)a * b * geometry.Terms), 1 - 1e-6, 1 + 1e-6);
            if ((long)batch * geometry.Windows > MatrixChains.Longest)
            {
                // Windows at the edge read less where there is padding.
                double windows = geometry.OutputWidth - Math.Max(0, padding - (kernel / 2));
                if (padding == 0 || kernel == 3) Assert.InRange(gradient[kernel / 2] / ((double)a * b * windows * batch), 1 - 1e-6, 1 + 1e-6);
            }
        }
    }

    /// <summary>Each element in the middle of x lies in as many windows as the kernel has elements, or in every other with stride 2.</summary>
    [Theory]
    [InlineData(1, 12_001, 1, 6_001, 1)]
    [InlineData(1, 12_001, 1, 6_001, 2)]
    [InlineData(161, 161, 81, 81, 1)]
    public void What_many_windows_give_to_one_element_stays_within_a_millionth(int height, int width, int kernelHeight, int kernelWidth, int stride)
    {
        var window = new ConvolutionWindow(stride, 0, 1);
        var geometry = new ConvolutionGeometry("Convolution", [2, 2, height, width], [1, 2, kernelHeight, kernelWidth], ConvolutionWindow.Dense, window, 1);
        float[] x = new float[4 * height * width], serial = new float[x.Length], weight = new float[2 * kernelHeight * kernelWidth], cotangent = new float[geometry.Result.ElementCount];
        Array.Fill(weight, 0.7f);
        Array.Fill(cotangent, 0.3f);
        using ParallelLoop parallel = ParallelLoop.Of(2);
        ConvolutionProduct.InputGradient(in geometry, cotangent, weight, x, parallel);
        ConvolutionProduct.InputGradient(in geometry, cotangent, weight, serial, ParallelLoop.Serial);
        Assert.Equal(serial, x);
        double middle = 0.7f * (double)0.3f * kernelHeight * (((kernelWidth - 1) / stride) + 1);
        for (int plane = 0; plane < 4; plane++) Assert.Equal(1, x[(plane * height * width) + ((height / 2) * width) + (width / 2)] / middle, 1e-6);
    }

    private static T[] Filled<T>(int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[count];
        Array.Fill(values, T.NaN);
        return values;
    }
}
