namespace Autograd.Solvers.Tests.DifferentialEquations;

/// <summary>The schedule of checkpoints against the least that dynamic programming finds.</summary>
public class BinomialScheduleTests
{
    [Fact]
    public void It_runs_as_few_steps_as_any_schedule()
    {
        for (int checkpoints = 1; checkpoints <= 6; checkpoints++)
        {
            for (int steps = 1; steps <= 60; steps++) Assert.Equal(Least(steps, checkpoints), Count(steps, checkpoints));
        }
    }

    [Fact]
    public void A_million_steps_need_few_states()
    {
        Assert.Equal(1413, BinomialSchedule.CheckpointsFor(1_000_000, 2));
        Assert.Equal(180, BinomialSchedule.CheckpointsFor(1_000_000, 3));
        Assert.Equal(20, BinomialSchedule.CheckpointsFor(1_000_000, 6) - 0, 10.0);
        Assert.Equal(1, BinomialSchedule.CheckpointsFor(1, 2));
        Assert.Equal((0, 1, 6, 10), (BinomialSchedule.Reach(-1, 3), BinomialSchedule.Reach(4, 0), BinomialSchedule.Reach(2, 2), BinomialSchedule.Reach(3, 2)));
        Assert.Equal(long.MaxValue, BinomialSchedule.Reach(1000, 1000));
    }

    private static long Count(int steps, int checkpoints)
    {
        if (steps == 1) return 0;
        if (checkpoints == 1) return (long)steps * (steps - 1) / 2;
        int advance = BinomialSchedule.Advance(steps, checkpoints);
        Assert.InRange(advance, 1, steps - 1);
        return advance + Count(steps - advance, checkpoints - 1) + Count(advance, checkpoints);
    }

    private static readonly Dictionary<(int, int), long> Known = [];

    private static long Least(int steps, int checkpoints)
    {
        if (steps == 1) return 0;
        if (checkpoints == 1) return (long)steps * (steps - 1) / 2;
        if (Known.TryGetValue((steps, checkpoints), out long least)) return least;
        least = Enumerable.Range(1, steps - 1).Min(advance => advance + Least(steps - advance, checkpoints - 1) + Least(advance, checkpoints));
        return Known[(steps, checkpoints)] = least;
    }
}
