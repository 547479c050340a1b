namespace Autograd;

/// <summary>Orthogonal triangularization of a matrix with at least as many rows as columns, in place. Columns lie one after the other.</summary>
internal static class HouseholderQr
{
    /// <summary>Replaces A by R in its upper triangle, and b by Qᵀb, where A = QR (Golub and Van Loan, Matrix Computations, 5.2).</summary>
    /// <param name="a">A, columns one after the other; below the triangle what is left has no meaning.</param>
    /// <param name="rows">The number of rows, at least the number of columns.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="b">b, of as many elements as there are rows.</param>
    public static void Factor(Span<double> a, int rows, int columns, Span<double> b)
    {
        for (int k = 0; k < columns; k++)
        {
            Span<double> v = a.Slice((k * rows) + k, rows - k);
            double norm = Dense.Norm(v);
            if (norm == 0) continue;
            if (v[0] > 0) norm = -norm;

            // H = I − v vᵀ / v₀ with v scaled so that v₀ = 1 − x₀/norm; v₀ is at least 1, so that nothing cancels.
            for (int i = 0; i < v.Length; i++) v[i] /= -norm;
            v[0] += 1;
            for (int j = k + 1; j < columns; j++) Reflect(v, a.Slice((j * rows) + k, rows - k));
            Reflect(v, b.Slice(k, rows - k));
            v[0] = norm;
        }
    }

    /// <summary>The solution of R x = b for the triangle that <see cref="Factor"/> left; an unknown whose pivot is 0 is infinite or NaN.</summary>
    public static void SolveUpper(ReadOnlySpan<double> r, int rows, int columns, Span<double> b)
    {
        for (int j = columns - 1; j >= 0; j--)
        {
            b[j] /= r[(j * rows) + j];
            for (int i = 0; i < j; i++) b[i] -= r[(j * rows) + i] * b[j];
        }
    }

    private static void Reflect(ReadOnlySpan<double> v, Span<double> x)
    {
        double factor = Dense.Dot(v, x) / v[0];
        for (int i = 0; i < x.Length; i++) x[i] -= factor * v[i];
    }
}
