using System.Numerics;

namespace Autograd;

/// <summary>
/// A function for one call of <see cref="Differentiate"/>, on a tape that is kept from earlier calls: taken when made, put back on disposal.
/// While it is taken, nobody else has it, so that a function which differentiates another one gets another tape.
/// </summary>
/// <remarks>
/// What is kept is the library's one exception from "no static mutable state". It cannot be noticed but in time and memory: a tape that
/// is put back is reset, so that handles from the call refuse to be used, and results do not depend on what a tape recorded before.
/// It is bounded: each thread keeps at most <see cref="MostKept"/> tapes for each element type, none of which holds more than
/// <see cref="MostBytes"/>, and they go with the thread. A kept tape may refer to parameters that its last function
/// watched, and to attributes of its operations.
/// </remarks>
internal readonly ref struct KeptFunction<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Stands for no function, where only the tape is wanted.</summary>
    public static readonly Func<Variable<T>, Variable<T>> None = x => x;

    public const int MostKept = 4;
    public const long MostBytes = 32 << 20;

    private static readonly ThreadLocal<Stack<DifferentiableFunction<T>>> KeptByThread = new(() => new(MostKept));
    private readonly Stack<DifferentiableFunction<T>> _kept;

    public KeptFunction(Func<Variable<T>, Variable<T>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        _kept = KeptByThread.Value!;
        Function = _kept.TryPop(out DifferentiableFunction<T>? known) ? known.Become(function) : new DifferentiableFunction<T>(function);
    }

    public DifferentiableFunction<T> Function { get; }

    public Tape<T> Tape => Function.Tape;

    /// <summary>How many tapes this thread keeps.</summary>
    internal static int Count => KeptByThread.Value!.Count;

    public void Dispose()
    {
        Tape.Reset();
        if (_kept.Count < MostKept && Tape.HeldBytes <= MostBytes) _kept.Push(Function.Become(None));
        else Function.Dispose();
    }
}
