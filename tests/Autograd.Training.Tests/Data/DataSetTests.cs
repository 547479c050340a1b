using System.IO.Compression;

namespace Autograd.Training.Tests.Data;

public sealed class DataSetTests : IDisposable
{
    private static readonly RandomGenerator Random = new(1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Arrays_give_their_rows()
    {
        var data = new ArrayDataSet<float, int>([1, 2, 3, 4, 5, 6], [2], [7, 8, 9], []);
        Assert.Equal(("4 3 8", 3), (Example(data, 1, 2, 1, [1, 0]), data.Count));
        Assert.Contains("2 inputs and 3 targets", Assert.Throws<ArgumentException>(() => new ArrayDataSet<float, int>([1, 2, 3, 4], [2], [1, 2, 3], [])).Message, StringComparison.Ordinal);
        Assert.Contains("3 inputs cannot be divided", Assert.Throws<ArgumentException>(() => new ArrayDataSet<float, int>([1, 2, 3], [2], [1], [])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ArrayDataSet<float, int>([], [0], [], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => Example(data, 3, 2, 1, []));
    }

    [Fact]
    public void Records_of_files_and_streams_are_decoded()
    {
        byte[] bytes = [9, 9, 1, 10, 20, 2, 30, 40];
        File.WriteAllBytes(_folder["x"], bytes);
        using (var file = new RecordDataSet<float, int>(_folder["x"], 2, 3, [2], [], Decode)) Check(file);
        using (var stream = new RecordDataSet<float, int>(new MemoryStream(bytes), 2, 3, [2], [], Decode)) Check(stream);
        Assert.Contains("8 bytes cannot be divided into records of 4 bytes from byte 2 on", Assert.Throws<InvalidDataException>(() => new RecordDataSet<float, int>(_folder["x"], 2, 4, [2], [], Decode)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => new RecordDataSet<float, int>(_folder["x"], 9, 1, [2], [], Decode));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecordDataSet<float, int>(_folder["x"], -1, 1, [2], [], Decode));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecordDataSet<float, int>(_folder["x"], 0, 0, [2], [], Decode));

        static void Check(RecordDataSet<float, int> data)
        {
            Assert.Equal((2, "20 10 1", "40 30 2"), (data.Count, Example(data, 0, 2, 1, [1, 0]), Example(data, 1, 2, 1, [1, 0])));
            Assert.Throws<ArgumentOutOfRangeException>(() => Example(data, 2, 2, 1, []));
        }

        static void Decode(ReadOnlySpan<byte> record, RandomGenerator random, Span<float> input, Span<int> target)
        {
            target[0] = record[0];
            (input[0], input[1]) = (record[1], record[2]);
        }
    }

    [Fact]
    public void Records_of_a_file_are_read_without_garbage_by_several_threads()
    {
        File.WriteAllBytes(_folder["x"], [.. Enumerable.Range(0, 5000).SelectMany(k => BitConverter.GetBytes(k))]);
        using var data = new RecordDataSet<int, int>(_folder["x"], 0, 4, [], [], (record, _, input, target) => target[0] = input[0] = BitConverter.ToInt32(record));
        Parallel.For(0, 5000, k => Assert.Equal($"{k} {k}", Example(data, k, 1, 1, [0])));
        int[] one = new int[1];
        data.Copy(7, Random, one, one);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int k = 0; k < 100; k++) data.Copy(k, Random, one, one);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Tokens_come_in_pieces_with_those_that_follow()
    {
        int[] tokens = [.. Enumerable.Range(100, 11)];
        var windows = new TokenWindows(tokens, 4);
        Assert.Equal(2, windows.Count);
        Assert.Equal("100 101 102 103 101 102 103 104", Example(windows, 0, 4, 4, [0, 1, 2, 3]));
        Assert.Equal("104 105 106 107 105 106 107 108", Example(windows, 1, 4, 4, [0, 1, 2, 3]));
        var moved = new TokenWindows(tokens, 4, randomStart: true);
        HashSet<string> starts = [.. Enumerable.Range(0, 200).Select(k => Example(moved, k % 2, 1, 1, [0]))];
        Assert.Equal(Enumerable.Range(100, 7).Select(start => $"{start} {start + 1}"), starts.Order());
        Assert.Equal(1, new TokenWindows(tokens[..5], 4).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenWindows(tokens[..4], 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenWindows(tokens, 0));
    }

    [Fact]
    public void A_vocabulary_of_bytes_gives_texts_back()
    {
        var sample = new ByteVocabulary("banana ☕");
        Assert.Equal(7, sample.Count);
        Assert.Equal([2, 1, 3, 1], sample.Encode("bana"));
        Assert.Equal("a ☕ band"[..6], sample.Decode(sample.Encode("a ☕ ba")));
        Assert.Equal("�", sample.Decode(sample.Encode("☕").AsSpan(0, 1)));
        Assert.Contains("byte 100 at position 3", Assert.Throws<ArgumentException>(() => sample.Encode("band")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => sample.Decode([7]));
        Assert.Throws<ArgumentOutOfRangeException>(() => sample.Decode([-1]));
        var whole = new ByteVocabulary();
        Assert.Equal((256, "Größe 🙂\0"), (whole.Count, whole.Decode(whole.Encode("Größe 🙂\0"))));
    }

    [Fact]
    public void Idx_files_are_read_compressed_or_not()
    {
        byte[] bytes = [0, 0, 0x08, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255];
        File.WriteAllBytes(_folder["x"], bytes);
        using (var compressed = new GZipStream(File.Create(_folder["x.gz"]), CompressionLevel.Fastest)) compressed.Write(bytes);
        foreach (string name in (string[])["x", "x.gz"])
        {
            Assert.Equal([1, 2, 3, 4, 5, 255], Idx.Load<byte>(_folder[name], out Shape shape));
            Assert.Equal([2, 3], shape);
        }

        Assert.Equal([-2], Load<sbyte>([0, 0, 0x09, 1, 0, 0, 0, 1, 0xfe]));
        Assert.Equal([258], Load<short>([0, 0, 0x0b, 1, 0, 0, 0, 1, 1, 2]));
        Assert.Equal([-1, 258], Load<int>([0, 0, 0x0c, 1, 0, 0, 0, 2, 255, 255, 255, 255, 0, 0, 1, 2]));
        Assert.Equal([1.5f], Load<float>([0, 0, 0x0d, 0, 0x3f, 0xc0, 0, 0]));
        Assert.Equal([-2.0], Load<double>([0, 0, 0x0e, 1, 0, 0, 0, 1, 0xc0, 0, 0, 0, 0, 0, 0, 0]));
        Assert.Empty(Load<byte>([0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 9]));
        byte[] many = [0, 0, 0x0b, 1, 0, 0x20, 0, 1, .. new byte[2 * ((1 << 21) + 1)]];
        many[^1] = 5;
        Assert.Equal(5, Load<short>(many)[^1]);
    }

    [Theory]
    [InlineData(new byte[] { }, "ends before")]
    [InlineData(new byte[] { 0, 0, 8 }, "ends before")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0 }, "ends before")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 2, 1 }, "ends before")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0x7f, 0xff, 0xff, 0, 1 }, "ends before")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 1, 2 }, "more bytes than shape [1]")]
    [InlineData(new byte[] { 1, 0, 8, 1, 0, 0, 0, 1, 1 }, "two zeros")]
    [InlineData(new byte[] { 0, 0, 0x0d, 1, 0, 0, 0, 1, 1, 2, 3, 4 }, "type 0d; Byte is type 08")]
    [InlineData(new byte[] { 0, 0, 8, 9, 0, 0, 0, 1 }, "9 dimensions")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0xff, 0, 0, 1, 1 }, "31 bits")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 1, 0, 0, 0, 1, 0, 0, 1 }, "elements")]
    public void Idx_files_that_do_not_hold_to_the_format_are_refused(byte[] bytes, string reason)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Load<byte>(bytes)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_200_000);
    }

    private static T[] Load<T>(byte[] bytes)
        where T : unmanaged => Idx.Load<T>(new MemoryStream(bytes), out _);

    /// <summary>Some elements of an input, and the target.</summary>
    private static string Example<TInput>(IDataSet<TInput, int> data, int example, int inputs, int targets, int[] chosen)
        where TInput : unmanaged
    {
        TInput[] input = new TInput[Math.Max(inputs, data.InputShape.ElementCount)];
        int[] target = new int[Math.Max(targets, data.TargetShape.ElementCount)];
        data.Copy(example, Random, input, target);
        return string.Join(' ', chosen.Select(k => $"{input[k]}").Concat(target.Take(targets).Select(value => $"{value}")));
    }
}
