namespace Autograd.Tests.Kernels;

public class SegmentScanningTests
{
    private static readonly int[] _segments = [2, 0, 2, 2, 0, 3];

    [Fact]
    public void The_place_before_is_that_of_the_same_segment()
    {
        int[] previous = new int[6];
        SegmentScanning.Previous(_segments, 4, previous);
        Assert.Equal([0, 0, 1, 3, 2, 0], previous);
    }

    [Fact]
    public void Products_run_within_segments_along_any_dimension()
    {
        foreach (Shape shape in (Shape[])[[6], [6, 3], [2, 6], [2, 6, 5], [0, 6], [6, 0]])
        {
            int dimension = shape[0] == 6 ? 0 : 1, run = shape.ContiguousStrides[dimension];
            double[] x = Views.Values<double>(shape.ElementCount), expected = [.. x], actual = new double[x.Length];
            for (int i = 0; i < x.Length; i++)
            {
                int before = Before(i / run % 6);
                if (before >= 0) expected[i] = expected[i + ((before - (i / run % 6)) * run)] * x[i];
            }

            SegmentScanning.Products<double>(x, _segments, 4, shape, dimension, actual);
            Views.SameBits<double>(expected, actual, $"{shape}");
        }
    }

    [Fact]
    public void Recurrences_run_within_segments_in_both_directions()
    {
        foreach (Shape shape in (Shape[])[[6], [6, 3], [2, 6], [2, 6, 5], [0, 6], [6, 0]])
        {
            int dimension = shape[0] == 6 ? 0 : 1, run = shape.ContiguousStrides[dimension];
            double[] values = Views.Values<double>(2 * shape.ElementCount), x = values[..shape.ElementCount], a = values[shape.ElementCount..];
            double[] forward = [.. x], backward = [.. x], actual = new double[x.Length];
            for (int i = 0; i < x.Length; i++)
            {
                int k = i / run % 6, before = Before(k);
                if (before >= 0) forward[i] = x[i] + (a[i] * forward[i + ((before - k) * run)]);
            }

            for (int i = x.Length - 1; i >= 0; i--)
            {
                int k = i / run % 6, behind = Array.FindIndex(_segments, k + 1, segment => segment == _segments[k]), there = i + ((behind - k) * run);
                if (behind >= 0) backward[i] = x[i] + (a[there] * backward[there]);
            }

            SegmentScanning.Recur<double>(x, a, _segments, 4, shape, dimension, reversed: false, actual);
            Views.SameBits<double>(forward, actual, $"{shape}");
            SegmentScanning.Recur<double>(x, a, _segments, 4, shape, dimension, reversed: true, actual);
            Views.SameBits<double>(backward, actual, $"{shape}");
        }
    }

    /// <summary>An infinite factor carries on what came, but not what was cut off, and nothing from another segment.</summary>
    [Fact]
    public void Nothing_is_carried_on_as_nothing()
    {
        double[] y = new double[4];
        SegmentScanning.Recur<double>([-0.0, -0.0, 1, 2], [0, double.PositiveInfinity, 0, double.PositiveInfinity], [0, 0, 1, 1], 2, [4], 0, reversed: false, y);
        Assert.Equal([-0.0, -0.0, 1, double.PositiveInfinity], y);
    }

    private static int Before(int k) => k == 0 ? -1 : Array.FindLastIndex(_segments, k - 1, segment => segment == _segments[k]);
}
