namespace Autograd;

/// <summary>
/// Solutions x(p) of equations with parameters as nodes of a tape, differentiable by p to any order: one node, however many iterations the solution took.
/// </summary>
/// <remarks>
/// <para>
/// From F(x(p), p) = 0 follows ∂x/∂p = −(∂F/∂x)⁻¹ ∂F/∂p. The node's rule records λ with (∂F/∂x)ᵀ λ = −x̄, a node that again is the solution of an
/// equation, and p̄ = (∂F/∂p)ᵀ λ. Nothing depends on how x was found, nor on where the search started.
/// </para>
/// <para>
/// The function is called anew on tapes of its own, with x and p there, so it must use nothing else that can be differentiated: a variable of the outer tape,
/// a parameter that it watches itself, are refused. What is data, it puts on the tape by <c>x.Tape.Constant</c>. Where no solution is found, or an
/// adjoint system has none, reading the node throws <see cref="NotConvergedException"/>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var x = Implicit.Root((x, p) =&gt; x.Square() - p, tape.Constant(1.0), p);             // √p
/// var slope = x.Backward()[p];                                                          // 1 / (2 √p), differentiable again
/// </code>
/// </example>
public static class Implicit
{
    /// <summary>The root x of f(x, p) = 0 that Newton's method finds from a start.</summary>
    /// <param name="function">Records f, of the shape of x.</param>
    /// <param name="start">Where to start; nothing is differentiated by it.</param>
    /// <param name="parameters">p.</param>
    /// <param name="options">Tolerances.</param>
    /// <returns>x, of the shape of the start.</returns>
    /// <exception cref="NotConvergedException">No root was found, or ∂f/∂x is singular; thrown where the value is computed.</exception>
    public static Variable<double> Root(
        Func<Variable<double>, Variable<double>, Variable<double>> function, Variable<double> start, Variable<double> parameters, ImplicitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Solve(ImplicitKind.Root, new FunctionOfOne(function), options, start, parameters);
    }

    /// <inheritdoc cref="Root(Func{Variable{double}, Variable{double}, Variable{double}}, Variable{double}, Variable{double}, ImplicitOptions?)"/>
    public static Variable<double> Root(
        Func<Variable<double>, Variable<double>[], Variable<double>> function, Variable<double> start, Variable<double>[] parameters, ImplicitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Solve(ImplicitKind.Root, new FunctionOfMany(function), options, start, parameters);
    }

    /// <summary>
    /// For each element of x the root of an equation of its own, fᵢ(xᵢ, p) = 0 between two ends where the signs differ: prices to volatilities, say, a million at
    /// once. Newton's method with halving, for all elements together.
    /// </summary>
    /// <param name="function">Records f, of the shape of x; its element i depends on no element of x but i.</param>
    /// <param name="lower">One end for each element; nothing is differentiated by it.</param>
    /// <param name="upper">The other end, of the same shape; nothing is differentiated by it.</param>
    /// <param name="parameters">p.</param>
    /// <param name="options">Tolerances.</param>
    /// <returns>x, of the shape of the ends.</returns>
    /// <exception cref="ArgumentException">The ends' shapes differ, or an element has not different signs at them.</exception>
    /// <exception cref="NotConvergedException">A derivative by an element of x is 0 at the root; thrown where that is needed.</exception>
    public static Variable<double> RootOfEach(
        Func<Variable<double>, Variable<double>, Variable<double>> function, Variable<double> lower, Variable<double> upper, Variable<double> parameters, ImplicitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Solve(ImplicitKind.RootOfEach, new FunctionOfOne(function), options, upper, lower, parameters);
    }

    /// <inheritdoc cref="RootOfEach(Func{Variable{double}, Variable{double}, Variable{double}}, Variable{double}, Variable{double}, Variable{double}, ImplicitOptions?)"/>
    public static Variable<double> RootOfEach(
        Func<Variable<double>, Variable<double>[], Variable<double>> function, Variable<double> lower, Variable<double> upper, Variable<double>[] parameters, ImplicitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Solve(ImplicitKind.RootOfEach, new FunctionOfMany(function), options, upper, [lower, .. parameters]);
    }

    /// <summary>The fixed point x = φ(x, p) that iterating φ from a start converges to. Never forms a matrix for more unknowns than the options say.</summary>
    /// <param name="map">Records φ, of the shape of x; a contraction near x.</param>
    /// <param name="start">Where to start; nothing is differentiated by it.</param>
    /// <param name="parameters">p.</param>
    /// <param name="options">Tolerances.</param>
    /// <returns>x, of the shape of the start.</returns>
    /// <exception cref="NotConvergedException">The iteration does not converge; thrown where the value is computed.</exception>
    public static Variable<double> FixedPoint(
        Func<Variable<double>, Variable<double>, Variable<double>> map, Variable<double> start, Variable<double> parameters, ImplicitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        return Solve(ImplicitKind.FixedPoint, new FunctionOfOne(map), options, start, parameters);
    }

    /// <inheritdoc cref="FixedPoint(Func{Variable{double}, Variable{double}, Variable{double}}, Variable{double}, Variable{double}, ImplicitOptions?)"/>
    public static Variable<double> FixedPoint(
        Func<Variable<double>, Variable<double>[], Variable<double>> map, Variable<double> start, Variable<double>[] parameters, ImplicitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        return Solve(ImplicitKind.FixedPoint, new FunctionOfMany(map), options, start, parameters);
    }

    /// <summary>The local minimum x of f(x, p) that Newton's method finds from a start, where the Hessian is positive definite.</summary>
    /// <param name="function">Records f, one element.</param>
    /// <param name="start">Where to start; nothing is differentiated by it.</param>
    /// <param name="parameters">p.</param>
    /// <param name="options">Tolerances.</param>
    /// <returns>x, of the shape of the start.</returns>
    /// <exception cref="NotConvergedException">No minimum was found, or the Hessian is singular there; thrown where the value is computed.</exception>
    public static Variable<double> Minimum(
        Func<Variable<double>, Variable<double>, Variable<double>> function, Variable<double> start, Variable<double> parameters, ImplicitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Solve(ImplicitKind.Minimum, new FunctionOfOne(function), options, start, parameters);
    }

    /// <inheritdoc cref="Minimum(Func{Variable{double}, Variable{double}, Variable{double}}, Variable{double}, Variable{double}, ImplicitOptions?)"/>
    public static Variable<double> Minimum(
        Func<Variable<double>, Variable<double>[], Variable<double>> function, Variable<double> start, Variable<double>[] parameters, ImplicitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Solve(ImplicitKind.Minimum, new FunctionOfMany(function), options, start, parameters);
    }

    private static Variable<double> Solve(
        ImplicitKind kind, RecordedFunction function, ImplicitOptions? options, Variable<double> start, params ReadOnlySpan<Variable<double>> parameters)
    {
        Variable<double>[] operands = [start, .. parameters];
        return start.Tape.Record(new ImplicitOperation(kind, function, options ?? new ImplicitOptions()), operands);
    }
}
