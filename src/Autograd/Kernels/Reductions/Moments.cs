using System.Numerics;
using System.Numerics.Tensors;
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
    public static void Variance<T>(scoped in Strided<T> x, Dimensions reduced, int correction, Span<T> destination, ParallelLoop? parallel)
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
        Reduction.Sum(x, reduced, means, parallel);
        for (int i = 0; i < kept; i++) means[i] /= count;
        Reduction.Run<T, SumReducer<T>, DeviationMap<T>>(x, reduced, means, residuals, parallel);
        for (int i = 0; i < kept; i++)
        {
            T mended = means[i] + (residuals[i] / count);
            residuals[i] -= count * (mended - means[i]);
            means[i] = mended;
        }

        Reduction.Run<T, SumReducer<T>, SquaredDeviationMap<T>>(x, reduced, means, destination, parallel);
        for (int i = 0; i < kept; i++)
        {
            destination[i] = T.Max(T.Zero, destination[i] - (residuals[i] * (residuals[i] / count))) / divisor;
        }
    }

    /// <summary>√ of the variance over the reduced dimensions, right also where the variance overflows or underflows.</summary>
    /// <param name="x">The elements; any strides.</param>
    /// <param name="reduced">The dimensions that disappear.</param>
    /// <param name="correction">What is taken off the count.</param>
    /// <param name="destination">Row-major over the other dimensions; must not overlap x.</param>
    /// <param name="parallel">The threads that may be used.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void StandardDeviation<T>(scoped in Strided<T> x, Dimensions reduced, int correction, Span<T> destination, ParallelLoop? parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        destination = destination[..x.Shape.Reduce(reduced, keep: false).ElementCount];
        Variance(x, reduced, correction, destination, parallel);
        T least = Least<T>();
        bool isExact = true;
        foreach (T variance in destination) isExact &= variance >= least && T.IsFinite(variance);
        if (!isExact) MendDeviations(x, reduced, correction, destination, parallel);
        else foreach (ref T variance in destination) variance = T.Sqrt(variance);
    }

    /// <summary>
    /// Computes once more with all elements multiplied by a power of two, by a small and by a large one. Each result takes what was right of
    /// the three, so that its bits do not depend on its neighbors. Where the large one overflows, deviations are too large to underflow, or 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MendDeviations<T>(scoped in Strided<T> x, Dimensions reduced, int correction, Span<T> destination, ParallelLoop? parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        int count = shape.ElementCount, kept = destination.Length, exponent = -2 * T.ILogB(T.Epsilon) / 3;
        T small = T.ScaleB(T.One, -exponent), large = T.ScaleB(T.One, exponent), least = Least<T>();
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(count + (2 * kept));
        Span<T> scaled = owner.Span[..count], ofSmall = owner.Span.Slice(count, kept), ofLarge = owner.Span[(count + kept)..];
        var elements = new Strided<T>(in MemoryMarshal.GetReference(scaled), in shape, shape.ContiguousStrides);
        Copying.Copy(x, scaled);
        TensorPrimitives.Multiply(scaled, small, scaled);
        Variance(elements, reduced, correction, ofSmall, parallel);
        Copying.Copy(x, scaled);
        TensorPrimitives.Multiply(scaled, large, scaled);
        Variance(elements, reduced, correction, ofLarge, parallel);
        for (int i = 0; i < kept; i++)
        {
            T variance = destination[i];
            destination[i] = !T.IsFinite(variance) ? T.Sqrt(ofSmall[i]) * large
                : variance < least && T.IsFinite(ofLarge[i]) ? T.Sqrt(ofLarge[i]) * small
                : T.Sqrt(variance);
        }
    }

    /// <summary>From here on squares that underflowed do not matter: each is off by less than the smallest number, so their mean is.</summary>
    private static T Least<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => T.ScaleB(T.Epsilon, 60);
}
