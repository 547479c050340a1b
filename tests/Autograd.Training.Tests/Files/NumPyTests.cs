using System.Runtime.InteropServices;

namespace Autograd.Training.Tests.Files;

/// <summary>Random arrays through NumPy's own reader and writer, both ways, to the last bit.</summary>
public sealed class NumPyTests : IDisposable
{
    private const int Files = 200;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>NumPy writes each file again, and the raw bytes of what it has read beside it.</summary>
    [NumPyFact]
    public void NumPy_reads_what_is_written()
    {
        var random = new Random(1);
        var written = new List<(string Type, Shape Shape, byte[] Bytes)>();
        for (int k = 0; k < Files; k++) written.Add(Save(_folder[$"{k}"], random));
        string[] lines = Python.Run(
            """
            import numpy, sys
            for k in range(int(sys.argv[2])):
                a = numpy.load(f'{sys.argv[1]}/{k}.npy')
                with numpy.load(f'{sys.argv[1]}/{k}.npz') as z:
                    assert z.files == ['x', 'y'] and z['x'].tobytes() == a.tobytes() and z['x'].shape == a.shape and z['x'].dtype == a.dtype
                    assert z['y'].tolist() == [k] and z['y'].dtype == numpy.int32
                print(a.dtype.str[1:], '[' + ', '.join(map(str, a.shape)) + ']')
                open(f'{sys.argv[1]}/{k}.raw', 'wb').write(a.tobytes())
            """,
            _folder.Path,
            $"{Files}").Split('\n');
        for (int k = 0; k < Files; k++)
        {
            Assert.Equal($"{written[k].Type} {written[k].Shape}", lines[k]);
            Assert.Equal(written[k].Bytes, File.ReadAllBytes(_folder[$"{k}.raw"]));
        }
    }

    /// <summary>All types, both orders of bytes and of dimensions, all versions of the header, stored and compressed archives.</summary>
    [NumPyFact]
    public void What_NumPy_writes_is_read()
    {
        string[] lines = Python.Run(
            """
            import numpy, sys
            r = numpy.random.RandomState(1)
            for k in range(int(sys.argv[2])):
                t = ['<f4', '>f4', '<f8', '>f8', '<i4', '>i4', '<i8', '>i8', '|b1'][k % 9]
                shape = tuple(r.randint(0, 7, r.randint(0, 5)))
                n = numpy.dtype(t).itemsize
                raw = r.bytes(int(numpy.prod(shape, dtype=int)) * n)
                if t == '|b1': raw = bytes(b & 1 for b in raw)
                a = numpy.frombuffer(raw, t).reshape(shape)
                f = numpy.array(a, order='F') if k % 2 else a
                with open(f'{sys.argv[1]}/{k}.npy', 'wb') as file: numpy.lib.format.write_array(file, f, version=[None, (1, 0), (2, 0), (3, 0)][k // 2 % 4])
                (numpy.savez if k % 3 else numpy.savez_compressed)(f'{sys.argv[1]}/{k}.npz', y=numpy.array(k), x=f)
                print(a.dtype.str[1:], '[' + ', '.join(map(str, a.shape)) + ']')
                open(f'{sys.argv[1]}/{k}.raw', 'wb').write(a.astype(a.dtype.newbyteorder('<')).tobytes())
            """,
            _folder.Path,
            $"{Files}").Split('\n');
        for (int k = 0; k < Files; k++)
        {
            byte[] raw = File.ReadAllBytes(_folder[$"{k}.raw"]);
            foreach (string extension in (string[])["npy", "npz"])
            {
                var (shape, bytes) = lines[k][..2] switch
                {
                    "f4" => Load<float>(_folder[$"{k}.{extension}"]),
                    "f8" => Load<double>(_folder[$"{k}.{extension}"]),
                    "i4" => Load<int>(_folder[$"{k}.{extension}"]),
                    "i8" => Load<long>(_folder[$"{k}.{extension}"]),
                    _ => Load<bool>(_folder[$"{k}.{extension}"]),
                };
                Assert.Equal(lines[k][3..], $"{shape}");
                Assert.Equal(raw, bytes);
            }
        }
    }

    private static (Shape Shape, byte[] Bytes) Load<T>(string path)
        where T : unmanaged
    {
        T[] values = path.EndsWith('y') ? Npy.Load<T>(path, out Shape shape) : Npz.Load<T>(path, "x", out shape);
        return (shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }

    private static (string Type, Shape Shape, byte[] Bytes) Save(string path, Random random) => random.Next(5) switch
    {
        0 => Save<float>("f4", path, random),
        1 => Save<double>("f8", path, random),
        2 => Save<int>("i4", path, random),
        3 => Save<long>("i8", path, random),
        _ => Save<bool>("b1", path, random),
    };

    private static (string Type, Shape Shape, byte[] Bytes) Save<T>(string type, string path, Random random)
        where T : unmanaged
    {
        Shape shape = Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(7)).ToArray();
        T[] values = new T[shape.ElementCount];
        Span<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan());
        random.NextBytes(bytes);
        if (type == "b1")
        {
            foreach (ref byte value in bytes) value &= 1;
        }

        Npy.Save(path + ".npy", values, shape);
        int number = int.Parse(Path.GetFileName(path), System.Globalization.CultureInfo.InvariantCulture);
        Npz.Save(path + ".npz", file =>
        {
            file.Add("x", values, shape);
            file.Add("y", [number], [1]);
        });
        return (type, shape, bytes.ToArray());
    }
}
