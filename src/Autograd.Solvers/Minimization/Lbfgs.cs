namespace Autograd;

/// <summary>L-BFGS with the two-loop recursion (Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 7.5).</summary>
internal static class Lbfgs
{
    public static MinimizationResult Run(Objective objective)
    {
        if (objective.Start() is { } atStart) return objective.Result(atStart);
        int n = objective.X.Length;
        var pairs = new List<Pair>();
        double[] direction = new double[n];
        while (true)
        {
            Direction(objective.Gradient, pairs, direction);
            double length = pairs.Count == 0 ? Math.Min(1, 1 / Dense.Norm(objective.Gradient)) : 1;
            if (!WolfeSearch.Find(objective, direction, length))
            {
                if (pairs.Count == 0) return objective.Result(StopReason.NoProgress);
                pairs.Clear();
                continue;
            }

            Remember(objective, pairs);
            if (objective.Move() is { } reason) return objective.Result(reason);
        }
    }

    /// <summary>Keeps the step to the trial and the change of the gradient, unless they say that the curvature is not positive.</summary>
    private static void Remember(Objective objective, List<Pair> pairs)
    {
        int n = objective.X.Length;
        Pair pair;
        if (pairs.Count == objective.Options.History)
        {
            pair = pairs[0];
            pairs.RemoveAt(0);
        }
        else
        {
            pair = new Pair(new double[n], new double[n]);
        }

        for (int i = 0; i < n; i++)
        {
            pair.Step[i] = objective.Trial[i] - objective.X[i];
            pair.Change[i] = objective.TrialGradient[i] - objective.Gradient[i];
        }

        double product = Dense.Dot(pair.Step, pair.Change), squared = Dense.Dot(pair.Change, pair.Change);
        if (product > 2.2e-16 * squared) pairs.Add(pair with { Product = product, Scale = product / squared });
    }

    /// <summary>d = −H g, where H is the inverse Hessian that the pairs say.</summary>
    private static void Direction(double[] gradient, List<Pair> pairs, double[] direction)
    {
        Span<double> alphas = stackalloc double[Math.Min(pairs.Count, 64)];
        if (pairs.Count > 64) alphas = new double[pairs.Count];
        for (int i = 0; i < gradient.Length; i++) direction[i] = -gradient[i];
        for (int k = pairs.Count - 1; k >= 0; k--)
        {
            alphas[k] = Dense.Dot(pairs[k].Step, direction) / pairs[k].Product;
            Dense.AddScaled(-alphas[k], pairs[k].Change, direction);
        }

        if (pairs.Count > 0)
        {
            foreach (ref double element in direction.AsSpan()) element *= pairs[^1].Scale;
        }

        for (int k = 0; k < pairs.Count; k++)
        {
            double beta = Dense.Dot(pairs[k].Change, direction) / pairs[k].Product;
            Dense.AddScaled(alphas[k] - beta, pairs[k].Step, direction);
        }
    }

    private readonly record struct Pair(double[] Step, double[] Change)
    {
        public double Product { get; init; }

        public double Scale { get; init; }
    }
}
