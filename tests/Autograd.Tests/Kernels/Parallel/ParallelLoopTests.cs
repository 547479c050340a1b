using System.Runtime.CompilerServices;

namespace Autograd.Tests.Kernels;

public class ParallelLoopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Every_part_is_run_once(int degree)
    {
        using ParallelLoop loop = ParallelLoop.Of(degree);
        Assert.Equal(degree, loop.Degree);
        for (int round = 0; round < 2000; round++)
        {
            int count = round % 23;
            var runs = new int[count];
            loop.Run(count, isLong: round % 2 == 0, new Counting(runs));
            Assert.All(runs, times => Assert.Equal(1, times));
        }
    }

    [Fact]
    public void There_are_no_more_threads_than_can_be_of_use()
    {
        using ParallelLoop loop = ParallelLoop.Of(int.MaxValue);
        Assert.InRange(loop.Degree, 8, Math.Max(8, 4 * Environment.ProcessorCount));
        var runs = new int[100];
        loop.Run(100, isLong: true, new Counting(runs));
        Assert.All(runs, times => Assert.Equal(1, times));
    }

    [Fact]
    public void Parts_are_run_at_the_same_time()
    {
        using ParallelLoop loop = ParallelLoop.Of(3);
        for (int round = 0; round < 50; round++)
        {
            Assert.Equal(3, Meet(loop, 3).Distinct().Count());
            if (round % 10 == 0) Thread.Sleep(2);
        }
    }

    [Fact]
    public void An_exception_reaches_the_caller_after_all_parts()
    {
        using ParallelLoop loop = ParallelLoop.Of(2);
        for (int failing = 0; failing < 4; failing++)
        {
            var runs = new int[4];
            var exception = Assert.Throws<InvalidOperationException>(() => loop.Run(4, isLong: true, new Failing(runs, failing)));
            Assert.Equal($"part {failing}", exception.Message);
            Assert.Equal([1, 1, 1, 1], runs);
            Assert.Equal(2, Meet(loop, 2).Distinct().Count());
        }
    }

    [Fact]
    public void A_loop_within_a_part_is_run_by_its_thread()
    {
        using ParallelLoop loop = ParallelLoop.Of(2);
        var runs = new int[8 * 8];
        loop.Run(8, isLong: true, new Nested(loop, runs));
        Assert.All(runs, times => Assert.Equal(1, times));
    }

    [Fact]
    public void A_disposed_loop_has_no_threads_and_still_runs_its_parts()
    {
        ParallelLoop loop = ParallelLoop.Of(3);
        Thread[] threads = Meet(loop, 3);
        loop.Dispose();
        loop.Dispose();
        Assert.All(threads, thread => Assert.True(thread == Thread.CurrentThread || !thread.IsAlive));
        var runs = new int[7];
        loop.Run(7, isLong: true, new Counting(runs));
        Assert.All(runs, times => Assert.Equal(1, times));
    }

    [Fact]
    public void A_sleeping_thread_ends_too()
    {
        ParallelLoop loop = ParallelLoop.Of(2);
        Thread worker = Meet(loop, 2).Single(thread => thread != Thread.CurrentThread);
        Assert.True(SpinWait.SpinUntil(() => (worker.ThreadState & ThreadState.WaitSleepJoin) != 0, Patience));
        loop.Dispose();
        Assert.False(worker.IsAlive);
    }

    [Fact]
    public void The_threads_of_a_forgotten_loop_end()
    {
        Thread worker = MeetAndForget();
        for (int attempt = 0; attempt < 100 && !worker.Join(100); attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(worker.IsAlive);
    }

    [Fact]
    public void No_thread_allocates_in_the_steady_state()
    {
        using ParallelLoop loop = ParallelLoop.Of(2);
        long[] bytes = new long[2];
        var body = new Measuring(Thread.CurrentThread, new int[1], bytes);
        for (int round = 0; round < 30; round++) loop.Run(2, isLong: true, body);

        // The least of five times: a collection that others cause meanwhile has the rest of a thread's allocation buffer counted, too.
        long least = long.MaxValue;
        for (int time = 0; time < 5; time++)
        {
            long before = bytes[0] + bytes[1];
            for (int round = 0; round < 30; round++) loop.Run(2, isLong: true, body);
            least = Math.Min(least, bytes[0] + bytes[1] - before);
        }

        Assert.Equal(0, least);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Thread MeetAndForget() => Meet(ParallelLoop.Of(2), 2).Single(thread => thread != Thread.CurrentThread);

    /// <summary>As many parts as threads, each of which waits for the others; returns who ran them.</summary>
    private static Thread[] Meet(ParallelLoop loop, int count)
    {
        var threads = new Thread[count];
        using var barrier = new Barrier(count);
        loop.Run(count, isLong: true, new Meeting(threads, barrier));
        return threads;
    }

    private readonly struct Counting(int[] runs) : IParallelBody
    {
        public void Run(int part) => Interlocked.Increment(ref runs[part]);
    }

    private readonly struct Meeting(Thread[] threads, Barrier barrier) : IParallelBody
    {
        public void Run(int part)
        {
            threads[part] = Thread.CurrentThread;
            Assert.True(barrier.SignalAndWait(Patience));
        }
    }

    private readonly struct Failing(int[] runs, int failing) : IParallelBody
    {
        public void Run(int part)
        {
            runs[part]++;
            if (part == failing) throw new InvalidOperationException($"part {part}");
        }
    }

    private readonly struct Nested(ParallelLoop loop, int[] runs) : IParallelBody
    {
        public void Run(int part) => loop.Run(8, isLong: true, new Inner(runs, part));

        private readonly struct Inner(int[] runs, int outer) : IParallelBody
        {
            public void Run(int part) => runs[(8 * outer) + part]++;
        }
    }

    /// <summary>Notes what each of two threads has allocated, and waits for the other one.</summary>
    private readonly struct Measuring(Thread caller, int[] arrivals, long[] bytes) : IParallelBody
    {
        public void Run(int part)
        {
            bytes[Thread.CurrentThread == caller ? 0 : 1] = GC.GetAllocatedBytesForCurrentThread();
            int arrival = Interlocked.Increment(ref arrivals[0]);
            var wait = default(SpinWait);
            while (Volatile.Read(ref arrivals[0]) < arrival + (arrival & 1)) wait.SpinOnce();
        }
    }
}
