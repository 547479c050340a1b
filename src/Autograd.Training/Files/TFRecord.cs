using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace Autograd;

/// <summary>
/// Records as TensorFlow writes them: the length in eight bytes, a check sum of these, the data, a check sum of them. A check sum is the CRC-32C, rotated right
/// by 15 bits and increased by a constant, since sums of data that contain sums are weak.
/// </summary>
internal static class TFRecord
{
    private const int LengthBytes = sizeof(ulong), SumBytes = sizeof(uint);

    /// <summary>Appends one record.</summary>
    public static void Write(IBufferWriter<byte> destination, ReadOnlySpan<byte> data)
    {
        Span<byte> record = destination.GetSpan(LengthBytes + SumBytes + data.Length + SumBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record[LengthBytes..], Sum(record[..LengthBytes]));
        data.CopyTo(record[(LengthBytes + SumBytes)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(record[(LengthBytes + SumBytes + data.Length)..], Sum(data));
        destination.Advance(LengthBytes + SumBytes + data.Length + SumBytes);
    }

    private static uint Sum(ReadOnlySpan<byte> data)
    {
        uint sum = uint.MaxValue;
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..]) sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (byte value in data) sum = BitOperations.Crc32C(sum, value);
        return BitOperations.RotateRight(~sum, 15) + 0xa282ead8;
    }
}
