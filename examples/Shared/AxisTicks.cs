using System.Globalization;

namespace Autograd.Examples;

/// <summary>An axis and the round values at which it is labelled.</summary>
/// <param name="Low">The lower end; on a logarithmic axis a logarithm to base 10, as all these values are.</param>
/// <param name="High">The upper end, above the lower one.</param>
/// <param name="Ticks">The labelled values, ascending, at least two.</param>
/// <param name="Labels">A label for each.</param>
public sealed record AxisTicks(double Low, double High, double[] Ticks, string[] Labels)
{
    /// <summary>
    /// Multiples of 1, 2 or 5 times a power of ten, at most about <paramref name="count"/> intervals of them and none smaller than
    /// <paramref name="finest"/>. The axis reaches from tick to tick.
    /// </summary>
    public static AxisTicks Linear(double low, double high, int count, double finest = 0)
    {
        double range = high > low ? high - low : Math.Max(Math.Abs(low), 1);
        int exponent = (int)Math.Floor(Math.Log10(Math.Max(range / count, finest)));
        double step = Math.Pow(10, exponent);
        foreach (double factor in (ReadOnlySpan<double>)[1, 2, 5, 10])
        {
            step = factor * Math.Pow(10, exponent);
            if (range / step <= count && step >= finest) break;
        }

        // Rounding must not push a value that is a tick itself to the next one.
        double first = Math.Floor(low / step + 1e-9);
        double last = Math.Max(Math.Ceiling(high / step - 1e-9), first + 1);
        double[] ticks = [.. Enumerable.Range(0, (int)(last - first) + 1).Select(k => (first + k) * step)];
        return new AxisTicks(ticks[0], ticks[^1], ticks, [.. ticks.Select(tick => Label(tick, step))]);
    }

    /// <summary>
    /// 1, 2 and 5 times powers of ten, or every power of ten, or every m-th, whatever gives at most <paramref name="count"/>
    /// intervals. The axis reaches from the lowest value to the highest, and farther only where two ticks need it.
    /// </summary>
    public static AxisTicks Logarithmic(double low, double high, int count)
    {
        List<(double Log, string Label)> ticks = [];
        for (int decade = (int)Math.Floor(low); decade <= Math.Ceiling(high); decade++)
        {
            foreach (double mantissa in (ReadOnlySpan<double>)[1, 2, 5]) ticks.Add((decade + Math.Log10(mantissa), Label(decade, mantissa)));
        }

        ticks = Around();
        if (ticks.Count - 1 > count)
        {
            int stride = (int)Linear(low, high, count, finest: 1).Step;
            int first = (int)Math.Floor(low / stride + 1e-9) * stride, last = (int)Math.Ceiling(high / stride - 1e-9) * stride;
            ticks = [];
            for (int decade = first; decade <= last; decade += stride) ticks.Add((decade, Label(decade, 1)));
        }

        List<(double Log, string Label)> inside = ticks.FindAll(tick => tick.Log >= low - 1e-9 && tick.Log <= high + 1e-9);
        if (inside.Count >= 2) ticks = inside;
        return new AxisTicks(
            Math.Min(low, ticks[0].Log), Math.Max(high, ticks[^1].Log),
            [.. ticks.Select(tick => tick.Log)], [.. ticks.Select(tick => tick.Label)]);

        List<(double Log, string Label)> Around()
        {
            int from = ticks.FindLastIndex(tick => tick.Log <= low + 1e-9);
            return ticks[from..(ticks.FindIndex(from + 1, tick => tick.Log >= high - 1e-9) + 1)];
        }
    }

    /// <summary>The distance of two ticks of a linear axis.</summary>
    private double Step => Ticks[1] - Ticks[0];

    private static string Label(int exponent, double mantissa) =>
        Math.Abs(exponent) <= 4
            ? (mantissa * Math.Pow(10, exponent)).ToString("0.####", CultureInfo.InvariantCulture)
            : $"{mantissa.ToString(CultureInfo.InvariantCulture)}e{exponent.ToString(CultureInfo.InvariantCulture)}";

    private static string Label(double tick, double step)
    {
        int decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step)));
        return decimals > 6 || Math.Abs(tick) >= 1e7
            ? tick.ToString("0.##e-0", CultureInfo.InvariantCulture)
            : (tick == 0 ? 0.0 : tick).ToString($"F{decimals}", CultureInfo.InvariantCulture);
    }
}
