namespace Autograd;

/// <summary>Conjugate gradients with a preconditioner (Golub and Van Loan, Matrix Computations, 11.5).</summary>
internal static class ConjugateGradients
{
    public static StopReason? Cycle(LinearSearch search)
    {
        int n = search.X.Length;
        double[] r = search.Residual, z = new double[n], p = new double[n], ap = new double[n];
        search.Precondition(r, z);
        z.CopyTo(p, 0);
        double rho = Dense.Dot(r, z);
        while (true)
        {
            if (!(rho > 0)) return double.IsFinite(rho) ? StopReason.Breakdown : StopReason.NotFinite;
            search.Apply(p, ap);
            double curvature = Dense.Dot(p, ap);
            if (!(curvature > 0)) return double.IsFinite(curvature) ? StopReason.Breakdown : StopReason.NotFinite;
            double alpha = rho / curvature;
            Dense.AddScaled(alpha, p, search.X);
            Dense.AddScaled(-alpha, ap, r);
            double norm = Dense.Norm(r);
            search.EndIteration(norm, alpha * Dense.Norm(p));
            if (norm <= 0.5 * search.Target || norm == 0 || search.IsLast) return null;
            search.Precondition(r, z);
            double next = Dense.Dot(r, z), beta = next / rho;
            for (int i = 0; i < n; i++) p[i] = z[i] + (beta * p[i]);
            rho = next;
        }
    }
}
