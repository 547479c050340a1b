namespace Autograd;

/// <summary>Local minima of a function of a vector; gradients, Hessians and their products come from the tape.</summary>
/// <example>
/// <code>
/// var found = Minimization.Lbfgs(x =&gt; (1 - x[0]).Square() + 100 * (x[1] - x[0].Square()).Square(), [-1.2, 1.0]);
/// </code>
/// </example>
public static class Minimization
{
    /// <summary>
    /// L-BFGS: steps from a Hessian that is estimated from the last few (Nocedal 1980), with a search for a length that meets the strong
    /// conditions of Wolfe. For any number of unknowns.
    /// </summary>
    /// <param name="function">Records f, one element.</param>
    /// <param name="start">Where to start.</param>
    /// <param name="options">Tolerances, how many steps to remember.</param>
    /// <returns>What was found, and why it stopped.</returns>
    /// <exception cref="InvalidOperationException">The function's result has more elements than one.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static MinimizationResult Lbfgs(Func<Variable<double>, Variable<double>> function, ReadOnlySpan<double> start, MinimizationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        using var objective = new Objective(function, start, options ?? new MinimizationOptions(), mostIterations: 10_000);
        return Autograd.Lbfgs.Run(objective);
    }

    /// <summary>Newton's method with the full Hessian, for up to some hundred unknowns: few iterations, each of the order n³.</summary>
    /// <param name="function">Records f, one element.</param>
    /// <param name="start">Where to start.</param>
    /// <param name="options">Tolerances, the strategy.</param>
    /// <returns>What was found, and why it stopped.</returns>
    /// <exception cref="InvalidOperationException">The function's result has more elements than one.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static MinimizationResult Newton(Func<Variable<double>, Variable<double>> function, ReadOnlySpan<double> start, MinimizationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        using var objective = new Objective(function, start, options ?? new MinimizationOptions(), mostIterations: 1000);
        return new NewtonSearch(objective).Run();
    }

    /// <summary>
    /// Newton's method without a Hessian: within a trust region, conjugate gradients on its products with vectors, until they are exact enough, meet the
    /// region's border or a direction of negative curvature (Steihaug 1983). For many unknowns.
    /// </summary>
    /// <param name="function">Records f, one element.</param>
    /// <param name="start">Where to start.</param>
    /// <param name="options">Tolerances, the first radius.</param>
    /// <returns>What was found, and why it stopped.</returns>
    /// <exception cref="InvalidOperationException">The function's result has more elements than one.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static MinimizationResult NewtonCg(Func<Variable<double>, Variable<double>> function, ReadOnlySpan<double> start, MinimizationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        using var objective = new Objective(function, start, options ?? new MinimizationOptions(), mostIterations: 1000);
        return new NewtonCgSearch(objective).Run();
    }
}
