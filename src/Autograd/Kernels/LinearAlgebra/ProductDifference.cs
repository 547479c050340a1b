using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>What blocked factorizations spend their time on: C −= A B, by the matrix product.</summary>
internal static unsafe class ProductDifference
{
    /// <summary>c −= a·b: a is m × k under any strides, rows of b (k × n) and c are contiguous, c overlaps neither.</summary>
    /// <remarks>The smaller factor is copied with its sign changed, so that the product is added.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract<T>(nint m, nint n, nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, T* c, nint cRow, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (m == 0 || n == 0 || k == 0) return;
        bool ofA = m < n;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate((int)(ofA ? m * k : k * n));
        fixed (T* copy = owner.Span)
        {
            if (!ofA)
            {
                for (nint p = 0; p < k; p++) RowArithmetic.Negate(b + (p * bRow), copy + (p * n), n);
                MatrixProduct.Multiply(m, n, k, a, aRow, aColumn, copy, n, 1, c, cRow, accumulate: true, parallel);
            }
            else if (aRow == 1)
            {
                for (nint p = 0; p < k; p++) RowArithmetic.Negate(a + (p * aColumn), copy + (p * m), m);
                MatrixProduct.Multiply(m, n, k, copy, 1, m, b, bRow, 1, c, cRow, accumulate: true, parallel);
            }
            else
            {
                for (nint i = 0; i < m; i++) RowArithmetic.Negate(a + (i * aRow), copy + (i * k), k);
                MatrixProduct.Multiply(m, n, k, copy, k, 1, b, bRow, 1, c, cRow, accumulate: true, parallel);
            }
        }
    }
}
