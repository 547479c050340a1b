namespace Autograd;

/// <summary>
/// A function that records its result from its arguments, on whatever tape these are. As a record it equals another that does the same, so that the
/// operations made of it are found again when a recording repeats.
/// </summary>
internal abstract record RecordedFunction
{
    public abstract Variable<double> Record(ReadOnlySpan<Variable<double>> arguments);

    /// <summary>The cotangent of an argument for a cotangent of a result; zeros where the result does not depend on it.</summary>
    protected static Variable<double> Pull(Variable<double> result, Variable<double> cotangent, Variable<double> argument) =>
        result.IsDifferentiable ? result.Backward(cotangent)[argument] : argument.Tape.Zeros(argument.Shape);
}

/// <summary>A user's function of the unknowns and one tensor of parameters.</summary>
internal sealed record FunctionOfOne(Func<Variable<double>, Variable<double>, Variable<double>> Function) : RecordedFunction
{
    public override Variable<double> Record(ReadOnlySpan<Variable<double>> arguments) => Function(arguments[0], arguments[1]);
}

/// <summary>A user's function of the unknowns and several tensors of parameters.</summary>
internal sealed record FunctionOfMany(Func<Variable<double>, Variable<double>[], Variable<double>> Function) : RecordedFunction
{
    public override Variable<double> Record(ReadOnlySpan<Variable<double>> arguments) => Function(arguments[0], arguments[1..].ToArray());
}

/// <summary>x − φ(x, p), which is 0 at a fixed point.</summary>
internal sealed record FixedPointEquation(RecordedFunction Map) : RecordedFunction
{
    public override Variable<double> Record(ReadOnlySpan<Variable<double>> arguments) => arguments[0] - Map.Record(arguments);
}

/// <summary>∂f/∂x, which is 0 at a minimum.</summary>
internal sealed record Stationarity(RecordedFunction Function) : RecordedFunction
{
    public override Variable<double> Record(ReadOnlySpan<Variable<double>> arguments)
    {
        Variable<double> value = Function.Record(arguments);
        return Pull(value, value.Tape.Ones(value.Shape), arguments[0]);
    }
}

/// <summary>(a…, c) ↦ (∂F/∂aₖ)ᵀ c: what one argument of F gets for a cotangent c, the last argument.</summary>
internal sealed record Pullback(RecordedFunction Function, int Argument) : RecordedFunction
{
    public override Variable<double> Record(ReadOnlySpan<Variable<double>> arguments) =>
        Pull(Function.Record(arguments[..^1]), arguments[^1], arguments[Argument]);
}

/// <summary>(λ, a…, c) ↦ (∂F/∂a₀)ᵀ λ + c, which is 0 for the λ that an adjoint node is.</summary>
internal sealed record AdjointEquation(RecordedFunction Function) : RecordedFunction
{
    public override Variable<double> Record(ReadOnlySpan<Variable<double>> arguments) =>
        Pull(Function.Record(arguments[1..^1]), arguments[0], arguments[1]) + arguments[^1];
}
