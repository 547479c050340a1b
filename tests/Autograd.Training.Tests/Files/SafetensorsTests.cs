using System.Buffers.Binary;
using System.Text;

namespace Autograd.Training.Tests.Files;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");

    public void Dispose() => File.Delete(_path);

    /// <summary>Byte by byte: the length of the header, JSON padded by spaces to a multiple of 8, and the numbers.</summary>
    [Fact]
    public void A_file_is_written_as_the_specification_says()
    {
        Safetensors.Save(_path, [new Parameter<float>("w", [2, 1], [1, -2]), new Parameter<float>("b", [], [0.5f])], new Dictionary<string, string> { ["step"] = "7" });
        string json = """{"__metadata__":{"step":"7"},"b":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[2,1],"data_offsets":[4,12]}}""";
        byte[] bytes = File.ReadAllBytes(_path);
        int header = (json.Length + 7) / 8 * 8;
        Assert.Equal((ulong)header, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        Assert.Equal(json.PadRight(header), Encoding.UTF8.GetString(bytes, 8, header));
        Assert.Equal([0, 0, 0, 0x3f, 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0], bytes[(8 + header)..]);
    }

    /// <summary>A training that is interrupted goes on with the same bits: parameters, the optimizer's states, and the number of steps.</summary>
    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void A_training_goes_on_where_it_was_interrupted(EvaluationMode mode)
    {
        var (parameters, optimizer) = New();
        for (int step = 0; step < 5; step++) Train(parameters, optimizer, mode);
        Safetensors.Save(_path, [.. parameters, .. optimizer.States], new Dictionary<string, string> { ["step"] = $"{optimizer.StepCount}" });
        for (int step = 0; step < 5; step++) Train(parameters, optimizer, mode);

        var (resumed, other) = New();
        other.StepCount = long.Parse(Safetensors.Load(_path, [.. resumed, .. other.States])["step"], System.Globalization.CultureInfo.InvariantCulture);
        for (int step = 0; step < 5; step++) Train(resumed, other, mode);
        for (int k = 0; k < parameters.Length; k++) Assert.Equal(parameters[k].Values.ToArray(), resumed[k].Values.ToArray());
        Assert.Equal(10, other.StepCount);
        Assert.Equal(["b", "b.mean", "b.square", "w", "w.mean", "w.square"], Safetensors.List(_path).Select(entry => entry.Name));

        static (Parameter<double>[] Parameters, Adam<double> Optimizer) New()
        {
            Parameter<double>[] parameters = [new("w", [3], [1, 2, 3]), new("b", [])];
            return (parameters, new Adam<double>(parameters, 0.1, weightDecay: 0.01));
        }

        static void Train(Parameter<double>[] parameters, Adam<double> optimizer, EvaluationMode mode)
        {
            using var tape = new Tape<double>(new TapeOptions { Evaluation = mode });
            optimizer.Step((tape.Watch(parameters[0]).Sin() * 2 + tape.Watch(parameters[1])).Square().Sum().Backward());
        }
    }

    [Fact]
    public void Numbers_of_other_types_are_converted()
    {
        byte[] data = [0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 0, 0, 0x20, 0x40, 0x00, 0x3e, 0x40, 0x40];
        Write("""{"d":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"f":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},"h":{"dtype":"F16","shape":[],"data_offsets":[12,14]},"b":{"dtype":"BF16","shape":[1,1],"data_offsets":[14,16]}}""", data);
        Parameter<float>[] parameters = [new("d", [1]), new("f", [1]), new("h", []), new("b", [1, 1])];
        Assert.Empty(Safetensors.Load(_path, parameters));
        Assert.Equal([1.5f, 2.5f, 1.5f, 3f], parameters.Select(parameter => parameter.Values[0]));
        Parameter<double>[] wide = [new("h", []), new("b", [1, 1])];
        Safetensors.Load(_path, wide);
        Assert.Equal([1.5, 3], wide.Select(parameter => parameter.Values[0]));
    }

    [Theory]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "bytes of data")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "bytes of data")]
    [InlineData("""{"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "not as many")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "length that no tensor")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,8]}}""", 8, "not as many")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "a gap")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"v":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "an overlap")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}""", 12, "twice")]
    [InlineData("""{"w":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "twice")]
    [InlineData("""{"w":{"dtype":"F4","shape":[2],"data_offsets":[0,1]}}""", 1, "unknown type F4")]
    [InlineData("""{"w":{"dtype":"I32","shape":[2],"data_offsets":[0,8]}}""", 8, "elements of type I32")]
    [InlineData("""{"w":{"shape":[2],"data_offsets":[0,8]}}""", 8, "lacks dtype")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "not as many")]
    [InlineData("""{"w":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""", 8, "no JSON")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", 8, "no JSON")]
    [InlineData("""{"w":[1]}""", 0, "no object")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "no text")]
    [InlineData("""{"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "no tensor w")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}""", 8, "has shape [2, 1]; the parameter has [2]")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} x""", 8, "no JSON")]
    [InlineData("""{"w":""", 0, "no ")]
    [InlineData("""[]""", 0, "does not begin")]
    public void A_file_that_does_not_hold_to_the_format_is_refused_and_nothing_changes(string header, int bytes, string reason)
    {
        Write(header, new byte[bytes]);
        var parameter = new Parameter<float>("w", [2], [1, 2]);
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Safetensors.Load(_path, [parameter])).Message, StringComparison.Ordinal);
        Assert.Equal((1, 2, 0), (parameter.Values[0], parameter.Values[1], parameter.Version));
    }

    [Fact]
    public void A_length_that_cannot_be_is_refused_before_it_is_believed()
    {
        foreach (ulong length in (ulong[])[0, 1, 100, ulong.MaxValue, 1 << 20])
        {
            byte[] bytes = new byte[20];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
            File.WriteAllBytes(_path, bytes);
            Assert.Throws<InvalidDataException>(() => Safetensors.List(_path));
        }

        for (int length = 0; length < 10; length++)
        {
            File.WriteAllBytes(_path, new byte[length]);
            Assert.Throws<InvalidDataException>(() => Safetensors.List(_path));
        }
    }

    /// <summary>Any byte of a file changed, left out or added: it is read, or refused with the reason.</summary>
    [Fact]
    public void Damaged_files_give_numbers_or_a_reason()
    {
        Safetensors.Save(_path, [new Parameter<float>("w", [2, 3], [1, 2, 3, 4, 5, 6]), new Parameter<float>("b", [3])], new Dictionary<string, string> { ["a"] = "ä" });
        byte[] whole = File.ReadAllBytes(_path);
        var random = new Random(1);
        var parameter = new Parameter<float>("w", [2, 3]);
        int refused = 0;
        for (int round = 0; round < 3000; round++)
        {
            byte[] bytes = [.. whole];
            for (int k = random.Next(3); k >= 0; k--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (round % 5 == 0) bytes = bytes[..random.Next(bytes.Length)];
            File.WriteAllBytes(_path, bytes);
            try
            {
                Safetensors.Load(_path, [parameter]);
            }
            catch (InvalidDataException e) when (e.Message.Length > 30)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1000, 2999);
    }

    [Fact]
    public void Names_are_to_differ_and_a_file_that_cannot_be_written_stays()
    {
        var parameter = new Parameter<float>("w", [1], [3]);
        Assert.Contains("two parameters are named w", Assert.Throws<ArgumentException>(() => Safetensors.Save(_path, [parameter, new Parameter<float>("w", [2])])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Safetensors.Save<float>(_path, [null!]));
        Assert.False(File.Exists(_path));
        Safetensors.Save(_path, [parameter]);
        parameter.Update()[0] = 5;
        Safetensors.Save(_path, [parameter]);
        parameter.Update()[0] = 0;
        Safetensors.Load(_path, [parameter]);
        Assert.Equal(5, parameter.Values[0]);
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(_path) + ".*.new"));
    }

    private void Write(string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header), bytes = new byte[8 + json.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)json.Length);
        json.CopyTo(bytes, 8);
        data.CopyTo(bytes, 8 + json.Length);
        File.WriteAllBytes(_path, bytes);
    }

    /// <summary>What could not be read again is not written, and what was there stays.</summary>
    [Fact]
    public void Names_and_texts_that_could_not_be_read_are_refused()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var good = new Parameter<float>("W", [1], [2f]);
        try
        {
            Safetensors.Save(path, [good]);
            Assert.Contains("needs another name", Assert.Throws<ArgumentException>(() => Safetensors.Save(path, [new Parameter<float>("__metadata__", [1])])).Message, StringComparison.Ordinal);
            Assert.Contains("(U+D800) at position 1", Assert.Throws<ArgumentException>(() => Safetensors.Save(path, [new Parameter<float>("a\ud800", [1])])).Message, StringComparison.Ordinal);
            Assert.Contains("the text of n is null", Assert.Throws<ArgumentException>(() => Safetensors.Save(path, [good], new Dictionary<string, string> { ["n"] = null! })).Message, StringComparison.Ordinal);
            good.Update()[0] = 3;
            Safetensors.Load(path, [good]);
            Assert.Equal(2, good.Values[0]);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
