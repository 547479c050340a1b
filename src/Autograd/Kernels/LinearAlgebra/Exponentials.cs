using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>
/// Exponentials of matrices by the Padé approximant of order 13 of a matrix scaled by a power of two, squared as often (Higham 2005): accurate to rounding where the norm is below 5.4.
/// </summary>
internal static unsafe class Exponentials
{
    private const double LargestNorm = 5.371920351148152;

    private static ReadOnlySpan<double> Coefficients =>
    [
        64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600, 670442572800, 33522128640, 1323241920, 40840800,
        960960, 16380, 182, 1,
    ];

    /// <summary>The exponentials of contiguous n × n matrices; NaN where an element is not finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Find<T>(ReadOnlySpan<T> matrices, int n, Span<T> destination, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (matrices.IsEmpty) return;
        int square = n * n;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(6 * square);
        using SpanOwner<int> pivotOwner = SpanOwner<int>.Allocate(n);
        fixed (T* source = matrices, result = destination, a = owner.Span)
        fixed (int* pivots = pivotOwner.Span)
        {
            for (int k = 0; k < matrices.Length / square; k++)
            {
                MatrixScratch.Copy(n, n, source + ((nint)k * square), a, n);
                double norm = Norm(n, a);
                if (!double.IsFinite(norm))
                {
                    new Span<T>(result + ((nint)k * square), square).Fill(T.NaN);
                    continue;
                }

                int squarings = norm <= LargestNorm ? 0 : Math.ILogB(norm / LargestNorm) + 1;
                T scale = T.ScaleB(T.One, -squarings);
                for (int i = 0; i < square; i++) a[i] *= scale;
                One(n, a, result + ((nint)k * square), squarings, pivots, parallel);
            }
        }
    }

    /// <summary>One exponential; behind a there is room for five matrices more.</summary>
    private static void One<T>(int n, T* a, T* x, int squarings, int* pivots, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int square = n * n;
        T* a2 = a + square, a4 = a2 + square, a6 = a4 + square, odd = a6 + square, even = odd + square;
        Multiply(n, a, a, a2, parallel);
        Multiply(n, a2, a2, a4, parallel);
        Multiply(n, a4, a2, a6, parallel);

        // The odd part A (A⁶ (b₁₃ A⁶ + b₁₁ A⁴ + b₉ A²) + b₇ A⁶ + b₅ A⁴ + b₃ A² + b₁ I), and the even part likewise.
        Combine(n, 13, a2, a4, a6, x, isHigh: true);
        Combine(n, 7, a2, a4, a6, even, isHigh: false);
        MatrixProduct.Multiply(n, n, n, a6, n, 1, x, n, 1, even, n, accumulate: true, parallel);
        Multiply(n, a, even, odd, parallel);
        Combine(n, 12, a2, a4, a6, x, isHigh: true);
        Combine(n, 6, a2, a4, a6, even, isHigh: false);
        MatrixProduct.Multiply(n, n, n, a6, n, 1, x, n, 1, even, n, accumulate: true, parallel);
        for (int i = 0; i < square; i++)
        {
            x[i] = even[i] + odd[i];
            a[i] = even[i] - odd[i];
        }

        LuFactors.Find(n, n, a, n, pivots, parallel);
        LuFactors.Solve(n, n, a, n, pivots, x, n, parallel);
        for (; squarings > 0; squarings--)
        {
            MatrixScratch.Copy(n, n, x, a, n);
            Multiply(n, a, a, x, parallel);
        }
    }

    /// <summary>b[k] A⁶ + b[k − 2] A⁴ + b[k − 4] A², and unless these are the high powers b[k − 6] I.</summary>
    private static void Combine<T>(int n, int k, T* a2, T* a4, T* a6, T* sum, bool isHigh)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T first = T.CreateTruncating(Coefficients[k]), second = T.CreateTruncating(Coefficients[k - 2]), third = T.CreateTruncating(Coefficients[k - 4]);
        for (int i = 0; i < n * n; i++) sum[i] = FusedArithmetic.MultiplyAdd(first, a6[i], FusedArithmetic.MultiplyAdd(second, a4[i], third * a2[i]));
        for (int i = 0; i < n && !isHigh; i++) sum[i * (n + 1)] += T.CreateTruncating(Coefficients[k - 6]);
    }

    private static void Multiply<T>(int n, T* a, T* b, T* c, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T> => MatrixProduct.Multiply(n, n, n, a, n, 1, b, n, 1, c, n, accumulate: false, parallel);

    /// <summary>The largest sum of absolute values of a row.</summary>
    private static double Norm<T>(int n, T* a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double norm = 0;
        for (int i = 0; i < n; i++)
        {
            double sum = 0;
            for (int j = 0; j < n; j++) sum += double.CreateTruncating(T.Abs(a[(i * n) + j]));
            if (!(sum <= norm)) norm = sum;
            if (double.IsNaN(sum)) return sum;
        }

        return norm;
    }
}
