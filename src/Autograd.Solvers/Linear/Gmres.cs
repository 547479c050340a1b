namespace Autograd;

/// <summary>GMRES: an orthonormal basis of the Krylov space, orthogonalized twice, and the least residual in it by Givens rotations (Saad, Iterative Methods, 6.5).</summary>
internal static class Gmres
{
    public static StopReason? Cycle(LinearSearch search)
    {
        int n = search.X.Length, most = Math.Min(search.Options.Restart, Math.Max(n, 1)), count = 0;
        var basis = new double[most + 1][];
        var columns = new double[most][];
        double[] right = new double[most + 1], cosines = new double[most], sines = new double[most], z = new double[n];
        right[0] = Dense.Norm(search.Residual);
        basis[0] = Array.ConvertAll(search.Residual, r => r / right[0]);
        StopReason? reason = null;
        while (count < most && reason is null && !search.IsLast)
        {
            double[] w = new double[n], h = new double[count + 2];
            search.Precondition(basis[count], z);
            search.Apply(z, w);
            double scale = Dense.Norm(w);
            if (!double.IsFinite(scale)) return StopReason.NotFinite;
            for (int time = 0; time < 2; time++)
            {
                for (int i = 0; i <= count; i++)
                {
                    double part = Dense.Dot(basis[i], w);
                    h[i] += part;
                    Dense.AddScaled(-part, basis[i], w);
                }
            }

            double rest = Dense.Norm(w);
            bool isInvariant = rest <= 1e-15 * scale;
            h[count + 1] = isInvariant ? 0 : rest;
            for (int i = 0; i < count; i++) (h[i], h[i + 1]) = ((cosines[i] * h[i]) + (sines[i] * h[i + 1]), (cosines[i] * h[i + 1]) - (sines[i] * h[i]));
            double radius = double.Hypot(h[count], h[count + 1]);
            if (radius <= 1e-15 * scale || radius == 0)
            {
                // The space holds no more, and not a solution either: A is singular on it.
                reason = StopReason.Breakdown;
                break;
            }

            (cosines[count], sines[count]) = (h[count] / radius, h[count + 1] / radius);
            h[count] = radius;
            (right[count], right[count + 1]) = (cosines[count] * right[count], -sines[count] * right[count]);
            columns[count++] = h;
            search.EndIteration(Math.Abs(right[count]), 0);
            if (isInvariant || Math.Abs(right[count]) <= 0.5 * search.Target) break;
            basis[count] = Array.ConvertAll(w, element => element / rest);
        }

        Move(search, basis, columns, right, count, z);
        return reason;
    }

    /// <summary>x += M V y, where R y is the rotated right side.</summary>
    private static void Move(LinearSearch search, double[][] basis, double[][] columns, double[] right, int count, double[] z)
    {
        var step = new double[search.X.Length];
        for (int k = count - 1; k >= 0; k--)
        {
            double y = right[k];
            for (int j = k + 1; j < count; j++) y -= columns[j][k] * right[j];
            right[k] = y / columns[k][k];
            Dense.AddScaled(right[k], basis[k], step);
        }

        search.Precondition(step, z);
        Dense.AddScaled(1, z, search.X);
    }
}
