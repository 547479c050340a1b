namespace Autograd.Tests.Kernels;

/// <summary>The kernels against plain loops over all windows and elements, with windows stated by their definition.</summary>
public class PoolingTests
{
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
    [MemberData(nameof(Cases))]
    public void Windows(PoolWindow vertical, PoolWindow horizontal, int height, int width)
    {
        var geometry = new PoolGeometry("Pool", [2, 3, height, width], vertical, horizontal);
        double[] x = Views.Values<double>(6 * height * width, 1), cotangent = Views.Values<double>(geometry.Result.ElementCount, 2);
        double[] largest = new double[cotangent.Length], means = new double[cotangent.Length], placed = new double[x.Length], spread = new double[x.Length];
        double[] padded = new double[cotangent.Length];
        Pooling.Pick<double>(in geometry, x, x, largest);
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
            Assert.Equal(members.Average(i => x[i]), means[o], 1e-12);
            Assert.Equal(members.Sum(i => x[i]) / (Size(vertical, rows.Length) * Size(horizontal, columns.Length)), padded[o], 1e-12);
            expectedPlaced[best] += cotangent[o];
            foreach (int i in members) expectedSpread[i] += cotangent[o] / members.Length;
        }

        Assert.Equal(expectedPlaced, placed);
        Assert.Equal(expectedSpread, spread);
    }

    private static int[] Members(PoolWindow window, int index, int length) =>
        [.. Enumerable.Range(0, length).Where(i => window.Kernel > 0
            ? i + window.Padding >= index * window.Stride && i + window.Padding < (index * window.Stride) + window.Kernel
            : (i + 1) * window.Stride > index * length && i * window.Stride < (index + 1) * length)];

    private static int Size(PoolWindow window, int count) => window.Kernel > 0 ? window.Kernel : count;
}
