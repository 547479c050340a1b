using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>The numbers of a tensor as a safetensors file stores them.</summary>
internal static class SafetensorsElements
{
    /// <summary>Whether numbers of a type are read.</summary>
    public static bool CanRead(string type) => type is "F64" or "F32" or "F16" or "BF16";

    /// <summary>How numbers of a type are stored.</summary>
    public static string TypeOf<T>() => typeof(T) == typeof(float) ? "F32" : "F64";

    /// <summary>Converts numbers of one of the types that are read.</summary>
    public static void Convert<T>(string type, ReadOnlySpan<byte> bytes, Span<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (type == TypeOf<T>() && BitConverter.IsLittleEndian) bytes.CopyTo(MemoryMarshal.AsBytes(values));
        else if (type == "F64") Convert(bytes, values, sizeof(double), static bytes => T.CreateTruncating(BinaryPrimitives.ReadDoubleLittleEndian(bytes)));
        else if (type == "F32") Convert(bytes, values, sizeof(float), static bytes => T.CreateTruncating(BinaryPrimitives.ReadSingleLittleEndian(bytes)));
        else if (type == "F16") Convert(bytes, values, sizeof(short), static bytes => T.CreateTruncating(BinaryPrimitives.ReadHalfLittleEndian(bytes)));
        else Convert(bytes, values, sizeof(short), static bytes => T.CreateTruncating(BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16)));
    }

    private static void Convert<T>(ReadOnlySpan<byte> bytes, Span<T> values, int size, Func<ReadOnlySpan<byte>, T> element)
    {
        for (int k = 0; k < values.Length; k++) values[k] = element(bytes.Slice(k * size, size));
    }
}
