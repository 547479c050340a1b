using Autograd.Authoring;

namespace Autograd;

/// <summary>A recorded function with values for its arguments, as a function of the first alone, flat, on a tape of its own.</summary>
internal sealed class BoundFunction
{
    private readonly RecordedFunction _function;
    private readonly double[][] _values;
    private readonly Shape[] _shapes;

    public BoundFunction(RecordedFunction function, in Operands<double> operands, int first, int count)
    {
        _function = function;
        _values = new double[count][];
        _shapes = new Shape[count];
        for (int k = 0; k < count; k++) (_values[k], _shapes[k]) = (operands[first + k].Span.ToArray(), operands[first + k].Shape);
    }

    /// <summary>The first argument as it was given.</summary>
    public double[] First => _values[0];

    /// <summary>Records the function of the first argument, a vector. The others are leaves by which the function may differentiate within itself.</summary>
    public Variable<double> Record(Variable<double> first) => Record(first.Reshape(_shapes[0]), Leaf).Flatten();

    /// <summary>The value with all arguments as they are.</summary>
    public void Evaluate(Span<double> destination)
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        Variable<double> result = Record(Leaf(tape, 0), Leaf);

        // −0 tells within one walk what was cut off; here a walk ends.
        ReadOnlySpan<double> values = result.Span;
        for (int i = 0; i < values.Length; i++) destination[i] = values[i] + 0.0;
    }

    /// <summary>Makes sure that a user's function has the shape that is expected and depends on nothing but its arguments.</summary>
    /// <param name="caller">On whose behalf.</param>
    /// <param name="isScalar">Whether one element is expected, or the shape of the first argument.</param>
    public void Check(string caller, bool isScalar)
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        Variable<double> result = Record(tape.Constant(_values[0], _shapes[0]), (inner, k) => inner.Constant(_values[k], _shapes[k]));
        if (isScalar && result.Shape.ElementCount != 1) throw SolverErrors.NotScalar(caller, result.Shape);
        if (!isScalar && result.Shape != _shapes[0]) throw SolverErrors.OtherShape(caller, result.Shape, _shapes[0]);
        if (result.IsDifferentiable) throw SolverErrors.HiddenParameter(caller);
    }

    private Variable<double> Leaf(Tape<double> tape, int argument) => tape.Variable(_values[argument], _shapes[argument], null);

    private Variable<double> Record(Variable<double> first, Func<Tape<double>, int, Variable<double>> leaf)
    {
        var arguments = new Variable<double>[_values.Length];
        arguments[0] = first;
        for (int k = 1; k < arguments.Length; k++) arguments[k] = leaf(first.Tape, k);
        return _function.Record(arguments);
    }
}
