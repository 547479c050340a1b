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
    /// The computed mean is off by its rounding; Σ(x − mean) measures by how much, and is used to mend the mean before the squares
    /// are summed. So x = 10⁸ + {1, 2, 4} gives in float what the rounded elements give in exact arithmetic, up to a few units.
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
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(kept);
        Span<T> means = owner.Span;
        Reduction.Sum(x, reduced, means);
        for (int i = 0; i < kept; i++) means[i] /= count;
        Reduction.Run<T, SumReducer<T>, DeviationMap<T>>(x, reduced, means, destination);
        for (int i = 0; i < kept; i++) means[i] += destination[i] / count;
        Reduction.Run<T, SumReducer<T>, SquaredDeviationMap<T>>(x, reduced, means, destination);
        for (int i = 0; i < kept; i++) destination[i] /= divisor;
    }
}
