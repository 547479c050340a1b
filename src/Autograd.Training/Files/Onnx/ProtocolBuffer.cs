using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Autograd;

/// <summary>
/// A message in the wire format of protocol buffers: fields one behind the other, each a key (its number and how it is written), then a whole number of
/// seven bits a byte, four bytes, or a length and as many bytes.
/// </summary>
/// <remarks>The format is specified at https://protobuf.dev/programming-guides/encoding.</remarks>
internal sealed class ProtocolBuffer
{
    private const int Varint = 0, Delimited = 2, FourBytes = 5;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>The message.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>A field that is a whole number.</summary>
    public ProtocolBuffer Add(int field, long value)
    {
        Write(Key(field, Varint));
        Write((ulong)value);
        return this;
    }

    /// <summary>A field that is a number of 32 bits.</summary>
    public ProtocolBuffer Add(int field, float value)
    {
        Write(Key(field, FourBytes));
        BinaryPrimitives.WriteSingleLittleEndian(_bytes.GetSpan(sizeof(float)), value);
        _bytes.Advance(sizeof(float));
        return this;
    }

    /// <summary>A field that is a text.</summary>
    public ProtocolBuffer Add(int field, string value)
    {
        AddLength(field, Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, _bytes);
        return this;
    }

    /// <summary>A field that is a message.</summary>
    public ProtocolBuffer Add(int field, ProtocolBuffer message)
    {
        AddLength(field, message.Bytes.Length);
        _bytes.Write(message.Bytes);
        return this;
    }

    /// <summary>The beginning of a field whose bytes follow.</summary>
    public ProtocolBuffer AddLength(int field, long length)
    {
        Write(Key(field, Delimited));
        Write((ulong)length);
        return this;
    }

    private static ulong Key(int field, int form) => ((ulong)field << 3) | (uint)form;

    private void Write(ulong value)
    {
        Span<byte> bytes = _bytes.GetSpan(10);
        int count = 0;
        for (; value >= 0x80; value >>= 7) bytes[count++] = (byte)(value | 0x80);
        bytes[count++] = (byte)value;
        _bytes.Advance(count);
    }
}
