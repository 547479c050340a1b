using System.Numerics;
using Autograd.Authoring;

namespace Autograd;

/// <content>What its nodes compute: states by given steps, and the reverse pass through them.</content>
public sealed partial class DifferentialEquation<T>
{
    private readonly List<StepTape<T>> _levels;

    /// <summary>The last run; a pass of which the numbers are others makes a new one.</summary>
    private OdeRun<T>? _run;

    /// <summary>The states at all times.</summary>
    internal void States(int level, in Operands<T> operands, Span<T> destination)
    {
        var pass = new Pass(this, level, in operands, 0);
        int count = pass.State.Length;
        if (level == 0 && FindRun(in pass) is null)
        {
            _run = null;
            Choose(in pass, destination);
            return;
        }

        OdeRun<T> run = RunOf(in pass);
        Span<T> state = destination[..count];
        pass.State.CopyTo(state);
        for (int interval = 0; interval < run.Times.Length - 1; interval++)
        {
            Span<T> next = destination.Slice((interval + 1) * count, count);
            state.CopyTo(next);
            Advance(run, in pass, run.FirstStep(interval), run.FirstStep(interval + 1), next);
            state = next;
        }

        pass.Tape.Reset();
    }

    /// <summary>The cotangents of state, times and parameters, one after another.</summary>
    internal void Adjoint(int level, in Operands<T> operands, Span<T> destination)
    {
        var pass = new Pass(this, level, in operands, 1);
        OdeRun<T> run = RunOf(in pass);
        ReadOnlySpan<T> given = operands[0].Span;
        int count = pass.State.Length, width = pass.TimeShape.ElementCount;
        T[] cotangent = given[^count..].ToArray(), byTimes = new T[pass.Times.Length];
        T[][] byParameters = Array.ConvertAll(pass.Parameters, values => new T[values.Length]);
        var kept = new Stack<(int Step, T[] State)>();
        int left = run.Count, most = Options.Checkpoints ?? BinomialSchedule.CheckpointsFor(Math.Max(left, 1), 2), last = run.Times.Length - 2;
        kept.Push((0, pass.State.ToArray()));
        var spare = new Stack<T[]>();
        T[] here = new T[count];
        while (left > 0)
        {
            var (first, state) = kept.Peek();
            state.CopyTo(here, 0);
            int free = most - kept.Count + 1, target = left - 1;
            if (first < target && free > 1)
            {
                target = first + BinomialSchedule.Advance(left - first, free);
                Advance(run, in pass, first, target, here);
                T[] copy = spare.TryPop(out T[]? old) ? old : new T[count];
                here.CopyTo(copy, 0);
                kept.Push((target, copy));
                continue;
            }

            Advance(run, in pass, first, target, here);
            while (run.FirstStep(last) > target) AddGiven(last--, given);
            Options.Cancellation.ThrowIfCancellationRequested();
            var (start, end) = run[target, last];
            pass.Tape.Pull(pass.At(last, here), start, end, cotangent, byTimes.AsSpan(last * width, width), byTimes.AsSpan((last + 1) * width, width), byParameters);
            left = target;
            if (first == target && first > 0) spare.Push(kept.Pop().State);
        }

        while (last >= 0) AddGiven(last--, given);
        pass.Tape.Reset();
        Write(cotangent, destination);
        Write(byTimes, destination = destination[count..]);
        destination = destination[byTimes.Length..];
        foreach (T[] values in byParameters)
        {
            Write(values, destination);
            destination = destination[values.Length..];
        }

        // The cotangent of the states at time number i joins when all later steps are undone.
        void AddGiven(int i, ReadOnlySpan<T> states)
        {
            for (int k = 0; k < count; k++) cotangent[k] += states[(i * count) + k];
        }
    }

    /// <summary>A zero of a reverse pass is +0; −0 would tell that it was cut off by a mask.</summary>
    private static void Write(T[] values, Span<T> destination)
    {
        for (int i = 0; i < values.Length; i++) destination[i] = values[i] + T.Zero;
    }

    /// <summary>Goes forward by given steps.</summary>
    private void Advance(OdeRun<T> run, in Pass pass, int from, int to, Span<T> state)
    {
        int interval = 0;
        while (interval < run.Times.Length - 2 && run.FirstStep(interval + 1) <= from) interval++;
        for (int step = from; step < to; step++)
        {
            while (run.FirstStep(interval + 1) <= step) interval++;
            Options.Cancellation.ThrowIfCancellationRequested();
            var (start, end) = run[step, interval];
            pass.Tape.Advance(pass.At(interval, state), start, end, state);
        }
    }

    private OdeRun<T>? FindRun(in Pass pass) => _run is { } run && run.IsOf(pass.BaseState, pass.BaseTimes, pass.BaseParameters) ? run : null;

