using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>What the factors of square matrices are good for: systems of equations, inverses, determinants.</summary>
internal static unsafe class LinearSystems
{
    /// <summary>Solves A X = B for each matrix of a batch, to which those of both operands broadcast.</summary>
    /// <returns>The first pivot that is 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static MatrixFault Solve<T>(scoped in Strided<T> a, scoped in Strided<T> b, Span<T> destination, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var batch = new MatrixBatch(a.Layout, b.Layout);
        if (destination.IsEmpty) return MatrixFault.None;
        nint n = batch.Rows, m = batch.Columns, row = MatrixScratch.Stride<T>(n), factored = -1;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate((int)(n * row));
        using SpanOwner<int> pivotOwner = SpanOwner<int>.Allocate((int)n);
        fixed (T* left = &a.Origin, right = &b.Origin, x = destination, factors = owner.Span)
        fixed (int* pivots = pivotOwner.Span)
        {
            for (int k = 0; k < batch.Count; k++)
            {
                batch.Offsets(k, out nint first, out nint second);
                if (first != factored)
                {
                    MatrixScratch.Copy(n, n, left + first, factors, row);
                    int pivot = LuFactors.Find(n, n, factors, row, pivots, parallel);
                    if (pivot >= 0) return new MatrixFault(k, pivot);
                    factored = first;
                }

                T* result = x + (k * n * m);
                MatrixScratch.Copy(n, m, right + second, result, m);
                LuFactors.Solve(n, m, factors, row, pivots, result, m, parallel);
            }
        }

        return MatrixFault.None;
    }

    /// <summary>The inverses of contiguous n × n matrices.</summary>
    /// <returns>The first pivot that is 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static MatrixFault Invert<T>(ReadOnlySpan<T> matrices, int n, Span<T> destination, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (matrices.IsEmpty) return MatrixFault.None;
        nint row = MatrixScratch.Stride<T>(n);
        using SpanOwner<T> owner = SpanOwner<T>.Allocate((int)(n * row));
        using SpanOwner<int> pivotOwner = SpanOwner<int>.Allocate(n);
        destination.Clear();
        fixed (T* source = matrices, result = destination, factors = owner.Span)
        fixed (int* pivots = pivotOwner.Span)
        {
            for (int k = 0; k < matrices.Length / (n * n); k++)
            {
                T* x = result + ((nint)k * n * n);
                MatrixScratch.Copy(n, n, source + ((nint)k * n * n), factors, row);
                int pivot = LuFactors.Find(n, n, factors, row, pivots, parallel);
                if (pivot >= 0) return new MatrixFault(k, pivot);
                for (nint i = 0; i < n; i++) x[i * (n + 1)] = T.One;
                LuFactors.Solve(n, n, factors, row, pivots, x, n, parallel);
            }
        }

        return MatrixFault.None;
    }

    /// <summary>The determinants of contiguous n × n matrices: one number each, or the sign and the logarithm of the absolute value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Determinants<T>(ReadOnlySpan<T> matrices, int n, bool isLogarithm, Span<T> destination, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint row = MatrixScratch.Stride<T>(n);
        using SpanOwner<T> owner = SpanOwner<T>.Allocate((int)(n * row));
        using SpanOwner<int> pivotOwner = SpanOwner<int>.Allocate(n);
        fixed (T* source = matrices, factors = owner.Span)
        fixed (int* pivots = pivotOwner.Span)
        {
            for (int k = 0; k < destination.Length / (isLogarithm ? 2 : 1); k++)
            {
                MatrixScratch.Copy(n, n, source + ((nint)k * n * n), factors, row);
                LuFactors.Find(n, n, factors, row, pivots, parallel);
                bool isNegative = LuFactors.IsOdd(n, pivots);
                if (isLogarithm) (destination[2 * k], destination[(2 * k) + 1]) = SignAndLogarithm(n, factors, row, isNegative);
                else destination[k] = Product(n, factors, row, isNegative);
            }
        }
    }

    /// <summary>
    /// The cofactors of contiguous n × n matrices: c[i, j] is the derivative of the determinant by a[i, j]. From the factors as det A · A⁻ᵀ, where
    /// a pivot of 0 is taken for one that rounding might have left: their errors cancel, so that they are right for a singular matrix, too.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Cofactors<T>(ReadOnlySpan<T> matrices, int n, Span<T> destination, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (matrices.IsEmpty) return;
        nint row = MatrixScratch.Stride<T>(n);
        using SpanOwner<T> owner = SpanOwner<T>.Allocate((int)(2 * n * row));
        using SpanOwner<int> pivotOwner = SpanOwner<int>.Allocate(n);
        fixed (T* source = matrices, result = destination, factors = owner.Span)
        fixed (int* pivots = pivotOwner.Span)
        {
            T* inverse = factors + (n * row);
            for (int k = 0; k < matrices.Length / (n * n); k++)
            {
                T* a = source + ((nint)k * n * n), c = result + ((nint)k * n * n);
                T largest = RowArithmetic.Largest(a, (nint)n * n), least = largest * (T.BitIncrement(T.One) - T.One);
                if (largest == T.Zero)
                {
                    new Span<T>(c, n * n).Fill(n == 1 ? T.One : T.Zero);
                    continue;
                }

                MatrixScratch.Copy(n, n, a, factors, row);
                if (LuFactors.Find(n, n, factors, row, pivots, parallel) >= 0)
                {
                    for (nint i = 0; i < n; i++)
                    {
                        if (factors[i * (row + 1)] == T.Zero) factors[i * (row + 1)] = least;
                    }
                }

                for (nint i = 0; i < n; i++)
                {
                    new Span<T>(inverse + (i * row), n).Clear();
                    inverse[i * (row + 1)] = T.One;
                }

                T determinant = Product(n, factors, row, LuFactors.IsOdd(n, pivots));
                LuFactors.Solve(n, n, factors, row, pivots, inverse, row, parallel);
                for (nint i = 0; i < n; i++)
                {
                    for (nint j = 0; j < n; j++) c[(i * n) + j] = determinant * inverse[(j * row) + i];
                }
            }
        }
    }

    private static T Product<T>(nint n, T* factors, nint row, bool isNegative)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T product = isNegative ? -T.One : T.One;
        for (nint i = 0; i < n; i++) product *= factors[i * (row + 1)];
        return product;
    }

    private static (T Sign, T Logarithm) SignAndLogarithm<T>(nint n, T* factors, nint row, bool isNegative)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T sign = isNegative ? -T.One : T.One;
        double logarithm = 0;
        for (nint i = 0; i < n; i++)
        {
            double pivot = double.CreateTruncating(factors[i * (row + 1)]);
            if (pivot == 0) return (T.Zero, T.NegativeInfinity);
            if (double.IsNaN(pivot)) return (T.NaN, T.NaN);
            if (pivot < 0) sign = -sign;
            logarithm += VectorMath.Log<ScalarLane<double>, double>(new(Math.Abs(pivot))).Value;
        }

        return (sign, T.CreateTruncating(logarithm));
    }
}
