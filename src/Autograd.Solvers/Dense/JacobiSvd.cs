namespace Autograd;

/// <summary>Singular values by one-sided Jacobi rotations, which finds small ones accurately even where columns differ in size by many powers of ten.</summary>
internal static class JacobiSvd
{
    private const int MostSweeps = 60;

    /// <summary>Replaces A by U Σ, where A = U Σ Vᵀ (Hestenes 1958; Golub and Van Loan, 8.6.3).</summary>
    /// <param name="a">A square matrix, columns one after the other; columns of U times their singular values on return, in no order.</param>
    /// <param name="v">Receives V, columns one after the other.</param>
    /// <param name="n">The number of columns.</param>
    public static void Factor(Span<double> a, Span<double> v, int n)
    {
        v[..(n * n)].Clear();
        for (int k = 0; k < n; k++) v[(k * n) + k] = 1;
        bool isDone = false;
        for (int sweep = 0; sweep < MostSweeps && !isDone; sweep++)
        {
            isDone = true;
            for (int p = 0; p < n - 1; p++)
            {
                for (int q = p + 1; q < n; q++) isDone &= !Rotate(a, v, p, q, n);
            }
        }
    }

    private static bool Rotate(Span<double> a, Span<double> v, int p, int q, int n)
    {
        Span<double> x = a.Slice(p * n, n), y = a.Slice(q * n, n);
        double normX = Dense.Norm(x), normY = Dense.Norm(y);
        if (normX == 0 || normY == 0) return false;
        double cosine = 0;
        for (int i = 0; i < n; i++) cosine += x[i] / normX * (y[i] / normY);
        if (!(Math.Abs(cosine) > 1e-15)) return false;

        // The angle that makes the columns orthogonal; of the two, the smaller one.
        double zeta = ((normY / normX) - (normX / normY)) / (2 * cosine);
        double t = Math.CopySign(1, zeta) / (Math.Abs(zeta) + double.Hypot(1, zeta));
        double c = 1 / double.Hypot(1, t), s = c * t;
        Rotate(x, y, c, s);
        Rotate(v.Slice(p * n, n), v.Slice(q * n, n), c, s);
        return true;
    }

    private static void Rotate(Span<double> x, Span<double> y, double c, double s)
    {
        for (int i = 0; i < x.Length; i++) (x[i], y[i]) = ((c * x[i]) - (s * y[i]), (s * x[i]) + (c * y[i]));
    }
}
