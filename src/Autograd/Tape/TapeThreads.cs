using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>
/// One thread at a time. Whoever calls enters the tape and leaves it; a thread that comes while another is inside gets an exception instead of
/// the other's memory, and so does an operation that calls its own tape while it is computed. A tape may change hands between two calls.
/// </content>
public sealed partial class Tape<T>
{
    private readonly Lock _handOver = new();
    private Occupancy _occupancy = new(Environment.CurrentManagedThreadId);

    /// <summary>Begins a call.</summary>
    /// <returns>What is to be left at its end, also where it fails.</returns>
    /// <exception cref="InvalidOperationException">
    /// Another thread is inside, or an operation's kernel, formula, layout or shape rule calls, which are given all that they may use.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The tape was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Occupancy Enter()
    {
        Occupancy mine = _occupancy;
        if (mine.Admits == Environment.CurrentManagedThreadId)
        {
            // Volatile, and the barrier of whoever takes over: either this thread sees the new occupancy, or the other sees this depth.
            mine.Deepen();
            if (Volatile.Read(ref _occupancy) == mine) return mine;
            mine.Leave();
        }

        return TakeOver();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Occupancy TakeOver()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        lock (_handOver)
        {
            Occupancy before = _occupancy;
            if (before.Thread == Environment.CurrentManagedThreadId)
            {
                if (before.Admits != before.Thread) throw Errors.InsideOperation();
            }
            else
            {
                _occupancy = new Occupancy(Environment.CurrentManagedThreadId);
                Interlocked.MemoryBarrierProcessWide();
                if (before.IsInside)
                {
                    _occupancy = before;
                    throw Errors.OtherThread();
                }
            }

            _occupancy.Deepen();
            return _occupancy;
        }
    }
}

/// <summary>A thread that uses a tape, and how deep it is inside. Written by that thread alone.</summary>
internal sealed class Occupancy(int thread)
{
    private int _depth;

    /// <summary>The thread.</summary>
    public int Thread { get; } = thread;

    /// <summary>The thread that may come in: it, or none while an operation is computed.</summary>
    public int Admits { get; private set; } = thread;

    public bool IsInside => Volatile.Read(ref _depth) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Deepen() => Volatile.Write(ref _depth, _depth + 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave() => Volatile.Write(ref _depth, _depth - 1);

    /// <summary>Keeps everybody out until <see cref="Open"/>: an operation is computed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Close() => Admits = 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Open() => Admits = Thread;
}
