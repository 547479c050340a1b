using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>
/// A = L Lᵀ with a lower triangle L, found as its transpose U (A = Uᵀ U), whose rows lie contiguously: halved until it is small, with all but the
/// diagonal blocks left to the matrix product.
/// </summary>
internal static unsafe class CholeskyFactor
{
    /// <summary>Up to this many rows are eliminated one by one.</summary>
    private const int Small = 16;

    /// <summary>A symmetric product up to this side is computed whole.</summary>
    private const int WholeSquare = 64;

    /// <summary>The factors of the symmetric parts (A + Aᵀ) / 2 of contiguous n × n matrices.</summary>
    /// <returns>The first pivot that is not a positive number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static MatrixFault Find<T>(ReadOnlySpan<T> matrices, int n, Span<T> destination, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (matrices.IsEmpty) return MatrixFault.None;
        nint row = MatrixScratch.Stride<T>(n);
        using SpanOwner<T> owner = SpanOwner<T>.Allocate((int)(n * row));
        fixed (T* source = matrices, u = owner.Span, result = destination)
        {
            int count = matrices.Length / (n * n);
            for (int k = 0; k < count; k++)
            {
                T* a = source + ((nint)k * n * n), l = result + ((nint)k * n * n);
                MatrixScratch.SymmetricPart(n, a, u, row);
                int pivot = Eliminate(n, u, row, parallel);
                if (pivot >= 0) return new MatrixFault(k, pivot);
                for (nint i = 1; i < n; i++) new Span<T>(u + (i * row), (int)i).Clear();
                Transposition.Transpose(ref *u, row, ref *l, n, n, n);
            }
        }

        return MatrixFault.None;
    }

    /// <summary>Overwrites the upper triangle of a by that of U; what lies below is left as it comes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Eliminate<T>(nint n, T* a, nint row, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (n <= Small) return EliminateSmall(n, a, row);
        nint half = TriangularSystems.Half(n), rest = n - half;
        int pivot = Eliminate(half, a, row, parallel);
        if (pivot >= 0) return pivot;
        TriangularSystems.Solve(isUpper: false, hasUnitDiagonal: false, half, rest, a, 1, row, a + half, row, parallel);
        SubtractSquare(rest, half, a + half, row, a + (half * (row + 1)), row, parallel);
        pivot = Eliminate(rest, a + (half * (row + 1)), row, parallel);
        return pivot < 0 ? pivot : pivot + (int)half;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int EliminateSmall<T>(nint n, T* a, nint row)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nint k = 0; k < n; k++)
        {
            T* pivotRow = a + (k * row);
            T pivot = pivotRow[k];
            if (!(pivot > T.Zero)) return (int)k;
            RowArithmetic.Divide(pivotRow + k, T.Sqrt(pivot), n - k);
            for (nint i = k + 1; i < n; i++) RowArithmetic.AddScaled(a + (i * row) + i, pivotRow + i, -pivotRow[i], n - i);
        }

        return -1;
    }

    /// <summary>The upper triangle of c −= uᵀ u, u being k × n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractSquare<T>(nint n, nint k, T* u, nint uRow, T* c, nint cRow, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (n <= WholeSquare)
        {
            ProductDifference.Subtract(n, n, k, u, 1, uRow, u, uRow, c, cRow, parallel);
            return;
        }

        nint half = TriangularSystems.Half(n), rest = n - half;
        SubtractSquare(half, k, u, uRow, c, cRow, parallel);
        ProductDifference.Subtract(half, rest, k, u, 1, uRow, u + half, uRow, c + half, cRow, parallel);
        SubtractSquare(rest, k, u + half, uRow, c + (half * (cRow + 1)), cRow, parallel);
    }
}
