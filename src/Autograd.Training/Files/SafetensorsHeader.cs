using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Autograd;

/// <summary>
/// The header of a safetensors file: eight bytes with its length, little-endian, then JSON that says of each tensor its type, lengths, and which bytes behind
/// the header are its own; they follow each other without a gap. What does not hold to that is refused.
/// </summary>
internal static class SafetensorsHeader
{
    /// <summary>Before the JSON stands its length.</summary>
    public const int LengthBytes = sizeof(ulong);

    /// <summary>The longest header that the format allows.</summary>
    private const long MostBytes = 100_000_000;

    private const string Metadata = "__metadata__";

    /// <summary>Reads the header at the beginning of a stream.</summary>
    public static List<SafetensorsEntry> Read(Stream stream, long length, Dictionary<string, string> metadata, out long dataStart)
    {
        if (length < LengthBytes + 2) throw TrainingErrors.File("it is shorter than a header");
        Span<byte> prefix = stackalloc byte[LengthBytes];
        stream.ReadExactly(prefix);
        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (size > MostBytes || (long)size > length - LengthBytes) throw TrainingErrors.File($"its header of {size} bytes is longer than the file, or than {MostBytes} bytes");
        if (size < 2) throw TrainingErrors.File($"its header of {size} bytes is too short for JSON");
        byte[] header = new byte[size];
        stream.ReadExactly(header);
        if (header[0] != (byte)'{') throw TrainingErrors.File("its header does not begin with {");
        dataStart = LengthBytes + (long)size;
        try
        {
            List<SafetensorsEntry> entries = Parse(header, metadata);
            CheckPlaces(entries, length - dataStart);
            return entries;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw TrainingErrors.File($"its header is no JSON of the form that is expected: {e.Message}");
        }
    }

    /// <summary>Refuses what could not be read again: JSON has no half characters.</summary>
    private static void CheckText(string what, string? text)
    {
        if (text is null) throw FileErrors.NoText(what);
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out int used) != OperationStatus.Done) throw FileErrors.HalfCharacter(what, text, text.Length - rest.Length);
            rest = rest[used..];
        }
    }

    /// <summary>Writes the header for tensors one behind the other, padded so that their bytes are aligned.</summary>
    public static byte[] Write(IEnumerable<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                writer.WriteStartObject(Metadata);
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    CheckText("the key of a text", key);
                    CheckText($"the text of {key}", value);
                    writer.WriteString(key, value);
                }

                writer.WriteEndObject();
            }

            foreach (SafetensorsEntry entry in entries)
            {
                CheckText("the name of a tensor", entry.Name);
                if (entry.Name == Metadata) throw FileErrors.NameOfMetadata(Metadata);
                writer.WriteStartObject(entry.Name);
                writer.WriteString("dtype", entry.Type);
                writer.WriteStartArray("shape");
                for (int d = 0; d < entry.Shape.Rank; d++) writer.WriteNumberValue(entry.Shape[d]);
                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(entry.Begin);
                writer.WriteNumberValue(entry.End);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        int size = (checked((int)json.Length) + LengthBytes - 1) / LengthBytes * LengthBytes;
        byte[] header = new byte[LengthBytes + size];
        header.AsSpan().Fill((byte)' ');
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)size);
        json.GetBuffer().AsSpan(0, (int)json.Length).CopyTo(header.AsSpan(LengthBytes));
        return header;
    }

    private static List<SafetensorsEntry> Parse(ReadOnlySpan<byte> header, Dictionary<string, string> metadata)
    {
        var entries = new List<SafetensorsEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(header);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!names.Add(name)) throw TrainingErrors.File($"{name} stands in its header twice");
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw TrainingErrors.File($"{name} is no object in its header");
            if (name == Metadata) ParseMetadata(ref reader, metadata);
            else entries.Add(ParseEntry(ref reader, name));
        }

        while (reader.Read())
        {
        }

        return entries;
    }

    private static void ParseMetadata(ref Utf8JsonReader reader, Dictionary<string, string> metadata)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            if (!reader.Read() || reader.TokenType != JsonTokenType.String || !metadata.TryAdd(key, reader.GetString()!)) throw TrainingErrors.File($"its metadata {key} is no text, or stands there twice");
        }
    }

    private static SafetensorsEntry ParseEntry(ref Utf8JsonReader reader, string name)
    {
        string? type = null;
        Span<long> lengths = stackalloc long[Shape.MaxRank], offsets = stackalloc long[2];
        int rank = -1, ends = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (type is null && reader.ValueTextEquals("dtype"u8)) type = Text(ref reader);
            else if (rank < 0 && reader.ValueTextEquals("shape"u8)) rank = Numbers(ref reader, lengths);
            else if (ends < 0 && reader.ValueTextEquals("data_offsets"u8)) ends = Numbers(ref reader, offsets);
            else throw TrainingErrors.File($"{name} has an entry {reader.GetString()} that is unknown, or twice");
        }

        if (type is null || rank < 0 || ends != offsets.Length || offsets[0] < 0) throw TrainingErrors.File($"{name} lacks dtype, shape, or two data_offsets");
        int bits = SafetensorsEntry.BitsOf(type);
        if (bits == 0) throw TrainingErrors.File($"{name} has the unknown type {type}");
        if (rank > Shape.MaxRank) throw TrainingErrors.File($"{name} has {rank} dimensions; a tensor has at most {Shape.MaxRank}");
        Span<nint> shape = stackalloc nint[rank];
        Int128 elements = 1;
        for (int d = 0; d < rank; d++)
        {
            if (lengths[d] is < 0 or > int.MaxValue) throw TrainingErrors.File($"{name} has a length that no tensor can have");
            shape[d] = (nint)lengths[d];
            elements *= lengths[d];
            if (elements > long.MaxValue) break;
        }

        if (elements > int.MaxValue || offsets[1] < offsets[0] || elements * bits / 8 != offsets[1] - offsets[0]) throw TrainingErrors.File($"the bytes of {name} are not as many as its lengths ask for");
        return new SafetensorsEntry(name, type, new Shape(shape)) { Begin = offsets[0], End = offsets[1] };
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString();
    }

    /// <summary>Reads a list of numbers, and counts also those that there is no room for.</summary>
    private static int Numbers(ref Utf8JsonReader reader, scoped Span<long> numbers)
    {
        int count = 0;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) throw new FormatException("a list of numbers is expected.");
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            long number = reader.GetInt64();
            if (count < numbers.Length) numbers[count] = number;
        }

        return count;
    }

    /// <summary>The tensors' bytes follow each other from the first byte to the last.</summary>
    private static void CheckPlaces(List<SafetensorsEntry> entries, long length)
    {
        long end = 0;
        foreach (SafetensorsEntry entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != end) throw TrainingErrors.File($"there is a gap, or an overlap, before the bytes of {entry.Name}");
            end = entry.End;
        }

        if (end != length) throw TrainingErrors.File(string.Create(CultureInfo.InvariantCulture, $"there are {length} bytes of data, and its tensors take {end}"));
    }
}
