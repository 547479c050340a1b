namespace Autograd.Training.Tests.Files;

public class ProtocolBufferTests
{
    /// <summary>The examples of the format's own description: 150 is 96 01, and "testing" has seven bytes.</summary>
    [Fact]
    public void Fields_are_written_as_the_description_shows()
    {
        Assert.Equal([0x08, 0x96, 0x01], new ProtocolBuffer().Add(1, 150).Bytes.ToArray());
        Assert.Equal([0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67], new ProtocolBuffer().Add(2, "testing").Bytes.ToArray());
        Assert.Equal([0x1a, 0x03, 0x08, 0x96, 0x01], new ProtocolBuffer().Add(3, new ProtocolBuffer().Add(1, 150)).Bytes.ToArray());
        Assert.Equal([0x08, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], new ProtocolBuffer().Add(1, -2).Bytes.ToArray());
        Assert.Equal([0x15, 0x00, 0x00, 0x80, 0xbf], new ProtocolBuffer().Add(2, -1f).Bytes.ToArray());
        Assert.Equal([0xa0, 0x01, 0x07], new ProtocolBuffer().Add(20, 7).Bytes.ToArray());
        Assert.Equal([0x4a, 0x80, 0x80, 0x80, 0x80, 0x08], new ProtocolBuffer().AddLength(9, 1L << 31).Bytes.ToArray());
        Assert.Equal([0x0a, 0x02, 0xcf, 0x83], new ProtocolBuffer().Add(1, "σ").Bytes.ToArray());
    }
}
