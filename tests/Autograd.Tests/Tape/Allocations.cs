namespace Autograd.Tests.Tape;

internal static class Allocations
{
    /// <summary>
    /// The bytes that an action allocates on this thread whenever it runs: the least of five times, since a collection that other threads
    /// cause meanwhile has the rest of this thread's allocation buffer counted, too.
    /// </summary>
    public static long Of(Action action)
    {
        long least = long.MaxValue;
        for (int time = 0; time < 5; time++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
