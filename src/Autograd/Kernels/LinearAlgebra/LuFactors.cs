using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// P A = L U with partial pivoting: a unit lower triangle L and an upper triangle U in place of the matrix, which is halved by columns until
/// few are left, all others being left to the matrix product.
/// </summary>
internal static unsafe class LuFactors
{
    /// <summary>Up to this many columns are eliminated one by one.</summary>
    private const int Narrow = 16;

    /// <summary>Factors a matrix in place; pivots[k] is the row that was exchanged with row k.</summary>
    /// <returns>The first column without a pivot other than 0, which is left as it is; −1 where there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Find<T>(nint rows, nint columns, T* a, nint row, int* pivots, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (columns <= Narrow) return FindNarrow(rows, columns, a, row, pivots);
        nint half = TriangularSystems.Half(columns), rest = columns - half;
        int fault = Find(rows, half, a, row, pivots, parallel);
        T* right = a + half, below = right + (half * row);
        Exchange(rest, right, row, pivots, (int)half);
        TriangularSystems.Solve(isUpper: false, hasUnitDiagonal: true, half, rest, a, row, 1, right, row, parallel);
        ProductDifference.Subtract(rows - half, rest, half, a + (half * row), row, 1, right, row, below, row, parallel);
        int later = Find(rows - half, rest, below, row, pivots + half, parallel);
        Exchange(half, a + (half * row), row, pivots + half, (int)rest);
        for (nint k = half; k < columns; k++) pivots[k] += (int)half;
        return fault >= 0 || later < 0 ? fault : later + (int)half;
    }

    /// <summary>Exchanges rows in the order of the pivots.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Exchange<T>(nint columns, T* b, nint row, int* pivots, int count)
        where T : unmanaged
    {
        for (nint k = 0; k < count; k++)
        {
            if (pivots[k] != k) RowArithmetic.Exchange(b + (k * row), b + (pivots[k] * row), columns);
        }
    }

    /// <summary>b ← A⁻¹ b by the factors of A, n × n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Solve<T>(nint n, nint m, T* factors, nint row, int* pivots, T* b, nint bRow, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Exchange(m, b, bRow, pivots, (int)n);
        TriangularSystems.Solve(isUpper: false, hasUnitDiagonal: true, n, m, factors, row, 1, b, bRow, parallel);
        TriangularSystems.Solve(isUpper: true, hasUnitDiagonal: false, n, m, factors, row, 1, b, bRow, parallel);
    }

    /// <summary>Whether the number of rows that were exchanged is odd.</summary>
    public static bool IsOdd(nint n, int* pivots)
    {
        bool odd = false;
        for (nint k = 0; k < n; k++) odd ^= pivots[k] != k;
        return odd;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FindNarrow<T>(nint rows, nint columns, T* a, nint row, int* pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int fault = -1;
        for (nint k = 0; k < columns; k++)
        {
            nint largest = k;
            T size = T.Abs(a[(k * row) + k]);
            for (nint i = k + 1; i < rows; i++)
            {
                T other = T.Abs(a[(i * row) + k]);
                if (!(other > size)) continue;
                size = other;
                largest = i;
            }

            pivots[k] = (int)largest;
            T* pivotRow = a + (k * row);
            if (largest != k) RowArithmetic.Exchange(pivotRow, a + (largest * row), columns);
            T pivot = pivotRow[k];
            if (pivot == T.Zero)
            {
                if (fault < 0) fault = (int)k;
                continue;
            }

            for (nint i = k + 1; i < rows; i++)
            {
                T* other = a + (i * row);
                T factor = other[k] / pivot;
                other[k] = factor;
                RowArithmetic.AddScaled(other + k + 1, pivotRow + k + 1, -factor, columns - k - 1);
            }
        }

        return fault;
    }
}
