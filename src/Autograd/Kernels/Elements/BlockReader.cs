using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>Reads a stretch of an operand's elements, in row-major order and from wherever, into a buffer.</summary>
internal static class BlockReader
{
    /// <summary>Rows up to this length that repeat are written out many at a time: a bias.</summary>
    private const int LongestPeriod = 32;

    /// <summary>Copies the elements from <paramref name="first"/> on.</summary>
    /// <param name="origin">The element with index (0, …, 0).</param>
    /// <param name="loops">Lengths and strides, of which the first operand's are used.</param>
    /// <param name="first">Where to begin, counted in row-major order.</param>
    /// <param name="count">How many.</param>
    /// <param name="buffer">Where they go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Read<T>(ref T origin, ref readonly LoopNest loops, int first, int count, ref T buffer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var index = new DimensionValues();
        nint offset = 0;
        int rest = first;
        for (int d = 0; d < loops.Rank; d++)
        {
            index[d] = rest % loops.Lengths[d];
            rest /= loops.Lengths[d];
            offset += (nint)index[d] * loops.A[d];
        }

        int length = loops.Lengths[0], stride = loops.A[0];
        if (stride == 1 && length <= LongestPeriod && loops.Rank == 2 && loops.A[1] == 0)
        {
            Span<T> period = stackalloc T[LongestPeriod];
            period = period[..length];
            for (int i = 0; i < length; i++) period[i] = Unsafe.Add(ref origin, (i + index[0]) % length);
            Repeated.Fill(in period[0], length, MemoryMarshal.CreateSpan(ref buffer, count));
            return;
        }

        for (int filled = 0; filled < count;)
        {
            int run = Math.Min(length - index[0], count - filled);
            Copy(ref Unsafe.Add(ref origin, offset), stride, MemoryMarshal.CreateSpan(ref Unsafe.Add(ref buffer, filled), run));
            filled += run;
            offset -= (nint)index[0] * stride;
            index[0] = 0;
            for (int d = 1; d < loops.Rank; d++)
            {
                offset += loops.A[d];
                if (++index[d] < loops.Lengths[d]) break;
                offset -= (nint)loops.A[d] * loops.Lengths[d];
                index[d] = 0;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<T>(ref T source, int stride, Span<T> destination)
        where T : unmanaged
    {
        if (stride == 1)
        {
            MemoryMarshal.CreateReadOnlySpan(ref source, destination.Length).CopyTo(destination);
        }
        else if (stride == 0)
        {
            destination.Fill(source);
        }
        else
        {
            for (int i = 0; i < destination.Length; i++) destination[i] = Unsafe.Add(ref source, (nint)i * stride);
        }
    }
}
