namespace Autograd;

/// <summary>
/// Which states to keep, so that a chain of steps can be run in reverse with few of them: binomial checkpoints. With c kept states, the first
/// included, and each step run forward at most r times, at most (c + r choose c) steps can be reversed.
/// </summary>
/// <remarks>A. Griewank, A. Walther: Algorithm 799: revolve, ACM TOMS 26 (2000).</remarks>
internal static class BinomialSchedule
{
    /// <summary>(c + r choose c), or more than any number of steps.</summary>
    public static long Reach(int checkpoints, int repetitions)
    {
        if (checkpoints < 0 || repetitions < 0) return 0;
        long reach = 1;
        int few = Math.Min(checkpoints, repetitions), many = Math.Max(checkpoints, repetitions);
        for (int k = 1; k <= few; k++)
        {
            reach = reach * (many + k) / k;
            if (reach > int.MaxValue) return long.MaxValue;
        }

        return reach;
    }

    /// <summary>The least number of states for which no step is run forward more often than so many times, besides when it is reversed.</summary>
    public static int CheckpointsFor(int steps, int repetitions)
    {
        int checkpoints = 1;
        while (Reach(checkpoints, repetitions) < steps) checkpoints++;
        return checkpoints;
    }

    /// <summary>How many steps to go forward from a kept state before the next is kept, so that the fewest are run in all.</summary>
    /// <param name="steps">How many steps there are to be reversed from that state on; 2 or more.</param>
    /// <param name="checkpoints">How many states may be kept for them, the one that is there included; 2 or more.</param>
    public static int Advance(int steps, int checkpoints)
    {
        int repetitions = 1;
        while (Reach(checkpoints, repetitions) < steps) repetitions++;
        return (int)Math.Min(Reach(checkpoints, repetitions - 1), steps - Reach(checkpoints - 1, repetitions - 1));
    }
}
