using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Autograd.Performance;

/// <summary>Times pieces of work in turns, so that whatever else the machine does falls on all of them alike.</summary>
internal static class Turns
{
    private const double ReadingSeconds = 5e-4;
    private const int FewestRounds = 5;
    private const int MostRounds = 501;

    /// <summary>
    /// For each piece of work the median seconds of a call, and the median of its time relative to the first one's in the same round.
    /// </summary>
    /// <param name="seconds">How long the measurement may last; at least five rounds are made.</param>
    /// <param name="warmUp">How long each piece of work runs before: longer for code that the runtime optimizes by and by.</param>
    /// <param name="works">What is timed.</param>
    public static (double Seconds, double Relative)[] Run(double seconds, double warmUp, params Action[] works)
    {
        var calls = new int[works.Length];
        double round = 0;
        for (int w = 0; w < works.Length; w++)
        {
            double call = WarmUp(works[w], warmUp);
            calls[w] = (int)Math.Clamp(ReadingSeconds / call, 1, 1_000_000);
            round += calls[w] * call;
        }

        int rounds = (int)Math.Clamp(seconds / round, FewestRounds, MostRounds);
        double[][] readings = [.. works.Select(_ => new double[rounds])];
        for (int i = 0; i < rounds; i++)
        {
            for (int w = 0; w < works.Length; w++) readings[w][i] = Time(works[w], calls[w]);
        }

        return [.. readings.Select(own => (Statistics.Median(own), Statistics.MedianRatio(own, readings[0])))];
    }

    /// <summary>The seconds of a call once it has run for a while.</summary>
    private static double WarmUp(Action work, double seconds)
    {
        long start = Stopwatch.GetTimestamp();
        int calls = 1;
        double call = Time(work, 1);
        do
        {
            if (calls * call < ReadingSeconds) calls *= 2;
            call = Time(work, calls);
        }
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds);
        return call;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Time(Action work, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int call = 0; call < calls; call++) work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / calls;
    }
}
