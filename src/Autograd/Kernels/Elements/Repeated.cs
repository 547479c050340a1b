using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>A few elements that are written out again and again.</summary>
internal static class Repeated
{
    /// <summary>Fills a destination with a period: copies of copies, each twice as long as the one before.</summary>
    /// <param name="period">The first of the elements.</param>
    /// <param name="length">How many there are, above 0.</param>
    /// <param name="destination">Where they go; it may end inside a period.</param>
    public static void Fill<T>(ref readonly T period, int length, Span<T> destination)
        where T : unmanaged
    {
        int filled = Math.Min(length, destination.Length);
        MemoryMarshal.CreateReadOnlySpan(in period, filled).CopyTo(destination);
        for (; filled < destination.Length; filled *= 2)
        {
            int count = Math.Min(filled, destination.Length - filled);
            destination[..count].CopyTo(destination.Slice(filled, count));
        }
    }
}
