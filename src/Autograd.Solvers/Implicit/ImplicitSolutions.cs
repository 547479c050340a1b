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
    public static void Adjoint(BoundFunction function, bool isSymmetric, ImplicitOptions options, Span<double> b)
    {
        double[] at = function.First;
        using var derivative = new DifferentiableFunction<double>(function.Record, new TapeOptions { Cancellation = options.Cancellation });
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
        LinearResult result = isSymmetric ? LinearSolvers.ConjugateGradients(map, b, settings) : LinearSolvers.Gmres(map, b, settings);
        if (!result.IsConverged) throw SolverErrors.NotConverged("Implicit, the adjoint system", result.Reason, result.Iterations);
        result.X.CopyTo(b);
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
