namespace Autograd.Examples;

/// <summary>Counts what steps of a training leave to the garbage collector.</summary>
internal static class Allocations
{
    /// <summary>The bytes that five steps allocate on this thread once the training is under way.</summary>
    public static long OfFiveSteps(Action step)
    {
        for (int k = 0; k < 8; k++) step();

        // The least of five times: a collection that other threads cause has the rest of this thread's allocation buffer counted, too.
        long least = long.MaxValue;
        for (int time = 0; time < 5; time++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int k = 0; k < 5; k++) step();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
