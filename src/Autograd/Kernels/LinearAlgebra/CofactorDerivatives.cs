using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>Second derivatives of the determinant.</summary>
internal static unsafe class CofactorDerivatives
{
    /// <summary>
    /// The derivative of ⟨G, cofactors of A⟩ by A, for pairs of contiguous n × n matrices. With A = U S Vᵀ and H = Uᵀ G V it is det U det V · U M Vᵀ with
    /// mᵢᵢ = Σⱼ hⱼⱼ pᵢⱼ and mᵢⱼ = −hⱼᵢ pᵢⱼ, where pᵢⱼ is the product of all singular values but two: no division, so right for singular matrices.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Find<T>(scoped in Strided<T> matrices, scoped in Strided<T> directions, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var batch = new MatrixBatch(matrices.Layout, directions.Layout);
        if (destination.IsEmpty) return;
        int n = batch.Rows, square = n * n;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate((5 * square) + n);
        using SpanOwner<int> orderOwner = SpanOwner<int>.Allocate(n);
        fixed (T* source = &matrices.Origin, right = &directions.Origin, result = destination, u = owner.Span)
        fixed (int* order = orderOwner.Span)
        {
            T* v = u + square, h = v + square, middle = h + square, product = middle + square, s = product + square;
            nint decomposed = -1;
            T sign = T.One;
            for (int k = 0; k < batch.Count; k++)
            {
                batch.Offsets(k, out nint first, out nint second);
                if (first != decomposed)
                {
                    SingularVectors.Decompose(n, n, source + first, u, v, s, order);
                    sign = SignOf(n, u, product, order) * SignOf(n, v, product, order);
                    decomposed = first;
                }

                // Vectors are rows of u and v.
                MatrixProduct.Multiply(n, n, n, u, n, 1, right + second, n, 1, product, n, accumulate: false);
                MatrixProduct.Multiply(n, n, n, product, n, 1, v, 1, n, h, n, accumulate: false);
                Middle(n, h, s, sign, middle);
                MatrixProduct.Multiply(n, n, n, u, 1, n, middle, n, 1, product, n, accumulate: false);
                MatrixProduct.Multiply(n, n, n, product, n, 1, v, n, 1, result + ((nint)k * square), n, accumulate: false);
            }
        }
    }

    private static void Middle<T>(int n, T* h, T* s, T sign, T* middle)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        new Span<T>(middle, n * n).Clear();
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                if (i == j) continue;
                T others = sign;
                for (int k = 0; k < n; k++) others *= k == i || k == j ? T.One : s[k];
                middle[(i * n) + i] += h[(j * n) + j] * others;
                middle[(i * n) + j] = -h[(j * n) + i] * others;
            }
        }
    }

    /// <summary>The determinant of an orthogonal matrix, 1 or −1.</summary>
    private static T SignOf<T>(int n, T* q, T* scratch, int* pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MatrixScratch.Copy(n, n, q, scratch, n);
        LuFactors.Find(n, n, scratch, n, pivots, ParallelLoop.Serial);
        bool isNegative = LuFactors.IsOdd(n, pivots);
        for (int i = 0; i < n; i++) isNegative ^= scratch[i * (n + 1)] < T.Zero;
        return isNegative ? -T.One : T.One;
    }
}
