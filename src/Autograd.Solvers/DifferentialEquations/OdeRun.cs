using System.Numerics;

namespace Autograd;

/// <summary>
/// The steps that a solution took, as parts of its intervals, with the numbers that they were chosen for. Derivatives and repetitions take the same.
/// </summary>
internal sealed class OdeRun<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] _state, _times;
    private readonly T[][] _parameters;
    private readonly List<T> _starts = [];
    private readonly List<int> _intervals = [];

    public OdeRun(ReadOnlySpan<T> state, ReadOnlySpan<T> times, T[][] parameters)
    {
        _state = state.ToArray();
        _times = times.ToArray();
        _parameters = parameters;
    }

    /// <summary>The number of steps.</summary>
    public int Count => _starts.Count;

    /// <summary>The first time, and the end of each interval.</summary>
    public ReadOnlySpan<T> Times => _times;

    public ReadOnlySpan<T> State => _state;

    public T[][] Parameters => _parameters;

    /// <summary>Begins an interval.</summary>
    public void AddInterval() => _intervals.Add(_starts.Count);

    /// <summary>Adds a step that starts at a part s of the interval.</summary>
    public void AddStep(T s) => _starts.Add(s);

    /// <summary>The first step of an interval; for the number of intervals, that of steps.</summary>
    public int FirstStep(int interval) => interval < _intervals.Count ? _intervals[interval] : Count;

    /// <summary>Where a step starts and ends, in parts of its interval.</summary>
    public (T Start, T End) this[int step, int interval] => (_starts[step], step + 1 < FirstStep(interval + 1) ? _starts[step + 1] : T.One);

    /// <summary>Whether the steps were chosen for these very numbers.</summary>
    public bool IsOf(ReadOnlySpan<T> state, ReadOnlySpan<T> times, T[][] parameters)
    {
        if (parameters.Length != _parameters.Length || !Same(state, _state) || !Same(times, _times)) return false;
        for (int k = 0; k < parameters.Length; k++)
        {
            if (!Same(parameters[k], _parameters[k])) return false;
        }

        return true;
    }

    private static bool Same(ReadOnlySpan<T> a, ReadOnlySpan<T> b) => a.SequenceEqual(b);
}
