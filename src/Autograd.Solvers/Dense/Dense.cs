using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>Arithmetic of vectors, and of matrices in row-major order.</summary>
internal static class Dense
{
    /// <summary>
    /// Σ aᵢ bᵢ, with the same bits on every processor: in the lanes of 512 bits, which are added in halves, whatever a vector of the machine holds.
    /// TensorPrimitives adds in as many lanes as the machine has.
    /// </summary>
    public static T Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<Vector512<T>> left = MemoryMarshal.Cast<T, Vector512<T>>(a), right = MemoryMarshal.Cast<T, Vector512<T>>(b);
        Vector512<T> sums = Vector512<T>.Zero;
        for (int i = 0; i < left.Length; i++) sums += left[i] * right[i];
        Vector256<T> halves = sums.GetLower() + sums.GetUpper();
        Vector128<T> quarters = halves.GetLower() + halves.GetUpper();
        T sum = T.Zero;
        for (int lane = 0; lane < Vector128<T>.Count; lane++) sum += quarters[lane];
        for (int i = left.Length * Vector512<T>.Count; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>√Σx², without overflow and underflow on the way.</summary>
    public static double Norm(ReadOnlySpan<double> x)
    {
        double largest = LargestMagnitude(x);
        if (largest == 0 || !double.IsFinite(largest)) return largest;
        if (largest is > 1e-140 and < 1e140) return Math.Sqrt(Dot(x, x));
        double sum = 0;
        foreach (double value in x) sum += value / largest * (value / largest);
        return largest * Math.Sqrt(sum);
    }

    /// <summary>The largest |xᵢ|; 0 of none, NaN where one is NaN.</summary>
    public static double LargestMagnitude(ReadOnlySpan<double> x) => x.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(x));

    public static bool IsFinite(ReadOnlySpan<double> x) => double.IsFinite(LargestMagnitude(x));

    /// <summary>y += factor · x.</summary>
    public static void AddScaled(double factor, ReadOnlySpan<double> x, Span<double> y) => TensorPrimitives.MultiplyAdd(x, factor, y, y);

    /// <summary>y = A x.</summary>
    public static void Multiply(ReadOnlySpan<double> matrix, ReadOnlySpan<double> x, Span<double> y)
    {
        for (int i = 0; i < y.Length; i++) y[i] = Dot(matrix.Slice(i * x.Length, x.Length), x);
    }

    /// <summary>y = Aᵀ x.</summary>
    public static void MultiplyTransposed(ReadOnlySpan<double> matrix, ReadOnlySpan<double> x, Span<double> y)
    {
        y.Clear();
        for (int i = 0; i < x.Length; i++) AddScaled(x[i], matrix.Slice(i * y.Length, y.Length), y);
    }
}
