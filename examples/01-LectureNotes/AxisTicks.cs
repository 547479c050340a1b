using System.Globalization;

namespace Autograd.Examples.LectureNotes;

/// <summary>The round values at which an axis is labelled. The axis reaches from the first to the last of them.</summary>
/// <param name="Ticks">The values, ascending, at least two; on a logarithmic axis their logarithms to base 10.</param>
/// <param name="Labels">A label for each.</param>
internal sealed record AxisTicks(double[] Ticks, string[] Labels)
{
    /// <summary>The lower end of the axis.</summary>
    public double Low => Ticks[0];

    /// <summary>The upper end of the axis.</summary>
    public double High => Ticks[^1];

    /// <summary>Multiples of 1, 2 or 5 times a power of ten, about <paramref name="count"/> intervals of them at most.</summary>
    public static AxisTicks Linear(double low, double high, int count)
    {
        double range = high > low ? high - low : Math.Max(Math.Abs(low), 1);
        int exponent = (int)Math.Floor(Math.Log10(range / count));
        double step = Math.Pow(10, exponent);
        foreach (double factor in (ReadOnlySpan<double>)[1, 2, 5, 10])
        {
            step = factor * Math.Pow(10, exponent);
            if (range / step <= count) break;
        }

        // Rounding must not push a value that is a tick itself to the next one.
        double first = Math.Floor(low / step + 1e-9);
        double last = Math.Max(Math.Ceiling(high / step - 1e-9), first + 1);
        double[] ticks = [.. Enumerable.Range(0, (int)(last - first) + 1).Select(k => (first + k) * step)];
        return new AxisTicks(ticks, [.. ticks.Select(tick => Label(tick, step))]);
    }

    /// <summary>1, 2 and 5 times powers of ten, or every power of ten, or every m-th, whatever gives at most <paramref name="count"/> intervals.</summary>
    public static AxisTicks Logarithmic(double low, double high, int count)
    {
        double[] mantissas = [1, 2, 5];
        List<(double Log, string Label)> ticks = [];
        for (int decade = (int)Math.Floor(low); decade <= Math.Ceiling(high); decade++)
        {
            foreach (double mantissa in mantissas) ticks.Add((decade + Math.Log10(mantissa), Label(decade, mantissa)));
        }

        int from = ticks.FindLastIndex(tick => tick.Log <= low + 1e-9);
        int to = ticks.FindIndex(from + 1, tick => tick.Log >= high - 1e-9);
        if (to - from <= count)
        {
            ticks = ticks[from..(to + 1)];
            return new AxisTicks([.. ticks.Select(tick => tick.Log)], [.. ticks.Select(tick => tick.Label)]);
        }

        AxisTicks decades = Linear(low, high, count);
        return decades.Ticks.All(tick => tick == Math.Floor(tick))
            ? decades with { Labels = [.. decades.Ticks.Select(tick => Label((int)tick, 1))] }
            : Powers((int)Math.Floor(low + 1e-9), (int)Math.Ceiling(high - 1e-9));
    }

    private static AxisTicks Powers(int first, int last)
    {
        int[] exponents = [.. Enumerable.Range(first, last - first + 1)];
        return new AxisTicks([.. exponents.Select(exponent => (double)exponent)], [.. exponents.Select(exponent => Label(exponent, 1))]);
    }

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
