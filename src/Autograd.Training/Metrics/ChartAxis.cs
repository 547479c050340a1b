using System.Globalization;

namespace Autograd;

/// <summary>An axis: its ends, where it has ticks, and what stands there. On a logarithmic one, values are logarithms to base 10.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end, above it.</param>
/// <param name="Ticks">The values with a tick, and what stands there.</param>
internal sealed record ChartAxis(double Low, double High, (double Value, string Label)[] Ticks)
{
    /// <summary>From the lowest to the highest value, with ticks at multiples of 1, 2 or 5 times a power of ten.</summary>
    public static ChartAxis Linear(double low, double high, int most, bool endsAtTicks)
    {
        if (high - low <= 1e-12 * Math.Max(Math.Abs(low), Math.Abs(high))) (low, high) = (low - Math.Max(Math.Abs(low) / 2, 0.5), high + Math.Max(Math.Abs(high) / 2, 0.5));
        double step = StepOf((high / most) - (low / most));
        double first = endsAtTicks ? Math.Floor((low / step) + 1e-9) : Math.Ceiling((low / step) - 1e-9), last = endsAtTicks ? Math.Ceiling((high / step) - 1e-9) : Math.Floor((high / step) + 1e-9);
        var ticks = new List<(double, string)>();
        for (double k = first; k <= last; k++) ticks.Add((k * step, Label(k * step, step)));
        return endsAtTicks ? new ChartAxis(first * step, last * step, [.. ticks]) : new ChartAxis(low, high, [.. ticks]);
    }

    /// <summary>From power to power of ten around the logarithms of the lowest and the highest value; within two powers also ticks at twice and five times.</summary>
    public static ChartAxis Logarithmic(double low, double high, int most)
    {
        double first = Math.Floor(low + 1e-9), last = Math.Max(Math.Ceiling(high - 1e-9), first + 1), step = Math.Max(1, Math.Ceiling(StepOf((last - first) / most)));
        var ticks = new List<(double, string)>();
        for (double k = first; k <= last; k += step)
        {
            ticks.Add((k, Label(Math.Pow(10, k), Math.Pow(10, k))));
            if (last - first > 2 || k == last) continue;
            foreach (double factor in (double[])[2, 5]) ticks.Add((k + Math.Log10(factor), Label(factor * Math.Pow(10, k), Math.Pow(10, k))));
        }

        return new ChartAxis(first, last, [.. ticks]);
    }

    /// <summary>Where a value lies, from 0 at the lower to 1 at the upper end.</summary>
    public double Place(double value) => (value - Low) / (High - Low);

    /// <summary>1, 2 or 5 times a power of ten, at least a given distance.</summary>
    private static double StepOf(double distance)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(distance)));
        foreach (double factor in (double[])[1, 2, 5])
        {
            if (factor * power >= distance * (1 - 1e-9)) return factor * power;
        }

        return 10 * power;
    }

    private static string Label(double value, double step)
    {
        double size = Math.Max(Math.Abs(value), step);
        if (Math.Abs(value) < step / 2) return "0";
        if (size >= 1e6 || step < 1e-4) return value.ToString("0.###e0", CultureInfo.InvariantCulture);
        return value.ToString($"F{Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9))}", CultureInfo.InvariantCulture);
    }
}
