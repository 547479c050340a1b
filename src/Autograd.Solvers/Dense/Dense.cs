using System.Numerics.Tensors;

namespace Autograd;

/// <summary>Arithmetic of vectors, and of matrices in row-major order.</summary>
internal static class Dense
{
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => TensorPrimitives.Dot(a, b);

    /// <summary>√Σx², without overflow and underflow on the way.</summary>
    public static double Norm(ReadOnlySpan<double> x)
    {
        double largest = LargestMagnitude(x);
        if (largest == 0 || !double.IsFinite(largest)) return largest;
        if (largest is > 1e-140 and < 1e140) return TensorPrimitives.Norm(x);
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
