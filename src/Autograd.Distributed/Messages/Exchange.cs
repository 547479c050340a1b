using System.Diagnostics;

namespace Autograd;

/// <summary>
/// Messages between this rank and the others. A call begins any number of them and then waits for all; the wait ends with an error where a message has another
/// length than is expected, where a rank makes another call or has left, and where patience is over. Allocates nothing once it had as many messages.
/// </summary>
internal sealed unsafe class Exchange(Mpi mpi, int rank, int count, TimeSpan patience)
{
    /// <summary>The most bytes of a message; what is longer is sent in pieces.</summary>
    private const int LongestMessage = 1 << 26;

    private const int PollsBeforeYield = 32;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);

    // Messages under way: the requests, which do not move, and of each whom it is with and how many bytes it has, 0 where it is sent.
    private nint[] _requests = GC.AllocateArray<nint>(64, pinned: true);
    private (int Rank, int Bytes, bool IsReceived)[] _messages = new (int, int, bool)[64];
    private int _open;
    private Call _call;

    /// <summary>The time that calls waited.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>The bytes that this rank sent.</summary>
    public long BytesSent { get; private set; }

    /// <summary>Whether anything went wrong: then the ranks can do nothing together any more.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The part of so many values that a rank is in charge of: where it begins and ends.</summary>
    public static (int Start, int End) PartOf(int length, int rank, int count) => ((int)((long)length * rank / count), (int)((long)length * (rank + 1) / count));

    /// <inheritdoc cref="PartOf(int, int, int)"/>
    public static Span<T> PartOf<T>(Span<T> values, int rank, int count)
    {
        var (start, end) = PartOf(values.Length, rank, count);
        return values[start..end];
    }

    /// <summary>Says what the next messages are for.</summary>
    public void Begin(Call call)
    {
        if (HasFailed) throw DistributedErrors.Ended(call);
        _call = call;
    }

    /// <summary>Begins to send, from memory that does not move.</summary>
    /// <param name="data">The values.</param>
    /// <param name="to">To whom.</param>
    /// <param name="isShared">Whether the other sees this memory: then it is only told that they are there.</param>
    public void Send<T>(ReadOnlySpan<T> data, int to, bool isShared = false)
        where T : unmanaged
    {
        BytesSent += (long)data.Length * sizeof(T);
        if (isShared) Interlocked.MemoryBarrier();
        Post(isShared ? [] : data, to, isReceived: false);
    }

    /// <summary>Begins to receive, into memory that does not move.</summary>
    /// <inheritdoc cref="Send"/>
    public void Receive<T>(Span<T> data, int from, bool isShared = false)
        where T : unmanaged => Post<T>(isShared ? [] : data, from, isReceived: true);

    /// <summary>Begins to send this rank's part of some values to all, and to receive theirs.</summary>
    public void Gather<T>(Span<T> values)
        where T : unmanaged
    {
        for (int other = 0; other < count; other++)
        {
            if (other == rank) continue;
            Receive(PartOf(values, other, count), other);
            Send<T>(PartOf(values, rank, count), other);
        }
    }

    /// <summary>Waits until all messages are through.</summary>
    /// <exception cref="InvalidOperationException">One will not be.</exception>
    public void Complete()
    {
        long start = Stopwatch.GetTimestamp(), looked = start, strange = 0;
        try
        {
            for (long polls = 1; !AreDone(); polls++)
            {
                if (polls <= PollsBeforeYield) continue;
                Thread.Yield();
                if (Stopwatch.GetElapsedTime(looked) < BetweenLooks) continue;
                Look(start, ref strange);
                looked = Stopwatch.GetTimestamp();
            }
        }
        catch
        {
            HasFailed = true;
            throw;
        }

        Interlocked.MemoryBarrier();
        Waited += Stopwatch.GetElapsedTime(start);
    }

    private void Post<T>(ReadOnlySpan<T> data, int other, bool isReceived)
        where T : unmanaged
    {
        fixed (T* start = data)
        {
            long done = 0, all = (long)data.Length * sizeof(T);
            do
            {
                int bytes = (int)Math.Min(all - done, LongestMessage);
                nint* request = Next(other, bytes, isReceived);
                if (isReceived) mpi.Receive((byte*)start + done, bytes, other, (int)_call, request);
                else mpi.Send((byte*)start + done, bytes, other, (int)_call, request);
                done += bytes;
            }
            while (done < all);
        }
    }

    private nint* Next(int rankOfOther, int bytes, bool isReceived)
    {
        if (_open == _messages.Length)
        {
            nint[] more = GC.AllocateArray<nint>(2 * _open, pinned: true);
            _requests.CopyTo(more, 0);
            _requests = more;
            Array.Resize(ref _messages, 2 * _open);
        }

        _messages[_open] = (rankOfOther, bytes, isReceived);
        fixed (nint* requests = _requests) return requests + _open++;
    }

    private bool AreDone()
    {
        int kept = 0;
        fixed (nint* requests = _requests)
        {
            for (int k = 0; k < _open; k++)
            {
                var (other, expected, isReceived) = _messages[k];
                if (!mpi.IsDone(requests + k, out int bytes, out string? error))
                {
                    if (error is not null) throw DistributedErrors.Message(_call, rank, other, isReceived, error);
                    (requests[kept], _messages[kept++]) = (requests[k], _messages[k]);
                    continue;
                }

                if (error is not null) throw DistributedErrors.Message(_call, rank, other, isReceived, error);
                if (isReceived && bytes != expected) throw DistributedErrors.CutShort(_call, rank, other, bytes, expected);
            }
        }

        _open = kept;
        return kept == 0;
    }

    /// <summary>
    /// Throws where the wait is in vain. Messages of a rank arrive in order, so that one of another kind means that the expected one was never sent; for a moment
    /// it may only look so.
    /// </summary>
    private void Look(long start, ref long strange)
    {
        int other = -1;
        int? found = null;
        for (int k = 0; k < _open && other < 0; k++)
        {
            if (!_messages[k].IsReceived || mpi.Waiting(_messages[k].Rank) is not { } tag || tag == (int)_call) continue;
            (other, found) = (_messages[k].Rank, tag);
        }

        if (found is not { } call)
        {
            strange = 0;
        }
        else if (strange == 0)
        {
            strange = Stopwatch.GetTimestamp();
        }
        else if (Stopwatch.GetElapsedTime(strange) > LongestDelay)
        {
            throw DistributedErrors.OutOfStep(_call, rank, (Call)call, other);
        }

        if (patience != Timeout.InfiniteTimeSpan && Stopwatch.GetElapsedTime(start) > patience)
        {
            var missing = _messages.Take(_open).Where(message => message.IsReceived).Select(message => message.Rank).Distinct();
            throw DistributedErrors.Missing(_call, rank, count, [.. missing], patience);
        }
    }
}
