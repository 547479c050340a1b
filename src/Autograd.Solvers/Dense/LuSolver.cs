namespace Autograd;

/// <summary>Solution of A x = b by elimination with partial pivoting, rows and columns scaled before, and one step of refinement.</summary>
internal static class LuSolver
{
    /// <summary>Replaces b by x.</summary>
    /// <param name="matrix">A in row-major order.</param>
    /// <param name="b">b; receives x.</param>
    /// <returns>False where A is singular, as far as can be told in rounding, or not finite.</returns>
    public static bool TrySolve(ReadOnlySpan<double> matrix, Span<double> b)
    {
        int n = b.Length;
        double[] a = matrix.ToArray(), rows = new double[n], columns = new double[n];
        if (n > 0 && (!Dense.IsFinite(a) || !Dense.IsFinite(b))) return false;
        for (int i = 0; i < n; i++)
        {
            rows[i] = Dense.LargestMagnitude(a.AsSpan(i * n, n));
            if (rows[i] == 0) return false;
            for (int j = 0; j < n; j++) columns[j] = Math.Max(columns[j], Math.Abs(a[(i * n) + j] /= rows[i]));
        }

        for (int j = 0; j < n; j++)
        {
            if (columns[j] == 0) return false;
            for (int i = 0; i < n; i++) a[(i * n) + j] /= columns[j];
        }

        double[] right = b.ToArray(), change = new double[n];
        int[] order = new int[n];
        if (!TryFactor(a, order)) return false;
        for (int i = 0; i < n; i++) b[i] /= rows[i];
        Substitute(a, order, b);
        for (int j = 0; j < n; j++) b[j] /= columns[j];
        Dense.Multiply(matrix, b, change);
        for (int i = 0; i < n; i++) change[i] = (right[i] - change[i]) / rows[i];
        Substitute(a, order, change);
        for (int j = 0; j < n; j++) b[j] += change[j] / columns[j];
        return true;
    }

    private static bool TryFactor(double[] a, int[] order)
    {
        int n = order.Length;
        for (int k = 0; k < n; k++)
        {
            int pivot = k;
            for (int i = k + 1; i < n; i++) pivot = Math.Abs(a[(i * n) + k]) > Math.Abs(a[(pivot * n) + k]) ? i : pivot;
            order[k] = pivot;
            if (Math.Abs(a[(pivot * n) + k]) <= n * 2.2e-16) return false;
            Span<double> row = a.AsSpan(k * n, n);
            if (pivot != k)
            {
                for (int j = 0; j < n; j++) (row[j], a[(pivot * n) + j]) = (a[(pivot * n) + j], row[j]);
            }

            for (int i = k + 1; i < n; i++)
            {
                double factor = a[(i * n) + k] /= row[k];
                Dense.AddScaled(-factor, row[(k + 1)..], a.AsSpan((i * n) + k + 1, n - k - 1));
            }
        }

        return true;
    }

    private static void Substitute(double[] a, int[] order, Span<double> b)
    {
        int n = order.Length;
        for (int k = 0; k < n; k++) (b[k], b[order[k]]) = (b[order[k]], b[k]);
        for (int i = 1; i < n; i++) b[i] -= Dense.Dot(a.AsSpan(i * n, i), b[..i]);
        for (int i = n - 1; i >= 0; i--) b[i] = (b[i] - Dense.Dot(a.AsSpan((i * n) + i + 1, n - i - 1), b[(i + 1)..])) / a[(i * n) + i];
    }
}
