namespace Autograd;

/// <summary>MINRES: Lanczos vectors, and a QR factorization by rotations of their tridiagonal matrix that is updated from row to row (Paige and Saunders 1975).</summary>
internal static class Minres
{
    public static StopReason? Cycle(LinearSearch search)
    {
        int n = search.X.Length;
        double[] older = [.. search.Residual], old = [.. search.Residual], y = new double[n], v = new double[n], product = new double[n];
        double[] direction = new double[n], before = new double[n], beforeThat = new double[n];
        search.Precondition(old, y);
        double squared = Dense.Dot(old, y);
        if (!(squared > 0)) return double.IsFinite(squared) ? StopReason.Breakdown : StopReason.NotFinite;
        double beta = Math.Sqrt(squared), oldBeta = 0, first = beta, start = Dense.Norm(old);
        double cosine = -1, sine = 0, diagonal = 0, epsilon = 0, remaining = beta;
        for (int k = 0; ; k++)
        {
            for (int i = 0; i < n; i++) v[i] = y[i] / beta;
            search.Apply(v, product);
            if (k > 0) Dense.AddScaled(-beta / oldBeta, older, product);
            double alpha = Dense.Dot(v, product);
            Dense.AddScaled(-alpha / beta, old, product);
            (older, old, product) = (old, product, older);
            search.Precondition(old, y);
            squared = Dense.Dot(old, y);
            if (!(squared >= 0)) return double.IsFinite(squared) ? StopReason.Breakdown : StopReason.NotFinite;
            (oldBeta, beta) = (beta, Math.Sqrt(squared));

            double oldEpsilon = epsilon, delta = (cosine * diagonal) + (sine * alpha), gamma = (sine * diagonal) - (cosine * alpha);
            epsilon = sine * beta;
            diagonal = -cosine * beta;
            double rho = double.Hypot(gamma, beta);
            if (rho <= 1e-15 * (Math.Abs(alpha) + oldBeta)) return StopReason.Breakdown;
            cosine = gamma / rho;
            sine = beta / rho;
            double step = cosine * remaining;
            remaining *= sine;
            (beforeThat, before, direction) = (before, direction, beforeThat);
            for (int i = 0; i < n; i++) direction[i] = (v[i] - (oldEpsilon * beforeThat[i]) - (delta * before[i])) / rho;
            Dense.AddScaled(step, direction, search.X);

            // With a preconditioner what remains is known in its norm only; the residual itself is computed at the end.
            double norm = Math.Abs(remaining) / first * start;
            search.EndIteration(norm, Math.Abs(step) * Dense.Norm(direction));
            if (norm <= 0.5 * search.Target || beta <= 1e-15 * first || search.IsLast) return null;
        }
    }
}
