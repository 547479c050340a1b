using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>The square root of a sum of squares, right also where the squares overflow or underflow.</summary>
internal static class EuclideanNorm
{
    /// <summary>√Σ x² over the reduced dimensions; 0 of no elements, NaN if there is one, else +∞ if there is an infinite element.</summary>
    /// <param name="x">The elements; any strides.</param>
    /// <param name="reduced">The dimensions that disappear.</param>
    /// <param name="destination">Row-major over the other dimensions; must not overlap x.</param>
    /// <param name="parallel">The threads that may be used.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Find<T>(scoped in Strided<T> x, Dimensions reduced, Span<T> destination, ParallelLoop? parallel = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        destination = destination[..x.Shape.Reduce(reduced, keep: false).ElementCount];
        Reduction.Run<T, SumReducer<T>, SquareMap<T>>(x, reduced, default, destination, parallel);
        bool isExact = true;
        foreach (T sum in destination) isExact &= IsExact(sum);
        if (!isExact) SumScaled(x, reduced, destination, parallel);
        else foreach (ref T sum in destination) sum = T.Sqrt(sum);
    }

    /// <summary>
    /// Sums once more with the elements divided by a power of two near the largest of their row, which is exact; rows whose sum was right
    /// are divided by 1, so that their bits do not depend on their neighbors.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SumScaled<T>(scoped in Strided<T> x, Dimensions reduced, Span<T> destination, ParallelLoop? parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = destination.Length;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(2 * count);
        Span<T> scales = owner.Span[..count], smallest = owner.Span[count..];
        Reduction.Max(x, reduced, scales, parallel);
        Reduction.Min(x, reduced, smallest, parallel);
        for (int i = 0; i < count; i++)
        {
            T magnitude = T.Max(scales[i], -smallest[i]);
            bool scalable = !IsExact(destination[i]) && magnitude > T.Zero && T.IsFinite(magnitude);
            scales[i] = scalable ? T.ScaleB(T.One, T.ILogB(magnitude)) : T.One;
        }

        Reduction.Run<T, SumReducer<T>, SquaredQuotientMap<T>>(x, reduced, scales, destination, parallel);
        for (int i = 0; i < count; i++) destination[i] = T.Sqrt(destination[i]) * scales[i];
    }

    /// <summary>
    /// Whether no square overflowed, and those that underflowed do not matter: each is off by less than the smallest number ε, so n of
    /// them, at most 2³¹, by less than half a unit of the 53rd bit of 2⁸⁴ ε.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsExact<T>(T sum)
        where T : unmanaged, IFloatingPointIeee754<T> => sum >= T.ScaleB(T.Epsilon, 84) && T.IsFinite(sum);
}
