using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>
/// Sums that do not lose what is less than half a unit in their last place (Kahan): each has a second number, which holds what the last
/// addition rounded up, and takes it off the next term. However many terms there are, the error stays within 2 u Σ|x|, with u half a
/// unit in the last place of 1, as long as there are fewer than 1 / u terms.
/// </summary>
internal static unsafe class CompensatedSum
{
    /// <summary>sum += x for matrices of contiguous rows, where <paramref name="excess"/>, 0 at first, goes with the sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<T>(nint rows, nint columns, T* x, nint xRow, T* sum, nint sumRow, T* excess, nint excessRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (; rows > 0; rows--, x += xRow, sum += sumRow, excess += excessRow) Add(columns, x, sum, excess);
    }

    /// <summary>sum[i] += x[i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<T>(nint count, T* x, T* sum, T* excess)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i <= count - Vector512<T>.Count; i += Vector512<T>.Count)
            {
                Vector512<T> before = Vector512.Load(sum + i), term = Vector512.Load(x + i) - Vector512.Load(excess + i), after = before + term;
                Vector512<T> rounded = after - before - term;
                after.Store(sum + i);
                (rounded & Vector512.Equals(rounded - rounded, Vector512<T>.Zero)).Store(excess + i);
            }
        }

        for (; i <= count - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            Vector256<T> before = Vector256.Load(sum + i), term = Vector256.Load(x + i) - Vector256.Load(excess + i), after = before + term;
            Vector256<T> rounded = after - before - term;
            after.Store(sum + i);
            (rounded & Vector256.Equals(rounded - rounded, Vector256<T>.Zero)).Store(excess + i);
        }

        for (; i < count; i++) Add(x[i], ref sum[i], ref excess[i]);
    }

    /// <summary>sum += x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<T>(T x, ref T sum, ref T excess)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T before = sum, term = x - excess, after = before + term, rounded = after - before - term;
        sum = after;

        // An infinite or undefined sum stays what it is.
        excess = T.IsFinite(rounded) ? rounded : T.Zero;
    }
}
