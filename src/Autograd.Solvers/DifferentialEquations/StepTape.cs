using System.Numerics;

namespace Autograd;

/// <summary>
/// A tape on which one step at a time is recorded, run, and differentiated. Of level 0 it is the equation itself; of each further level the equation of
/// the one before together with its tangent: state, times and parameters have a dimension of two in front, of values and tangents (the times behind
/// their first). Its step is the tangent of that step, so that the derivatives of derivatives are those of the very steps that were taken.
/// </summary>
internal sealed class StepTape<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape<T> _tape = new();
    private readonly OneStepMethod<T> _method;
    private readonly IntervalFunction<T> _function;

    public StepTape(OneStepMethod<T> method, IntervalFunction<T> function)
    {
        _method = method;
        _function = function;
    }

    public void Dispose() => _tape.Dispose();

    /// <summary>Gives back what the last step recorded; its handles refuse to be used from then on.</summary>
    public void Reset() => _tape.Reset();

    /// <summary>Whether the function depends on what it was not given, so that derivatives by it would be missing.</summary>
    public bool HasOtherInputs(in OdePoint<T> point)
    {
        _tape.Reset();
        Variable<T> a = _tape.Constant(point.A, point.TimeShape), y = _tape.Constant(point.Y, point.Shape), s = _tape.Constant(T.Zero);
        var parameters = new Variable<T>[point.Parameters.Length];
        for (int k = 0; k < parameters.Length; k++) parameters[k] = _tape.Constant(point.Parameters[k], point.ParameterShapes[k]);
        return _function(s, y, a, a, parameters).IsDifferentiable;
    }

    /// <summary>dy/ds at a part of the interval.</summary>
    public ReadOnlySpan<T> Slope(in OdePoint<T> point, T s)
    {
        StepOperands<T> step = Leaves(in point, s, s);
        return step.Slope(step.At(0), step.Y).Span;
    }

    /// <summary>Records a step with its error and stages.</summary>
    public RecordedStep<T> Try(in OdePoint<T> point, T start, T end, ReadOnlySpan<T> firstSlope)
    {
        StepOperands<T> step = Leaves(in point, start, end);
        return _method.Record(in step, firstSlope.IsEmpty ? default : _tape.Constant(firstSlope, point.Shape), withError: true);
    }

    /// <summary>The state after a step.</summary>
    public void Advance(in OdePoint<T> point, T start, T end, Span<T> next)
    {
        StepOperands<T> step = Leaves(in point, start, end);
        _method.Record(in step, default, withError: false).Next.Span.CopyTo(next);
    }

    /// <summary>Takes a cotangent of the state after a step back through it, and adds what it gives to the others.</summary>
    public void Pull(in OdePoint<T> point, T start, T end, Span<T> cotangent, Span<T> byA, Span<T> byB, T[][] byParameters)
    {
        StepOperands<T> step = Leaves(in point, start, end);
        Gradients<T> gradients = _method.Record(in step, default, withError: false).Next.Backward(_tape.Constant(cotangent, point.Shape));
        gradients[step.Y].Span.CopyTo(cotangent);
        Add(gradients[step.A].Span, byA);
        Add(gradients[step.B].Span, byB);
        for (int k = 0; k < byParameters.Length; k++) Add(gradients[step.Parameters[k]].Span, byParameters[k]);
    }

    /// <summary>A function of one level more: its value and its tangent.</summary>
    public static IntervalFunction<T> WithTangent(IntervalFunction<T> function) => (s, y, a, b, parameters) =>
    {
        Tape<T> tape = y.Tape;
        var values = new Variable<T>[parameters.Length];
        for (int k = 0; k < values.Length; k++) values[k] = parameters[k].At(0, 0);
        Variable<T> state = y.At(0, 0), begin = a.At(0, 0), end = b.At(0, 0);
        Variable<T> value = function(s, state, begin, end, values), any = tape.Variable(new T[value.Shape.ElementCount], value.Shape, "u");

        // The cotangents are linear in u; the derivative of their product with the tangents by u is the tangent of the value.
        Gradients<T> gradients = value.Backward(any);
        List<Variable<T>> cotangents = [], tangents = [];
        Take(state, y);
        Take(begin, a);
        Take(end, b);
        for (int k = 0; k < values.Length; k++) Take(values[k], parameters[k]);
        return tape.Stack(0, value, tape.Backward(cotangents.ToArray(), tangents.ToArray())[any]);

        void Take(Variable<T> input, Variable<T> pair)
        {
            if (!gradients.IsConnected(input)) return;
            cotangents.Add(gradients[input]);
            tangents.Add(pair.At(0, 1));
        }
    };

    private static void Add(ReadOnlySpan<T> values, Span<T> sums)
    {
        for (int i = 0; i < sums.Length; i++) sums[i] += values[i];
    }

    private StepOperands<T> Leaves(in OdePoint<T> point, T start, T end)
    {
        _tape.Reset();
        var parameters = new Variable<T>[point.Parameters.Length];
        for (int k = 0; k < parameters.Length; k++) parameters[k] = _tape.Variable(point.Parameters[k], point.ParameterShapes[k], "p");
        return new(_function, _tape.Variable(point.Y, point.Shape, "y"), _tape.Variable(point.A, point.TimeShape, "a"), _tape.Variable(point.B, point.TimeShape, "b"), parameters, start, end);
    }
}

/// <summary>A state in an interval, and all else that a step from there depends on.</summary>
internal readonly ref struct OdePoint<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The state.</summary>
    public ReadOnlySpan<T> Y { get; init; }

    /// <summary>When the interval begins.</summary>
    public ReadOnlySpan<T> A { get; init; }

    /// <summary>When it ends.</summary>
    public ReadOnlySpan<T> B { get; init; }

    public T[][] Parameters { get; init; }

    public Shape Shape { get; init; }

    public Shape TimeShape { get; init; }

    public Shape[] ParameterShapes { get; init; }

    /// <summary>The same with another state.</summary>
    public OdePoint<T> With(ReadOnlySpan<T> y) =>
        new() { Y = y, A = A, B = B, Parameters = Parameters, Shape = Shape, TimeShape = TimeShape, ParameterShapes = ParameterShapes };
}
