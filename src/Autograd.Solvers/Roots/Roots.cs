namespace Autograd;

/// <summary>Solutions of equations f(x) = 0, of a number between two signs or of a vector; derivatives come from the tape.</summary>
/// <example>
/// <code>
/// double x = Roots.SafeguardedNewton(x =&gt; x.Exp() - 2, 0, 5).X;                       // ln 2
/// double[] z = Roots.Newton(z =&gt; z.Square().Sum() * z - 8, [1.0, 1.0]).X;
/// </code>
/// </example>
public static class Roots
{
    /// <summary>
    /// A change of sign of a function of a number, without derivatives: inverse quadratic interpolation where that can be trusted, halving
    /// elsewhere (Chandrupatla 1997). Never slower than some three times halving; needs no slope, and none to exist.
    /// </summary>
    /// <param name="function">f.</param>
    /// <param name="a">One end of an interval.</param>
    /// <param name="b">The other end, where f has the other sign.</param>
    /// <param name="options">Tolerances.</param>
    /// <returns>x, and why it stopped.</returns>
    /// <exception cref="ArgumentException">f has not different signs at the ends.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ScalarRootResult Chandrupatla(Func<double, double> function, double a, double b, RootOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new ScalarSearch("Chandrupatla", x => (function(x), double.NaN), a, b, options ?? new RootOptions()).Interpolate();
    }

    /// <summary>A change of sign of a function of a number by Newton's method, with halving of the interval where a step leaves it or does not converge.</summary>
    /// <param name="function">Records f.</param>
    /// <param name="a">One end of an interval.</param>
    /// <param name="b">The other end, where f has the other sign.</param>
    /// <param name="options">Tolerances.</param>
    /// <returns>x, and why it stopped.</returns>
    /// <exception cref="ArgumentException">f has not different signs at the ends.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ScalarRootResult SafeguardedNewton(Func<Variable<double>, Variable<double>> function, double a, double b, RootOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        using var derivative = new DifferentiableFunction<double>(function);
        return new ScalarSearch("SafeguardedNewton", derivative.ValueAndDerivative, a, b, options ?? new RootOptions()).Newton();
    }

    /// <summary>
    /// As many equations as unknowns by Newton's method, with the Jacobian from the tape and a trust region, each unknown in its own scale: steps of
    /// <see cref="NonlinearLeastSquares.LevenbergMarquardt"/>, which are Newton's where these stay in the region. A place where no nearby
    /// x has smaller residuals, but these are not 0, is <see cref="StopReason.NoProgress"/>.
    /// </summary>
    /// <param name="function">Records f, of as many elements as x has.</param>
    /// <param name="start">Where to start.</param>
    /// <param name="options">Tolerances.</param>
    /// <returns>x, and why it stopped.</returns>
    /// <exception cref="InvalidOperationException">The function has not as many results as unknowns.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static RootResult Newton(Func<Variable<double>, Variable<double>> function, ReadOnlySpan<double> start, RootOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        options ??= new RootOptions();
        int unknowns = start.Length;
        var inner = new LeastSquaresOptions
        {
            MaxIterations = options.MaxIterations, Progress = options.Progress, Cancellation = options.Cancellation,
            StepTolerance = options.StepTolerance ?? 1e-12, ValueTolerance = 0, InitialRadius = options.InitialRadius,
        };
        double tolerance = options.ResidualTolerance ?? 1e-10;
        using var search = new LeastSquaresSearch("Newton", x => Square("Newton", function(x), unknowns), start, inner) { ResidualTolerance = tolerance };
        LeastSquaresResult found = search.Run(hasRegion: true);
        StopReason reason = found.Reason;
        if (reason.IsConverged && reason != StopReason.ResidualTolerance)
        {
            // A step that is short where the residuals could be lowered is a root as exact as it can be computed; elsewhere it is none.
            bool isRoot = reason == StopReason.StepTolerance && found.Optimality > 1e-3;
            reason = Dense.LargestMagnitude(found.Residuals) <= tolerance ? StopReason.ResidualTolerance : isRoot ? reason : StopReason.NoProgress;
        }

        return new RootResult { Reason = reason, Iterations = found.Iterations, Evaluations = found.Evaluations, X = found.X, Residual = found.Residuals };
    }

    /// <summary>
    /// As many equations as unknowns, many of them, without a matrix: Newton's method whose steps <see cref="LinearSolvers.Gmres"/> finds by products
    /// with the Jacobian, only as exactly as it pays (Eisenstat and Walker 1996), and which are shortened until the residual falls.
    /// </summary>
    /// <param name="function">Records f, of as many elements as x has.</param>
    /// <param name="start">Where to start.</param>
    /// <param name="options">Tolerances.</param>
    /// <param name="linear">The preconditioner, and after how many iterations GMRES starts anew; its tolerance is a lower limit.</param>
    /// <returns>x, and why it stopped.</returns>
    /// <exception cref="InvalidOperationException">The function has not as many results as unknowns.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static RootResult NewtonKrylov(
        Func<Variable<double>, Variable<double>> function, ReadOnlySpan<double> start, RootOptions? options = null, LinearOptions? linear = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        int unknowns = start.Length;
        using var search = new KrylovSearch(x => Square("NewtonKrylov", function(x), unknowns), start, options ?? new RootOptions(), linear ?? new LinearOptions());
        return search.Run();
    }

    private static Variable<double> Square(string caller, Variable<double> result, int unknowns)
    {
        int equations = result.Shape.ElementCount;
        return equations == unknowns ? result : throw SolverErrors.NotSquare(caller, equations, unknowns);
    }
}
