using System.Numerics;

namespace Autograd;

/// <summary>A step that was taken, as the solution is told of it.</summary>
internal readonly ref struct TakenStep<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Where it began and ended, in parts of the interval.</summary>
    public T Start { get; init; }

    /// <inheritdoc cref="Start"/>
    public T End { get; init; }

    /// <summary>The state before.</summary>
    public ReadOnlySpan<T> Before { get; init; }

    /// <summary>The state after.</summary>
    public ReadOnlySpan<T> After { get; init; }

    public Variable<T>[] Stages { get; init; }
}

/// <summary>Is told of each step that is taken.</summary>
internal interface IStepObserver<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Takes a step.</summary>
    /// <returns>Whether the solution goes on.</returns>
    bool Take(in TakenStep<T> step);
}

/// <summary>Solves forward, one interval after another, and chooses the steps, which the run takes down.</summary>
internal sealed class Integration<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly StepTape<T> _tape;
    private readonly OneStepMethod<T> _method;
    private readonly OdeOptions _options;
    private readonly OdeRun<T> _run;
    private readonly Shape _shape;
    private readonly Shape[] _parameterShapes;
    private readonly T[] _slope;
    private StepControl _control;
    private double? _length;

    public Integration(StepTape<T> tape, OneStepMethod<T> method, OdeOptions options, OdeRun<T> run, Shape shape, Shape[] parameterShapes)
    {
        (_tape, _method, _options, _run, _shape, _parameterShapes) = (tape, method, options, run, shape, parameterShapes);
        State = run.State.ToArray();
        _slope = new T[State.Length];
        _control = new StepControl(options, method.ErrorOrder, method.Memory);
        _length = options.FirstStep;
    }

    /// <summary>The state that was reached.</summary>
    public T[] State { get; }

    /// <summary>When that is.</summary>
    public T Time { get; private set; }

    /// <summary>How many steps were tried.</summary>
    public int Tried { get; private set; }

    /// <summary>Goes through an interval.</summary>
    public StopReason Over(int interval, IStepObserver<T>? observer)
    {
        T a = _run.Times[interval], b = _run.Times[interval + 1], s = T.Zero, refused = T.Zero;
        double span = Math.Abs(double.CreateChecked(b - a));
        var point = new OdePoint<T>
        {
            Y = State, A = [a], B = [b], Parameters = _run.Parameters, Shape = _shape, TimeShape = Shape.Scalar, ParameterShapes = _parameterShapes,
        };
        _run.AddInterval();
        bool isKnown = Begin(in point, interval, a, b, span), wasFinite = true;
        double count = span == 0 ? 1 : Math.Max(1, Math.Ceiling(span / (_options.FixedStep ?? span) * (1 - 1e-12)));
        bool isFixed = span == 0 || _options.FixedStep is not null;
        for (int number = 1; s < T.One; number++)
        {
            _options.Cancellation.ThrowIfCancellationRequested();
            Time = a + (s * (b - a));
            if (Tried == _options.MaximumSteps) return StopReason.MaxIterations;
            T end = isFixed ? End(number / count) : End(s, span, refused);
            if (end <= s || end == refused || (!isFixed && a + (end * (b - a)) == Time)) return wasFinite ? StopReason.StepTooShort : StopReason.NotFinite;
            Tried++;
            double error = Try(in point, s, end, isKnown, out RecordedStep<T> step), length = double.CreateChecked(end - s) * span;
            wasFinite = double.IsFinite(error);
            bool isTaken = isFixed ? wasFinite : error <= 1;
            _options.Progress?.Report(new OdeStep(Tried, double.CreateChecked(Time), Math.CopySign(length, double.CreateChecked(b - a)), isFixed ? 0 : error, isTaken));
            if (!isTaken)
            {
                if (isFixed) return StopReason.NotFinite;
                _length = length * _control.Reject(error);
                refused = end;
                continue;
            }

            _run.AddStep(s);
            ReadOnlySpan<T> next = step.Next.Span;
            bool goesOn = observer?.Take(new TakenStep<T> { Start = s, End = end, Before = State, After = next, Stages = step.Stages }) ?? true;
            next.CopyTo(State);
            if (_method.EndsWithSlope) step.Stages[^1].Span.CopyTo(_slope);
            isKnown = _method.EndsWithSlope;
            (s, refused) = (end, T.Zero);
            if (!goesOn) return StopReason.Event;

            // A step that the interval's end cut short says little of the next one.
            if (!isFixed) _length = s == T.One ? Math.Max(_length!.Value, length * _control.Accept(error)) : length * _control.Accept(error);
        }

        Time = b;
        return StopReason.EndReached;
    }

    /// <summary>The slope at the interval's start, and the first step's length; whether the first step can use the slope.</summary>
    private bool Begin(in OdePoint<T> point, int interval, T a, T b, double span)
    {
        bool chooses = _length is null && _options.FixedStep is null && span > 0;
        if (interval > 0 && !chooses && !_method.EndsWithSlope) return false;
        _tape.Slope(in point, T.Zero).CopyTo(_slope);
        foreach (T slope in _slope)
        {
            if (interval == 0 && !T.IsFinite(slope)) throw DifferentialEquationErrors.SlopeNotFinite($"{a}");
        }

        if (!chooses) return _method.EndsWithSlope;
        var slopes = new T[_slope.Length];
        T rate = T.One / (b - a);
        for (int i = 0; i < slopes.Length; i++) slopes[i] = _slope[i] * rate;
        double guess = Math.Min(_control.Guess<T>(State, slopes), span);
        var there = new T[slopes.Length];
        T change = T.CreateChecked(Math.CopySign(guess, double.CreateChecked(b - a)));
        for (int i = 0; i < there.Length; i++) there[i] = State[i] + (change * slopes[i]);
        var later = _tape.Slope(point.With(there), T.CreateChecked(guess / span)).ToArray();
        for (int i = 0; i < later.Length; i++) later[i] *= rate;
        _length = _control.First<T>(guess, State, slopes, later);
        return _method.EndsWithSlope;
    }

    private double Try(in OdePoint<T> point, T start, T end, bool isKnown, out RecordedStep<T> step)
    {
        step = default;
        try
        {
            step = _tape.Try(in point, start, end, isKnown ? _slope : default(ReadOnlySpan<T>));
            return _control.Norm(step.Error.Span, State, step.Next.Span);
        }
        catch (SingularMatrixException)
        {
            return double.NaN;
        }
    }

    /// <summary>Where the next step ends: at the interval's end if little would be left to it, unless a step to there was refused.</summary>
    private T End(T s, double span, T refused)
    {
        double length = Math.Min(_length!.Value, _options.LargestStep ?? double.PositiveInfinity) / span, left = 1 - double.CreateChecked(s);
        return length >= left || (1.01 * length >= left && refused != T.One) ? T.One : s + T.CreateChecked(length);
    }

    private static T End(double part) => part >= 1 ? T.One : T.CreateChecked(part);
}
