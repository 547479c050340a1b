namespace Autograd.Performance;

/// <summary>What is taken from readings on a machine that others may use, too.</summary>
internal static class Statistics
{
    /// <summary>The middle of the readings; half the readings may be disturbed before it is.</summary>
    public static double Median(ReadOnlySpan<double> readings)
    {
        double[] sorted = readings.ToArray();
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }

    /// <summary>The median of the ratios of readings taken in the same round, which a slow drift of the machine does not change.</summary>
    public static double MedianRatio(double[] numerators, double[] denominators) =>
        Median([.. numerators.Zip(denominators, (numerator, denominator) => numerator / denominator)]);
}
