using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd;

/// <summary>
/// A row times a matrix whose columns are contiguous, which is also a row-major matrix times a column. Each element of the result must
/// stay one chain in increasing k, so the columns share a register, and the matrix is transposed in registers on its way there:
/// nothing is packed, since each element of the matrix is used once.
/// </summary>
internal static unsafe class TransposedColumns
{
    /// <summary>Whether the hardware has the instructions and there are enough columns for a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool CanMultiply<T>(nint n)
        where T : unmanaged => Vector256.IsHardwareAccelerated && Fma.IsSupported && n >= Vector256<T>.Count;

    /// <summary>c[j] = Σ_p x[p·xStep] b[p + j·bColumn], or c[j] += that, continuing the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<T>(nint n, nint k, T* x, nint xStep, T* b, nint bColumn, T* c, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float)) Multiply(n, k, (float*)x, xStep, (float*)b, bColumn, (float*)c, accumulate);
        else Multiply(n, k, (double*)x, xStep, (double*)b, bColumn, (double*)c, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(nint n, nint k, float* x, nint xStep, float* b, nint bColumn, float* c, bool accumulate)
    {
        const int Width = 8;

        // The last columns fill a register together with columns before them, which are computed twice from the same start.
        Vector256<float> last = accumulate ? Vector256.Load(c + n - Width) : Vector256<float>.Zero;
        nint whole = k & ~3, j = 0;
        for (; j <= n - (4 * Width); j += 4 * Width)
        {
            Vector256<float> s0 = Vector256<float>.Zero, s1 = s0, s2 = s0, s3 = s0;
            if (accumulate)
            {
                s0 = Vector256.Load(c + j);
                s1 = Vector256.Load(c + j + Width);
                s2 = Vector256.Load(c + j + (2 * Width));
                s3 = Vector256.Load(c + j + (3 * Width));
            }

            float* b0 = b + (j * bColumn), b1 = b0 + (Width * bColumn), b2 = b1 + (Width * bColumn), b3 = b2 + (Width * bColumn), xAt = x;
            nint p = 0;
            for (; p < whole; p += 4)
            {
                Vector256<float> x0 = Vector256.Create(*xAt), x1 = Vector256.Create(xAt[xStep]);
                xAt += 2 * xStep;
                Vector256<float> x2 = Vector256.Create(*xAt), x3 = Vector256.Create(xAt[xStep]);
                xAt += 2 * xStep;
                s0 = Four(s0, b0 + p, bColumn, x0, x1, x2, x3);
                s1 = Four(s1, b1 + p, bColumn, x0, x1, x2, x3);
                s2 = Four(s2, b2 + p, bColumn, x0, x1, x2, x3);
                s3 = Four(s3, b3 + p, bColumn, x0, x1, x2, x3);
            }

            // No register may live across a call: the JIT would keep it in memory all through the loop above.
            s0.Store(c + j);
            s1.Store(c + j + Width);
            s2.Store(c + j + (2 * Width));
            s3.Store(c + j + (3 * Width));
            for (nint i = 0; i < 4 * Width && p < k; i += Width) Tail(k - p, xAt, xStep, b0 + p + (i * bColumn), bColumn, c + j + i);
        }

        for (; j < n; j += Width)
        {
            bool overlaps = j > n - Width;
            if (overlaps) j = n - Width;
            Vector256<float> sum = overlaps ? last : accumulate ? Vector256.Load(c + j) : Vector256<float>.Zero;
            float* bAt = b + (j * bColumn), xAt = x;
            nint p = 0;
            for (; p < whole; p += 4)
            {
                sum = Four(
                    sum, bAt + p, bColumn, Vector256.Create(*xAt), Vector256.Create(xAt[xStep]), Vector256.Create(xAt[2 * xStep]),
                    Vector256.Create(xAt[3 * xStep]));
                xAt += 4 * xStep;
            }

            sum.Store(c + j);
            if (p < k) Tail(k - p, xAt, xStep, bAt + p, bColumn, c + j);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(nint n, nint k, double* x, nint xStep, double* b, nint bColumn, double* c, bool accumulate)
    {
        const int Width = 4;
        Vector256<double> last = accumulate ? Vector256.Load(c + n - Width) : Vector256<double>.Zero;
        nint whole = k & ~1, j = 0;
        for (; j <= n - (4 * Width); j += 4 * Width)
        {
            Vector256<double> s0 = Vector256<double>.Zero, s1 = s0, s2 = s0, s3 = s0;
            if (accumulate)
            {
                s0 = Vector256.Load(c + j);
                s1 = Vector256.Load(c + j + Width);
                s2 = Vector256.Load(c + j + (2 * Width));
                s3 = Vector256.Load(c + j + (3 * Width));
            }

            double* b0 = b + (j * bColumn), b1 = b0 + (Width * bColumn), b2 = b1 + (Width * bColumn), b3 = b2 + (Width * bColumn), xAt = x;
            nint p = 0;
            for (; p < whole; p += 2)
            {
                Vector256<double> x0 = Vector256.Create(*xAt), x1 = Vector256.Create(xAt[xStep]);
                xAt += 2 * xStep;
                s0 = Two(s0, b0 + p, bColumn, x0, x1);
                s1 = Two(s1, b1 + p, bColumn, x0, x1);
                s2 = Two(s2, b2 + p, bColumn, x0, x1);
                s3 = Two(s3, b3 + p, bColumn, x0, x1);
            }

            s0.Store(c + j);
            s1.Store(c + j + Width);
            s2.Store(c + j + (2 * Width));
            s3.Store(c + j + (3 * Width));
            for (nint i = 0; i < 4 * Width && p < k; i += Width) Tail(k - p, xAt, xStep, b0 + p + (i * bColumn), bColumn, c + j + i);
        }

        for (; j < n; j += Width)
        {
            bool overlaps = j > n - Width;
            if (overlaps) j = n - Width;
            Vector256<double> sum = overlaps ? last : accumulate ? Vector256.Load(c + j) : Vector256<double>.Zero;
            double* bAt = b + (j * bColumn), xAt = x;
            nint p = 0;
            for (; p < whole; p += 2)
            {
                sum = Two(sum, bAt + p, bColumn, Vector256.Create(*xAt), Vector256.Create(xAt[xStep]));
                xAt += 2 * xStep;
            }

            sum.Store(c + j);
            if (p < k) Tail(k - p, xAt, xStep, bAt + p, bColumn, c + j);
        }
    }

    /// <summary>Four terms of eight columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Four(
        Vector256<float> sum, float* b, nint column, Vector256<float> x0, Vector256<float> x1, Vector256<float> x2, Vector256<float> x3)
    {
        float* b4 = b + (4 * column);
        Vector256<float> r0 = Halves(b, b4), r1 = Halves(b + column, b4 + column);
        Vector256<float> r2 = Halves(b + (2 * column), b4 + (2 * column)), r3 = Halves(b + (3 * column), b4 + (3 * column));
        Vector256<double> t0 = Avx.UnpackLow(r0, r1).AsDouble(), t1 = Avx.UnpackHigh(r0, r1).AsDouble();
        Vector256<double> t2 = Avx.UnpackLow(r2, r3).AsDouble(), t3 = Avx.UnpackHigh(r2, r3).AsDouble();
        sum = Fma.MultiplyAdd(x0, Avx.UnpackLow(t0, t2).AsSingle(), sum);
        sum = Fma.MultiplyAdd(x1, Avx.UnpackHigh(t0, t2).AsSingle(), sum);
        sum = Fma.MultiplyAdd(x2, Avx.UnpackLow(t1, t3).AsSingle(), sum);
        return Fma.MultiplyAdd(x3, Avx.UnpackHigh(t1, t3).AsSingle(), sum);
    }

    /// <summary>Two terms of four columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Two(Vector256<double> sum, double* b, nint column, Vector256<double> x0, Vector256<double> x1)
    {
        double* b2 = b + (2 * column);
        Vector256<double> r0 = Halves(b, b2), r1 = Halves(b + column, b2 + column);
        sum = Fma.MultiplyAdd(x0, Avx.UnpackLow(r0, r1), sum);
        return Fma.MultiplyAdd(x1, Avx.UnpackHigh(r0, r1), sum);
    }

    /// <summary>The terms that are left of a register of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tail<T>(nint k, T* x, nint xStep, T* b, nint column, T* c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nint j = 0; j < Vector256<T>.Count; j++)
        {
            T sum = c[j];
            for (nint p = 0; p < k; p++) sum = T.FusedMultiplyAdd(x[p * xStep], b[p], sum);
            c[j] = sum;
            b += column;
        }
    }

    /// <summary>Two quarters of columns that lie apart, joined while loading: cheaper than shuffling them together later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Halves(float* low, float* high) =>
        Avx.InsertVector128(Vector128.Load(low).ToVector256Unsafe(), Vector128.Load(high), 1);

    /// <summary>Two halves of columns that lie apart, joined while loading.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<double> Halves(double* low, double* high) =>
        Avx.InsertVector128(Vector128.Load(low).ToVector256Unsafe(), Vector128.Load(high), 1);
}
