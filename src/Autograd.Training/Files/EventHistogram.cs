using System.Numerics;

namespace Autograd;

/// <summary>
/// The histogram of TensorFlow: 1549 buckets whose bounds grow by a tenth from 10⁻¹² to 10²⁰, to either side of 0; a bucket holds what is below its bound
/// and not below the one before, the last one also its bound, the largest number.
/// </summary>
internal sealed class EventHistogram
{
    private static readonly double[] Bounds = MakeBounds();

    private readonly double[] _counts = new double[Bounds.Length];
    private readonly double[] _limits = new double[Bounds.Length];

    /// <summary>Writes the message for some finite numbers.</summary>
    public void Write<T>(ProtocolBuffer message, ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Array.Clear(_counts);
        double least = double.PositiveInfinity, most = double.NegativeInfinity, sum = 0, squares = 0;
        foreach (T element in values)
        {
            double value = double.CreateTruncating(element);
            least = Math.Min(least, value);
            most = Math.Max(most, value);
            sum += value;
            squares += value * value;
            int at = Array.BinarySearch(Bounds, value);
            _counts[at < 0 ? ~at : Math.Min(at + 1, Bounds.Length - 1)]++;
        }

        int count = Collapse();
        message.Add(1, least).Add(2, most).Add(3, (double)values.Length).Add(4, sum).Add(5, squares).Add(6, _limits.AsSpan(0, count)).Add(7, _counts.AsSpan(0, count));
    }

    /// <summary>Leaves out the empty buckets before the first, all but one of those between two others, and those behind the last.</summary>
    private int Collapse()
    {
        int count = 0, last = _counts.AsSpan().LastIndexOfAnyExcept(0);
        for (int k = Math.Max(_counts.AsSpan().IndexOfAnyExcept(0) - 1, 0); k <= last; k++)
        {
            bool isOneMoreOfARun = count > 0 && _counts[k] == 0 && _counts[count - 1] == 0;
            if (!isOneMoreOfARun) count++;
            _limits[count - 1] = Bounds[k];
            _counts[count - 1] = _counts[k];
        }

        return count;
    }

    private static double[] MakeBounds()
    {
        var above = new List<double>();
        for (double bound = 1e-12; bound < 1e20; bound *= 1.1) above.Add(bound);
        above.Add(double.MaxValue);
        return [.. Enumerable.Reverse(above).Select(static bound => -bound), 0, .. above];
    }
}
