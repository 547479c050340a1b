using System.Numerics;

namespace Autograd;

/// <summary>Takes the steps of a curve: their dense output, and the events on it.</summary>
internal sealed class CurveBuilder<T> : IStepObserver<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly OneStepMethod<T> _method;
    private readonly OdeEvent<T>[] _events;
    private readonly Shape _shape;
    private readonly T _start, _length, _end;
    private readonly List<DenseStep<T>> _steps = [];
    private readonly List<T> _times;
    private readonly List<T[]> _states;
    private readonly List<OdeEventOccurrence<T>> _occurrences = [];
    private readonly T[] _values;
    private T? _eventTime;

    public CurveBuilder(OneStepMethod<T> method, OdeEvent<T>[] events, Shape shape, OdeRun<T> run)
    {
        (_method, _events, _shape, _start, _end) = (method, events, shape, run.Times[0], run.Times[1]);
        _length = _end - _start;
        _times = [_start];
        _states = [run.State.ToArray()];
        _values = new T[events.Length];
        for (int k = 0; k < events.Length; k++) _values[k] = Value(k, _start, _states[0]);
    }

    /// <inheritdoc/>
    public bool Take(in TakenStep<T> step)
    {
        T from = _start + (step.Start * _length), to = step.End == T.One ? _end : _start + (step.End * _length);
        var coefficients = new T[_method.Degree * step.Before.Length];
        _method.Interpolate(step.Before, step.After, Array.ConvertAll(step.Stages, stage => stage.ToArray()), step.End - step.Start, coefficients);
        var dense = new DenseStep<T>(from, to, _states[^1], step.After.ToArray(), coefficients);
        _steps.Add(dense);
        if (!TakeEvents(dense, out OdeEventOccurrence<T>? terminal))
        {
            _times.Add(to);
            _states.Add(dense.After);
            return true;
        }

        _eventTime = terminal!.Time;
        _times.Add(terminal.Time);
        _states.Add(terminal.State);
        return false;
    }

    public OdeSolution<T> Solution(StopReason reason, T time, int tried, long evaluations) =>
        new(_shape, [.. _steps], [.. _times], [.. _states], [.. _occurrences], reason, _eventTime ?? time, tried, evaluations);

    /// <summary>Finds the events of a step, in the order in which they happen, until one is terminal.</summary>
    private bool TakeEvents(DenseStep<T> step, out OdeEventOccurrence<T>? terminal)
    {
        var found = new List<(T Part, OdeEventOccurrence<T> Occurrence)>();
        for (int k = 0; k < _events.Length; k++)
        {
            T before = _values[k], after = Value(k, step.To, step.After);
            _values[k] = after;
            if (_events[k].Happens(before, after)) found.Add(Locate(k, step, before));
        }

        found.Sort((x, y) => x.Part.CompareTo(y.Part));
        terminal = null;
        foreach (var (_, occurrence) in found)
        {
            _occurrences.Add(occurrence);
            if (!_events[occurrence.Index].IsTerminal) continue;
            terminal = occurrence;
            return true;
        }

        return false;
    }

    /// <summary>Halves the step until its parts are neighbours; the event is at the later, where the sign has changed.</summary>
    private (T Part, OdeEventOccurrence<T> Occurrence) Locate(int k, DenseStep<T> step, T before)
    {
        T low = T.Zero, high = T.One;
        var state = new T[step.After.Length];
        while (true)
        {
            T middle = low + ((high - low) / (T.One + T.One));
            if (middle <= low || middle >= high) break;
            step.At(middle, state);
            T value = Value(k, step.TimeAt(middle), state);
            if (T.Sign(value) == T.Sign(before)) low = middle;
            else high = middle;
        }

        step.At(high, state);
        return (high, new OdeEventOccurrence<T>(k, step.TimeAt(high), state));
    }

    private T Value(int k, T time, T[] state)
    {
        T value = _events[k].Function(time, state);
        return T.IsNaN(value) ? throw DifferentialEquationErrors.EventNotANumber(k, $"{time}") : value;
    }
}

/// <summary>A step with its dense output: before + Σ cⱼ σʲ at the part σ.</summary>
internal sealed record DenseStep<T>(T From, T To, T[] Before, T[] After, T[] Coefficients)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T TimeAt(T part) => part == T.One ? To : From + (part * (To - From));

    public void At(T part, Span<T> state)
    {
        int count = Before.Length;
        if (part == T.One)
        {
            After.CopyTo(state);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            T sum = T.Zero;
            for (int k = Coefficients.Length - count + i; k >= 0; k -= count) sum = part * (sum + Coefficients[k]);
            state[i] = Before[i] + sum;
        }
    }
}
