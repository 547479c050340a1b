namespace Autograd;

/// <summary>Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations, 8.5).</summary>
internal static class SymmetricEigen
{
    private const int MostSweeps = 60;

    /// <summary>Finds A = V Λ Vᵀ.</summary>
    /// <param name="a">A in row-major order, of which the mean with its transpose is taken; overwritten.</param>
    /// <param name="values">Receives the eigenvalues, in no order.</param>
    /// <param name="vectors">Receives the eigenvectors, one after the other.</param>
    public static void Factor(Span<double> a, Span<double> values, Span<double> vectors)
    {
        int n = values.Length;
        vectors.Clear();
        for (int i = 0; i < n; i++)
        {
            vectors[(i * n) + i] = 1;
            for (int j = 0; j < i; j++) a[(i * n) + j] = a[(j * n) + i] = 0.5 * (a[(i * n) + j] + a[(j * n) + i]);
        }

        bool isDone = false;
        for (int sweep = 0; sweep < MostSweeps && !isDone; sweep++)
        {
            isDone = true;
            double negligible = 1e-17 * Dense.LargestMagnitude(a);
            for (int p = 0; p < n - 1; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    double off = Math.Abs(a[(p * n) + q]);
                    if (off <= negligible || off <= 1e-18 * Math.Sqrt(Math.Abs(a[(p * n) + p])) * Math.Sqrt(Math.Abs(a[(q * n) + q]))) continue;
                    isDone = false;
                    Rotate(a, vectors, p, q, n);
                }
            }
        }

        for (int k = 0; k < n; k++) values[k] = a[(k * n) + k];
    }

    private static void Rotate(Span<double> a, Span<double> vectors, int p, int q, int n)
    {
        double theta = (a[(q * n) + q] - a[(p * n) + p]) / (2 * a[(p * n) + q]);
        double t = Math.CopySign(1, theta) / (Math.Abs(theta) + double.Hypot(1, theta)), c = 1 / double.Hypot(1, t), s = c * t;
        for (int k = 0; k < n; k++)
        {
            ref double x = ref a[(k * n) + p], y = ref a[(k * n) + q];
            (x, y) = ((c * x) - (s * y), (s * x) + (c * y));
        }

        Rotate(a.Slice(p * n, n), a.Slice(q * n, n), c, s);
        Rotate(vectors.Slice(p * n, n), vectors.Slice(q * n, n), c, s);
        a[(p * n) + q] = a[(q * n) + p] = 0;
    }

    private static void Rotate(Span<double> x, Span<double> y, double c, double s)
    {
        for (int k = 0; k < x.Length; k++) (x[k], y[k]) = ((c * x[k]) - (s * y[k]), (s * x[k]) + (c * y[k]));
    }
}
