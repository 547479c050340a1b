using System.Diagnostics;

namespace Autograd.Performance;

/// <summary>Times repeated work: the median over batches, since the machine may be shared, and the bytes that one repetition allocates.</summary>
internal static class Measure
{
    /// <summary>The median nanoseconds and the allocated bytes of one call, after warming up.</summary>
    /// <param name="work">What is timed.</param>
    /// <param name="callsPerBatch">How many calls one reading of the clock covers.</param>
    /// <param name="batches">How many readings the median is taken of.</param>
    public static (double Nanoseconds, double Bytes) Run(Action work, int callsPerBatch, int batches = 31)
    {
        long until = Stopwatch.GetTimestamp() + (2 * Stopwatch.Frequency);
        do work();
        while (Stopwatch.GetTimestamp() < until);

        var readings = new double[batches];
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        for (int batch = 0; batch < batches; batch++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int call = 0; call < callsPerBatch; call++) work();
            readings[batch] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / callsPerBatch;
        }

        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        return (Statistics.Median(readings), (double)bytes / batches / callsPerBatch);
    }
}
