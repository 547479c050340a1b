namespace Autograd;

/// <summary>Reads another stream, and works out the check sum of what was read as zip archives have it: CRC-32 with the polynomial of ISO 3309, reflected.</summary>
internal sealed class Crc32Stream(Stream source) : Stream
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = MakeTable();

    private uint _state = uint.MaxValue;

    /// <summary>The check sum of all bytes so far.</summary>
    public uint Value => ~_state;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count = source.Read(buffer);
        uint state = _state;
        foreach (byte value in buffer[..count]) state = Table[(byte)(state ^ value)] ^ (state >> 8);
        _state = state;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) source.Dispose();
        base.Dispose(disposing);
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint k = 0; k < table.Length; k++)
        {
            uint state = k;
            for (int bit = 0; bit < 8; bit++) state = (state & 1) == 0 ? state >> 1 : (state >> 1) ^ Polynomial;
            table[k] = state;
        }

        return table;
    }
}
