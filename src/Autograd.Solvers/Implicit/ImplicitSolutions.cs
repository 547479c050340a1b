namespace Autograd;

/// <summary>How the values of implicit nodes are found. What does not converge throws.</summary>
internal static class ImplicitSolutions
{
    public static double[] Root(string caller, BoundFunction equation, double[] start, ImplicitOptions options)
    {
        var settings = new RootOptions
        {
            ResidualTolerance = 0, StepTolerance = options.StepTolerance, MaxIterations = options.MaxIterations,
            Progress = options.Progress, Cancellation = options.Cancellation,
        };
        RootResult root = start.Length <= options.MostDirect
            ? Roots.Newton(equation.Record, start, settings)
            : Roots.NewtonKrylov(equation.Record, start, settings);
        return root.IsConverged ? root.X : throw SolverErrors.NotConverged($"Implicit.{caller}", root.Reason, root.Iterations);
    }

    /// <summary>Newton's method for all elements at once, each in an interval of its own.</summary>
    public static double[] RootOfEach(BoundFunction equation, double[] upper, ImplicitOptions options)
    {
        using var function = new DifferentiableFunction<double>(equation.Record, new TapeOptions { Cancellation = options.Cancellation });
        double[] lower = equation.First, x = [.. lower], atLower = new double[x.Length], value = new double[x.Length], slope = new double[x.Length], ones = new double[x.Length];
        Array.Fill(ones, 1);
        function.Value(lower, atLower);
        function.Value(upper, value);
        var brackets = new NewtonBracket[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            brackets[i] = new NewtonBracket(lower[i], atLower[i], upper[i], value[i], Math.Max(options.StepTolerance, 4.5e-16));
            if (!brackets[i].IsValid) throw SolverErrors.ElementNotBracketed(i, lower[i], atLower[i], upper[i], value[i]);
        }

        for (int k = 1; ; k++)
        {
            int left = 0;
            double worst = 0;
            for (int i = 0; i < x.Length; i++)
            {
                bool isDone = brackets[i].IsNarrow;
                left += isDone ? 0 : 1;
                worst = Math.Max(worst, brackets[i].LeastValue);
                x[i] = isDone ? brackets[i].Best : brackets[i].Next;
            }

            options.Progress?.Report(new SolverProgress(k - 1, worst, worst, left, k + 1));
            if (left == 0) return x;
            if (k > (options.MaxIterations ?? 4000)) throw SolverErrors.NotConverged("Implicit.RootOfEach", StopReason.MaxIterations, k - 1);
            options.Cancellation.ThrowIfCancellationRequested();
            function.Vjp(x, ones, value, slope);
            for (int i = 0; i < x.Length; i++)
            {
                if (brackets[i].IsNarrow) continue;
                if (double.IsNaN(value[i])) throw SolverErrors.NotConverged("Implicit.RootOfEach", StopReason.NotFinite, k);
                brackets[i].Take(value[i], slope[i]);
            }
        }
    }

    public static double[] FixedPoint(BoundFunction map, ImplicitOptions options)
    {
        using var function = new DifferentiableFunction<double>(map.Record, new TapeOptions { Evaluation = EvaluationMode.Deferred, Cancellation = options.Cancellation });
        double[] x = map.First, next = new double[x.Length];
        int most = options.MaxIterations ?? 10_000;
        for (int k = 1; k <= most; k++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            function.Value(x, next);
            double change = 0;
            for (int i = 0; i < x.Length; i++) change = Math.Max(change, Math.Abs(next[i] - x[i]));
            (x, next) = (next, x);
            double size = Dense.LargestMagnitude(x);
            options.Progress?.Report(new SolverProgress(k, change, size == 0 ? 0 : change / size, change, k));
            if (!double.IsFinite(change)) throw SolverErrors.NotConverged("Implicit.FixedPoint", StopReason.NotFinite, k);
            if (change <= options.StepTolerance * size) return x;
        }

        throw SolverErrors.NotConverged("Implicit.FixedPoint", StopReason.MaxIterations, most);
    }

