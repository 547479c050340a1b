using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// Managed arrays that never move, so that an address stays good while somebody holds the array. Being managed, a span into one
/// keeps it alive: no reader can touch freed memory, whatever happens to the owner.
/// </summary>
internal static unsafe class PinnedMemory
{
    /// <summary>Every block begins on such a boundary, in bytes: a cache line, and the widest vector.</summary>
    public const int Alignment = 64;

    private const int CopiedBytes = 2048;

    /// <summary>An array with room for <paramref name="count"/> elements after alignment, and one vector more.</summary>
    /// <param name="count">The number of elements.</param>
    /// <param name="owner">On whose behalf, for the message.</param>
    public static T[] Allocate<T>(long count, string owner)
        where T : unmanaged
    {
        int margin = 2 * Alignment / sizeof(T);
        if (count > Array.MaxLength - margin) throw Errors.TooMuchMemory(owner, count);
        return GC.AllocateUninitializedArray<T>((int)count + margin, pinned: true);
    }

    /// <summary>The first aligned address inside an array made by <see cref="Allocate"/>.</summary>
    public static nint AlignedAddress<T>(T[] array)
        where T : unmanaged
    {
        nint address = (nint)Unsafe.AsPointer(ref array[0]);
        return (address + Alignment - 1) & ~(nint)(Alignment - 1);
    }

    /// <summary>So many elements, and what is needed for others behind them to begin on a boundary.</summary>
    public static long Rounded<T>(long count)
        where T : unmanaged => (count + (Alignment / sizeof(T)) - 1) & -(Alignment / sizeof(T));

    /// <summary>
    /// Copies in pieces that are too short for the processor's own copying of strings, to which the system leaves longer ones: on some (Zen 3 and 4) it takes
    /// twice as long or more where source and destination lie alike within their pages.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<T>(ReadOnlySpan<T> source, Span<T> destination)
        where T : unmanaged
    {
        int piece = CopiedBytes / sizeof(T);
        for (int k = 0; k < source.Length; k += piece) source.Slice(k, Math.Min(piece, source.Length - k)).CopyTo(destination[k..]);
    }

    /// <summary>The elements of a matrix in row-major order.</summary>
    public static Span<T> Elements<T>(T[,] matrix)
        where T : unmanaged => MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(matrix)), matrix.Length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T Reference<T>(nint address)
        where T : unmanaged => ref Unsafe.AsRef<T>((void*)address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<T> Span<T>(nint address, int count)
        where T : unmanaged => new((void*)address, count);
}
