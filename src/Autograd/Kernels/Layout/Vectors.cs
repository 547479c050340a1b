using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>Short contiguous runs combined element by element: the inner loops of scatters and scans.</summary>
internal static class Vectors
{
    /// <summary>y += x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Combine<T, SumReducer<T>>(x, y, y);

    /// <summary>z = x combined with y. z may be x or y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Combine<T, TReducer>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
    {
        int length = z.Length, width = Vector256<T>.Count, i = 0;
        ref T a = ref MemoryMarshal.GetReference(x[..length]);
        ref T b = ref MemoryMarshal.GetReference(y[..length]);
        ref T c = ref MemoryMarshal.GetReference(z);
        for (; i <= length - width; i += width)
        {
            TReducer.Combine(Vector256.LoadUnsafe(ref b, (nuint)i), Vector256.LoadUnsafe(ref a, (nuint)i)).StoreUnsafe(ref c, (nuint)i);
        }

        for (; i < length; i++) Unsafe.Add(ref c, i) = TReducer.Combine(Unsafe.Add(ref b, i), Unsafe.Add(ref a, i));
    }
}