    /// <summary>A descent to where Newton's method for ∂f/∂x = 0 takes over, which does not depend on the scale of f; and a look whether it is a minimum.</summary>
    public static double[] Minimum(BoundFunction function, BoundFunction gradient, ImplicitOptions options)
    {
        var settings = new MinimizationOptions
        {
            GradientTolerance = 0, StepTolerance = 1e-6, MaxIterations = options.MaxIterations, Progress = options.Progress, Cancellation = options.Cancellation,
        };
        bool isDirect = function.First.Length <= options.MostDirect;
        MinimizationResult near = isDirect ? Minimization.Newton(function.Record, function.First, settings) : Minimization.NewtonCg(function.Record, function.First, settings);
        if (near.Reason is StopReason.NotFinite or StopReason.MaxIterations) throw SolverErrors.NotConverged("Implicit.Minimum", near.Reason, near.Iterations);
        double[] x = Root("Minimum", gradient, near.X, options with { Progress = null });
        if (isDirect && !HasPositiveCurvature(gradient, x)) throw SolverErrors.NotConverged("Implicit.Minimum", StopReason.Breakdown, near.Iterations);
        return x;
    }

    /// <summary>Replaces a right side b by the solution of (∂F/∂a₀)ᵀ λ = b.</summary>
    public static void Adjoint(BoundFunction function, AdjointKind kind, ImplicitOptions options, Span<double> b)
    {
        double[] at = function.First;
        using var derivative = new DifferentiableFunction<double>(function.Record, new TapeOptions { Cancellation = options.Cancellation });
        if (kind == AdjointKind.Diagonal)
        {
            SolveDiagonal(derivative, at, b);
            return;
        }

        if (b.Length <= options.MostDirect)
        {
            int n = b.Length;
            double[] jacobian = new double[n * n], transposed = new double[n * n];
            derivative.Jacobian(at, jacobian);
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++) transposed[(j * n) + i] = jacobian[(i * n) + j];
            }

            if (!LuSolver.TrySolve(transposed, b)) throw SolverErrors.SingularAdjoint();
            return;
        }

        var settings = new LinearOptions { RelativeTolerance = options.LinearTolerance, Cancellation = options.Cancellation };
        LinearMap map = derivative.TransposedJacobianAt(at);
        LinearResult result = kind == AdjointKind.Symmetric ? LinearSolvers.ConjugateGradients(map, b, settings) : LinearSolvers.Gmres(map, b, settings);
        if (!result.IsConverged) throw SolverErrors.NotConverged("Implicit, the adjoint system", result.Reason, result.Iterations);
        result.X.CopyTo(b);
    }

    /// <summary>
    /// The diagonal is the product with ones. That there is nothing beside it is seen by a product with numbers of which no two are equal: entries beside the
    /// diagonal show, unless several cancel by chance.
    /// </summary>
    private static void SolveDiagonal(DifferentiableFunction<double> derivative, double[] at, Span<double> b)
    {
        const double goldenRatio = 0.6180339887498949;
        int n = b.Length;
        double[] factors = new double[n], diagonal = new double[n], product = new double[n], value = new double[n];
        Array.Fill(factors, 1);
        derivative.Vjp(at, factors, value, diagonal);
        for (int i = 0; i < n; i++) factors[i] = 0.5 + ((i + 1) * goldenRatio % 1);
        derivative.Vjp(at, factors, value, product);
        for (int i = 0; i < n; i++)
        {
            if (Math.Abs(product[i] - (factors[i] * diagonal[i])) > 1e-9 * Math.Abs(diagonal[i])) throw SolverErrors.NotOfEach(i);
            if (diagonal[i] == 0 || !double.IsFinite(diagonal[i])) throw SolverErrors.SingularAdjoint();
            b[i] /= diagonal[i];
        }
    }

    private static bool HasPositiveCurvature(BoundFunction gradient, double[] x)
    {
        int n = x.Length;
        double[] hessian = new double[n * n], values = new double[n], vectors = new double[n * n];
        using var function = new DifferentiableFunction<double>(gradient.Record);
        function.Jacobian(x, hessian);
        SymmetricEigen.Factor(hessian, values, vectors);
        return Array.TrueForAll(values, value => value > 0);
    }
}
