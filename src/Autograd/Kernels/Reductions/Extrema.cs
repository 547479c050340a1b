using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Where the largest or smallest element lies.</summary>
internal static class Extrema
{
    /// <summary>The first index along a dimension that holds the reducer's result: see <see cref="Reduction.ArgMax"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Find<T, TReducer>(scoped in Strided<T> x, int dimension, Span<int> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
    {
        Shape shape = x.Shape;
        Strides strides = x.Strides;
        int length = shape[dimension];
        nint step = strides[dimension];
        var walk = new DimensionWalk();
        for (int d = 0; d < shape.Rank; d++)
        {
            if (d != dimension) walk.Add(shape[d], strides[d], 0);
        }

        destination = destination[..walk.Count];
        if (destination.IsEmpty) return;
        ArgumentOutOfRangeException.ThrowIfZero(length);
        for (int i = 0; i < destination.Length; i++, walk.Next())
        {
            ref T row = ref Unsafe.Add(ref Unsafe.AsRef(in x.Origin), walk.First);
            T best = row;
            int index = 0;
            for (int k = 1; k < length && !T.IsNaN(best); k++)
            {
                T candidate = Unsafe.Add(ref row, k * step);
                bool better = typeof(TReducer) == typeof(MaxReducer<T>) ? candidate > best : candidate < best;
                if (!better && !T.IsNaN(candidate)) continue;
                best = candidate;
                index = k;
            }

            destination[i] = index;
        }
    }
}
