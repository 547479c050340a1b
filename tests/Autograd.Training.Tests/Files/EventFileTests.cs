using System.Buffers.Binary;
using System.Text;

namespace Autograd.Training.Tests.Files;

public sealed class EventFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The first record, byte by byte: 24 bytes, with the check sum that every file of TensorFlow begins with.</summary>
    [Fact]
    public void A_file_begins_as_those_of_TensorFlow_do()
    {
        using (var log = new EventFile(_folder.Path, new Clock())) Assert.StartsWith(_folder["events.out.tfevents.1700000000."], log.Path, StringComparison.Ordinal);
        byte[] bytes = File.ReadAllBytes(Assert.Single(Directory.GetFiles(_folder.Path)));
        Assert.Equal([0x18, 0, 0, 0, 0, 0, 0, 0, 0xa3, 0x7f, 0x4b, 0x22], bytes[..12]);
        Assert.Equal([0x09, 0, 0, 0x10, 0x40, 0xfc, 0x54, 0xd9, 0x41, 0x1a, 13, .. "brain.Event:2"u8], bytes[12..36]);
        Assert.Equal(40, bytes.Length);
        Assert.Equal(Masked(bytes[12..36]), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(36)));
        Assert.Equal(0xE3069283, Crc("123456789"u8.ToArray()));
    }

    [Fact]
    public void Scalars_histograms_and_texts_are_read_back()
    {
        string path;
        using (var log = new EventFile(_folder.Path, new Clock()))
        {
            path = log.Path;
            log.Scalar("loss/ä", 300, 0.1);
            log.Scalar("loss", 0, double.NaN);
            log.Histogram<float>("w", -1, [0, 0.5f, 0.5f, -2, 1e-20f]);
            log.Text("note", 7, "# *Größe*");
            Assert.Equal(5, Records(path).Count);
        }

        List<Field[]> events = [.. Records(path).Select(Fields)];
        Assert.All(events, fields => Assert.Equal(1.7e9 + 0.25, fields[0].Double));
        Assert.Equal([1, 2, 5], events[1].Select(field => field.Number));
        Field[] value = Value(events[1]);
        Assert.Equal((300, "loss/ä", 0.1f), ((long)events[1][1].Varint, value[0].Text, value[1].Single));
        Assert.Equal((2, 5), (value[1].Number, value[1].Form));
        Assert.True(float.IsNaN(Value(events[2])[1].Single));

        Field[] histogram = Fields(Value(events[3])[1].Bytes);
        Assert.Equal(-1, (long)events[3][1].Varint);
        Assert.Equal(5, Value(events[3])[1].Number);
        Assert.Equal([-2, 0.5, 5, -1, 4.5], histogram[..5].Select(field => Math.Round(field.Double, 12)));
        double[] limits = histogram[5].Doubles, counts = histogram[6].Doubles;
        Assert.Equal(limits.Order(), limits);
        Assert.Equal(limits.Length, counts.Length);
        Assert.Equal([(-2, 1), (0, 1), (1e-20, 1), (0.5, 2)], ((double Value, double Count)[])[(-2, Held(-2)), (0, Held(0) - 1), (1e-20, Held(1e-20) - 1), (0.5, Held(0.5))]);
        Assert.Equal(5, counts.Sum());
        Assert.All(counts.Zip(counts.Skip(1)), pair => Assert.True(pair.First != 0 || pair.Second != 0));

        Field[] text = Value(events[4]), tensor = Fields(text[1].Bytes);
        Assert.Equal(("note", 8, 9), (text[0].Text, text[1].Number, text[2].Number));
        Assert.Equal((1, 7UL, "# *Größe*", 8), (tensor[0].Number, tensor[0].Varint, tensor[2].Text, tensor[2].Number));
        Assert.Equal([0x12, 2, 8, 1], tensor[1].Bytes);
        Assert.Equal([0x0a, 6, 0x0a, 4, .. "text"u8], text[2].Bytes);

        double Held(double number) => counts[Array.FindIndex(limits, limit => number < limit)];
    }

    [Fact]
    public void Every_kind_of_length_has_the_right_check_sums()
    {
        string path;
        using (var log = new EventFile(_folder.Path))
        {
            path = log.Path;
            for (int length = 0; length < 300; length++) log.Text("t", length, new string('x', length));
        }

        Assert.Equal(301, Records(path).Count);
    }

    [Fact]
    public void Runs_stand_beside_each_other_and_bad_numbers_are_refused()
    {
        using EventFile one = new(_folder.Path, new Clock()), other = new(_folder.Path, new Clock());
        Assert.NotEqual(one.Path, other.Path);
        Assert.Contains("w at position 1 is NaN", Assert.Throws<ArgumentException>(() => one.Histogram("w", 0, [1, double.NaN])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => one.Histogram<float>("w", 0, []));
        other.Histogram("w", 0, [1, double.MaxValue, -double.MaxValue]);
        Assert.Throws<ArgumentException>(() => one.Scalar("", 0, 1));
        Assert.Single(Records(one.Path));
    }

    [Fact]
    public void A_scalar_allocates_nothing()
    {
        using var log = new EventFile(_folder.Path);
        for (int step = 0; step < 10; step++) log.Scalar("loss", step, step);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 10; step++) log.Scalar("loss", step, step);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>The records of a file, their check sums compared with those of another formula.</summary>
    private static List<byte[]> Records(string path)
    {
        using var shared = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[shared.Length];
        shared.ReadExactly(bytes);
        var records = new List<byte[]>();
        for (int at = 0; at < bytes.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
            Assert.Equal(Masked(bytes[at..(at + 8)]), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)));
            byte[] data = bytes[(at + 12)..(at + 12 + length)];
            Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + length)));
            records.Add(data);
            at += 16 + length;
        }

        return records;
    }

    private static uint Masked(byte[] data)
    {
        uint sum = Crc(data);
        return unchecked(((sum >> 15) | (sum << 17)) + 0xa282ead8);
    }

    /// <summary>CRC-32C bit by bit.</summary>
    private static uint Crc(byte[] data)
    {
        uint state = uint.MaxValue;
        foreach (byte value in data)
        {
            state ^= value;
            for (int bit = 0; bit < 8; bit++) state = (state & 1) != 0 ? (state >> 1) ^ 0x82F63B78 : state >> 1;
        }

        return ~state;
    }

    private static Field[] Value(Field[] fields) => Fields(Assert.Single(Fields(fields[2].Bytes)).Bytes);

    private static Field[] Fields(byte[] message)
    {
        var fields = new List<Field>();
        int at = 0;
        while (at < message.Length)
        {
            ulong key = Varint();
            int form = (int)(key & 7);
            ulong varint = form is 0 or 2 ? Varint() : 0;
            int length = form switch { 0 => 0, 1 => 8, 2 => (int)varint, 5 => 4, _ => throw new InvalidDataException($"form {form}") };
            fields.Add(new Field((int)(key >> 3), form, varint, message[at..(at + length)]));
            at += length;
        }

        return [.. fields];

        ulong Varint()
        {
            ulong value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte next = message[at++];
                value |= (ulong)(next & 127) << shift;
                if (next < 128) return value;
            }
        }
    }

    private sealed record Field(int Number, int Form, ulong Varint, byte[] Bytes)
    {
        public double Double => BinaryPrimitives.ReadDoubleLittleEndian(Bytes);

        public float Single => BinaryPrimitives.ReadSingleLittleEndian(Bytes);

        public string Text => Encoding.UTF8.GetString(Bytes);

        public double[] Doubles => [.. Bytes.Chunk(8).Select(bytes => BinaryPrimitives.ReadDoubleLittleEndian(bytes))];
    }

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_250);
    }
}
