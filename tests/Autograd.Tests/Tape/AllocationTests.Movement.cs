namespace Autograd.Tests.Tape;

/// <content>Elements chosen, moved and ordered.</content>
public partial class AllocationTests
{
    [Fact]
    public void Gathers_scatters_movements_and_orders_allocate_0_bytes()
    {
        using var tape = new Tape<double>();
        double[] values = [.. Enumerable.Range(1, 24).Select(i => Math.Sin(i))];
        int[] along = [2, 0, 1, 1, 2, 0, 0, 1];
        long bytes = Measure(() =>
        {
            tape.Reset();
            var x = tape.Variable(values, [4, 6]);
            var indices = tape.Indices(along, [4, 2]);
            var first = tape.Indices([0, 3, 0]);
            var y = x.ScatterAddAlong(1, indices, x.GatherAlong(1, indices)).ScatterAlong(1, indices, x[.., ..2]).IndexPut([first, first], x[0, ..3]);
            y = y.Scatter(0, first, x[1..]).MaskedFill(x > 0.9, 0) + indices.OneHot(3).Reshape(4, 6);
            y = y.Roll(1, 2).Tril(1) + y.Triu() + y.Tile(2, 1)[2..6] + y.Repeat(1, 2)[.., 3..9] + y.Unfold(1, 3).Fold(1, 6);
            y = y + y.Sort(1) + y.CumulativeMax(0) + y.LogCumulativeSumExp(1) + y.Reshape(4, 1, 6).Interpolate([2, 3], Interpolation.Linear).Reshape(4, 6);
            y = y + y.Reshape(4, 2, 3).PixelShuffle(1).Reshape(4, 6) + y.Reshape(1, 1, 4, 6).GridSample(y.Reshape(1, 4, 3, 2).Tile(1, 1, 2, 1)).Reshape(4, 6);
            var loss = y.Product(1).Sum() + y.Median() + y.Quantile(0.3, 0).Sum() + y.PNorm(3) + y.NanMean() + y.TopK(2, 0).Values.Sum() + y.KthLargest(3, 1).Sum() + y.Diagonal().DiagonalMatrix().Trace()
                + y.SegmentSum(0, indices.Tape.Indices([0, 1, 0, 1]), 2).Sum() + y.SegmentMax(1, tape.Indices([0, 1, 0, 1, 2, 2]), 3).Sum() + y.MaskedSelect(x > 0).Sum() + y.Difference(1).Trapezoid(0, 0.5).Sum();
            _ = loss.Backward()[x].Span;
        });
        Assert.Equal(0, bytes);
    }

    [Theory]
    [InlineData(ScatterReduction.Product, true)]
    [InlineData(ScatterReduction.Mean, false)]
    [InlineData(ScatterReduction.Maximum, true)]
    [InlineData(ScatterReduction.Minimum, false)]
    public void Scattered_reductions_allocate_0_bytes(ScatterReduction reduction, bool includeSelf)
    {
        using var tape = new Tape<double>();
        double[] values = [.. Enumerable.Range(1, 24).Select(i => Math.Sin(i))];
        int[] along = [2, 0, 1, 1, 2, 0, 0, 1];
        long bytes = Measure(() =>
        {
            tape.Reset();
            var x = tape.Variable(values, [4, 6]);
            var y = x.ScatterReduce(0, tape.Indices([0, 3, 0]), x[1..], reduction, includeSelf).ScatterReduceAlong(1, tape.Indices(along, [4, 2]), x[.., ..2], reduction, includeSelf);
            _ = y.Sum().Backward()[x].Span;
        });
        Assert.Equal(0, bytes);
    }

    [Fact]
    public void Transforms_volumes_and_unpooling_allocate_0_bytes()
    {
        using var tape = new Tape<double>();
        double[] values = [.. Enumerable.Range(1, 48).Select(i => Math.Sin(i))];
        long bytes = Measure(() =>
        {
            tape.Reset();
            var x = tape.Variable(values, [1, 2, 2, 3, 4]);
            var y = x.Convolution(x, padding: 1).ConvolutionTranspose(x[.., ..1], stride: 2, padding: 1, outputPadding: 1, groups: 1).MaxPool(2) + x.AveragePool(2, 1).GlobalMaxPool();
            var z = x.MaxPool(2).MaxUnpool(x.ArgMaxPool(2), 2, 3, 4) + x.AdaptiveMaxPool(1);
            var (re, im) = x.Reshape(2, 24).Fourier(x.Reshape(2, 24), 0);
            var (u, v) = re.RealFourier();
            var (r, s) = x.Reshape(34 + 14).Slice(0, 0, 34).RealFourier();
            var loss = y.Sum() + z.Sum() + u.InverseRealFourier(v, 24).Sum() + im.FourierConvolution(re).Sum() + r.InverseFourier(s).Real.Sum();
            _ = loss.Backward()[x].Span;
        });
        Assert.Equal(0, bytes);
    }
}
