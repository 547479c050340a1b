namespace Autograd.Tests.Kernels;

/// <summary>The kernels against plain loops over all windows and elements, with windows stated by their definition.</summary>
public class PoolingTests
{
    [Fact]
    public void Memory_that_is_not_as_long_as_the_lengths_say_is_refused()
    {
        foreach (int kernel in (int[])[2, 3])
        {
            var window = new PoolWindow(kernel, kernel, 0);
            var geometry = new PoolGeometry("Pooling", [2, 3, 6, 6], window, window);
            float[] x = new float[2 * 3 * 6 * 6], y = new float[geometry.Result.ElementCount];
            Assert.Throws<ArgumentException>(() => Pooling.Max(in geometry, x, y.AsSpan()[1..]));
            Assert.Throws<ArgumentException>(() => Pooling.Max(in geometry, x.AsSpan()[1..], y));
            Assert.Throws<ArgumentException>(() => Pooling.Average(in geometry, true, x, y.AsSpan()[1..]));
            Assert.Throws<ArgumentException>(() => Pooling.Spread(in geometry, true, y, x.AsSpan()[1..]));
            Assert.Throws<ArgumentException>(() => Pooling.Spread(in geometry, true, y.AsSpan()[1..], x));
            Assert.Throws<ArgumentException>(() => Pooling.Pick(in geometry, x, x, y.AsSpan()[1..]));
            Assert.Throws<ArgumentException>(() => Pooling.Pick(in geometry, x, x.AsSpan()[1..], y));
            Assert.Throws<ArgumentException>(() => Pooling.Place(in geometry, x, y, x.AsSpan()[1..]));
            Assert.Throws<ArgumentException>(() => Pooling.Place(in geometry, x, y.AsSpan()[1..], x));
        }
    }

    public static TheoryData<PoolWindow, PoolWindow, int, int> Cases => new()
    {
        { new(2, 2, 0), new(2, 2, 0), 6, 8 },
        { new(3, 2, 1), new(2, 1, 1), 7, 5 },
        { new(1, 1, 0), new(4, 3, 3), 1, 9 },
        { new(5, 1, 2), new(20, 7, 0), 5, 41 },
        { PoolWindow.Adaptive(3), PoolWindow.Adaptive(9), 7, 5 },
        { PoolWindow.Adaptive(1), new(3, 3, 0), 4, 7 },
    };

    [Theory]
    [InlineData(1, 2_000_000)]
    [InlineData(2_000_000, 1)]
    [InlineData(30_001, 67)]
    [InlineData(130, 15_385)]
    public void The_mean_of_a_long_window_stays_within_a_millionth(int height, int width)
    {
        var geometry = new PoolGeometry("Pool", [1, 1, height, width], PoolWindow.Adaptive(1), PoolWindow.Adaptive(1));
        float[] x = new float[height * width], mean = new float[1];
        for (int i = 0; i < x.Length; i++) x[i] = 0.1f + (i % 7 * 0.01f);
        Pooling.Average<float>(in geometry, false, x, mean);
        Assert.Equal(1, mean[0] / x.Average(v => (double)v), 1e-6);
    }

