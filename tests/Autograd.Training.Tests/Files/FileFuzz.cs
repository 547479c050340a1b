using System.Buffers.Binary;
using System.IO.Compression;

namespace Autograd.Training.Tests.Files;

/// <summary>
/// Damages good files in random ways and reads them: each is read, or refused by the exception that is documented, and takes no more memory than twice its
/// length and a megabyte.
/// </summary>
public sealed class FileFuzz : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("autograd-fuzz");
    private readonly string _path;
    private readonly Random _random;
    private readonly byte[][] _good;
    private readonly Action<string> _read;

    private FileFuzz(byte[][] good, Action<string> read, int seed)
    {
        _path = Path.Combine(_folder.FullName, "x");
        _random = new Random(seed);
        _good = good;
        _read = read;
    }

    /// <summary>How many files were read, and how many refused.</summary>
    public (int Read, int Refused) Counts { get; private set; }

    /// <summary>The most memory that was asked for beyond twice the length of a file.</summary>
    public long MostMemory { get; private set; }

    public static FileFuzz Of(string format, int seed)
    {
        string path = Path.GetTempFileName();
        try
        {
            return format switch
            {
                "npy" => new FileFuzz([.. Arrays(path)], static path => ReadNpy(path), seed),
                "npz" => new FileFuzz([.. Archives(path)], static path => ReadNpz(path), seed),
                "checkpoint" => new FileFuzz([.. Checkpoints(path)], static path => ReadCheckpoint(path), seed),
                "idx" => new FileFuzz([.. IdxArrays()], static path => ReadIdx(path), seed),
                _ => new FileFuzz([.. Tensors(path)], static path => ReadSafetensors(path), seed),
            };
        }
        finally
        {
            File.Delete(path);
        }
    }

    public void Run(int files)
    {
        for (int k = 0; k < files; k++)
        {
            byte[] bytes = Damage();
            Write(bytes);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                _read(_path);
                Counts = Counts with { Read = Counts.Read + 1 };
            }
            catch (InvalidDataException e) when (e.Message.Length > 30)
            {
                Counts = Counts with { Refused = Counts.Refused + 1 };
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"File {k} of {bytes.Length} bytes: {Convert.ToBase64String(bytes)}", e);
            }

            long memory = GC.GetAllocatedBytesForCurrentThread() - before - (2 * bytes.Length);
            if (memory > 1 << 20) throw new InvalidOperationException($"File {k} of {bytes.Length} bytes took {memory} bytes beyond twice its length: {Convert.ToBase64String(bytes)}");
            MostMemory = Math.Max(MostMemory, memory);
        }
    }

    /// <summary>Not by emptying the file first: some file systems then wait for the disk, a thousand times as long as all the rest takes.</summary>
    private void Write(byte[] bytes)
    {
        using var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.Write);
        file.Write(bytes);
        file.SetLength(bytes.Length);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void ReadNpy(string path)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        if (bytes.IndexOf("b1"u8) >= 0) Npy.Load<bool>(path, out _);
        else if (bytes.IndexOf("i8"u8) >= 0) Npy.Load<int>(path, out _);
        else if (bytes.IndexOf("i4"u8) >= 0) Npy.Load<long>(path, out _);
        else Npy.Load<double>(path, out _);
    }

    private static void ReadNpz(string path)
    {
        foreach (NpzEntry entry in Npz.List(path))
        {
            if (entry.Type[0] == 'f') Npz.Load<float>(path, entry.Name, out _);
            else if (entry.Type[0] == 'i') Npz.Load<long>(path, entry.Name, out _);
            else Npz.Load<bool>(path, entry.Name, out _);
        }

        Npz.Load<float>(path, "x", out _);
    }

    private static void ReadSafetensors(string path)
    {
        using (SafetensorsFile file = Safetensors.Open(path))
        {
            foreach (SafetensorsEntry entry in file.Entries)
            {
                double[] values = new double[entry.Shape.ElementCount];
                if (entry.Type is "F64" or "F32" or "F16" or "BF16") file.Read(entry.Name, values.AsSpan());
            }
        }

        Safetensors.Load(path, [new Parameter<float>("w", [2, 3])]);
    }

    /// <summary>Into a training of its own each time, which takes memory, too; of that, no more than a reader may take.</summary>
    private static void ReadCheckpoint(string path)
    {
        Training training = new();
        using (training.Loader) training.Checkpoint.Load(path);
    }

    private static void ReadIdx(string path)
    {
        byte[] start = new byte[3];
        using (FileStream file = File.OpenRead(path)) file.ReadAtLeast(start, 3, throwOnEndOfStream: false);
        if (start[2] == 0x0b) Idx.Load<short>(path, out _);
        else if (start[2] == 0x0c) Idx.Load<int>(path, out _);
        else if (start[2] == 0x0e) Idx.Load<double>(path, out _);
        else Idx.Load<byte>(path, out _);
    }

    private byte[] Damage()
    {
        List<byte> bytes = [.. _good[_random.Next(_good.Length)]];
        for (int k = _random.Next(4); k >= 0; k--)
        {
            int at = _random.Next(bytes.Count + 1), length = Math.Min(_random.Next(1, 9), bytes.Count - at);
            switch (_random.Next(9))
            {
                case 0:
                    bytes.RemoveRange(at, length);
                    break;
                case 1:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 2:
                    bytes.InsertRange(at, Enumerable.Range(0, length).Select(_ => (byte)_random.Next(256)));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 4:
                    byte[] other = _good[_random.Next(_good.Length)];
                    bytes.RemoveRange(at, bytes.Count - at);
                    bytes.AddRange(other.AsSpan(Math.Min(at, other.Length)));
                    break;
                case 5:
                    byte[] number = new byte[8];
                    BinaryPrimitives.WriteInt64LittleEndian(number, _random.Next(6) switch { 0 => 0, 1 => -1, 2 => long.MaxValue, 3 => int.MaxValue, 4 => int.MinValue, _ => bytes.Count });
                    for (int b = 0; b < length; b++) bytes[at + b] = number[b];
                    break;
                case 6:
                    int digit = bytes.FindIndex(at, static value => value is >= (byte)'0' and <= (byte)'9');
                    if (digit >= 0) bytes[digit] = (byte)('0' + _random.Next(10));
                    if (digit >= 0 && _random.Next(2) == 0) bytes.InsertRange(digit, Enumerable.Repeat((byte)'9', _random.Next(1, 20)));
                    break;
                default:
                    for (int b = 0; b < length; b += 3) bytes[at + b] = (byte)(_random.Next(2) == 0 ? _random.Next(256) : bytes[at + b] ^ (1 << _random.Next(8)));
                    break;
            }
        }

        return [.. bytes];
    }

    private static IEnumerable<byte[]> Arrays(string path)
    {
        Npy.Save(path, [1f, 2, 3, 4, 5, 6], [2, 3]);
        yield return File.ReadAllBytes(path);
        Npy.Save(path, [1L, -2, 3], [3]);
        yield return File.ReadAllBytes(path);
        Npy.Save(path, [true, false], [2, 1, 1]);
        yield return File.ReadAllBytes(path);
        yield return NpyBytes.Of(1, "{'descr': '>f8', 'fortran_order': True, 'shape': (2, 2), }", new byte[32]);
        yield return NpyBytes.Of(2, "{'descr': '<i4', 'fortran_order': False, 'shape': (), }", new byte[4]);
        yield return NpyBytes.Of(3, "{'descr': '>i8', 'fortran_order': True, 'shape': (3, 0, 2), }", []);
    }

    private static IEnumerable<byte[]> Archives(string path)
    {
        Npz.Save(path, file =>
        {
            file.Add("x", [1f, 2, 3, 4, 5, 6], [2, 3]);
            file.Add("n", [7L], []);
            file.Add("b", [true], [1]);
        });
        yield return File.ReadAllBytes(path);
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = archive.CreateEntry("x.npy", CompressionLevel.SmallestSize).Open();
            entry.Write(NpyBytes.Of(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (20,), }", new byte[160]));
        }

        yield return stream.ToArray();
    }

    private static IEnumerable<byte[]> Checkpoints(string path)
    {
        Training training = new();
        using (training.Loader)
        {
            training.Checkpoint.Save(path);
            yield return File.ReadAllBytes(path);
            _ = (training.Loader.Next(), training.Loader.Next(), training.Random.NextNormal());
            training.Optimizer.StepCount = 7;
            training.Checkpoint.Notes["loss"] = "0.5";
            training.Checkpoint.Save(path);
            yield return File.ReadAllBytes(path);
        }
    }

    private static IEnumerable<byte[]> IdxArrays()
    {
        yield return [0, 0, 0x08, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];
        yield return [0, 0, 0x0b, 1, 0, 0, 0, 2, 1, 2, 3, 4];
        yield return [0, 0, 0x0c, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8];
        yield return [0, 0, 0x0e, 0, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0];
    }

    private static IEnumerable<byte[]> Tensors(string path)
    {
        Safetensors.Save(path, [new Parameter<float>("w", [2, 3], [1, 2, 3, 4, 5, 6]), new Parameter<float>("b", [])], new Dictionary<string, string> { ["step"] = "ä" });
        yield return File.ReadAllBytes(path);
        Safetensors.Save(path, [new Parameter<double>("w", [2, 3]), new Parameter<double>("v", [0, 4])]);
        yield return File.ReadAllBytes(path);
        byte[] json = """{"w":{"dtype":"BF16","shape":[2,3],"data_offsets":[4,16]},"h":{"dtype":"F16","shape":[1],"data_offsets":[2,4]},"i":{"dtype":"I8","shape":[2],"data_offsets":[0,2]}}"""u8.ToArray();
        yield return [(byte)json.Length, 0, 0, 0, 0, 0, 0, 0, .. json, .. new byte[16]];
    }

    /// <summary>Something of everything that a checkpoint may hold.</summary>
    private sealed class Training
    {
        public Training()
        {
            var model = new Sequential<float>(new Linear<float>("", 2, 1, Initializer.Zeros, Random), new Dropout<float>(0.5, Random));
            Optimizer = new GradientDescent<float>(model.Parameters, 0.1, momentum: 0.9);
            Checkpoint = new Checkpoint<float>(model, Optimizer) { Randoms = [Random], Loaders = [Loader] };
        }

        public RandomGenerator Random { get; } = new(1);

        public GradientDescent<float> Optimizer { get; }

        public DataLoader<float, int> Loader { get; } = new(new ArrayDataSet<float, int>([1, 2, 3], [], [1, 2, 3], []), 1, seed: 1, workers: 0);

        public Checkpoint<float> Checkpoint { get; }
    }
}
