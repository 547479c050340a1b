using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Autograd;

/// <summary>
/// Threads that help a caller with the parts of a loop. Parts are claimed one by one, so that a thread that is kept from running costs
/// at most the part it has begun.
/// </summary>
internal sealed unsafe class WorkerTeam(int workers)
{
    /// <summary>Pauses of some tens of nanoseconds before a worker without work falls asleep: the loops of a training step follow each other faster.</summary>
    private const int PausesBeforeSleep = 4000;

    /// <summary>About how long these pauses last.</summary>
    private static readonly long SpinTicks = Stopwatch.Frequency / 5000;

    private readonly Lock _running = new();
    private readonly object _gate = new();
    private Thread[] _threads = [];

    /// <summary>
    /// The parts that nobody has claimed: from the lower half to before the upper one. In one word, so that a claim that succeeds is one of
    /// the loop that runs, whatever went before; what that is made of is read afterwards.
    /// </summary>
    private long _unclaimed;
    private delegate*<void*, int, void> _function;
    private void* _body;
    private int _finished;
    private long _end;
    private int _asleep;
    private bool _stopped;
    private ExceptionDispatchInfo? _failure;

    private bool HasWork
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsAny(Volatile.Read(ref _unclaimed));
    }

    /// <summary>Runs all parts together with the caller. False, and nothing is done, within another loop and after <see cref="Stop"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryRun(int count, bool isLong, delegate*<void*, int, void> function, void* body)
    {
        if (_running.IsHeldByCurrentThread || Volatile.Read(ref _stopped) || !_running.TryEnter()) return false;
        try
        {
            if (_threads.Length == 0) Start();
            _function = function;
            _body = body;
            _finished = 0;
            Interlocked.Exchange(ref _unclaimed, (long)count << 32);

            // To wake a thread costs the caller tens of microseconds: for a short loop only where others came shortly before.
            if (Volatile.Read(ref _asleep) != 0 && (isLong || Stopwatch.GetTimestamp() - _end < SpinTicks)) Wake();
            RunParts(fromEnd: false);
            var wait = default(SpinWait);
            while (Volatile.Read(ref _finished) != count) wait.SpinOnce(sleep1Threshold: -1);
            _end = Stopwatch.GetTimestamp();
            ExceptionDispatchInfo? failure = _failure;
            _failure = null;
            failure?.Throw();
            return true;
        }
        finally
        {
            _running.Exit();
        }
    }

    /// <summary>Has the threads end as soon as they are idle.</summary>
    public void Stop()
    {
        Volatile.Write(ref _stopped, true);
        Wake();
    }

    /// <summary>Waits until they have ended.</summary>
    public void Join()
    {
        foreach (Thread thread in _threads) thread.Join();
    }

    private void Start()
    {
        var threads = new Thread[workers];
        for (int worker = 0; worker < workers; worker++)
        {
            threads[worker] = new Thread(Work) { IsBackground = true, Name = "Autograd worker" };
            threads[worker].Start();
        }

        _threads = threads;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Work()
    {
        do RunParts(fromEnd: true);
        while (AwaitWork());
    }

    /// <summary>
    /// The caller begins with the first part, the others with the last: so each finds in its caches most of what it wrote there in an
    /// earlier loop over the same memory.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunParts(bool fromEnd)
    {
        for (long seen = Volatile.Read(ref _unclaimed); IsAny(seen);)
        {
            long before = Interlocked.CompareExchange(ref _unclaimed, fromEnd ? seen - (1L << 32) : seen + 1, seen);
            if (before == seen) RunPart(fromEnd ? (int)(seen >> 32) - 1 : (int)seen);
            seen = before == seen ? Volatile.Read(ref _unclaimed) : before;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsAny(long unclaimed) => (int)unclaimed != (int)(unclaimed >> 32);

    /// <summary>Until this part is finished the caller waits, so what it is made of stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPart(int part)
    {
        try
        {
            _function(_body, part);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
        }

        Interlocked.Increment(ref _finished);
    }

    /// <summary>Looks for work for a while, then sleeps. False where the threads are to end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool AwaitWork()
    {
        for (int pause = 0; pause < PausesBeforeSleep; pause++)
        {
            if (HasWork) return true;
            if (Volatile.Read(ref _stopped)) return false;
            Thread.SpinWait(1);
        }

        lock (_gate)
        {
            // Counted before looking again: a caller that published work before that is seen here, any later one sees the count.
            Interlocked.Increment(ref _asleep);
            while (!HasWork && !Volatile.Read(ref _stopped)) Monitor.Wait(_gate);
            Interlocked.Decrement(ref _asleep);
        }

        return !Volatile.Read(ref _stopped);
    }

    private void Wake()
    {
        lock (_gate) Monitor.PulseAll(_gate);
    }
}
