namespace Autograd.Training.Tests;

internal static class Allocations
{
    /// <summary>
    /// How many bytes so many runs allocate in the steady state: the least of five times, since a collection that other threads cause has the rest of this thread's
    /// allocation buffer counted, too.
    /// </summary>
    public static long Least(int runs, Action action)
    {
        for (int run = 0; run < runs; run++) action();
        long least = long.MaxValue;
        for (int time = 0; time < 5; time++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int run = 0; run < runs; run++) action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
