namespace Autograd.Tests.Operations;

/// <summary>Matrices of a kind made of any elements, in place, row by row.</summary>
internal static class Matrices
{
    public static void Make(OperandKind kind, Span<double> a, int rows, int columns)
    {
        switch (kind)
        {
            case OperandKind.Invertible:
                for (int i = 0; i < Math.Min(rows, columns); i++) a[(i * columns) + i] += a[(i * columns) + i] > 0 ? 2 : -2;
                break;
            case OperandKind.Symmetric:
                for (int i = 0; i < rows; i++)
                {
                    for (int j = 0; j < i; j++) a[(j * columns) + i] = a[(i * columns) + j];
                    a[(i * columns) + i] += 2 * i;
                }

                break;
            case OperandKind.PositiveDefinite:
                double[] factor = a.ToArray();
                for (int i = 0; i < rows; i++)
                {
                    for (int j = 0; j < columns; j++)
                    {
                        double sum = i == j ? 1 : 0;
                        for (int k = 0; k < columns; k++) sum += factor[(i * columns) + k] * factor[(j * columns) + k] / columns;
                        a[(i * columns) + j] = sum;
                    }
                }

                break;
            case OperandKind.Triangular:
                for (int i = 0; i < rows; i++) a[(i * columns) + i] = 1.5 + (0.25 * a[(i * columns) + i]);
                break;
            case OperandKind.Orthogonal:
                Orthogonalize(a, rows, columns);
                break;
        }
    }

    private static void Orthogonalize(Span<double> a, int rows, int columns)
    {
        for (int j = 0; j < columns; j++)
        {
            double square = 0;
            for (int pass = 0; pass < 2; pass++)
            {
                for (int k = 0; k < j; k++)
                {
                    double dot = 0;
                    for (int i = 0; i < rows; i++) dot += a[(i * columns) + j] * a[(i * columns) + k];
                    for (int i = 0; i < rows; i++) a[(i * columns) + j] -= dot * a[(i * columns) + k];
                }
            }

            for (int i = 0; i < rows; i++) square += a[(i * columns) + j] * a[(i * columns) + j];
            for (int i = 0; i < rows; i++) a[(i * columns) + j] /= Math.Sqrt(square);
        }
    }
}