    /// <summary>One element is the largest of all windows, each element of the middle lies in as many.</summary>
    [Theory]
    [InlineData(1, 12_001, 1, 6_001)]
    [InlineData(12_001, 1, 6_001, 1)]
    [InlineData(161, 161, 81, 81)]
    [InlineData(1, 3, 1, 0)]
    public void What_many_windows_give_to_one_element_stays_within_a_millionth(int height, int width, int kernelHeight, int kernelWidth)
    {
        PoolWindow vertical = new(kernelHeight, 1, 0), horizontal = kernelWidth == 0 ? PoolWindow.Adaptive(60_000) : new(kernelWidth, 1, 0);
        var geometry = new PoolGeometry("Pool", [1, 1, height, width], vertical, horizontal);
        int windows = geometry.Result.ElementCount, middle = ((height / 2) * width) + (width / 2);
        float[] x = new float[height * width], cotangent = new float[windows], placed = new float[x.Length], spread = new float[x.Length];
        x[middle] = 1;
        for (int i = 0; i < windows; i++) cotangent[i] = 0.1f + (i % 7 * 0.01f);
        double sum = cotangent.Sum(v => (double)v), share = kernelWidth == 0 ? 0 : sum / (kernelHeight * kernelWidth);
        Pooling.Place<float>(in geometry, x, cotangent, placed);
        Pooling.Spread<float>(in geometry, false, cotangent, spread);
        if (kernelWidth > 0) Assert.Equal(1, placed[middle] / sum, 1e-6);
        if (kernelWidth > 0) Assert.Equal(1, spread[middle] / share, 1e-6);
        Assert.Equal(1, placed.Sum(v => (double)v) / sum, 1e-6);
        Assert.Equal(1, spread.Sum(v => (double)v) / sum, 1e-6);
        float[] nothing = new float[windows];
        Array.Fill(nothing, -0f);
        Pooling.Place<float>(in geometry, x, nothing, placed);
        Pooling.Spread<float>(in geometry, false, nothing, spread);
        Assert.All(placed.Concat(spread), v => Assert.True(v == 0 && float.IsNegative(v)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Windows(PoolWindow vertical, PoolWindow horizontal, int height, int width)
    {
        var geometry = new PoolGeometry("Pool", [2, 3, height, width], vertical, horizontal);
        double[] x = Views.Values<double>(6 * height * width, 1), cotangent = Views.Values<double>(geometry.Result.ElementCount, 2);
        double[] largest = new double[cotangent.Length], means = new double[cotangent.Length], placed = new double[x.Length], spread = new double[x.Length];
        double[] padded = new double[cotangent.Length], picked = new double[cotangent.Length];
        Pooling.Max<double>(in geometry, x, largest);
        Pooling.Pick<double>(in geometry, x, x, picked);
        Pooling.Place<double>(in geometry, x, cotangent, placed);
        Pooling.Average<double>(in geometry, false, x, means);
        Pooling.Average<double>(in geometry, true, x, padded);
        Pooling.Spread<double>(in geometry, false, cotangent, spread);
        double[] expectedPlaced = new double[x.Length], expectedSpread = new double[x.Length];
        for (int o = 0; o < cotangent.Length; o++)
        {
            int plane = o / (int)(geometry.OutputHeight * geometry.OutputWidth) * height * width;
            int[] rows = Members(vertical, o / (int)geometry.OutputWidth % (int)geometry.OutputHeight, height), columns = Members(horizontal, o % (int)geometry.OutputWidth, width);
            int[] members = [.. rows.SelectMany(h => columns.Select(w => plane + (h * width) + w))];
            int best = members.MaxBy(i => x[i]);
            Assert.Equal(x[best], largest[o]);
            Assert.Equal(x[best], picked[o]);
            Assert.Equal(members.Average(i => x[i]), means[o], 1e-12);
            Assert.Equal(members.Sum(i => x[i]) / (Size(vertical, rows.Length) * Size(horizontal, columns.Length)), padded[o], 1e-12);
            expectedPlaced[best] += cotangent[o];
            foreach (int i in members) expectedSpread[i] += cotangent[o] / members.Length;
        }

        Assert.Equal(expectedPlaced, placed);
        for (int i = 0; i < spread.Length; i++) Assert.Equal(expectedSpread[i], spread[i], 1e-12);
    }

    /// <summary>Planes of few values, NaN and infinities among them, so that ties abound.</summary>
    [Fact]
    public void Of_equal_elements_the_first_in_row_major_order_is_taken()
    {
        var geometry = new PoolGeometry("Pool", [1, 1, 3, 19], new(3, 1, 1), new(4, 3, 2));
        float[] values = [1, 2, float.NaN, float.NegativeInfinity, 2, 1, 2];
        var random = new SplitMix64(3);
        for (int trial = 0; trial < 200; trial++)
        {
            var x = new float[3 * 19];
            for (int i = 0; i < x.Length; i++) x[i] = values[random.Next() % (ulong)(trial % 2 == 0 ? 2 : values.Length)];
            float[] places = [.. Enumerable.Range(0, x.Length).Select(i => (float)i)], picked = new float[geometry.Result.ElementCount], largest = new float[picked.Length];
            Pooling.Pick<float>(in geometry, x, places, picked);
            Pooling.Max<float>(in geometry, x, largest);
            for (int o = 0; o < picked.Length; o++)
            {
                int[] rows = Members(geometry.Vertical, o / (int)geometry.OutputWidth, 3), columns = Members(geometry.Horizontal, o % (int)geometry.OutputWidth, 19);
                int[] members = [.. rows.SelectMany(h => columns.Select(w => (h * 19) + w))];
                int best = members.FirstOrDefault(i => float.IsNaN(x[i]), -1);
                if (best < 0) best = members.First(i => x[i] == members.Max(j => x[j]));
                Assert.Equal(best, picked[o]);
                Assert.Equal(x[best], largest[o]);
            }
        }
    }

    private static int[] Members(PoolWindow window, int index, int length) =>
        [.. Enumerable.Range(0, length).Where(i => window.Kernel > 0
            ? i + window.Padding >= index * window.Stride && i + window.Padding < (index * window.Stride) + window.Kernel
            : (i + 1) * window.Stride > index * length && i * window.Stride < (index + 1) * length)];

    private static int Size(PoolWindow window, int count) => window.Kernel > 0 ? window.Kernel : count;
}
