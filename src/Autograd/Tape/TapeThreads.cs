using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>
/// One thread at a time. Whoever calls enters the tape and leaves it; a thread that comes while another is inside gets an exception instead of
/// the other's memory. A tape may change hands between two calls.
/// </content>
public sealed partial class Tape<T>
{
    private readonly Lock _handOver = new();
    private Occupancy _occupancy = new(Environment.CurrentManagedThreadId);

    /// <summary>Begins a call. Each is followed by <see cref="Exit"/>, also where it fails.</summary>
    /// <exception cref="InvalidOperationException">
    /// Another thread is inside, or an operation's kernel, formula, layout or shape rule calls, which are given all that they may use.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The tape was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enter()
    {
        Occupancy mine = _occupancy;
        if (mine.Thread == Environment.CurrentManagedThreadId)
        {
            if (_isComputing) throw Errors.InsideOperation();

            // Volatile, and the barrier of whoever takes over: either this thread sees the new occupancy, or the other sees this depth.
            Volatile.Write(ref mine.Depth, mine.Depth + 1);
            if (Volatile.Read(ref _occupancy) == mine) return;
            mine.Depth--;
        }

        TakeOver();
    }

    /// <summary>Ends a call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Exit()
    {
        Occupancy mine = _occupancy;
        if (mine.Thread == Environment.CurrentManagedThreadId) mine.Depth--;
        else ExitBehind();
    }

    /// <summary>Ends a call while another thread tries to take over: it gives back what it found before it is counted.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ExitBehind()
    {
        lock (_handOver) _occupancy.Depth--;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TakeOver()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        lock (_handOver)
        {
            Occupancy before = _occupancy;
            if (before.Thread != Environment.CurrentManagedThreadId)
            {
                _occupancy = new Occupancy(Environment.CurrentManagedThreadId);
                Interlocked.MemoryBarrierProcessWide();
                if (Volatile.Read(ref before.Depth) != 0)
                {
                    _occupancy = before;
                    throw Errors.OtherThread();
                }
            }

            _occupancy.Depth++;
        }
    }

    /// <summary>The thread that uses the tape, and how deep it is inside. The depth is written by that thread alone.</summary>
    private sealed class Occupancy(int thread)
    {
        public readonly int Thread = thread;
        public int Depth;
    }
}