    /// <summary>The steps for these numbers, those of the values where there are tangents.</summary>
    private OdeRun<T> RunOf(in Pass pass)
    {
        if (FindRun(in pass) is { } known) return known;
        return Choose(in pass, new T[pass.BaseState.Length * pass.BaseTimes.Length]);
    }

    /// <summary>Solves forward, and chooses the steps.</summary>
    private OdeRun<T> Choose(in Pass pass, Span<T> destination)
    {
        var run = new OdeRun<T>(pass.BaseState, pass.BaseTimes, pass.BaseParameters);
        Check(run);
        int count = run.State.Length;
        var integration = new Integration<T>(_levels[0], _method, Options, run, pass.BaseShape, pass.BaseParameterShapes);
        ThrowIfOtherInputs(in pass, run);
        run.State.CopyTo(destination);
        for (int interval = 0; interval < run.Times.Length - 1; interval++)
        {
            StopReason reason = integration.Over(interval, null);
            if (reason != StopReason.EndReached) throw DifferentialEquationErrors.Stopped(reason, $"{integration.Time}", $"{run.Times[interval + 1]}");
            integration.State.CopyTo(destination[((interval + 1) * count)..]);
        }

        _levels[0].Reset();
        return _run = run;
    }

    private void ThrowIfOtherInputs(in Pass pass, OdeRun<T> run)
    {
        long before = Evaluations;
        var point = new OdePoint<T>
        {
            Y = run.State, A = run.Times[..1], B = run.Times[..1], Parameters = run.Parameters, Shape = pass.BaseShape, TimeShape = Shape.Scalar,
            ParameterShapes = pass.BaseParameterShapes,
        };
        if (_levels[0].HasOtherInputs(in point)) throw DifferentialEquationErrors.Watched();
        Evaluations = before;
    }

    /// <summary>The operands of a node.</summary>
    private readonly ref struct Pass
    {
        private readonly Shape _shape;
        private readonly Shape[] _parameterShapes;
        private readonly int _level;

        public Pass(DifferentialEquation<T> equation, int level, in Operands<T> operands, int first)
        {
            _level = level;
            while (equation._levels.Count <= level) equation._levels.Add(new StepTape<T>(equation._method, Tangents(equation, equation._levels.Count)));
            Tape = equation._levels[level];
            State = operands[first].Span;
            Times = operands[first + 1].Span;
            _shape = operands[first].Shape;
            TimeShape = Without(operands[first + 1].Shape, 1);
            Parameters = new T[operands.Count - first - 2][];
            _parameterShapes = new Shape[Parameters.Length];
            for (int k = 0; k < Parameters.Length; k++)
            {
                Parameters[k] = operands[first + 2 + k].Span.ToArray();
                _parameterShapes[k] = operands[first + 2 + k].Shape;
            }

            BaseShape = Without(_shape, level);
            BaseState = State[..BaseShape.ElementCount];
            BaseParameterShapes = Array.ConvertAll(_parameterShapes, shape => Without(shape, level));
            BaseParameters = new T[Parameters.Length][];
            for (int k = 0; k < Parameters.Length; k++) BaseParameters[k] = Parameters[k][..BaseParameterShapes[k].ElementCount];
            var times = new T[operands[first + 1].Shape[0]];
            for (int i = 0; i < times.Length; i++) times[i] = Times[i * TimeShape.ElementCount];
            BaseTimes = times;
        }

        public StepTape<T> Tape { get; }

        public ReadOnlySpan<T> State { get; }

        public ReadOnlySpan<T> Times { get; }

        public T[][] Parameters { get; }

        public Shape TimeShape { get; }

        public Shape BaseShape { get; }

        public Shape[] BaseParameterShapes { get; }

        public ReadOnlySpan<T> BaseState { get; }

        public ReadOnlySpan<T> BaseTimes { get; }

        public T[][] BaseParameters { get; }

        public OdePoint<T> At(int interval, ReadOnlySpan<T> state)
        {
            int width = TimeShape.ElementCount;
            return new()
            {
                Y = state, A = Times.Slice(interval * width, width), B = Times.Slice((interval + 1) * width, width), Parameters = Parameters, Shape = _shape,
                TimeShape = TimeShape, ParameterShapes = _parameterShapes,
            };
        }

        private static Shape Without(Shape shape, int front) => new(shape.ToArray().AsSpan(front));

        private static IntervalFunction<T> Tangents(DifferentialEquation<T> equation, int level)
        {
            IntervalFunction<T> function = equation.OverInterval;
            for (int k = 0; k < level; k++) function = StepTape<T>.WithTangent(function);
            return function;
        }
    }
}
