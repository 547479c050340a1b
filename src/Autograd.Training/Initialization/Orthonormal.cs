namespace Autograd;

/// <summary>
/// Random matrices with orthonormal rows or columns: normal ones, made orthonormal one vector after the other (J. Gram, E. Schmidt). As a normal vector has no
/// preferred direction, none of these matrices is preferred.
/// </summary>
internal static class Orthonormal
{
    /// <summary>Fills a matrix in row-major order.</summary>
    public static void Fill(Span<double> matrix, int rows, RandomGenerator random)
    {
        if (matrix.IsEmpty) return;
        int columns = matrix.Length / rows;
        int count = Math.Min(rows, columns), length = Math.Max(rows, columns);
        Span<double> vectors = rows <= columns ? matrix : new double[matrix.Length];
        for (int k = 0; k < count; k++)
        {
            Span<double> vector = vectors.Slice(k * length, length);
            foreach (ref double element in vector) element = random.NextNormal();

            // Twice: what rounding left of the others is gone the second time.
            for (int time = 0; time < 2; time++)
            {
                for (int other = 0; other < k; other++) Subtract(vector, vectors.Slice(other * length, length));
            }

            double factor = 1 / Math.Sqrt(Product(vector, vector));
            foreach (ref double element in vector) element *= factor;
        }

        if (rows <= columns) return;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++) matrix[(i * columns) + j] = vectors[(j * rows) + i];
        }
    }

    /// <summary>Takes from a vector its part along a vector of length 1.</summary>
    private static void Subtract(Span<double> vector, ReadOnlySpan<double> other)
    {
        double part = Product(vector, other);
        for (int i = 0; i < vector.Length; i++) vector[i] -= part * other[i];
    }

    /// <summary>In one order, whatever the processor, so that a seed gives the same weights everywhere.</summary>
    private static double Product(ReadOnlySpan<double> vector, ReadOnlySpan<double> other)
    {
        double sum = 0;
        for (int i = 0; i < vector.Length; i++) sum += vector[i] * other[i];
        return sum;
    }
}
