using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>Mean and variance.</summary>
internal static class Moments
{
    /// <summary>The two-pass variance: see <see cref="Reduction.Variance"/>.</summary>
    /// <remarks>
    /// The computed mean is off by its rounding; Σ(x − mean) measures by how much. The mean is mended by that, so that of equal elements it
    /// is the element itself, and what is still left of it in the sum of squares is taken off again. So x = 10⁸ + {0, 8, 32} gives the
    /// right digits in float, although no float is near its mean.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Variance<T>(scoped in Strided<T> x, Dimensions reduced, int correction, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        int kept = 1, n = 1;
        for (int d = 0; d < shape.Rank; d++)
        {
            if (reduced.Contains(d)) n *= shape[d];
            else kept *= shape[d];
        }

        destination = destination[..kept];
        if (kept == 0) return;
        if (n == 0 || n - correction <= 0)
        {
            destination.Fill(T.NaN);
            return;
        }

        T count = T.CreateChecked(n), divisor = T.CreateChecked(n - correction);
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(2 * kept);
        Span<T> means = owner.Span[..kept], residuals = owner.Span[kept..];
        Reduction.Sum(x, reduced, means);
        for (int i = 0; i < kept; i++) means[i] /= count;
        Reduction.Run<T, SumReducer<T>, DeviationMap<T>>(x, reduced, means, residuals);
        for (int i = 0; i < kept; i++)
        {
            T mended = means[i] + (residuals[i] / count);
            residuals[i] -= count * (mended - means[i]);
            means[i] = mended;
        }

        Reduction.Run<T, SumReducer<T>, SquaredDeviationMap<T>>(x, reduced, means, destination);
        for (int i = 0; i < kept; i++)
        {
            destination[i] = T.Max(T.Zero, destination[i] - (residuals[i] * (residuals[i] / count))) / divisor;
        }
    }
}
