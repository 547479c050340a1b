using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Autograd.Training.Tests.Files;

/// <summary>Forty files a format that do not hold to it, each refused with the reason; and thousands of damaged ones.</summary>
public sealed class MalformedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The header, how many bytes of data follow, and the reason.</summary>
    private static readonly (string Header, int Bytes, string Reason)[] Tensors =
    [
        ("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "there are 7 bytes of data, and its tensors take 8"),
        ("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "there are 9 bytes of data, and its tensors take 8"),
        ("{}", 1, "there are 1 bytes of data, and its tensors take 0"),
        ("""{"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "not as many"),
        ("""{"w":{"dtype":"F64","shape":[2],"data_offsets":[0,8]}}""", 8, "not as many"),
        ("""{"w":{"dtype":"F16","shape":[2],"data_offsets":[0,8]}}""", 8, "not as many"),
        ("""{"w":{"dtype":"F32","shape":[],"data_offsets":[0,0]}}""", 0, "not as many"),
        ("""{"w":{"dtype":"F32","shape":[0],"data_offsets":[0,4]}}""", 4, "not as many"),
        ("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "not as many"),
        ("""{"w":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,8]}}""", 8, "not as many"),
        ("""{"w":{"dtype":"F32","shape":[65536,65536,65536,65536,65536,65536,65536,65536],"data_offsets":[0,0]}}""", 0, "not as many"),
        ("""{"w":{"dtype":"U8","shape":[2147483647,2],"data_offsets":[0,4294967294]}}""", 0, "not as many"),
        ("""{"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "length that no tensor"),
        ("""{"w":{"dtype":"F32","shape":[4294967298],"data_offsets":[0,8]}}""", 8, "length that no tensor"),
        ("""{"w":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,8]}}""", 8, "no JSON"),
        ("""{"w":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}}""", 8, "9 dimensions"),
        ("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "a gap"),
        ("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"v":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "a gap"),
        ("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"v":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "an overlap"),
        ("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "an overlap"),
        ("""{"w":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}""", 0, "a gap"),
        ("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}""", 12, "twice"),
        ("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"\u0077":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}""", 12, "twice"),
        ("""{"w":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "twice"),
        ("""{"w":{"dtype":"F32","shape":[2],"shape":[2],"data_offsets":[0,8]}}""", 8, "twice"),
        ("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"strides":[1]}}""", 8, "entry strides that is unknown"),
        ("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "stands there twice"),
        ("""{"__metadata__":{},"__metadata__":{}}""", 0, "twice"),
        ("""{"__metadata__":{"a":1}}""", 0, "no text"),
        ("""{"__metadata__":"a"}""", 0, "no object"),
        ("""{"w":{"dtype":"F4","shape":[2],"data_offsets":[0,1]}}""", 1, "unknown type F4"),
        ("""{"w":{"dtype":"F6_E2M3","shape":[4],"data_offsets":[0,3]}}""", 3, "unknown type F6_E2M3"),
        ("""{"w":{"dtype":"f32","shape":[2],"data_offsets":[0,8]}}""", 8, "unknown type f32"),
        ("""{"w":{"dtype":null,"shape":[2],"data_offsets":[0,8]}}""", 8, "lacks dtype"),
        ("""{"w":{"dtype":4,"shape":[2],"data_offsets":[0,8]}}""", 8, "no JSON"),
        ("""{"w":{"dtype":"F32","data_offsets":[0,8]}}""", 8, "lacks dtype, shape"),
        ("""{"w":{"dtype":"F32","shape":[2]}}""", 8, "lacks dtype, shape"),
        ("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8, "lacks dtype, shape"),
        ("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}""", 8, "lacks dtype, shape"),
        ("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, "lacks dtype, shape"),
        ("""{"w":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""", 8, "no JSON"),
        ("""{"w":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", 8, "no JSON"),
        ("""{"w":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""", 8, "no JSON"),
        ("""{"w":[1]}""", 0, "no object"),
        ("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} x""", 8, "no JSON"),
        ("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},}""", 8, "no JSON"),
        ("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}{}""", 8, "no JSON"),
        ("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "no JSON"),
        ("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", 8, "no JSON"),
        ("""{// a comment""" + "\n}", 0, "no JSON"),
        (""" {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "does not begin with {"),
        ("[]", 0, "does not begin with {"),
        ("{", 1, "too short for JSON"),
    ];

    [Fact]
    public void Malformed_safetensors_are_refused_with_the_reason()
    {
        Assert.True(Tensors.Length >= 40);
        foreach (var (header, bytes, reason) in Tensors)
        {
            byte[] json = Encoding.UTF8.GetBytes(header), length = new byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
            Refused([.. length, .. json, .. new byte[bytes]], reason, path => Safetensors.List(path));
            Refused([.. length, .. json, .. new byte[bytes]], reason, path => Safetensors.Open(path));
        }
    }

    /// <summary>The version, the dictionary, how many bytes of elements follow, and the reason.</summary>
    private static readonly (int Version, string Dictionary, int Bytes, string Reason)[] Arrays =
    [
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 7, "there are 7 bytes of elements; an array of f4 with shape [2] has 8"),
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 9, "there are 9 bytes of elements"),
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", 8, "shape [3] has 12"),
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (), }", 0, "shape [] has 4"),
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 3), }", 4, "shape [0, 3] has 0"),
        (1, "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", 8, "shape [2] has 16"),
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647,), }", 8, "has 8589934588"),
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483648,), }", 8, "length 2147483648 is more"),
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (65536, 65536), }", 8, "more than 2147483647 elements"),
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", 0, "is more than"),
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999999999,), }", 8, "too many digits"),
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }", 8, "no length, 0 or more"),
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2.0,), }", 8, "has no )"),
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2), }", 8, "a tuple of one length has a comma"),
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': 2, }", 8, "has no ("),
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': [2], }", 8, "has no ("),
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, }", 8, "no length, 0 or more"),
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (,), }", 4, "no length, 0 or more"),
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 1, 1, 1, 1, 1, 1, 2), }", 8, "more than 8 dimensions"),
        (1, "{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", 8, "Python objects"),
        (1, "{'descr': 'O', 'fortran_order': False, 'shape': (2,), }", 8, "Python objects"),
        (1, "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", 8, "elements of type <c8"),
        (1, "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }", 1, "elements of type |u1"),
        (1, "{'descr': '<f2', 'fortran_order': False, 'shape': (1,), }", 2, "elements of type <f2"),
        (1, "{'descr': '<U3', 'fortran_order': False, 'shape': (1,), }", 12, "elements of type <U3"),
        (1, "{'descr': '<M8[s]', 'fortran_order': False, 'shape': (1,), }", 8, "elements of type <M8[s]"),
        (1, "{'descr': 'f4', 'fortran_order': False, 'shape': (2,), }", 8, "elements of type f4"),
        (1, "{'descr': '|f4', 'fortran_order': False, 'shape': (2,), }", 8, "elements of type |f4"),
        (1, "{'descr': '', 'fortran_order': False, 'shape': (2,), }", 8, "elements of type "),
        (1, "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", 8, "records of several fields"),
        (1, "{'descr': 4, 'fortran_order': False, 'shape': (2,), }", 8, "no text"),
        (1, "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), }", 8, "neither True nor False"),
        (1, "{'descr': '<f4', 'fortran_order': 'False', 'shape': (2,), }", 8, "neither True nor False"),
        (1, "{'descr': '<f4', 'fortran_order': False, }", 8, "lacks descr, fortran_order or shape"),
        (1, "{'fortran_order': False, 'shape': (2,), }", 8, "lacks descr, fortran_order or shape"),
        (1, "{'descr': '<f4', 'shape': (2,), }", 8, "lacks descr, fortran_order or shape"),
        (1, "{}", 0, "lacks descr, fortran_order or shape"),
        (1, "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 8, "unknown, or twice"),
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'shape': (2,), }", 8, "unknown, or twice"),
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'title': 'x', }", 8, "entry title that is unknown"),
        (1, "{'descr': '<f4' 'fortran_order': False, 'shape': (2,), }", 8, "has no }"),
        (1, "{'descr' '<f4', 'fortran_order': False, 'shape': (2,), }", 8, "has no :"),
        (1, "{'descr': '<f4, 'fortran_order': False, 'shape': (2,), }", 8, "has no }"),
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), ", 8, "no text"),
        (1, "'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 8, "has no {"),
        (1, "", 8, "has no {"),
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } x", 8, "does not end behind the dictionary"),
        (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\0", 8, "does not end behind the dictionary"),
        (1, "{'descr: '<f4', 'fortran_order': False, 'shape': (2,), }", 8, "has no :"),
        (0, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 8, "version is 0.0"),
        (4, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 8, "version is 4.0"),
    ];

    [Fact]
    public void Malformed_npy_are_refused_with_the_reason()
    {
        Assert.True(Arrays.Length >= 40);
        foreach (var (version, dictionary, bytes, reason) in Arrays) Refused(NpyBytes.Of(version, dictionary, new byte[bytes]), reason, path => Npy.Load<float>(path, out _));
        byte[] good = NpyBytes.Of(1, "{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", [1, 2]);
        Refused(good, "the byte 2; 0 and 1 are read", path => Npy.Load<bool>(path, out _));
        Refused(good[1..], "does not begin with \\x93NUMPY", path => Npy.Load<bool>(path, out _));
        Refused([.. good[..7], 1, .. good[8..]], "version is 1.1", path => Npy.Load<bool>(path, out _));
        Refused([.. good[..8], 255, 255, .. good[10..]], "header of 65535 bytes is longer than the file", path => Npy.Load<bool>(path, out _));
        Refused([.. good[..6], 2, 0, 255, 255, 255, 255, .. good[10..]], "header of 4294967295 bytes is longer than the file", path => Npy.Load<bool>(path, out _));
        Refused(NpyBytes.Of(1, new string(' ', 10001), []), "longer than 10000 bytes", path => Npy.Load<bool>(path, out _));
        for (int length = 0; length < good.Length; length++) Refused(good[..length], "Npy: ", path => Npy.Load<bool>(path, out _));
    }

    [Fact]
    public void Malformed_npz_are_refused_with_the_reason()
    {
        int count = 0;

        // Every file that is refused alone is refused in an archive.
        foreach (var (version, dictionary, bytes, reason) in Arrays.Take(20)) Refused(Archive(("x.npy", NpyBytes.Of(version, dictionary, new byte[bytes]))), reason, Load, ref count);

        byte[] array = NpyBytes.Of(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40]), good = Archive(("x.npy", array));
        int name = good.AsSpan().IndexOf("x.npy"u8), data = name + 5, directory = good.AsSpan().LastIndexOf("PK\x1\x2"u8), end = good.AsSpan().LastIndexOf("PK\x5\x6"u8);
        Refused(Archive(("y.npy", array)), "no array x", Load, ref count);
        Refused(Archive(("x", array)), "no array x", Load, ref count);
        Refused(Archive(), "no array x", Load, ref count);
        Refused(Archive(("x.npy", array), ("x.npy", array)), "two arrays x", Load, ref count);
        Refused(Archive(("x.npy", [])), "shorter than a header", Load, ref count);
        Refused(Archive(("x.npy", array[..^1])), "7 bytes of elements", Load, ref count);
        Refused(With(good, data + array.Length - 1, 0x41), "check sums differ", Load, ref count);
        Refused(With(good, directory + 16, (byte)~good[directory + 16]), "check sums differ", Load, ref count);
        Refused(With(good, directory + 8, 1), "is encrypted", Load, ref count);
        Refused(With(good, directory + 10, 12), "no archive that can be read", Load, ref count);
        Refused(With(good, directory + 24, (byte)(good[directory + 24] + 1)), "there are 9 bytes of elements", Load, ref count);
        Refused(With(good, directory + 27, 0x7f), "cannot stand for", Load, ref count);
        Refused(With(good, directory + 20, 0xff), "Np", Load, ref count);
        Refused(With(good, directory + 42, 1), "no archive that can be read", Load, ref count);
        Refused(With(good, directory + 45, 0x7f), "no archive that can be read", Load, ref count);
        Refused(With(good, directory, 0), "no archive that can be read", Load, ref count);
        Refused(With(good, 0, 0), "no archive that can be read", Load, ref count);
        Refused(With(good, end, 0), "no archive that can be read", Load, ref count);
        Refused(With(good, end + 10, 2), "no archive that can be read", Load, ref count);
        Refused(With(good, end + 16, 0), "no archive that can be read", Load, ref count);
        Refused(With(good, end + 4, 1), "no archive that can be read", Load, ref count);
        Refused(good[..^1], "no archive that can be read", Load, ref count);
        Refused(good[..end], "no archive that can be read", Load, ref count);
        Refused(good[1..], "no archive that can be read", Load, ref count);
        Refused([], "no archive that can be read", Load, ref count);
        Refused(array, "no archive that can be read", Load, ref count);
        Assert.InRange(count, 40, 100);

        static void Load(string path) => Npz.Load<float>(path, "x", out _);
    }

    [Theory]
    [InlineData("safetensors")]
    [InlineData("npy")]
    [InlineData("npz")]
    [InlineData("checkpoint")]
    [InlineData("idx")]
    public void Damaged_files_are_read_or_refused_in_the_memory_that_they_may_take(string format)
    {
        using FileFuzz fuzz = FileFuzz.Of(format, seed: 1);
        fuzz.Run(20_000);
        Assert.InRange(fuzz.Counts.Read, 200, 10_000);
        Assert.InRange(fuzz.Counts.Refused, 10_000, 19_800);
    }

    private void Refused(byte[] bytes, string reason, Action<string> load)
    {
        File.WriteAllBytes(_folder["x"], bytes);
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => load(_folder["x"])).Message, StringComparison.Ordinal);
    }

    private void Refused(byte[] bytes, string reason, Action<string> load, ref int count)
    {
        Refused(bytes, reason, load);
        count++;
    }

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        byte[] changed = [.. bytes];
        changed[at] = value;
        return changed;
    }

    private static byte[] Archive(params ReadOnlySpan<(string Name, byte[] Bytes)> entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using Stream entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }
}
