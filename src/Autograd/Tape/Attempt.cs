using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Several nodes recorded by one public call: all or none. What was recorded is forgotten on disposal unless <see cref="Keep()"/> was reached,
/// so that a call which fails half-way leaves the tape as it was. No other thread gets in meanwhile.
/// </summary>
internal ref struct Attempt<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape<T> _tape;
    private readonly Occupancy _inside;
    private readonly int _count;
    private bool _kept;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public Attempt(Tape<T> tape)
    {
        _inside = tape.Enter();
        _tape = tape;
        _count = tape.NodeCount;
    }

    /// <summary>Lets what was recorded stay.</summary>
    public void Keep() => _kept = true;

    /// <summary>Lets what was recorded stay, and hands on the last of it.</summary>
    public Variable<T> Keep(Variable<T> result)
    {
        Keep();
        return result;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public readonly void Dispose()
    {
        if (!_kept) _tape.Truncate(_count);
        _inside.Leave();
    }
}
