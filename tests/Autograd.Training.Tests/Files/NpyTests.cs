using System.Buffers.Binary;
using System.Text;

namespace Autograd.Training.Tests.Files;

public sealed class NpyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Byte by byte: magic, version, length of the dictionary, the dictionary padded to 64 bytes and ended by a line feed, and the elements.</summary>
    [Fact]
    public void A_file_is_written_as_the_specification_says()
    {
        Npy.Save(_folder["x.npy"], [1f, -2], [2, 1]);
        byte[] bytes = File.ReadAllBytes(_folder["x.npy"]);
        Assert.Equal(128 + 8, bytes.Length);
        Assert.Equal([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, 118, 0], bytes[..10]);
        Assert.Equal("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }".PadRight(117) + "\n", Encoding.ASCII.GetString(bytes, 10, 118));
        Assert.Equal([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0], bytes[128..]);
    }

    [Fact]
    public void All_types_come_back_as_they_were()
    {
        Check([1f, float.NaN, -0f, float.Epsilon, float.NegativeInfinity, 3], [3, 2]);
        Check([Math.PI, double.NaN], [2]);
        Check([int.MinValue, 0, int.MaxValue], [1, 3, 1]);
        Check([long.MinValue, long.MaxValue], [2, 1]);
        Check([true, false, true, true], [4]);
        Check([7.5], []);
        Check<float>([], [3, 0, 2]);
        Check<int>([], [0]);

        void Check<T>(T[] values, Shape shape)
            where T : unmanaged
        {
            Npy.Save(_folder["x.npy"], values, shape);
            Assert.Equal(values, Npy.Load<T>(_folder["x.npy"], out Shape found));
            Assert.Equal(shape, found);
        }
    }

    [Theory]
    [InlineData(1, "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }\n")]
    [InlineData(2, "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }   \n")]
    [InlineData(3, "{\"shape\":(2L,3L),\"fortran_order\":False,\"descr\":\"<i4\"}")]
    [InlineData(1, " { 'fortran_order' :\tFalse , 'shape' : ( 2 , 3 , ) , 'descr' : '<i4' } ")]
    public void Every_version_and_every_spelling_of_the_dictionary_is_read(int version, string dictionary)
    {
        Write(version, dictionary, [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
        Assert.Equal([1, 2, 3, 4, 5, -1], Npy.Load<int>(_folder["x.npy"], out Shape shape));
        Assert.Equal([2, 3], shape);
        Assert.Equal([1L, 2, 3, 4, 5, -1], Npy.Load<long>(_folder["x.npy"], out _));
    }

    [Fact]
    public void Columns_first_and_the_highest_byte_first_are_put_right()
    {
        Write(1, "{'descr': '>i4', 'fortran_order': True, 'shape': (2, 3), }", [0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0, 3, 0, 0, 1, 6]);
        Assert.Equal([1, 2, 3, 4, 5, 262], Npy.Load<int>(_folder["x.npy"], out _));
        Assert.Equal([1L, 2, 3, 4, 5, 262], Npy.Load<long>(_folder["x.npy"], out _));
        byte[] big = new byte[2 * 3 * 4 * 8];
        for (int k = 0; k < 24; k++) BinaryPrimitives.WriteDoubleBigEndian(big.AsSpan(k * 8), (k % 2 * 100) + (k / 2 % 3 * 10) + (k / 6));
        Write(2, "{'descr': '>f8', 'fortran_order': True, 'shape': (2, 3, 4), }", big);
        float[] values = Npy.Load<float>(_folder["x.npy"], out _);
        for (int k = 0; k < 24; k++) Assert.Equal((k / 12 * 100) + (k / 4 % 3 * 10) + (k % 4), values[k]);
    }

    /// <summary>More elements than are converted at a time.</summary>
    [Fact]
    public void Long_arrays_are_converted_and_transposed_in_parts()
    {
        double[] values = [.. Enumerable.Range(0, 70 * 71).Select(k => k + 0.5)];
        Npy.Save(_folder["x.npy"], values, [70, 71]);
        Assert.Equal(values.Select(value => (float)value), Npy.Load<float>(_folder["x.npy"], out _));
        byte[] elements = File.ReadAllBytes(_folder["x.npy"])[128..];
        Write(1, "{'descr': '<f8', 'fortran_order': True, 'shape': (70, 71), }", elements);
        double[] found = Npy.Load<double>(_folder["x.npy"], out _);
        for (int k = 0; k < found.Length; k++) Assert.Equal(values[(k % 71 * 70) + (k / 71)], found[k]);
    }

    [Fact]
    public void What_cannot_be_written_or_converted_is_refused()
    {
        Assert.Throws<NotSupportedException>(() => Npy.Save(_folder["x.npy"], [(byte)1], [1]));
        Assert.Contains("shape [3] has 3", Assert.Throws<ArgumentException>(() => Npy.Save(_folder["x.npy"], [1, 2], [3])).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
        Npy.Save(_folder["x.npy"], [5L, 1L << 40], [2]);
        Assert.Throws<NotSupportedException>(() => Npy.Load<ulong>(_folder["x.npy"], out _));
        Assert.Contains("does not fit", Assert.Throws<InvalidDataException>(() => Npy.Load<int>(_folder["x.npy"], out _)).Message, StringComparison.Ordinal);
        Assert.Contains("not converted to Single", Assert.Throws<InvalidDataException>(() => Npy.Load<float>(_folder["x.npy"], out _)).Message, StringComparison.Ordinal);
    }

    private void Write(int version, string dictionary, byte[] data) => File.WriteAllBytes(_folder["x.npy"], NpyBytes.Of(version, dictionary, data));
}
