using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>
/// Adds up numbers in one binary tree, in which neighbours are added first, level by level: as binary counting carries. Compiled for speed at once: where a process has
/// one core, tiered compilation would take seconds to come to that.
/// </summary>
internal static class SumTree
{
    /// <summary>Adds one more addend to the sums that it completes: a single one to a single one, the pair that this makes to a pair, and so on; the last one to all that are left.</summary>
    /// <param name="x">The addend.</param>
    /// <param name="added">How many there were before.</param>
    /// <param name="count">How many there will be.</param>
    /// <param name="sums">The sums of 1, 2, 4, … addends; which of them there are is said by the bits of <paramref name="added"/>.</param>
    /// <param name="start">Where the numbers lie in those.</param>
    /// <param name="total">The largest sum that is completed; may be <paramref name="x"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<T>(ReadOnlySpan<T> x, int added, int count, T[][] sums, int start, Span<T> total)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int left = added + 1 == count ? added : added & ~(added + 1);
        if (left == 0) PinnedMemory.Copy(x, total);
        for (; left != 0; left &= left - 1)
        {
            Add(sums[BitOperations.TrailingZeroCount(left)].AsSpan(start, x.Length), x, total);
            x = total;
        }
    }

    /// <summary>x /= divisor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Divide<T>(Span<T> x, T divisor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref T first = ref MemoryMarshal.GetReference(x);
        Vector256<T> divisors = Vector256.Create(divisor);
        int i = 0;
        for (; i <= x.Length - Vector256<T>.Count; i += Vector256<T>.Count) (Vector256.LoadUnsafe(ref first, (nuint)i) / divisors).StoreUnsafe(ref first, (nuint)i);
        for (; i < x.Length; i++) x[i] /= divisor;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> sum)
        where T : unmanaged, IFloatingPointIeee754<T> => Vectors.Combine<T, SumReducer<T>>(y, x, sum);
}
