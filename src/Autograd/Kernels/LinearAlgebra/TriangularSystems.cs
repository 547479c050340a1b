using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Systems of equations with a triangular matrix, halved until they are small: all but the diagonal is left to the matrix product.</summary>
internal static unsafe class TriangularSystems
{
    /// <summary>Up to this many unknowns are found one by one.</summary>
    private const int Small = 16;

    /// <summary>Solves T X = B for each matrix of a batch, to which those of both operands broadcast.</summary>
    /// <returns>The first 0 on a diagonal.</returns>
    public static MatrixFault Solve<T>(scoped in Strided<T> triangles, scoped in Strided<T> b, bool isUpper, Span<T> destination, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var batch = new MatrixBatch(triangles.Layout, b.Layout);
        if (destination.IsEmpty) return MatrixFault.None;
        nint n = batch.Rows, m = batch.Columns;
        fixed (T* t = &triangles.Origin, right = &b.Origin, x = destination)
        {
            for (int k = 0; k < batch.Count; k++)
            {
                batch.Offsets(k, out nint first, out nint second);
                for (nint i = 0; i < n; i++)
                {
                    if (t[first + (i * (n + 1))] == T.Zero) return new MatrixFault(k, (int)i);
                }

                T* result = x + (k * n * m);
                new ReadOnlySpan<T>(right + second, (int)(n * m)).CopyTo(new Span<T>(result, (int)(n * m)));
                Solve(isUpper, hasUnitDiagonal: false, n, m, t + first, n, 1, result, m, parallel);
            }
        }

        return MatrixFault.None;
    }

    /// <summary>b ← t⁻¹ b. The triangle t, n × n, has any strides; rows of b, n × m, are contiguous.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Solve<T>(bool isUpper, bool hasUnitDiagonal, nint n, nint m, T* t, nint tRow, nint tColumn, T* b, nint bRow, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (n <= Small)
        {
            SolveSmall(isUpper, hasUnitDiagonal, n, m, t, tRow, tColumn, b, bRow);
            return;
        }

        nint half = Half(n), rest = n - half;
        T* next = t + (half * (tRow + tColumn)), lower = b + (half * bRow);
        if (isUpper)
        {
            Solve(isUpper, hasUnitDiagonal, rest, m, next, tRow, tColumn, lower, bRow, parallel);
            ProductDifference.Subtract(half, m, rest, t + (half * tColumn), tRow, tColumn, lower, bRow, b, bRow, parallel);
            Solve(isUpper, hasUnitDiagonal, half, m, t, tRow, tColumn, b, bRow, parallel);
        }
        else
        {
            Solve(isUpper, hasUnitDiagonal, half, m, t, tRow, tColumn, b, bRow, parallel);
            ProductDifference.Subtract(rest, m, half, t + (half * tRow), tRow, tColumn, b, bRow, lower, bRow, parallel);
            Solve(isUpper, hasUnitDiagonal, rest, m, next, tRow, tColumn, lower, bRow, parallel);
        }
    }

    /// <summary>Where a block is cut: in the middle, at a multiple of the small size.</summary>
    public static nint Half(nint n) => (n + (2 * Small) - 1) / (2 * Small) * Small;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SolveSmall<T>(bool isUpper, bool hasUnitDiagonal, nint n, nint m, T* t, nint tRow, nint tColumn, T* b, nint bRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nint k = 0; k < n; k++)
        {
            nint i = isUpper ? n - 1 - k : k;
            T* row = b + (i * bRow);
            for (nint p = isUpper ? i + 1 : 0, end = isUpper ? n : i; p < end; p++)
            {
                RowArithmetic.AddScaled(row, b + (p * bRow), -t[(i * tRow) + (p * tColumn)], m);
            }

            if (!hasUnitDiagonal) RowArithmetic.Divide(row, t[i * (tRow + tColumn)], m);
        }
    }
}
