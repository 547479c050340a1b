namespace Autograd;

/// <summary>
/// Fits: parameters x for which the sum of squares ½ Σ rᵢ(x)² of a function's results is smallest, or of robust losses of them, within bounds. The
/// function is recorded on a tape, which gives its Jacobian.
/// </summary>
/// <example>
/// <code>
/// var fit = NonlinearLeastSquares.LevenbergMarquardt(b =&gt; b[0] * (1 - (-b[1] * b.Tape.Constant(t)).Exp()) - b.Tape.Constant(y), [100.0, 1.0]);
/// fit.ThrowIfNotConverged();
/// </code>
/// </example>
public static class NonlinearLeastSquares
{
    /// <summary>
    /// The method of Levenberg and Marquardt with a trust region, each parameter in its own scale: Moré, "The Levenberg-Marquardt algorithm:
    /// implementation and theory" (1978). Parameters at a bound that the gradient pushes against are held, others are stopped there. At the end
    /// Gauss-Newton steps polish what was found as long as that makes the residuals more orthogonal to the Jacobian.
    /// </summary>
    /// <param name="residuals">Records the residuals, of any shape, from the parameters, a vector.</param>
    /// <param name="start">Where to start. What lies outside the bounds is moved to them.</param>
    /// <param name="options">Tolerances, bounds, the loss.</param>
    /// <returns>What was found, and why it stopped.</returns>
    /// <exception cref="ArgumentException">The bounds have another length than the start, or cross.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static LeastSquaresResult LevenbergMarquardt(
        Func<Variable<double>, Variable<double>> residuals, ReadOnlySpan<double> start, LeastSquaresOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(residuals);
        using var search = new LeastSquaresSearch("LevenbergMarquardt", residuals, start, options ?? new LeastSquaresOptions());
        return search.Run(hasRegion: true);
    }

    /// <summary>
    /// The method of Gauss and Newton: each step solves the linear least-squares problem, and is halved until the cost falls enough. Fast from
    /// near a solution with small residuals; <see cref="LevenbergMarquardt"/> gets there from farther away.
    /// </summary>
    /// <param name="residuals">Records the residuals, of any shape, from the parameters, a vector.</param>
    /// <param name="start">Where to start. What lies outside the bounds is moved to them.</param>
    /// <param name="options">Tolerances, bounds, the loss.</param>
    /// <returns>What was found, and why it stopped.</returns>
    /// <exception cref="ArgumentException">The bounds have another length than the start, or cross.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static LeastSquaresResult GaussNewton(
        Func<Variable<double>, Variable<double>> residuals, ReadOnlySpan<double> start, LeastSquaresOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(residuals);
        using var search = new LeastSquaresSearch("GaussNewton", residuals, start, options ?? new LeastSquaresOptions());
        return search.Run(hasRegion: false);
    }
}
