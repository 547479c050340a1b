using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>How a long row is written.</summary>
internal interface IPairWrite<L, T>
    where L : struct, ILaneBits<L, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    static abstract void Write(LanePair<L, T> pair, ref T destination);
}

/// <summary>Into the caches, since it is read soon.</summary>
internal readonly struct CachedWrite<L, T> : IPairWrite<L, T>
    where L : struct, ILaneBits<L, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(LanePair<L, T> pair, ref T destination) => LanePair<L, T>.Store(pair, ref destination);
}

/// <summary>
/// Past the caches, which could not hold it until it is read: a processor reads each line that it is to write in part, and this
/// saves that, a third of the traffic of y = f(x).
/// </summary>
internal readonly struct StreamedWrite<L, T> : IPairWrite<L, T>
    where L : struct, ILaneBits<L, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>From so many bytes on: what is left of a third-level cache of 32 MB when an operand of the same length lies there, too.</summary>
    private const long Threshold = 16 << 20;

    /// <summary>Whether a row is long enough for that, and aligned as it has to be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe bool Pays(ref T destination, int length) =>
        (long)length * sizeof(T) >= Threshold && (nint)Unsafe.AsPointer(ref destination) % (L.Width * sizeof(T)) == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(LanePair<L, T> pair, ref T destination) => LanePair<L, T>.Stream(pair, ref destination);
}
