using System.Numerics;

namespace Autograd.Tests.Kernels;

/// <summary>
/// The three products against naive loops: the same bits for forward and weight gradient, whose sums are one chain of fused
/// multiply-adds; for the input gradient too, window by window.
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
            Assert.True((long)plan.BufferLength * sizeof(float) <= Math.Max(1 << 17, geometry.Taps * sizeof(float)));
        }

        Assert.True(anyView && anyPart && anyRows && anyChannels, $"{anyView} {anyPart} {anyRows} {anyChannels}");
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

        Assert.Equal(ySum, y);
        Assert.Equal(weightSum, weightGradient);
        Assert.Equal(xSum, xGradient);
    }

    private static T[] Filled<T>(int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[count];
        Array.Fill(values, T.NaN);
        return values;
    }
}
