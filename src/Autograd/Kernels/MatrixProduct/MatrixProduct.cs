using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>
/// The matrix product, C[…, i, j] = Σ_p A[…, i, p] B[…, p, j]: one fused multiply-add per term, in increasing p from zero; of more than
/// <see cref="MatrixChains.Longest"/> terms, in the chains of <see cref="MatrixChains"/>. The order depends on nothing else, so an element
/// has the same bits for every shape, stride, vector width and machine (of a NaN, which one is left open).
/// </summary>
internal static unsafe class MatrixProduct
{
    /// <summary>Products of fewer multiply-adds than this are not worth the set-up of tiles.</summary>
    private const int TinyProduct = 64;

    /// <summary>
    /// Multiplies <paramref name="a"/> [batch…, m, k] with <paramref name="b"/> [batch…, k, n], whose batch dimensions are broadcast to each
    /// other, into <paramref name="destination"/>, contiguous [batch…, m, n]. Any strides will do. k = 0 gives zeros.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<T>(scoped in Strided<T> a, scoped in Strided<T> b, Span<T> destination, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint k = a.Shape[^1];
        if (a.Shape.Rank > 2 || destination.Length * k >= TinyProduct)
        {
            MultiplyMany(in a, in b, destination, parallel);
            return;
        }

        nint m = a.Shape[0], n = b.Shape[1];
        Check(destination.Length, m * n, k, b.Shape[0]);
        fixed (T* aStart = &a.Origin, bStart = &b.Origin, cStart = destination)
        {
            Plain(m, n, k, aStart, a.Strides[0], a.Strides[1], bStart, b.Strides[0], b.Strides[1], cStart, n, accumulate: false);
        }
    }

    /// <summary>By itself, since a small program should not wait for its compilation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MultiplyMany<T>(scoped in Strided<T> a, scoped in Strided<T> b, Span<T> destination, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rank = a.Shape.Rank, batchRank = rank - 2;
        nint m = a.Shape[rank - 2], k = a.Shape[rank - 1], n = b.Shape[rank - 1];
        Check(destination.Length, k == 0 ? destination.Length : a.Shape.ElementCount / k * n, k, b.Shape[rank - 2]);
        if (destination.IsEmpty) return;
        if (k == 0)
        {
            destination.Clear();
            return;
        }

        if (n == 1 && m > 1 && batchRank > 0 && a.Strides[batchRank - 1] == 0 && a.Shape[batchRank - 1] > 1)
        {
            // Columns by a factor that they share: Cᵀ = Bᵀ Aᵀ, where they are the rows of one product. The terms and their order stay.
            var exchange = Permutation.Exchange(rank, rank - 2, rank - 1);
            Layout left = exchange.Apply(b.Layout), right = exchange.Apply(a.Layout);
            MultiplyMany(new Strided<T>(in b.Origin, in left), new Strided<T>(in a.Origin, in right), destination, parallel);
            return;
        }

        nint aRow = a.Strides[rank - 2], aColumn = a.Strides[rank - 1], bRow = b.Strides[rank - 2], bColumn = b.Strides[rank - 1];

        // Batches that share b and whose rows continue those of the previous one are further rows of one product.
        for (; batchRank > 0; batchRank--)
        {
            nint length = a.Shape[batchRank - 1], step = a.Strides[batchRank - 1];
            if (length == 1) continue;
            if (b.Strides[batchRank - 1] != 0) break;
            if (m == 1) aRow = step;
            else if (step != m * aRow) break;
            m *= length;
        }

        fixed (T* aStart = &a.Origin, bStart = &b.Origin, cStart = destination)
        {
            if (destination.Length == m * n)
            {
                Multiply(m, n, k, aStart, aRow, aColumn, bStart, bRow, bColumn, cStart, n, accumulate: false, parallel);
                return;
            }

            var body = new ProductBatches<T>
            {
                M = m, N = n, K = k, ARow = aRow, AColumn = aColumn, BRow = bRow, BColumn = bColumn, A = aStart, B = bStart, C = cStart, Rank = batchRank,
            };
            for (int d = 0; d < batchRank; d++)
            {
                body.Lengths[d] = a.Shape[d];
                body.AStrides[d] = a.Strides[d];
                body.BStrides[d] = b.Strides[d];
            }

            body.Batches = body.PartLength = destination.Length / (m * n);
            nint parts = Math.Min(4 * parallel.Degree, body.Batches);
            if (parallel.Degree > 1 && parts >= 2 * parallel.Degree && destination.Length * k >= ProductParts<T>.Threshold)
            {
                body.PartLength = (body.Batches + parts - 1) / parts;
                parallel.Run((int)((body.Batches + body.PartLength - 1) / body.PartLength), destination.Length * k >= ProductParts<T>.LongWork, body);
            }
            else
            {
                body.Run(0, parallel);
            }
        }
    }

    /// <summary>Verifies that the memory is what the lengths say: from here on it is addressed by pointers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Check(int given, nint expected, nint leftInner, nint rightInner)
    {
        if (given != expected) throw Errors.ElementCount("MatMul", "the destination", given, expected);
        if (leftInner != rightInner) throw Errors.ElementCount("MatMul", "a column of the right factor", (int)rightInner, leftInner);
    }

    /// <summary>The product below on several threads, if it is worth that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<T>(
        nint m, nint n, nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, bool accumulate, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (parallel.Degree > 1 && m * n * k >= ProductParts<T>.Threshold)
        {
            var parts = new ProductParts<T>(parallel.Degree, m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, null, 0, accumulate);
            parallel.Run(parts.Count, m * n * k >= ProductParts<T>.LongWork, parts);
        }
        else
        {
            Multiply(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, accumulate);
        }
    }

    /// <summary>The sums of chains below on several threads, if it is worth that.</summary>
    public static void AddChains<T>(
        nint m, nint n, nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, T* e, nint eRow, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (parallel.Degree > 1 && m * n * k >= ProductParts<T>.Threshold)
        {
            var parts = new ProductParts<T>(parallel.Degree, m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, e, eRow, accumulate: true);
            parallel.Run(parts.Count, m * n * k >= ProductParts<T>.LongWork, parts);
        }
        else
        {
            AddChains(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, e, eRow);
        }
    }

    /// <summary>c = a·b, or c += a·b continuing the sums. Strides are in elements; c has unit column stride and overlaps neither a nor b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<T>(
        nint m, nint n, nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (k > MatrixChains.Longest)
        {
            Chains(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, accumulate);
        }
        else if (m * n * k < TinyProduct)
        {
            Plain(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, accumulate);
        }
        else if (Vector512.IsHardwareAccelerated)
        {
            MatrixDriver<Register512<T>, Vector512<T>, T>.Multiply(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, accumulate);
        }
        else if (Vector256.IsHardwareAccelerated && Fma.IsSupported)
        {
            MatrixDriver<Register256<T>, Vector256<T>, T>.Multiply(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, accumulate);
        }
        else if (Vector128.IsHardwareAccelerated && (FusedArithmetic.IsInstruction || typeof(T) == typeof(float)))
        {
            MatrixDriver<Register128<T>, Vector128<T>, T>.Multiply(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, accumulate);
        }
        else
        {
            MatrixDriver<RegisterScalar<T>, T, T>.Multiply(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, accumulate);
        }
    }

    /// <summary>
    /// c += a·b as compensated sums of chains. The elements of e, 0 before the first product, go with those of c: many products are
    /// so added up to one long sum.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddChains<T>(
        nint m, nint n, nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, T* e, nint eRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            MatrixDriver<Register512<T>, Vector512<T>, T>.AddChains(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, e, eRow);
        }
        else if (Vector256.IsHardwareAccelerated && Fma.IsSupported)
        {
            MatrixDriver<Register256<T>, Vector256<T>, T>.AddChains(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, e, eRow);
        }
        else if (Vector128.IsHardwareAccelerated && (FusedArithmetic.IsInstruction || typeof(T) == typeof(float)))
        {
            MatrixDriver<Register128<T>, Vector128<T>, T>.AddChains(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, e, eRow);
        }
        else
        {
            MatrixDriver<RegisterScalar<T>, T, T>.AddChains(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, e, eRow);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Chains<T>(
        nint m, nint n, nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (m <= 0 || n <= 0) return;
        for (nint i = 0; i < m && !accumulate; i++) new Span<T>(c + (i * cRow), (int)n).Clear();
        using SpanOwner<T> owner = SpanOwner<T>.Allocate((int)(m * n), AllocationMode.Clear);
        fixed (T* e = owner.Span)
        {
            AddChains(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, e, n);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Plain<T>(
        nint m, nint n, nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nint i = 0; i < m; i++)
        {
            for (nint j = 0; j < n; j++)
            {
                T sum = accumulate ? c[j] : T.Zero;
                T* x = a, y = b + (j * bColumn);
                for (nint p = 0; p < k; p++)
                {
                    sum = FusedArithmetic.MultiplyAdd(*x, *y, sum);
                    x += aColumn;
                    y += bRow;
                }

                c[j] = sum;
            }

            a += aRow;
            c += cRow;
        }
    }
}
