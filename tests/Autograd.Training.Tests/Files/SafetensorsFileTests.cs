using System.Buffers.Binary;
using System.Text;

namespace Autograd.Training.Tests.Files;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The file of the specification's own layout, byte by byte, with a header of odd length, and so numbers at odd places.</summary>
    [Fact]
    public void Tensors_are_read_where_they_are()
    {
        byte[] json = """{"b":{"dtype":"BF16","shape":[3],"data_offsets":[24,30]},"d":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"__metadata__":{"a":"ü"},"f":{"dtype":"F32","shape":[2,2],"data_offsets":[8,24]},"i":{"dtype":"I8","shape":[1],"data_offsets":[30,31]},"h":{"dtype":"F16","shape":[1],"data_offsets":[31,33]},"e":{"dtype":"F32","shape":[0,7],"data_offsets":[33,33]}}   """u8.ToArray();
        byte[] data =
        [
            0, 0, 0, 0, 0, 0, 0xf8, 0x3f,
            0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40, 1, 0, 0xc0, 0x7f,
            0x80, 0x3f, 0x00, 0xc0, 0x80, 0xff,
            9,
            0x01, 0x00,
        ];
        byte[] length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        File.WriteAllBytes(_folder["x"], [.. length, .. json, .. data]);
        using SafetensorsFile file = Safetensors.Open(_folder["x"]);
        Assert.Equal("ü", file.Metadata["a"]);
        Assert.Equal(["b", "d", "f", "i", "h", "e"], file.Entries.Select(entry => entry.Name));
        Assert.Equal(new SafetensorsEntry("f", "F32", [2, 2]), file["f"] with { Begin = 0, End = 0 });
        Assert.Equal([1.5], file.Span<double>("d").ToArray());
        ReadOnlySpan<float> f = file.Span<float>("f");
        Assert.Equal([1f, 2, 3], f[..3].ToArray());
        Assert.Equal(0x7fc00001u, BitConverter.SingleToUInt32Bits(f[3]));
        Assert.True(file.Span<float>("e").IsEmpty);
        float[] b = new float[3], h = new float[1];
        double[] wide = new double[1];
        file.Read("b", b.AsSpan());
        file.Read("h", h.AsSpan());
        file.Read("d", wide.AsSpan());
        Assert.Equal([1f, -2, float.NegativeInfinity], b);
        Assert.Equal(MathF.ScaleB(1, -24), h[0]);
        Assert.Equal(1.5, wide[0]);

        Assert.Throws<ArgumentException>(() => file["x"]);
        Assert.Throws<InvalidOperationException>(() => { file.Span<double>("f"); });
        Assert.Throws<InvalidOperationException>(() => file.Read<float>("i", new float[1]));
        Assert.Throws<ArgumentException>(() => file.Read<float>("f", new float[3]));
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => { file.Span<float>("f"); });
    }

    /// <summary>Every F16 and every BF16 there is.</summary>
    [Fact]
    public void All_short_numbers_are_converted()
    {
        byte[] json = Encoding.UTF8.GetBytes("""{"h":{"dtype":"F16","shape":[65536],"data_offsets":[0,131072]},"b":{"dtype":"BF16","shape":[65536],"data_offsets":[131072,262144]}}""");
        byte[] bytes = new byte[8 + json.Length + 262144];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)json.Length);
        json.CopyTo(bytes, 8);
        for (int k = 0; k < 131072; k++) BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8 + json.Length + (2 * k)), (ushort)k);
        File.WriteAllBytes(_folder["x"], bytes);
        using SafetensorsFile file = Safetensors.Open(_folder["x"]);
        float[] h = new float[65536];
        double[] b = new double[65536];
        file.Read("h", h.AsSpan());
        file.Read("b", b.AsSpan());
        for (int k = 0; k < 65536; k++)
        {
            int exponent = (k >> 10) & 31, fraction = k & 1023;
            double size = exponent == 31 ? (fraction == 0 ? double.PositiveInfinity : double.NaN) : exponent == 0 ? Math.ScaleB(fraction, -24) : Math.ScaleB(1024 + fraction, exponent - 25);
            Assert.Equal((k >> 15) == 0 ? size : -size, h[k]);
            Assert.Equal(BitConverter.Int32BitsToSingle(k << 16), (float)b[k]);
        }
    }

    /// <summary>A gigabyte that takes no place on the disk: it is opened and read without memory of its own.</summary>
    [Fact]
    public void A_large_file_takes_no_memory()
    {
        byte[] json = Encoding.UTF8.GetBytes("""{"w":{"dtype":"F32","shape":[256,1024,1024],"data_offsets":[0,1073741824]}}""");
        using (FileStream sparse = File.Create(_folder["x"]))
        {
            byte[] length = new byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
            sparse.Write(length);
            sparse.Write(json);
            sparse.SetLength(8 + json.Length + (1L << 30));
            sparse.Position = sparse.Length - 4;
            sparse.Write([0, 0, 0x80, 0x3f]);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        using SafetensorsFile file = Safetensors.Open(_folder["x"]);
        ReadOnlySpan<float> w = file.Span<float>("w");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000);
        Assert.Equal((1 << 28, 0, 0, 1), (w.Length, w[0], w[^2], w[^1]));
    }

    [Fact]
    public void A_malformed_file_is_refused_and_closed()
    {
        File.WriteAllBytes(_folder["x"], new byte[20]);
        Assert.Throws<InvalidDataException>(() => Safetensors.Open(_folder["x"]));
        File.Open(_folder["x"], FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
    }
}
