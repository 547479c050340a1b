using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>Numbers as files have them: the lowest byte first, whatever the machine.</summary>
internal static class LittleEndian
{
    /// <summary>Writes numbers one behind the other.</summary>
    public static void Write<T>(Stream stream, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        Span<byte> bytes = stackalloc byte[Unsafe.SizeOf<T>()];
        foreach (T value in values)
        {
            MemoryMarshal.Write(bytes, in value);
            bytes.Reverse();
            stream.Write(bytes);
        }
    }

    /// <summary>Puts the bytes of numbers that were read as they stood into this machine's order.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="isBigEndian">Whether they stood there with the highest byte first.</param>
    public static void ToMachine(Span<int> values, bool isBigEndian)
    {
        if (isBigEndian == BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(values, values);
    }

    /// <inheritdoc cref="ToMachine(Span{int}, bool)"/>
    public static void ToMachine(Span<short> values, bool isBigEndian)
    {
        if (isBigEndian == BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(values, values);
    }

    /// <inheritdoc cref="ToMachine(Span{int}, bool)"/>
    public static void ToMachine(Span<long> values, bool isBigEndian)
    {
        if (isBigEndian == BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(values, values);
    }
}
